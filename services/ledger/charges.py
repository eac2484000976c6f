"""Monthly charges: what each lease that had begun owes for a month, once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Lease, LedgerRow
from models.base import Effect, Record
from rules import rent
from rules.deadlines import Month, add_months, oslo_date
from rules.errors import HusromError
from rules.terms import LeaseState, RentCollector, RowKind
from services import accounts
from services.accounts import batched, midnight
from services.actor import Actor
from services.ledger.rows import store_rows

CHARGE_EFFECT = "charge_lease"

LEASES_AT_ONCE = 500
CHARGED = ("starts_on", "ended_on", "due_day", "rent_lines", "ledger_from")


@dataclass(eq=False)
class MonthTooFar(HusromError):
    """Rent is charged for months up to the next one, not further ahead."""

    period: str


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
    over = taken_over(first)
    for lease in Lease._get_collection().find(wanted, dict.fromkeys(CHARGED, 1)):
        covered = lease.get("ledger_from")
        if lease["_id"] not in over and (covered is None or covered.date() < first):
            yield lease


def taken_over(first: date) -> set[ObjectId]:
    """The leases whose follower has begun but not yet taken over: the follower is charged, not both."""
    begun = Lease.objects(state=LeaseState.UPCOMING, starts_on__lte=first, follows__exists=True)
    return set(begun.scalar("follows"))


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


def last_charged(lease: ObjectId) -> Month | None:
    """The last month that a lease has been charged for."""
    row = LedgerRow.objects(lease=lease, kind=RowKind.CHARGE).order_by("-period").first()
    return Month.parse(row.period) if row else None


def charge_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Charge a newly signed lease for the months whose rent run it came too late for (a command effect)."""
    lease: Any = document
    today = oslo_date(actor.at)
    month, now = Month.of(_first_charged(lease)), Month.of(today)
    rows = []
    stored = Lease._get_collection().find_one({"_id": lease.pk}, dict.fromkeys(CHARGED, 1))
    while stored is not None and month.first <= now.first:
        rows += [
            _charge_row(lease.pk, charge, actor.at, None)
            for charge in rent.charges_for(_rented(stored), month.year, month.month)
        ]
        month = Month.of(add_months(month.first, 1))
    store_rows(rows)
    accounts.refresh([lease.pk])


def _first_charged(lease: Any) -> date:
    """The first day that the lease itself is charged for: what it takes over from was charged up to its last month."""
    charged = last_charged(lease.follows) if lease.follows else None
    start: date = lease.starts_on
    return max(start, add_months(charged.first, 1)) if charged else start


def charged_after(lease: ObjectId, day: date) -> list[str]:
    """The months («2026-12») that a lease is charged for though their first comes after the day, oldest first."""
    rows = LedgerRow.objects(lease=lease, kind=RowKind.CHARGE, booked_on__gt=day).order_by("booked_on", "key")
    return list(dict.fromkeys(rows.scalar("period")))
