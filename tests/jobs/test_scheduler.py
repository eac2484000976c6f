"""What the scheduler runs: each period once, in order, what was missed and what was left, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from mongoengine.errors import OperationError
from pymongo.errors import AutoReconnect

from jobs import runner as running
from jobs.scheduler import Scheduler, _guarded
from models import JobRun, Task
from rules.errors import JobRunning
from rules.terms import JobState, TaskKind
from services import claims, job_runs
from tests.conftest import make_settings
from tests.jobs import fakes
from tests.jobs.fakes import MINUTE, PAGE

NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ran() -> Iterator[list[tuple[str, str]]]:
    yield fakes.ran
    fakes.ran.clear()
    fakes.failing.clear()


def scheduler(clock: Clock, holder: str = "a") -> Scheduler:
    return Scheduler(make_settings("mongodb://127.0.0.1/husrom"), PAGE, clock, holder)


def taken(ran: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What has run since last asked."""
    found = list(ran)
    ran.clear()
    return found


def test_the_first_start_ever_makes_up_today_and_this_month(clock: Clock, ran: list[tuple[str, str]]) -> None:
    scheduler(clock).make_up()
    assert taken(ran) == [("monthly", "2026-11"), ("first", "2026-11-22"), ("second", "2026-11-22")]


def test_no_period_runs_twice_whatever_number_of_schedulers(clock: Clock, ran: list[tuple[str, str]]) -> None:
    both = [scheduler(clock, holder) for holder in ("a", "b")]
    for _ in range(3):
        for one in both:
            one.make_up()
        clock.now += HOUR
    assert len(taken(ran)) == 3


def test_missed_days_and_months_are_made_up_day_by_day(clock: Clock, ran: list[tuple[str, str]]) -> None:
    scheduler(clock).make_up()
    taken(ran)
    clock.now = datetime(2026, 12, 2, 11, 0, tzinfo=UTC)
    scheduler(clock, "after a while").make_up()
    days = [f"2026-11-{day}" for day in range(23, 31)] + ["2026-12-01", "2026-12-02"]
    expected = [(job, day) for day in days for job in ("first", "second")]
    expected.insert(expected.index(("first", "2026-12-01")), ("monthly", "2026-12"))
    assert taken(ran) == expected


def test_a_gap_between_days_that_have_run_is_made_up(clock: Clock, ran: list[tuple[str, str]]) -> None:
    scheduler(clock).make_up()
    clock.now += 2 * DAY
    run = job_runs.claim_by_hand("first", "2026-11-24", clock.now.date(), "hand", clock.now)
    job_runs.finish(run, "Først", fakes_actor(clock), counts={})
    taken(ran)
    scheduler(clock, "b").make_up()
    assert [period for job, period in taken(ran) if job == "first"] == ["2026-11-23"]


def fakes_actor(clock: Clock) -> job_runs.Actor:
    return job_runs.Actor.system(clock.now)


def test_what_comes_after_a_job_that_runs_elsewhere_waits_for_it(clock: Clock, ran: list[tuple[str, str]]) -> None:
    elsewhere = job_runs.claim_by_hand("first", "2026-11-22", clock.now.date(), "b", clock.now)
    one = scheduler(clock)
    one.make_up()
    assert taken(ran) == [("monthly", "2026-11")]
    job_runs.finish(elsewhere, "Først", fakes_actor(clock), counts={})
    one.make_up()
    assert taken(ran) == [("second", "2026-11-22")]


def test_a_killed_schedulers_run_is_taken_over_within_a_minute(clock: Clock, ran: list[tuple[str, str]]) -> None:
    job_runs.claim_owed("first", "2026-11-22", clock.now.date(), "dead", clock.now, due=clock.now - HOUR)
    one = scheduler(clock)
    one.make_up()
    taken(ran)
    clock.now += timedelta(seconds=50)
    one.make_up()
    assert taken(ran) == [("first", "2026-11-22"), ("second", "2026-11-22")]
    assert JobRun.objects.get(key="first:2026-11-22").attempt == 2


def test_a_killed_run_by_hand_of_another_day_is_taken_over_for_that_day(
    clock: Clock, ran: list[tuple[str, str]]
) -> None:
    job_runs.claim_by_hand("first", "2026-09-01", date(2026, 9, 1), "dead", clock.now)
    clock.now += HOUR
    scheduler(clock).make_up()
    assert taken(ran)[-1] == ("first", "2026-09-01")
    assert JobRun.objects.get(key="first:2026-09-01").state is JobState.DONE


def test_a_failed_job_holds_nothing_back_is_a_task_and_is_tried_again(clock: Clock, ran: list[tuple[str, str]]) -> None:
    fakes.failing.add("first")
    one = scheduler(clock)
    one.make_up()
    assert ("second", "2026-11-22") in taken(ran)
    task = Task.objects.get()
    assert (task.kind, task.subject_number) == (TaskKind.JOB_FAILED, "Først 2026-11-22")
    assert "Åse" not in task.text + JobRun.objects.get(key="first:2026-11-22").error
    one.make_up()
    assert taken(ran) == []
    clock.now += HOUR
    fakes.failing.clear()
    one.make_up()
    assert taken(ran) == [("first", "2026-11-22")]
    assert JobRun.objects.get(key="first:2026-11-22").state is JobState.DONE


def test_a_run_that_always_kills_its_process_ends_as_failed(clock: Clock, ran: list[tuple[str, str]]) -> None:
    one = scheduler(clock)
    for _ in range(job_runs.MOST_SETBACKS + 1):
        job_runs.claim_owed("first", "2026-11-22", clock.now.date(), "dies", clock.now, due=clock.now - HOUR)
        clock.now += HOUR
    one.make_up()
    assert ("first", "2026-11-22") not in taken(ran)
    assert JobRun.objects.get(key="first:2026-11-22").state is JobState.FAILED


def test_when_asked_to_stop_a_run_is_left_for_another_at_once(clock: Clock, ran: list[tuple[str, str]]) -> None:
    from jobs.runner import Interrupted

    stopping = scheduler(clock)
    stopping.stopping.set()
    with pytest.raises(Interrupted):
        stopping.make_up()
    assert taken(ran) == []
    scheduler(clock, "b").make_up()
    assert taken(ran)[0] == ("monthly", "2026-11")
    assert JobRun.objects.get(key="monthly:2026-11").holder == "b"


def test_a_job_whose_lease_ran_out_stops_and_records_nothing(clock: Clock, ran: list[tuple[str, str]]) -> None:
    from jobs.runner import Renewal

    renewal = Renewal(lambda at: True, clock, scheduler(clock).stopping)
    renewal.check()
    clock.now += claims.LEASE
    with pytest.raises(job_runs.ClaimLost):
        renewal.check()


@pytest.mark.parametrize("error", [AutoReconnect, OperationError])
def test_a_claim_is_renewed_after_a_fault_that_passes(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(running, "RENEW_SECONDS", 0)
    answers = iter([error("primary stepped down"), True, False])

    def renew(_at: datetime) -> bool:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with running.Renewal(renew, clock, scheduler(clock).stopping) as renewal:
        renewal._thread.join(5)
        with pytest.raises(job_runs.ClaimLost):
            renewal.check()
    assert list(answers) == []


@pytest.mark.parametrize("error", [AutoReconnect, OperationError])
def test_a_look_survives_a_database_that_is_away(error: type[Exception]) -> None:
    looks: list[bool] = []

    def look() -> None:
        looks.append(True)
        raise error("away")

    _guarded(look)()
    assert looks == [True]


def test_an_every_minute_job_is_recorded_only_when_it_did_something(clock: Clock, ran: list[tuple[str, str]]) -> None:
    runner = scheduler(clock).runner
    runner.minute(replace(MINUTE, target="tests.jobs.fakes:nothing"), clock.now.date())
    assert JobRun.objects.count() == 0
    runner.minute(MINUTE, clock.now.date())
    assert [run.job for run in JobRun.objects] == ["minute"]


def test_an_every_minute_job_held_elsewhere_is_refused(clock: Clock, ran: list[tuple[str, str]]) -> None:
    claims.hold("minute", "b", clock.now)
    with pytest.raises(JobRunning):
        scheduler(clock).runner.minute(MINUTE, clock.now.date())
    assert taken(ran) == []


def test_a_failing_every_minute_job_gives_its_claim_back(clock: Clock, ran: list[tuple[str, str]]) -> None:
    fakes.failing.add("minute")
    runner = scheduler(clock).runner
    for _ in range(2):
        assert runner.minute(MINUTE, clock.now.date()).trouble() == "Noe uventet gikk galt (ValueError)."
        clock.now += HOUR
