"""Fakturagrunnlag: a month's charges for the municipality's economy system, each taking out kept with its file."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, BinaryIO

from bson import ObjectId
from mongoengine import NotUniqueError

from models import Applicant, File, Invoicing, Lease, LedgerRow
from rules.deadlines import Month
from rules.errors import NotFound
from rules.terms import AccessKind, FileKind, RentLineKind, Role, RowKind
from services import audit, files
from services.actor import Actor
from services.batches import batched

TAKERS = (Role.ECONOMY,)
KEEPERS = (Role.ECONOMY, Role.AUDITOR)
WANTED = [RowKind.CHARGE.value, RowKind.CREDIT.value]
MOST_TRIES = 5
MEDIA_TYPE = "text/csv"


@dataclass(frozen=True)
class Line:
    """One rent line of a lease for the month, or what is taken off it; the tenant's name is None where shielded."""

    contract_number: str
    kid: str
    tenant: str | None
    period: str
    kind: RowKind
    rent_line: RentLineKind | None
    amount_ore: int
    due_on: date | None
    key: str


def lines(month: Month) -> Iterator[Line]:
    """The month's charges and credits by their keys, some leases at a time (index `ledger_period`)."""
    for kind in WANTED:
        rows = LedgerRow._get_collection().find({"kind": kind, "period": str(month)}).sort("_id", 1)
        for some in batched(rows):
            leases = _leases({row["lease"] for row in some})
            tenants = _names({lease["tenant"] for lease in leases.values()})
            yield from (_line(row, leases[row["lease"]], tenants) for row in some if row["lease"] in leases)


def _leases(wanted: set[ObjectId]) -> dict[ObjectId, dict[str, Any]]:
    fields = dict.fromkeys(("contract_number", "kid", "tenant", "rent_lines"), 1)
    found = Lease._get_collection().find({"_id": {"$in": list(wanted)}}, fields)
    return {lease["_id"]: {**lease, "tenant": getattr(lease["tenant"], "id", lease["tenant"])} for lease in found}


def _names(wanted: set[ObjectId]) -> dict[ObjectId, str]:
    """The names that may be handed over: of protected persons the KID must do (design 5)."""
    known = Applicant.objects(pk__in=list(wanted), protected_address__ne=True).only("first_name", "last_name")
    return {person.pk: person.name for person in known}


def _line(row: dict[str, Any], lease: dict[str, Any], tenants: dict[ObjectId, str]) -> Line:
    kinds = {line["id"]: RentLineKind(line["kind"]) for line in lease["rent_lines"]}
    due = row.get("due_on")
    return Line(
        lease["contract_number"], lease.get("kid") or "", tenants.get(lease["tenant"]), row["period"],
        RowKind(row["kind"]), kinds.get(row.get("rent_line")), row["amount_ore"], due.date() if due else None,
        row["_id"],
    )  # fmt: skip


def take_out(month: Month, actor: Actor, write: Callable[[Iterator[Line]], BinaryIO]) -> Invoicing:
    """Make the month's file by `write`, keep it, and compare it with the one before; taking it out is logged.

    Raises NotAuthorised, NotFound (nothing is charged for the month).
    """
    actor.require(*TAKERS, what="invoicing.take_out")
    counted = _Counted(lines(month))
    with write(iter(counted)) as source:
        if not counted.rows:
            raise NotFound("invoicing", str(month))
        audit.record_access(actor, AccessKind.EXPORTED, "invoicing", count=counted.rows, details={"period": str(month)})
        name = f"fakturagrunnlag-{month}.csv"
        stored = files.store(ObjectId(), FileKind.INVOICING, name, MEDIA_TYPE, source, actor)
    for _ in range(MOST_TRIES):
        before = latest(month)
        made = _record(month, actor, stored, counted, before)
        try:
            made.save(force_insert=True)
        except NotUniqueError:
            continue  # another took the month out at the same instant: this one is compared with theirs
        return made
    raise RuntimeError(f"invoicing {month}")


class _Counted:
    """Lines on their way through, counted and summed."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self.rows = self.ore = 0
        self._lines = lines

    def __iter__(self) -> Iterator[Line]:
        for line in self._lines:
            self.rows += 1
            self.ore += line.amount_ore
            yield line


def _record(month: Month, actor: Actor, stored: File, counted: _Counted, before: Invoicing | None) -> Invoicing:
    added, gone = _differing(stored, before) if before else (0, 0)
    number = before.number + 1 if before else 1
    return Invoicing(
        key=f"invoicing:{month}:{number}", period=str(month), number=number, file=stored.pk, sha256=stored.sha256,
        rows=counted.rows, sum_ore=counted.ore, added=added, gone=gone, by=actor.id, by_name=actor.name, at=actor.at,
    )  # fmt: skip


def _differing(stored: File, before: Invoicing) -> tuple[int, int]:
    """How many lines of the new file the old one lacks, and the other way round."""
    if stored.sha256 == before.sha256:
        return 0, 0
    new, old = _digests(stored.pk), _digests(before.file)
    return (new - old).total(), (old - new).total()


def _digests(identity: ObjectId) -> Counter[bytes]:
    return Counter(sha256(line.rstrip(b"\r\n")).digest()[:8] for line in files.open_stored(identity))


def latest(month: Month) -> Invoicing | None:
    """The last taking out of a month."""
    found: Invoicing | None = Invoicing.objects(period=str(month)).order_by("-number").first()
    return found


def taken_out(since: Month, most: int) -> list[Invoicing]:
    """The takings out of months from `since` on, newest month and number first."""
    return list(Invoicing.objects(period__gte=str(since)).order_by("-period", "-number").limit(most))


def fetch(key: str, actor: Actor) -> tuple[Invoicing, BinaryIO]:
    """A file that was taken out before, as it was; logged. Raises NotAuthorised, NotFound."""
    actor.require(*KEEPERS, what="invoicing.fetch")
    found: Invoicing | None = Invoicing.objects(pk=key).first()
    if found is None:
        raise NotFound("invoicing", key)
    source = files.open_stored(found.file)
    audit.record_access(actor, AccessKind.FETCHED, "invoicing", document_id=found.key, count=found.rows)
    return found, source
