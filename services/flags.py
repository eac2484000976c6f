"""What the nightly jobs would flag on a day, counted from what is stored; nothing is changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models import Appeal, Application, Dwelling, Landlord, Lease, LedgerRow, Payment
from rules import rent
from rules.lease_terms import expires_within, has_expired
from rules.rent import Overdue
from rules.rulebook import Rules
from rules.terms import PaymentState, RentCollector
from services import accounts, arrears, expiries, pending_appeals, slow_cases
from services.batches import batched

LONG, SHORT = 6, 3  # the months that the report's names speak of, whatever the rulebook says


@dataclass(frozen=True, kw_only=True)
class Report:
    """Stored records by kind, arrears by contract number, and the flagged numbers, sorted."""

    day: date
    dwellings: int
    landlords: int
    leases: int
    applications: int
    appeals: int
    unmatched_payments: int
    arrears: Mapping[str, Overdue]
    expiring_within_6_months: tuple[str, ...]
    expiring_within_3_months: tuple[str, ...]
    expired_still_running: tuple[str, ...]
    slow_cases: tuple[str, ...]
    pending_appeals: tuple[str, ...]


def report(day: date, rules: Rules) -> Report:
    """Count what is stored and find what is to be flagged on a day."""
    ends = [(lease.contract_number, lease.ends_on) for lease in expiries.leases(day, LONG)]
    return Report(
        day=day,
        dwellings=Dwelling.objects.count(),
        landlords=Landlord.objects.count(),
        leases=Lease.objects.count(),
        applications=Application.objects.count(),
        appeals=Appeal.objects.count(),
        unmatched_payments=Payment.objects(state=PaymentState.UNMATCHED).count(),
        arrears=dict(sorted(_arrears(day))),
        expiring_within_6_months=_sorted(number for number, end in ends if expires_within(end, day, LONG)),
        expiring_within_3_months=_sorted(number for number, end in ends if expires_within(end, day, SHORT)),
        expired_still_running=_sorted(number for number, end in ends if has_expired(end, day)),
        slow_cases=_sorted(case.application_number for case in slow_cases.unanswered(day, rules.slow)),
        pending_appeals=_sorted(appeal.application_number for appeal in pending_appeals.received(day)),
    )


def _sorted(numbers: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted(numbers))


def _arrears(day: date) -> Iterator[tuple[str, Overdue]]:
    """Only rows booked by the day count: the cached accounts hold them all, unless something was booked later."""
    found = _settled_again(day) if _booked_after(day) else _cached(day)
    yield from ((number, owed) for number, owed in found if owed.owed_ore)


def _booked_after(day: date) -> bool:
    return LedgerRow.objects(booked_on__gt=day).only("key").first() is not None


def _cached(day: date) -> Iterator[tuple[str, Overdue]]:
    for lease in arrears.overdue(day):
        yield lease.contract_number, rent.owed(accounts.of(lease), day)


def _settled_again(day: date) -> Iterator[tuple[str, Overdue]]:
    wanted = Lease.objects(rent_collected_by=RentCollector.MUNICIPALITY).only("contract_number").order_by("id")
    for some in batched(wanted):
        rows = accounts.rows_of([lease.pk for lease in some], until=day)
        for lease in some:
            yield lease.contract_number, rent.owed(rent.settle(rows[lease.pk]), day)
