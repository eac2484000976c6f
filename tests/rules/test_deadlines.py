"""Deadlines by domstolloven §§ 148-149, with the examples of domain.md section 2."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.deadlines import (
    Month,
    add_months,
    appeal_deadline,
    is_working_day,
    last_reinstatement,
    month_periods,
    next_working_day,
    oslo_date,
    presumed_arrival,
    rent_due,
)

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def easter_sunday(year: int) -> date:
    """Another reckoning than the library's: Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    last = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * last) // 451
    month, day = divmod(h + last - 7 * m + 114, 31)
    return date(year, month, day + 1)


def red_days(year: int) -> set[date]:
    easter = easter_sunday(year)
    moving = {easter + timedelta(days=n) for n in (-3, -2, 0, 1, 39, 49, 50)}
    return moving | {date(year, *fixed) for fixed in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))}


def reckoned(arrived: date, days: int) -> date:
    """A last day counted without the library: so many days on, then to the next that is no weekend and not red."""
    last = arrived + timedelta(days=days)
    while last.weekday() >= 5 or last in red_days(last.year):
        last += timedelta(days=1)
    return last


def test_easter_is_reckoned_as_the_almanac_has_it() -> None:
    known = ((2020, 4, 12), (2021, 4, 4), (2024, 3, 31), (2026, 4, 5), (2027, 3, 28), (2030, 4, 21))
    assert [easter_sunday(year) for year, _, _ in known] == [date(*one) for one in known]


@pytest.mark.parametrize("year", range(2020, 2034))
def test_every_day_of_ten_years_and_more_is_counted_as_an_independent_count_does(year: int) -> None:
    red = red_days(year)
    day = date(year, 1, 1)
    while day.year == year:
        assert is_working_day(day) == (day.weekday() < 5 and day not in red), day
        assert appeal_deadline(day) == reckoned(day, 21), day
        assert presumed_arrival(day, 3) == reckoned(day, 3), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("dispatched", "days", "arrived"),
    [
        pytest.param("2026-11-23", 3, "2026-11-26", id="posted on a Monday: the Thursday"),
        pytest.param("2026-11-25", 3, "2026-11-30", id="posted on a Wednesday: not the Saturday but the Monday"),
        pytest.param("2026-03-31", 3, "2026-04-07", id="posted before Easter: the Tuesday after it"),
        pytest.param("2026-11-23", 0, "2026-11-23", id="no allowance: the day it was sent"),
        pytest.param("2026-11-22", 0, "2026-11-23", id="nothing arrives on a Sunday"),
    ],
)
def test_a_letter_is_presumed_to_arrive(dispatched: str, days: int, arrived: str) -> None:
    assert presumed_arrival(date.fromisoformat(dispatched), days) == date.fromisoformat(arrived)


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        pytest.param("2025-11-24", "2026-11-24", id="a year from the decision, the day itself included"),
        pytest.param("2025-04-05", "2026-04-05", id="on Easter Sunday: an absolute limit waits for no working day"),
        pytest.param("2028-02-29", "2029-02-28", id="from 29 February: the last of the month"),
        pytest.param("2027-02-28", "2028-02-28", id="into a leap year: the same day"),
    ],
)
def test_no_late_appeal_is_treated_after(decided: str, last: str) -> None:
    assert last_reinstatement(date.fromisoformat(decided)) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("arrived", "deadline"),
    [
        pytest.param("2026-03-12", "2026-04-07", id="three weeks end on Maundy Thursday: the Tuesday after Easter"),
        pytest.param("2026-04-10", "2026-05-04", id="three weeks end on 1 May, a Friday: the Monday after"),
        pytest.param("2026-12-04", "2026-12-28", id="three weeks end on Christmas Day, a Friday: the Monday after"),
        pytest.param("2026-09-15", "2026-10-06", id="an ordinary Tuesday: the same weekday"),
        pytest.param("2026-12-03", "2026-12-24", id="Christmas Eve is no public holiday"),
        pytest.param("2026-12-10", "2026-12-31", id="nor is New Year's Eve"),
        pytest.param("2026-08-29", "2026-09-21", id="it came on a Saturday: the Monday after the third Saturday"),
        pytest.param("2026-04-26", "2026-05-18", id="17 May 2026 is a Sunday: the Monday after"),
    ],
)
def test_an_appeal_may_come_until(arrived: str, deadline: str) -> None:
    assert appeal_deadline(date.fromisoformat(arrived)) == date.fromisoformat(deadline)


def test_the_weeks_of_an_appeal_are_the_rulebooks() -> None:
    assert appeal_deadline(date(2026, 9, 15), weeks=6) == date(2026, 10, 27)


@given(days)
def test_a_deadline_is_a_working_day_and_never_earlier_than_three_weeks(arrived: date) -> None:
    deadline = appeal_deadline(arrived)
    assert is_working_day(deadline)
    assert timedelta(days=21) <= deadline - arrived <= timedelta(days=26)
    between = [arrived + timedelta(days=n) for n in range(21, (deadline - arrived).days)]
    assert not any(map(is_working_day, between))


@given(days)
def test_a_working_day_is_its_own_next(day: date) -> None:
    assert next_working_day(next_working_day(day)) == next_working_day(day)


@pytest.mark.parametrize(
    ("year", "month", "day", "due"),
    [
        pytest.param(2026, 9, 20, "2026-09-21", id="a Sunday moves to Monday"),
        pytest.param(2026, 10, 20, "2026-10-20", id="a Tuesday stands"),
        pytest.param(2026, 6, 20, "2026-06-22", id="a Saturday moves to Monday"),
        pytest.param(2026, 5, 1, "2026-05-04", id="1 May moves"),
        pytest.param(2027, 5, 17, "2027-05-18", id="17 May moves"),
        pytest.param(2026, 2, 31, "2026-03-02", id="a day the month lacks is its last, a Saturday here"),
    ],
)
def test_rent_falls_due(year: int, month: int, day: int, due: str) -> None:
    assert rent_due(year, month, day) == date.fromisoformat(due)


def test_rent_falls_due_on_the_20th_unless_told() -> None:
    assert rent_due(2026, 11) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param("2026-11-22", 6, "2027-05-22", id="six months end on the same day of the month"),
        pytest.param("2026-10-31", 1, "2026-11-30", id="a month without that day ends on its last"),
        pytest.param("2027-11-30", 3, "2028-02-29", id="a leap year's February has 29"),
        pytest.param("2026-11-30", 3, "2027-02-28", id="an ordinary one has 28"),
        pytest.param("2026-12-15", 1, "2027-01-15", id="over the turn of the year"),
        pytest.param("2026-01-31", -2, "2025-11-30", id="backwards"),
        pytest.param("2026-01-15", 0, "2026-01-15", id="none"),
    ],
)
def test_months_are_added(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@given(days, st.integers(-240, 240))
def test_adding_months_moves_the_month_and_never_the_day_upwards(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved.day < day.day and moved == Month.of(moved).last)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        pytest.param(datetime(2026, 11, 21, 22, 59, tzinfo=UTC), date(2026, 11, 21), id="winter: an hour ahead"),
        pytest.param(datetime(2026, 11, 21, 23, 0, tzinfo=UTC), date(2026, 11, 22), id="winter midnight"),
        pytest.param(datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2), id="summer: two hours ahead"),
    ],
)
def test_an_instant_is_a_day_in_norway(instant: datetime, day: date) -> None:
    assert oslo_date(instant) == day


def test_an_instant_without_a_zone_is_no_day() -> None:
    with pytest.raises(ValueError, match="naive"):
        oslo_date(datetime(2026, 11, 22))  # noqa: DTZ001 - the naive one that is refused


def test_months_from_one_day_to_another() -> None:
    periods = month_periods(date(2026, 11, 30), date(2027, 1, 1))
    assert [str(month) for month in periods] == ["2026-11", "2026-12", "2027-01"]
    assert month_periods(date(2026, 11, 1), date(2026, 10, 31)) == ()


def test_a_period_reads_back() -> None:
    assert Month.parse("2026-02") == Month(2026, 2)
    assert (Month(2028, 2).first, Month(2028, 2).last) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize("text", ["2026-13", "2026-9", "2026", "2026-00", "09-2026", "202609", ""])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        Month.parse(text)
