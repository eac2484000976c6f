"""The ledger: charges, openings and payments, each row once under its own key (design 3.6)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bson import ObjectId
from pymongo.errors import BulkWriteError

from models import Lease, LedgerRow, Payment
from models.base import Effect, Record
from rules import rent, states
from rules.deadlines import Month, add_months
from rules.errors import HusromError, MissingReason
from rules.terms import PaymentSource, PaymentState, RentCollector, Role, RowKind
from services import accounts, records
from services.accounts import batched, midnight
from services.actor import Actor
from services.effects import Owed

LEASES_AT_ONCE = 500
DUPLICATE = 11000
ROW_EFFECT, REFRESH_EFFECT = "ledger_row", "refresh_account"
CHARGED = ("starts_on", "ended_on", "due_day", "rent_lines", "ledger_from")


@dataclass(eq=False)
class MonthTooFar(HusromError):
    """Rent is charged for months up to the next one, not further ahead."""

    period: str


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


def store_rows(rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows as stored; a key that stands already is done. Returns how many are new."""
    if not rows:
        return 0
    try:
        LedgerRow._get_collection().insert_many(rows, ordered=False)
    except BulkWriteError as error:
        problems = error.details["writeErrors"]
        if any(problem["code"] != DUPLICATE for problem in problems):
            raise
        return len(rows) - len(problems)
    return len(rows)


def charge_month(year: int, month: int, actor: Actor, *, today: date, run: str | None = None) -> Iterator[int]:
    """Charge a month's rent on every lease that had begun by its first day; yields new rows per chunk of leases.

    A month charged before gives no new rows; every account of the chunk is settled again, so a killed run is made up.
    Raises MonthTooFar.
    """
    period = Month(year, month)
    if period.first > add_months(Month.of(today).first, 1):
        raise MonthTooFar(str(period))
    return _charge(period, actor.at, run)


def _charge(period: Month, at: datetime, run: str | None) -> Iterator[int]:
    for leases in batched(_charged_leases(period.first), LEASES_AT_ONCE):
        rows = [
            _charge_row(lease["_id"], charge, at, run)
            for lease in leases
            for charge in rent.charges_for(_rented(lease), period.year, period.month)
        ]
        new = store_rows(rows)
        accounts.refresh(row["lease"] for row in rows)
        yield new


def _charged_leases(first: date) -> Iterator[dict[str, Any]]:
    wanted = {"starts_on": {"$lte": midnight(first)}, "rent_collected_by": RentCollector.MUNICIPALITY.value}
    for lease in Lease._get_collection().find(wanted, dict.fromkeys(CHARGED, 1)):
        covered = lease.get("ledger_from")
        if covered is None or covered.date() < first:
            yield lease


def _rented(lease: Mapping[str, Any]) -> rent.RentedLease:
    ended = lease.get("ended_on")
    return rent.RentedLease(
        key=str(lease["_id"]),
        starts_on=lease["starts_on"].date(),
        ended_on=ended.date() if ended else None,
        due_day=lease["due_day"],
        lines=tuple(
            rent.RentLine(line["id"], line["amount_ore"], line["valid_from"].date(), _day(line.get("valid_until")))
            for line in lease["rent_lines"]
        ),
    )


def _day(stored: datetime | None) -> date | None:
    return stored.date() if stored else None


def _charge_row(lease: ObjectId, charge: rent.Charge, at: datetime, run: str | None) -> dict[str, Any]:
    return {
        "_id": charge.key,
        "lease": lease,
        "kind": RowKind.CHARGE.value,
        "amount_ore": charge.amount_ore,
        "booked_on": midnight(charge.booked_on),
        "due_on": midnight(charge.due_on),
        "period": charge.period,
        "rent_line": charge.rent_line,
        "run": run,
        "at": at,
    }


def opening_row(lease: ObjectId, amount_ore: int, on: date, at: datetime, run: str | None) -> dict[str, Any]:
    """What the tenant owed (or had to the good, negative) when the lease was brought in; due that day."""
    return {
        "_id": f"opening:{lease}",
        "lease": lease,
        "kind": RowKind.OPENING.value,
        "amount_ore": amount_ore,
        "booked_on": midnight(on),
        "due_on": midnight(on),
        "run": run,
        "at": at,
    }


def receive(payments: Sequence[Received], actor: Actor, *, run: str | None) -> Placed:
    """Book a chunk of file payments: by KID on the lease, unknown ones in the queue; settle the accounts touched."""
    leases = leases_by_kid(payment.kid for payment in payments)
    matched = [payment for payment in payments if payment.kid in leases]
    rows = [payment_row(payment, leases[payment.kid], actor.at, run) for payment in matched]
    new = store_rows(rows)
    accounts.refresh(row["lease"] for row in rows)
    queued, known = _queue([payment for payment in payments if payment.kid not in leases], actor, run)
    return Placed(new, queued, known + len(rows) - new)


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
    keys = [payment.key for payment in payments]
    known: set[str] = set()
    for some in batched(keys, accounts.IDS_AT_ONCE):
        known |= {row["_id"] for row in Payment._get_collection().find({"_id": {"$in": some}}, {"_id": 1})}
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


def place(payment: Payment, lease: Lease, actor: Actor, *, version: int, why: str) -> None:
    """Put an unmatched payment on a lease; its row has the payment's key, so it is booked once.

    Raises NotAuthorised, MissingReason, TransitionRefused, StaleState.
    """
    actor.require(Role.ECONOMY, Role.ADMINISTRATOR, what="payment.place")
    if not why.strip():
        raise MissingReason("payment.place")
    states.check(states.PAYMENT, payment.state, PaymentState.PLACED)
    owed = [Owed(ROW_EFFECT, payment.key), Owed(REFRESH_EFFECT, f"refresh:{payment.key}")]
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


def refresh_account(document: Record, _effect: Effect, _actor: Actor) -> None:
    """Settle the account of the lease that a payment was placed on (a command effect)."""
    accounts.refresh([records.reference(document, "lease")])
