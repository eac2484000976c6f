"""What should be flagged in the town on a day, counted from its registers alone, by other code than the product's."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from demo.town import Town
from rules.deadlines import add_months, rent_due
from rules.terms import AppealState, ApplicationState
from schemas.housing import LeaseRow


@dataclass(frozen=True)
class Debt:
    """Overdue rent of one lease: øre, the oldest unpaid due date, and days since then."""

    owed_ore: int
    oldest_due: date
    days: int


@dataclass(frozen=True)
class Expectation:
    """The numbers that `flags` prints; lists hold contract and application numbers, sorted."""

    date: date
    dwellings: int
    landlords: int
    leases: int
    applications: int
    appeals: int
    unmatched_payments: int
    arrears: dict[str, Debt]
    expiring_within_6_months: list[str]
    expiring_within_3_months: list[str]
    expired_still_running: list[str]
    slow_cases: list[str]
    pending_appeals: list[str]

    def as_json(self) -> dict[str, Any]:
        """As `flags --json` has it: days as text."""
        found = asdict(self)
        found["date"] = str(self.date)
        for debt in found["arrears"].values():
            debt["oldest_due"] = str(debt["oldest_due"])
        return found


def expect(town: Town, on: date | None = None) -> Expectation:
    """What stands on the day (the town's own where none is given): rows booked later do not count, stored states do."""
    on = on or town.day
    kids = {lease.kid for lease in town.leases}
    owing = {lease.contract_number: debt for lease in town.leases if (debt := _debt(town, lease, on))}
    return Expectation(
        date=on,
        dwellings=len(town.dwellings),
        landlords=len(town.landlords),
        leases=len(town.leases),
        applications=len(town.applications),
        appeals=len(town.appeals),
        unmatched_payments=sum(one.kid not in kids for file in town.transfers for one in file),
        arrears=owing,
        expiring_within_6_months=_ending(town, on, add_months(on, 6)),
        expiring_within_3_months=_ending(town, on, add_months(on, 3)),
        expired_still_running=_ending(town, date.min, on, last=False),
        slow_cases=_slow(town, on),
        pending_appeals=sorted(
            one.application
            for one in town.appeals
            if one.state is AppealState.UNDER_REASSESSMENT and one.received_on <= on
        ),
    )


def _debt(town: Town, lease: LeaseRow, on: date) -> Debt | None:
    """Money pays the oldest debt first; what is left of those due before the day is overdue."""
    debts = [(town.calendar.opening, lease.opening_ore)]
    months = [month for month in town.calendar.charged if lease.starts_on <= month.first <= on]
    debts += [(rent_due(*month, lease.due_day), lease.rent_ore) for month in months]
    booked = [one for file in town.transfers for one in file if one.kid == lease.kid and one.booked_on <= on]
    money = sum(one.amount_ore for one in booked)
    left = []
    for due, amount in sorted(debts):
        paid = min(amount, money)
        money -= paid
        if amount > paid and due < on:
            left.append((due, amount - paid))
    return Debt(sum(amount for _, amount in left), left[0][0], (on - left[0][0]).days) if left else None


def _ending(town: Town, first: date, limit: date, *, last: bool = True) -> list[str]:
    """Contracts of homes lived in that end from the first day to the limit, the last day counted or not."""
    ends = ((one.contract_number, one.ends_on) for one in town.leases if one.ends_on and one.starts_on <= town.day)
    return sorted(number for number, end in ends if first <= end < limit or (last and end == limit))


def _slow(town: Town, on: date) -> list[str]:
    """Neither decided nor answered more than a month after they came."""
    waiting = [
        one for one in town.applications if one.state in (ApplicationState.RECEIVED, ApplicationState.IN_ASSESSMENT)
    ]
    return sorted(
        one.application_number
        for one in waiting
        if add_months(one.received_on, 1) < on and not (one.preliminary_reply_on and one.preliminary_reply_on <= on)
    )
