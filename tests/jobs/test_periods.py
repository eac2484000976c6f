"""When jobs fall due: Norway's clock, whole periods, and no more than the grace."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pkgutil import resolve_name

import pytest

from config.schedule import PAGE, Every
from jobs import periods
from tests.jobs.fakes import FIRST, MONTHLY
from tests.jobs.fakes import PAGE as FAKES


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due(entry: object, since: str, now: str) -> list[str]:
    return [found.period for found in periods.fallen_due(entry, utc(since), utc(now))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("since", "now", "expected"),
    [
        pytest.param("2026-11-22T00:00", "2026-11-22T03:59", [], id="Nothing is due before 05.00 in Norway."),
        pytest.param("2026-11-22T00:00", "2026-11-22T04:00", ["2026-11-22"], id="At 05.00 the day is due."),
        pytest.param("2026-11-22T09:00", "2026-11-22T09:00", ["2026-11-22"], id="The first day is made up at start."),
        pytest.param(
            "2026-11-20T09:00",
            "2026-11-22T12:00",
            ["2026-11-20", "2026-11-21", "2026-11-22"],
            id="Each missed day is made up, oldest first.",
        ),
        pytest.param("2026-07-01T02:59", "2026-07-01T02:59", [], id="In summer 05.00 is 03.00 UTC,"),
        pytest.param("2026-07-01T03:00", "2026-07-01T03:00", ["2026-07-01"], id="and not a minute before."),
    ],
)
def test_days_that_fall_due(since: str, now: str, expected: list[str]) -> None:
    assert due(FIRST, since, now) == expected


@pytest.mark.parametrize(
    ("since", "now", "expected"),
    [
        pytest.param("2026-11-22T00:00", "2026-11-22T12:00", ["2026-11"], id="The first month is made up at start."),
        pytest.param("2026-11-30T22:00", "2026-12-01T02:59", ["2026-11"], id="December is not due before 04.00."),
        pytest.param("2026-11-30T22:00", "2026-12-01T03:00", ["2026-11", "2026-12"], id="At 04.00 on the 1st it is."),
    ],
)
def test_months_that_fall_due(since: str, now: str, expected: list[str]) -> None:
    assert due(MONTHLY, since, now) == expected


def test_what_was_missed_longer_ago_than_the_grace_is_not_made_up() -> None:
    entry = replace(FIRST, grace=timedelta(days=2))
    assert due(entry, "2026-01-01T00:00", "2026-11-22T12:00") == ["2026-11-20", "2026-11-21", "2026-11-22"]


def test_the_day_the_clock_changes_has_each_job_once() -> None:
    night = replace(FIRST, cron="30 2 * * *")  # 02.30 does not exist on 29 March, and comes twice on 25 October
    for change in ("2026-03-29", "2026-10-25"):
        assert due(night, f"{change}T00:00", f"{change}T12:00") == [change]


def test_order_is_day_by_day_and_then_the_pages() -> None:
    now = utc("2026-12-01T12:00")
    found = [due for entry in reversed(FAKES) for due in periods.fallen_due(entry, utc("2026-11-30T12:00"), now)]
    assert [(due.entry.id, due.period) for due in periods.in_order(FAKES, found)] == [
        ("monthly", "2026-11"),
        ("first", "2026-11-30"),
        ("second", "2026-11-30"),
        ("monthly", "2026-12"),
        ("first", "2026-12-01"),
        ("second", "2026-12-01"),
    ]


def test_the_period_of_a_day() -> None:
    assert periods.period_of(FIRST, date(2026, 11, 22)) == "2026-11-22"
    assert periods.period_of(MONTHLY, date(2026, 11, 22)) == "2026-11"


def test_each_job_of_the_page_can_be_called_and_comes_after_one_before_it() -> None:
    seen: set[str] = set()
    for entry in PAGE:
        assert callable(resolve_name(entry.target))
        assert periods.next_time(entry, utc("2026-11-22T00:00")) is not None
        assert entry.after is None or entry.after in seen
        seen.add(entry.id)
    daily = [entry.id for entry in PAGE if entry.every is not Every.MINUTE]
    assert daily == [
        "rulebook_changes",
        "take_overs",
        "rent_changes",
        "rent_run",
        "payment_plans",
        "arrears",
        "expiring_agreements",
        "pending_appeals",
        "slow_cases",
        "meetings",
        "next_steps",
        "vacancies",
        "follow_ups",
        "landlords",
        "endings",
        "reminders",
    ]
