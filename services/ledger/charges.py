"""Monthly charges: what each lease that had begun owes for a month, once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Lease, LedgerRow
from rules import rent
from rules.deadlines import Month, add_months
from rules.errors import HusromError
from rules.terms import RentCollector, RowKind
from services import accounts
from services.accounts import batched, midnight
from services.actor import Actor
from services.ledger.rows import store_rows

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


def last_charged(lease: ObjectId) -> Month | None:
    """The last month that a lease has been charged for."""
    row = LedgerRow.objects(lease=lease, kind=RowKind.CHARGE).order_by("-period").first()
    return Month.parse(row.period) if row else None
