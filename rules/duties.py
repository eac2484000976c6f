"""Duties under agreements with landlords: which are usual, when they fall due, and how much they press."""

from collections.abc import Sequence
from datetime import date

from rules.deadlines import add_months
from rules.partner_policy import Partnering, UsualDuty
from rules.terms import AgreementKind, Urgency


def usual_of(policy: Partnering, kind: AgreementKind) -> Sequence[UsualDuty]:
    """The duties that a new agreement of the kind gets."""
    return [one for one in policy.duties if kind in one.kinds]


def first_on(duty: UsualDuty, start: date) -> date:
    """The first day of a usual duty: so many months after pay-out, before it after signature."""
    return add_months(start, duty.first_months)


def following(due_on: date, done_on: date, every_months: int | None) -> date | None:
    """The next day of a duty that was done: counted from the day it was due, the first after it was done.

    None for a duty that is done once.
    """
    if not every_months:
        return None
    times = 1
    while (day := add_months(due_on, times * every_months)) <= done_on:
        times += 1
    return day


def urgency(due_on: date, today: date) -> Urgency:
    """How much a duty presses: past its day it is urgent."""
    return Urgency.URGENT if due_on < today else Urgency.SOON
