"""Leases as the rent run and its corrections read them, and the rows that they are charged with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bson import ObjectId

from models import Lease, LedgerRow
from rules import rent
from rules.deadlines import Month
from rules.terms import LeaseState, RentCollector, RowKind
from services.accounts import midnight

CHARGED = (
    "starts_on", "ended_on", "due_day", "rent_lines", "ledger_from", "imported", "signed_on",
    "rent_collected_by",
)  # fmt: skip
OURS = RentCollector.MUNICIPALITY.value


@dataclass(frozen=True)
class Followed:
    """How far a lease is charged that another follows: the day before that begins, and what was charged before it."""

    last: date
    covered_until: date | None


def read(lease: ObjectId) -> dict[str, Any] | None:
    """What is charged by of one lease, as stored; None where the municipality does not collect its rent."""
    found: dict[str, Any] | None = Lease._get_collection().find_one({"_id": lease}, dict.fromkeys(CHARGED, 1))
    return found if found is not None and found.get("rent_collected_by") == OURS else None


def rented(lease: Mapping[str, Any], follower: Followed | None = None) -> rent.RentedLease:
    """A stored lease as the rule knows it."""
    ended = last_day(_day(lease.get("ended_on")), follower)
    return rent.RentedLease(
        key=str(lease["_id"]),
        starts_on=lease["starts_on"].date(),
        ended_on=ended,
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


def taken_over(until: date) -> dict[ObjectId, Followed]:
    """The leases whose follower begins by the day but has not taken over yet, with how far they themselves are charged.

    From then on the follower is charged, not both (index `lease_starts`).
    """
    # `$in`, though one, and no `$exists`: with either the embedded server reads every lease there is.
    begun = Lease.objects(state__in=[LeaseState.UPCOMING], starts_on__lt=until + timedelta(days=1))
    found = begun.only("follows", "starts_on", "ledger_from").no_dereference().order_by("starts_on", "id")
    return {lease.follows: _followed(lease) for lease in found if lease.follows is not None}


def followed(lease: ObjectId) -> Followed | None:
    """The same of one lease, whether its follower has taken over or not; None where none follows it."""
    found = Lease.objects(follows=lease).only("starts_on", "ledger_from").no_dereference().first()
    return _followed(found) if found is not None else None


def _followed(follower: Any) -> Followed:
    return Followed(follower.starts_on - timedelta(days=1), follower.ledger_from)


def last_day(ended_on: date | None, follower: Followed | None) -> date | None:
    """The last day that a lease is charged for: its end, or the day before its follower begins; None = no end yet.

    What it was charged for before the follower was signed stays with it.
    """
    if follower is None:
        return ended_on
    last = min(ended_on or follower.last, follower.last)
    return max(last, follower.covered_until or last)


def covered_until(follows: Any, starts_on: date) -> date | None:
    """The last day that the lease which is followed has been charged for, where that is in the new one's time.

    A month that it was charged for before the new one was signed stays there, and an imported one owes its months
    whole; None where the new lease is charged from its first day.
    """
    month = last_charged(follows.pk)
    last = month.last if month is not None else date.min
    if follows.imported and starts_on.day > 1:
        last = max(last, Month.of(starts_on).last)
    return last if last >= starts_on else None


def last_charged(lease: ObjectId) -> Month | None:
    """The last month that a lease has been charged for."""
    row = LedgerRow.objects(lease=lease, kind=RowKind.CHARGE).order_by("-period").first()
    return Month.parse(row.period) if row else None


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
