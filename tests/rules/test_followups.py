"""When a household is met: after it moved in, again and again, and not all of them on one day (S002 phase 3)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from rules import followups
from rules.followups import Pace, Planned
from rules.terms import FollowUpKind, HomeRoad

TODAY = date(2026, 11, 23)  # a Monday
PACE = Pace(first_visit_days=14, visit_months=6, home_talk_months=12)
VISIT, TALK, ONCE = FollowUpKind.VISIT, FollowUpKind.HOME_OWNERSHIP, FollowUpKind.INTEGRATION


def test_a_household_that_moves_in_is_visited_after_two_weeks_and_talked_with_after_a_year() -> None:
    assert followups.first_ones(PACE, TODAY, TODAY, "K1") == (
        [Planned(VISIT, date(2026, 12, 7)), Planned(TALK, date(2027, 11, 23))],
        False,
    )


def test_households_that_lived_there_before_are_spread_over_the_interval_the_same_each_time() -> None:
    every = [followups.first_ones(PACE, date(2024, 1, 1), TODAY, f"K{5000 + n}") for n in range(266)]
    assert every == [followups.first_ones(PACE, date(2024, 1, 1), TODAY, f"K{5000 + n}") for n in range(266)]
    assert all(spread for _, spread in every)
    for place, months in ((0, 6), (1, 12)):
        days = [planned[place].due_on for planned, _ in every]
        assert min(days) > TODAY + timedelta(days=followups.AHEAD_DAYS)
        assert max(days) <= TODAY + timedelta(days=months * 30 + 12)
        weeks = [sum(day < TODAY + timedelta(days=7 * n + 7) for day in days) for n in range(2, months * 4)]
        assert max(after - before for before, after in pairwise(weeks)) < 266 / months


@pytest.mark.parametrize(
    ("kind", "waiting", "day"),
    [
        pytest.param(VISIT, [], date(2027, 5, 24), id="a visit, half a year on, a working day"),
        pytest.param(TALK, [VISIT], date(2027, 11, 23), id="a talk, a year on"),
        pytest.param(VISIT, [VISIT], None, id="one waits already"),
        pytest.param(ONCE, [], None, id="what comes but once"),
    ],
)
def test_what_follows_when_one_is_held(kind: FollowUpKind, waiting: list[FollowUpKind], day: date | None) -> None:
    assert followups.next_one(kind, TODAY, PACE, waiting) == (Planned(kind, day) if day else None)


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        pytest.param(TODAY, {}, id="today"),
        pytest.param(date(2026, 11, 22), {"due_on": "past"}, id="yesterday"),
        pytest.param(date(2040, 1, 1), {"due_on": "too_far"}, id="years on"),
    ],
)
def test_the_day_that_is_planned_for(day: date, problem: dict[str, str]) -> None:
    assert followups.day_problem(day, TODAY) == problem


@pytest.mark.parametrize(
    ("kind", "on", "road", "problem"),
    [
        pytest.param(VISIT, TODAY, None, {}, id="a visit"),
        pytest.param(VISIT, date(2026, 11, 24), None, {"held_on": "future"}, id="tomorrow's visit"),
        pytest.param(VISIT, date(2020, 1, 1), None, {"held_on": "too_old"}, id="years ago"),
        pytest.param(TALK, TODAY, None, {"road": "missing_value"}, id="a talk that points nowhere"),
        pytest.param(TALK, TODAY, HomeRoad.NOT_NOW, {}, id="a talk: not now"),
        pytest.param(VISIT, TODAY, HomeRoad.START_LOAN, {"road": "not_here"}, id="a visit with a road"),
    ],
)
def test_what_is_noted_as_held(kind: FollowUpKind, on: date, road: HomeRoad | None, problem: dict[str, str]) -> None:
    assert followups.held_problem(kind, on, TODAY, road) == problem
