"""A home has one lease at a time: until when those that stand run, and which of them keeps another out by its days."""

from collections.abc import Iterator
from datetime import date

from bson import ObjectId

from models import Ending, Lease, Vacancy
from models.ending import OPEN
from models.vacancy import LIVE
from rules import lease_terms, notice_periods
from rules.terms import EndingState, LeaseState

STANDING = (LeaseState.OCCUPYING, LeaseState.UPCOMING)
GIVEN = tuple(state for state in OPEN if state is not EndingState.PROPOSED)


def in_the_way(
    home: ObjectId, starts_on: date, ends_on: date | None, today: date, *, besides: ObjectId | None = None
) -> Lease | None:
    """The lease of the home that is lived under or to come, and has a day in common with a lease of those days."""
    for lease in standing_in(home):
        if lease.pk != besides and lease_terms.overlap(
            starts_on, ends_on, lease.starts_on, runs_until(lease, today)
        ):  # fmt: skip
            return lease
    return None


def standing_in(home: ObjectId) -> Iterator[Lease]:
    """The home's lease that is lived under and the one to come (`lease_one_occupying`, `lease_one_upcoming`)."""
    for state in STANDING:
        # `$in`, though one: the embedded server finds none by a state that is equal to a partial index's.
        yield from Lease.objects(dwelling=home, state__in=[state]).no_dereference().order_by("id")


def runs_until(lease: Lease, today: date) -> date | None:
    """The last day that the lease is known to have; None where it has none, or runs on though that day is past."""
    fixed = lease.ends_on if notice_periods.is_fixed(lease.ends_on, lease.open_ended_on) else None
    return lease_terms.runs_until(fixed, given_up_by(lease), today)


def given_up_by(lease: Lease) -> date | None:
    """The day by which the tenant is to be out, where notice is given or the home is reported vacated by us."""
    ending = Ending.objects(lease=lease.pk, state__in=list(GIVEN)).only("ends_on").no_dereference().first()
    if ending is not None:
        day: date = ending.ends_on
        return day
    vacancy = Vacancy.objects(lease=lease.pk, state__in=list(LIVE)).only("free_from").no_dereference().first()
    return vacancy.free_from if vacancy is not None else None
