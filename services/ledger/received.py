"""Money as a bank file tells of it: what it is, its row in the ledger, and why it may have to wait for a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Lease, LedgerRow, Payment
from rules.terms import PaymentSource, QueueCause, RentCollector, RowKind
from services import records
from services.accounts import midnight
from services.actor import Actor
from services.batches import batched


@dataclass(frozen=True)
class Received:
    """Money as a file tells of it; negative when the bank takes it back. `cause` = the file itself makes it doubtful.

    `part` names the part of the file that it stands in, for the reconciliation.
    """

    key: str
    kid: str
    amount_ore: int
    booked_on: date
    account: str
    reference: str | None = None
    source: PaymentSource = PaymentSource.OCR
    part: str = ""
    cause: QueueCause | None = None


@dataclass(frozen=True)
class Placed:
    """What became of received payments: rows on leases, payments in the queue, and those known before."""

    matched: int = 0
    unmatched: int = 0
    known: int = 0

    def __add__(self, other: "Placed") -> "Placed":
        return Placed(self.matched + other.matched, self.unmatched + other.unmatched, self.known + other.known)


@dataclass
class Tally:
    """What became of the payments of one part of a file: numbers and øre."""

    booked: int = 0
    booked_ore: int = 0
    queued: int = 0
    queued_ore: int = 0
    known: int = 0
    known_ore: int = 0

    def count(self, what: str, ore: int) -> None:
        """Count one payment as «booked», «queued» or «known»."""
        setattr(self, what, getattr(self, what) + 1)
        setattr(self, f"{what}_ore", getattr(self, f"{what}_ore") + ore)


def payment_row(payment: Received, lease: ObjectId, at: datetime, run: str | None) -> dict[str, Any]:
    """A payment as a row: what the bank takes back is a reversal, a debt again."""
    kind = RowKind.PAYMENT if payment.amount_ore >= 0 else RowKind.REVERSAL
    return {
        "_id": payment.key,
        "lease": lease,
        "kind": kind.value,
        "amount_ore": -payment.amount_ore,
        "booked_on": midnight(payment.booked_on),
        "kid": payment.kid,
        "reference": payment.reference,
        "run": run,
        "at": at,
    }


def leases_by_kid(kids: Iterable[str]) -> dict[str, ObjectId]:
    """The leases that the municipality collects for, by KID."""
    return _with_kid(kids, RentCollector.MUNICIPALITY)


def _with_kid(kids: Iterable[str], collector: RentCollector) -> dict[str, ObjectId]:
    found: dict[str, ObjectId] = {}
    for some in batched(dict.fromkeys(kids)):
        wanted = {"kid": {"$in": some}, "rent_collected_by": collector.value}
        found |= {row["kid"]: row["_id"] for row in Lease._get_collection().find(wanted, {"kid": 1})}
    return found


def causes(payments: Sequence[Received]) -> Mapping[str, QueueCause]:
    """Why each of these payments waits, by its key: what the file or the calendar says, or what is odd of its KID."""
    others = _with_kid({one.kid for one in payments if one.kid and not one.cause}, RentCollector.LANDLORD)
    return {one.key: one.cause or _of_kid(one.kid, others) for one in payments}


def _of_kid(kid: str, others: Mapping[str, ObjectId]) -> QueueCause:
    if not kid:
        return QueueCause.NO_KID
    return QueueCause.OTHER_COLLECTOR if kid in others else QueueCause.UNKNOWN_KID


def queue(payments: Sequence[Received], actor: Actor, run: str | None) -> frozenset[str]:
    """Put payments in the queue, each with its cause; returns the keys of those that are new."""
    keys = [payment.key for payment in payments]
    known = {*in_queue(keys), *written_by(keys)}
    new = [payment for payment in payments if payment.key not in known]
    why = causes(new)
    waiting = [
        Payment(
            key=payment.key,
            source=payment.source,
            amount_ore=payment.amount_ore,
            booked_on=payment.booked_on,
            kid=payment.kid or None,
            account=payment.account,
            reference=payment.reference,
            cause=why[payment.key],
            import_run=run,
        )
        for payment in new
    ]
    refused = {document.pk for document, _ in records.create_many(waiting, actor, action="imported")}
    return frozenset(payment.key for payment in new) - refused


def in_queue(keys: Sequence[str]) -> dict[str, Payment]:
    """Those of a chunk's payments that have been in the queue; one range of keys, since a chunk's lie together."""
    if not keys:
        return {}
    wanted, between = set(keys), {"_id": {"$gte": min(keys), "$lte": max(keys)}}
    found = Payment.objects(__raw__=between).no_dereference()
    return {payment.key: payment for payment in found if payment.key in wanted}


def told_apart(payments: Sequence[Received]) -> list[Received]:
    """The payments, those whose reference stands for another sum under a key of their own: no money is lost from sight.

    The same file gives the same keys, however often it is read. What lies together is read as one range of keys.
    """
    stand = _amounts([one.key for one in payments])
    return [_apart(one, stand.setdefault(one.key, one.amount_ore)) for one in payments]


def _apart(payment: Received, stands_ore: int) -> Received:
    if payment.amount_ore == stands_ore:
        return payment
    return replace(payment, key=f"{payment.key}:{payment.amount_ore}", cause=QueueCause.SAME_REFERENCE)


def _amounts(keys: Sequence[str]) -> dict[str, int]:
    """What these keys stand for already, in øre as a file tells of it: in the queue, or as rows."""
    if not keys:
        return {}
    between = {"_id": {"$gte": min(keys), "$lte": max(keys)}}
    queued = Payment._get_collection().find(between, {"amount_ore": 1})
    booked = LedgerRow._get_collection().find(between, {"amount_ore": 1})
    return {row["_id"]: row["amount_ore"] for row in queued} | {row["_id"]: -row["amount_ore"] for row in booked}


def written_by(keys: Sequence[str]) -> dict[str, str | None]:
    """The rows of these keys that stand in the ledger, and the run that wrote each."""
    found: dict[str, str | None] = {}
    for some in batched(keys):
        rows = LedgerRow._get_collection().find({"_id": {"$in": some}}, {"run": 1})
        found |= {row["_id"]: row.get("run") for row in rows}
    return found
