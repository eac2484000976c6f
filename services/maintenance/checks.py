"""Whether the database agrees with itself: accounts with rows, payments with leases, references with records."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId
from mongoengine import ReferenceField

from models import DOCUMENTS, Application, Decision, Lease, LedgerRow, Payment, Plain, Record
from rules import rent
from rules.terms import DataFault, PaymentState, RowKind
from services import accounts, audit
from services.accounts import IDS_AT_ONCE, batched
from services.maintenance.indexes import missing_indexes

LATE = timedelta(hours=1)


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong: what, in which collection, the number people know it by, and the field or month."""

    fault: DataFault
    collection: str
    number: str
    detail: str = ""


@dataclass
class Checked:
    """What was looked at, by collection, and what is wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[Trouble] = field(default_factory=list)


def check_data(now: datetime) -> Checked:
    """Look through everything; nothing is changed."""
    checked = Checked(Counter({audit.collection(kind): kind.objects.count() for kind in DOCUMENTS}))
    checked.troubles += [Trouble(DataFault.INDEX_MISSING, "", name) for name in missing_indexes()]
    for check in (_accounts, _charges, _payments, _references, _decisions):
        checked.troubles += check()
    checked.troubles += _effects(now)
    return checked


def _accounts() -> Iterator[Trouble]:
    """Each cached account is what its rows settle to."""
    leases = Lease._get_collection().find({}, {"account": 1, "contract_number": 1})
    for some in batched(leases, IDS_AT_ONCE):
        rows = accounts.rows_of([lease["_id"] for lease in some])
        for lease in some:
            held = lease["account"]
            if accounts.as_stored(rent.settle(rows[lease["_id"]]), held["rev"]) != held:
                yield Trouble(DataFault.ACCOUNT_DIFFERS, "lease", lease["contract_number"])


def _charges() -> Iterator[Trouble]:
    """Each rent line of a lease is charged once for a month."""
    charged: Counter[tuple[ObjectId, str, str]] = Counter()
    wanted = {"kind": RowKind.CHARGE.value}
    for row in LedgerRow._get_collection().find(wanted, {"lease": 1, "rent_line": 1, "period": 1}):
        charged[row["lease"], row["rent_line"], row["period"]] += 1
    twice = [(lease, period) for (lease, _, period), times in charged.items() if times > 1]
    numbers = _numbers(Lease, [lease for lease, _ in twice])
    for lease, period in twice:
        yield Trouble(DataFault.CHARGED_TWICE, "lease", numbers.get(lease, str(lease)), period)


def _payments() -> Iterator[Trouble]:
    """A payment that a person looked at has its row if it is placed, and none before."""
    for some in batched(Payment._get_collection().find({}, {"state": 1, "lease": 1, "kid": 1}), IDS_AT_ONCE):
        wanted = {"_id": {"$in": [payment["_id"] for payment in some]}}
        booked = {row["_id"]: row["lease"] for row in LedgerRow._get_collection().find(wanted, {"lease": 1})}
        for payment in some:
            placed = payment["state"] == PaymentState.PLACED.value
            if placed and booked.get(payment["_id"]) != payment.get("lease"):
                yield Trouble(DataFault.NOT_PLACED, "payment", payment["_id"])
            if payment["state"] == PaymentState.UNMATCHED.value and payment["_id"] in booked:
                yield Trouble(DataFault.PLACED_TWICE, "payment", payment["_id"])


def _references() -> Iterator[Trouble]:
    """Each reference leads to a record."""
    for kind in DOCUMENTS:
        pointers = [pointer for pointer in kind._fields.values() if isinstance(pointer, ReferenceField)]
        if not pointers:
            continue
        found = kind._get_collection().find({}, {pointer.db_field: 1 for pointer in pointers})
        for some in batched(found, IDS_AT_ONCE):
            for pointer in pointers:
                yield from _lost(kind, pointer, some)


def _lost(kind: type[Plain] | type[Record], pointer: Any, some: Sequence[dict[str, Any]]) -> Iterator[Trouble]:
    pointed = {one["_id"]: one[pointer.db_field] for one in some if one.get(pointer.db_field) is not None}
    standing = _standing(pointer.document_type, list(pointed.values()))
    lost = [identity for identity, target in pointed.items() if target not in standing]
    for number in _numbers(kind, lost).values():
        yield Trouble(DataFault.REFERENCE_LOST, audit.collection(kind), number, pointer.verbose_name or pointer.name)


def _decisions() -> Iterator[Trouble]:
    """Each decision that an application carries stands as a document."""
    carrying = {"decisions.id": {"$exists": True}}
    found = Application._get_collection().find(carrying, {"decisions.id": 1, "application_number": 1})
    for some in batched(found, IDS_AT_ONCE):
        standing = _standing(Decision, [entry["id"] for one in some for entry in one["decisions"]])
        for one in some:
            if any(entry["id"] not in standing for entry in one["decisions"]):
                label = Application._fields["decisions"].verbose_name
                yield Trouble(DataFault.REFERENCE_LOST, "application", one["application_number"], label)


def _effects(now: datetime) -> Iterator[Trouble]:
    """What a change owes is paid soon."""
    for kind in DOCUMENTS:
        if not issubclass(kind, Record):
            continue
        for record in kind.objects(__raw__={"pending.key": {"$exists": True}}).order_by("pk").no_dereference():
            if any(effect.stopped for effect in record.pending):
                yield Trouble(DataFault.EFFECT_STOPPED, audit.collection(kind), record.number)
            elif any(effect.next_at < now - LATE for effect in record.pending):
                yield Trouble(DataFault.EFFECT_LATE, audit.collection(kind), record.number)


def _standing(kind: Any, identities: Sequence[Any]) -> set[Any]:
    """Those of the ids that are there."""
    standing: set[Any] = set()
    for some in batched(dict.fromkeys(identities), IDS_AT_ONCE):
        standing |= {one["_id"] for one in kind._get_collection().find({"_id": {"$in": some}}, {"_id": 1})}
    return standing


def _numbers(kind: Any, identities: Sequence[Any]) -> dict[Any, str]:
    """What people call these records."""
    named: dict[Any, str] = {}
    for some in batched(dict.fromkeys(identities), IDS_AT_ONCE):
        named |= {one.pk: getattr(one, "number", str(one.pk)) for one in kind.objects(pk__in=some).no_dereference()}
    return named
