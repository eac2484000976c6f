"""Leases as the rent run and its corrections read them, and the rows that they are charged with."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bson import ObjectId

from models import Lease
from rules import rent
from rules.deadlines import Month, add_months
from rules.terms import LeaseState, RentCollector, RowKind
from services.accounts import midnight

CHARGED = (
    "starts_on", "ended_on", "due_day", "rent_lines", "ledger_from", "imported", "signed_on", "follows",
    "rent_collected_by",
)  # fmt: skip
OURS = RentCollector.MUNICIPALITY.value


def read(lease: ObjectId) -> dict[str, Any] | None:
    """What is charged by of one lease, as stored; None where the municipality does not collect its rent."""
    found: dict[str, Any] | None = Lease._get_collection().find_one({"_id": lease}, dict.fromkeys(CHARGED, 1))
    return found if found is not None and found.get("rent_collected_by") == OURS else None


def rented(lease: Mapping[str, Any], last: date | None = None, first: date | None = None) -> rent.RentedLease:
    """A stored lease as the rule knows it; `last` is the day before its follower begins, `first` a later first day."""
    ended = _day(lease.get("ended_on"))
    return rent.RentedLease(
        key=str(lease["_id"]),
        starts_on=first or lease["starts_on"].date(),
        ended_on=min(ended or last, last) if last else ended,
        due_day=lease["due_day"],
        prorated=not lease.get("imported"),
        signed_on=_day(lease.get("signed_on")),
        lines=tuple(
            rent.RentLine(line["id"], line["amount_ore"], line["valid_from"].date(), _day(line.get("valid_until")))
            for line in lease["rent_lines"]
        ),
    )


def _day(stored: datetime | None) -> date | None:
    return stored.date() if stored else None


def taken_over(until: date, lease: ObjectId | None = None) -> dict[ObjectId, date]:
    """The leases whose follower begins by the day but has not taken over yet, with the last day that they are charged.

    From then on the follower is charged, not both. `lease` asks of one alone.
    """
    begun = Lease.objects(state=LeaseState.UPCOMING, starts_on__lt=until + timedelta(days=1), follows__exists=True)
    if lease is not None:
        begun = Lease.objects(follows=lease, state=LeaseState.UPCOMING)
    return {follows: starts - timedelta(days=1) for follows, starts in begun.scalar("follows", "starts_on")}


def first_charged(lease: Mapping[str, Any]) -> date:
    """The first day that the lease itself is charged for: one that it follows may have been charged the month whole."""
    start: date = lease["starts_on"].date()
    follows = lease.get("follows")
    if follows is None or start.day == 1:
        return start
    held = Lease._get_collection().find_one({"_id": follows}, {"imported": 1})
    return add_months(Month.of(start).first, 1) if held and held.get("imported") else start


def charge_row(lease: ObjectId, charge: rent.Charge, at: datetime, run: str | None) -> dict[str, Any]:
    """A charge as a row of the ledger."""
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
