"""Payments: booked by KID on the lease, the rest in a queue for a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Lease, LedgerRow, Payment
from models.base import Effect, Record
from rules import states
from rules.errors import MissingReason
from rules.terms import PaymentSource, PaymentState, RentCollector, Role, RowKind
from services import accounts, records
from services.accounts import batched, midnight
from services.actor import Actor
from services.effects import Owed
from services.ledger.rows import REFRESH_EFFECT, store_rows

ROW_EFFECT = "ledger_row"
REVIEW_EFFECT = "review_arrears"  # done by services.arrears, which lies above


@dataclass(frozen=True)
class Received:
    """Money as a file tells of it; negative when the bank takes it back."""

    key: str
    kid: str
    amount_ore: int
    booked_on: date
    account: str
    reference: str | None = None


@dataclass(frozen=True)
class Placed:
    """What became of received payments: rows on leases, payments in the queue, and those known before."""

    matched: int = 0
    unmatched: int = 0
    known: int = 0

    def __add__(self, other: "Placed") -> "Placed":
        return Placed(self.matched + other.matched, self.unmatched + other.unmatched, self.known + other.known)


class Intake:
    """The payments of one file, booked chunk by chunk; `settle` brings the accounts they touched up to date.

    An account is settled from all its rows, so it is done once, at the end: whoever is killed before that is resumed,
    finds every row in its place, and settles then. Kept in memory: the KIDs of leases, never the payments.
    """

    def __init__(self, run: str | None) -> None:
        self._run = run
        self._leases: dict[str, ObjectId] = {}  # by KID

    def receive(self, payments: Sequence[Received], actor: Actor) -> Placed:
        """Book a chunk: by KID on the lease, unknown ones in the queue; a key that stands already is known."""
        matched, others = self._parted(payments)
        new = store_rows([payment_row(one, self._leases[one.kid], actor.at, self._run) for one in matched])
        queued, known = _queue(others, actor, self._run)
        return Placed(new, queued, known + len(matched) - new)

    def foresee(self, payments: Sequence[Received]) -> Placed:
        """What `receive` would make of them; nothing is written."""
        matched, others = self._parted(payments)
        booked = _known(LedgerRow, [one.key for one in matched])
        queued = _known(Payment, [one.key for one in others])
        return Placed(len(matched) - len(booked), len(others) - len(queued), len(booked) + len(queued))

    def _parted(self, payments: Sequence[Received]) -> tuple[list[Received], list[Received]]:
        """Those whose lease is known by the KID, and the others."""
        self._leases |= leases_by_kid({payment.kid for payment in payments} - self._leases.keys())
        matched = [payment for payment in payments if payment.kid in self._leases]
        return matched, [payment for payment in payments if payment.kid not in self._leases]

    def settle(self) -> int:
        """Settle the accounts of the leases met; returns how many changed."""
        return accounts.refresh(self._leases.values())


def receive(payments: Sequence[Received], actor: Actor, *, run: str | None) -> Placed:
    """Book a handful of payments and settle the accounts they touch."""
    intake = Intake(run)
    placed = intake.receive(payments, actor)
    intake.settle()
    return placed


def leases_by_kid(kids: Iterable[str]) -> dict[str, ObjectId]:
    """The leases that the municipality collects for, by KID."""
    found: dict[str, ObjectId] = {}
    for some in batched(dict.fromkeys(kids), accounts.IDS_AT_ONCE):
        wanted = {"kid": {"$in": some}, "rent_collected_by": RentCollector.MUNICIPALITY.value}
        found |= {row["kid"]: row["_id"] for row in Lease._get_collection().find(wanted, {"kid": 1})}
    return found


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


def _queue(payments: Sequence[Received], actor: Actor, run: str | None) -> tuple[int, int]:
    """Put payments without a lease in the queue; returns new and known ones (a placed one is known for good)."""
    known = _known(Payment, [payment.key for payment in payments])
    new = [
        Payment(
            key=payment.key,
            source=PaymentSource.OCR,
            amount_ore=payment.amount_ore,
            booked_on=payment.booked_on,
            kid=payment.kid or None,
            account=payment.account,
            reference=payment.reference,
            import_run=run,
        )
        for payment in payments
        if payment.key not in known
    ]
    refused = records.create_many(new, actor, action="imported")
    return len(new) - len(refused), len(known) + len(refused)


def _known(kind: Any, keys: Sequence[str]) -> set[str]:
    """Those of the keys that stand already."""
    found: set[str] = set()
    for some in batched(keys, accounts.IDS_AT_ONCE):
        found |= {row["_id"] for row in kind._get_collection().find({"_id": {"$in": some}}, {"_id": 1})}
    return found


def place(payment: Payment, lease: Lease, actor: Actor, *, version: int, why: str) -> None:
    """Put an unmatched payment on a lease; its row has the payment's key, so it is booked once.

    Raises NotAuthorised, MissingReason, TransitionRefused, StaleState.
    """
    actor.require(Role.ECONOMY, Role.ADMINISTRATOR, what="payment.place")
    if not why.strip():
        raise MissingReason("payment.place")
    states.check(states.PAYMENT, payment.state, PaymentState.PLACED)
    owed = [
        Owed(ROW_EFFECT, payment.key),
        Owed(REFRESH_EFFECT, f"refresh:{payment.key}"),
        Owed(REVIEW_EFFECT, f"review:{payment.key}"),
    ]
    values = {"state": PaymentState.PLACED, "lease": lease.pk}
    records.change(payment, actor, values=values, action="placed", why=why, version=version, owed=owed)


def build_row(document: Record, effect: Effect, actor: Actor) -> LedgerRow:
    """The ledger row of a placed payment (a record effect)."""
    payment: Any = document
    received = Received(
        effect.key, payment.kid or "", payment.amount_ore, payment.booked_on, payment.account or "", payment.reference
    )
    row = payment_row(received, records.reference(payment, "lease"), actor.at, payment.import_run)
    return LedgerRow(key=row.pop("_id"), **row)
