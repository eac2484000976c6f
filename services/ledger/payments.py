"""Payments: booked by KID on the lease, the rest in a queue for a person."""

from collections.abc import Iterable, Iterator, Sequence
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

UNMATCHED = PaymentState.UNMATCHED
ROW_EFFECT = "ledger_row"
MOST_KIDS = 10_000  # kept from one chunk to the next
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
    """The payments of one file, booked chunk by chunk; `settle` brings the accounts that they touched up to date.

    An account is settled from all its rows, so it is done once, at the end: whoever is killed before that is resumed,
    finds every row in its place, and settles then. Kept in memory: a chunk, and the KIDs of some leases.
    """

    def __init__(self, run: str | None) -> None:
        self._run = run
        self._leases: dict[str, ObjectId] = {}  # by KID

    def receive(self, payments: Sequence[Received], actor: Actor) -> Placed:
        """Book a chunk: by KID on the lease, unknown ones in the queue; a key that stands already is known."""
        matched, others = self._parted(payments)
        waiting = _in_queue([one.key for one in matched])
        fresh = [one for one in matched if one.key not in waiting]
        new = store_rows([payment_row(one, self._leases[one.kid], actor.at, self._run) for one in fresh])
        if new < len(fresh):  # a row that another run wrote is not met again at the end
            accounts.refresh(self._leases[one.kid] for one in fresh)
        placed = sum(self._place_waiting(payment, actor) for payment in waiting.values())
        queued, known = _queue(others, actor, self._run)
        return Placed(new + placed, queued, known + len(matched) - new - placed)

    def _place_waiting(self, payment: Payment, actor: Actor) -> bool:
        """A payment read before its lease was: it leaves the queue for the lease that has its KID now."""
        if payment.state is not UNMATCHED:
            return False
        return _place(payment, self._leases[payment.kid or ""], actor, why="KID-en hører nå til et leieforhold")

    def foresee(self, payments: Sequence[Received]) -> Placed:
        """What `receive` would make of them; nothing is written."""
        matched, others = self._parted(payments)
        booked = _known(LedgerRow, [one.key for one in matched])
        booked |= {key for key, one in _in_queue([one.key for one in matched]).items() if one.state is not UNMATCHED}
        queued = _known(Payment, [one.key for one in others])
        return Placed(len(matched) - len(booked), len(others) - len(queued), len(booked) + len(queued))

    def _parted(self, payments: Sequence[Received]) -> tuple[list[Received], list[Received]]:
        """Those whose lease is known by the KID, and the others."""
        if len(self._leases) > MOST_KIDS:
            self._leases = {}
        self._leases |= leases_by_kid({payment.kid for payment in payments} - self._leases.keys())
        matched = [payment for payment in payments if payment.kid in self._leases]
        return matched, [payment for payment in payments if payment.kid not in self._leases]


def receive(payments: Sequence[Received], actor: Actor, *, run: str | None) -> Placed:
    """Book a handful of payments and settle the accounts they touch."""
    placed = Intake(run).receive(payments, actor)
    accounts.refresh(leases_by_kid(payment.kid for payment in payments).values())
    return placed


def settle(run: str) -> Iterator[int]:
    """Settle the accounts that a run has written rows on, some at a time; yields how many of them changed."""
    for some in batched(leases_of(run), accounts.ACCOUNTS_AT_ONCE):
        yield accounts.refresh(some)


def leases_of(run: str) -> Iterator[ObjectId]:
    """The leases that a run has written rows on, each once (index `ledger_run`)."""
    rows = [{"$match": {"run": run}}, {"$group": {"_id": "$lease"}}, {"$sort": {"_id": 1}}]  # as they lie on disk
    for found in LedgerRow._get_collection().aggregate(rows, batchSize=accounts.ACCOUNTS_AT_ONCE):
        yield found["_id"]


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


def _in_queue(keys: Sequence[str]) -> dict[str, Payment]:
    """Those of a chunk's payments that have been in the queue; one range of keys, since a chunk's lie together."""
    if not keys:
        return {}
    wanted, between = set(keys), {"_id": {"$gte": min(keys), "$lte": max(keys)}}
    found = Payment.objects(__raw__=between).no_dereference()
    return {payment.key: payment for payment in found if payment.key in wanted}


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
    _place(payment, lease.pk, actor, version=version, why=why)


def _place(payment: Payment, lease: ObjectId, actor: Actor, *, why: str, version: int | None = None) -> bool:
    states.check(states.PAYMENT, payment.state, PaymentState.PLACED)
    owed = [
        Owed(ROW_EFFECT, payment.key),
        Owed(REFRESH_EFFECT, f"refresh:{payment.key}"),
        Owed(REVIEW_EFFECT, f"review:{payment.key}"),
    ]
    values = {"state": PaymentState.PLACED, "lease": lease}
    return records.change(payment, actor, values=values, action="placed", why=why, version=version, owed=owed)


def build_row(document: Record, effect: Effect, actor: Actor) -> LedgerRow:
    """The ledger row of a placed payment (a record effect)."""
    payment: Any = document
    received = Received(
        effect.key, payment.kid or "", payment.amount_ore, payment.booked_on, payment.account or "", payment.reference
    )
    row = payment_row(received, records.reference(payment, "lease"), actor.at, payment.import_run)
    return LedgerRow(key=row.pop("_id"), **row)
