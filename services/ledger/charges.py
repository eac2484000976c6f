"""Monthly charges: what each lease owes for a month, once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bson import ObjectId

from models import Lease, LedgerRow
from models.base import Effect, Record
from rules import rent
from rules.deadlines import Month, add_months, month_periods, oslo_date
from rules.errors import HusromError
from rules.terms import RowKind
from services import accounts, audit
from services.accounts import midnight
from services.actor import Actor
from services.batches import batched
from services.ledger import rented
from services.ledger.corrections import RENT_FIELDS, correct
from services.ledger.rows import store_rows

CHARGE_EFFECT = "charge_lease"

LEASES_AT_ONCE = 500
MARGIN = timedelta(minutes=10)  # longer than any request that changes a lease


@dataclass(eq=False)
class MonthTooFar(HusromError):
    """Rent is charged for months up to the next one, not further ahead."""

    period: str


def charge_month(year: int, month: int, actor: Actor, *, today: date, run: str | None = None) -> Iterator[int]:
    """Charge a month's rent on every lease that runs in it; yields new rows per chunk of leases.

    A month charged before gives no new rows; every account of the chunk is settled again, so a killed run is made up.
    Raises MonthTooFar.
    """
    period = Month(year, month)
    if period.first > add_months(Month.of(today).first, 1):
        raise MonthTooFar(str(period))
    return _charge(period, actor, run)


def _charge(period: Month, actor: Actor, run: str | None) -> Iterator[int]:
    for leases in batched(_charged_leases(period), LEASES_AT_ONCE):
        rows = [
            rented.charge_row(lease, charge, actor.at, run)
            for lease, held in leases
            for charge in rent.charges_for(held, period.year, period.month)
        ]
        new = store_rows(rows)
        accounts.refresh(row["lease"] for row in rows)
        yield new
    # A lease that was changed while we read it has corrected what was charged before us, not what we charged.
    for lease in audit.changed_since(Lease, actor.at - MARGIN, RENT_FIELDS):
        correct(lease, actor, since=period.first)


def _charged_leases(period: Month) -> Iterator[tuple[ObjectId, rent.RentedLease]]:
    wanted = {
        "starts_on": {"$lt": midnight(period.last + timedelta(days=1))},
        "rent_collected_by": rented.OURS,
    }
    over = rented.taken_over(period.last)
    for lease in Lease._get_collection().find(wanted, dict.fromkeys(rented.CHARGED, 1)):
        covered = lease.get("ledger_from")
        if covered is None or covered.date() < period.first:
            yield lease["_id"], rented.rented(lease, over.get(lease["_id"]))


def charge_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Charge a newly signed lease for the months whose rent run it came too late for (a command effect)."""
    lease: Any = document
    stored = rented.read(lease.pk)
    if stored is None:
        return
    covered = stored.get("ledger_from")
    first = covered.date() + timedelta(days=1) if covered else lease.starts_on
    rows = [
        rented.charge_row(lease.pk, charge, actor.at, None)
        for month in month_periods(first, _charged_to(oslo_date(actor.at)))
        for charge in rent.charges_for(rented.rented(stored), month.year, month.month)
    ]
    store_rows(rows)
    accounts.refresh([lease.pk])


def _charged_to(today: date) -> date:
    """The last month whose run a new lease may have come too late for: the next one where it was charged ahead."""
    ahead = add_months(Month.of(today).first, 1)
    run = LedgerRow.objects(kind=RowKind.CHARGE, period=str(Month.of(ahead))).only("pk").first()
    return ahead if run is not None else today
