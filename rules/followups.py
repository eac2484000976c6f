"""Follow-up in the home: the first visits, and the next one when one is held (S002 phase 3, domain 3.3)."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from rules.deadlines import add_months, next_working_day
from rules.terms import FollowUpKind, HomeRoad

EVERY = (FollowUpKind.VISIT, FollowUpKind.HOME_OWNERSHIP)
"""What a plan always holds."""

AHEAD_DAYS = 7  # before its day something is somebody's task: a visit is agreed on beforehand
LATE_DAYS = 30
LONGEST_AHEAD = timedelta(days=1830)
MOST_BACK = timedelta(days=730)
MONTH_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How often households are met (rulebook)."""

    first_visit_days: int
    visit_months: int
    home_talk_months: int

    def months(self, kind: FollowUpKind) -> int | None:
        """From one to the next; None for what is held once."""
        return {FollowUpKind.VISIT: self.visit_months, FollowUpKind.HOME_OWNERSHIP: self.home_talk_months}.get(kind)


@dataclass(frozen=True)
class Planned:
    """One visit or talk, and its day."""

    kind: FollowUpKind
    due_on: date


def first_ones(pace: Pace, moved_in: date, today: date, key: str) -> tuple[list[Planned], bool]:
    """What a new plan begins with, and whether it is spread.

    A household that has just moved in is met after so many days. One that lived there before its plan was made is met
    some day within the interval, by a hash of its contract: otherwise all of them would be due on one day.
    """
    first = moved_in + timedelta(days=pace.first_visit_days)
    if first >= today:
        talk = add_months(moved_in, pace.home_talk_months)
        return [
            Planned(FollowUpKind.VISIT, next_working_day(first)),
            Planned(FollowUpKind.HOME_OWNERSHIP, next_working_day(talk)),
        ], False
    return [Planned(kind, _spread(kind, today, pace, key)) for kind in EVERY], True


def _spread(kind: FollowUpKind, today: date, pace: Pace, key: str) -> date:
    """A day within the interval, not among the first: nothing is due the day the plans are made."""
    span = (pace.months(kind) or 1) * MONTH_DAYS
    keyed = hashlib.blake2b(key.encode(), key=kind.value.encode(), digest_size=8).digest()
    return next_working_day(today + timedelta(days=AHEAD_DAYS + 1 + int.from_bytes(keyed) % span))


def next_one(kind: FollowUpKind, after: date, pace: Pace, waiting: Collection[FollowUpKind]) -> Planned | None:
    """What follows one that is held or falls away; None where one of the kind waits already, or it comes but once."""
    months = pace.months(kind)
    if months is None or kind in waiting:
        return None
    return Planned(kind, next_working_day(add_months(after, months)))


def day_problem(due_on: date, today: date) -> dict[str, str]:
    """What is wrong with a day that a person plans for (field → code)."""
    if due_on < today:
        return {"due_on": "past"}
    return {"due_on": "too_far"} if due_on > today + LONGEST_AHEAD else {}


def held_problem(kind: FollowUpKind, held_on: date, today: date, road: HomeRoad | None) -> dict[str, str]:
    """What is wrong with a visit or talk that is noted as held (field → code)."""
    if held_on > today:
        return {"held_on": "future"}
    if held_on < today - MOST_BACK:
        return {"held_on": "too_old"}
    if kind is FollowUpKind.HOME_OWNERSHIP and road is None:
        return {"road": "missing_value"}
    return {"road": "not_here"} if kind is not FollowUpKind.HOME_OWNERSHIP and road is not None else {}
