"""Claims of jobs: one holder per period, a lease and a fence, and what counts as done for the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import JobRun, Task
from rules.errors import JobRunning
from rules.terms import JobState, Role, TaskKind, TaskState
from services import audit, claims, effects, job_runs
from services.actor import Actor

DUE = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # 05.00 in Norway
MINUTE = timedelta(minutes=1)
DAY = date(2026, 11, 22)
PERIOD = "2026-11-22"


@pytest.fixture(autouse=True)
def audited() -> None:
    effects.registry.record(audit.EFFECT, audit.build)


def at(minutes: float) -> datetime:
    return DUE + minutes * MINUTE


def claim(minutes: float, holder: str = "a") -> JobRun | None:
    return job_runs.claim_owed("arrears", PERIOD, DAY, holder, at(minutes), due=DUE)


def by_hand(minutes: float, holder: str = "hand") -> JobRun:
    return job_runs.claim_by_hand("arrears", PERIOD, DAY, holder, at(minutes))


def end(run: JobRun, minutes: float, error: str | None = None) -> None:
    job_runs.finish(run, "Restanser", Actor.system(at(minutes)), counts={"selected": 1}, error=error)


def fresh() -> JobRun:
    return JobRun.objects.get()


def claimed(run: JobRun | None) -> JobRun:
    assert run is not None
    return run


def test_a_period_has_one_holder() -> None:
    assert claim(0, "a") is not None
    assert claim(0, "b") is None
    with pytest.raises(JobRunning) as refusal:
        by_hand(0.5)
    assert (refusal.value.holder, refusal.value.since) == ("a", at(0))


def test_a_run_ends_with_its_counts_and_is_not_owed_again() -> None:
    end(claimed(claim(0)), 1)
    assert (fresh().state, fresh().counts, fresh().finished_at) == (JobState.DONE, {"selected": 1}, at(1))
    assert claim(99) is None


def test_a_dead_holders_run_is_taken_over_with_a_higher_fence() -> None:
    claim(0, "a")
    assert claim(0.7, "b") is None
    taken = claimed(claim(0.75, "b"))
    assert (taken.holder, taken.fence, taken.attempt) == ("b", 2, 2)


def test_a_renewed_lease_is_not_taken_over() -> None:
    run = claimed(claim(0, "a"))
    assert job_runs.renew(run, at(0.7))
    assert claim(1, "b") is None


def test_whoever_lost_the_fence_may_neither_renew_nor_record() -> None:
    lost = claimed(claim(0, "a"))
    claim(1, "b")
    assert not job_runs.renew(lost, at(1.1))
    with pytest.raises(job_runs.ClaimLost):
        end(lost, 1.2)
    assert (fresh().state, fresh().holder) == (JobState.RUNNING, "b")


def test_two_who_see_the_same_dead_run_take_it_over_once() -> None:
    claim(0)
    (seen,) = job_runs.abandoned(at(1))
    (also,) = job_runs.abandoned(at(1))
    assert job_runs.take_over(seen, "b", at(1)) is not None
    assert job_runs.take_over(also, "c", at(1)) is None


def test_an_interrupted_run_is_free_at_once_and_no_setback() -> None:
    job_runs.release(claimed(claim(0)), at(0.1))
    assert claimed(claim(0.1, "b")).setbacks == 0


@pytest.mark.parametrize(
    ("started", "owed"),
    [
        pytest.param(-60, True, id="A run by hand before the due time does not count for the clock."),
        pytest.param(0, False, id="A run that started at the due time counts."),
        pytest.param(60, False, id="A run by hand after the due time counts."),
    ],
)
def test_done_counts_only_from_the_due_time_on(started: float, owed: bool) -> None:
    end(by_hand(started), started + 1)
    assert (claim(120) is not None) is owed


def test_by_hand_a_finished_period_runs_again_as_a_new_attempt() -> None:
    end(by_hand(1), 2)
    assert by_hand(3).attempt == 2


@pytest.mark.parametrize(
    ("minutes", "owed"),
    [
        pytest.param(5, False, id="A failed period waits ten minutes,"),
        pytest.param(11, True, id="and is then tried again."),
    ],
)
def test_a_failed_period_is_made_up(minutes: float, owed: bool) -> None:
    end(claimed(claim(0)), 1, "Databasen svarte ikke.")
    assert (claim(minutes) is not None) is owed


def test_the_clock_gives_up_after_five_failures_and_a_person_may_go_on() -> None:
    for number in range(job_runs.MOST_SETBACKS):
        end(claimed(claim(1_000 * number)), 1_000 * number + 1, "Feil")
    assert claim(1_000_000) is None
    assert job_runs.is_settled(fresh(), DUE)
    assert by_hand(1_000_001).setbacks == 0


def test_a_run_that_kills_its_process_is_worn_out_in_the_end() -> None:
    runs = [claimed(claim(number)) for number in range(job_runs.MOST_SETBACKS + 1)]
    assert [job_runs.is_worn_out(run) for run in runs] == [False] * job_runs.MOST_SETBACKS + [True]


def test_a_failure_is_one_task_which_settles_when_the_period_runs_well() -> None:
    end(claimed(claim(0)), 1, "Databasen svarte ikke.")
    end(claimed(claim(20)), 21, "Databasen svarte ikke.")
    task = Task.objects.get()
    assert (task.kind, task.role, task.state) == (TaskKind.JOB_FAILED, Role.ADMINISTRATOR, TaskState.OPEN)
    end(by_hand(60), 61)
    assert Task.objects.get().state is TaskState.SETTLED


def test_an_every_minute_job_has_one_holder_at_a_time() -> None:
    claim = claims.hold("send_outbox", "a", at(0))
    with pytest.raises(JobRunning):
        claims.hold("send_outbox", "b", at(0.5))
    claims.let_go(claim, at(0.5))
    assert claims.hold("send_outbox", "b", at(0.5)).holder == "b"
    assert not claims.keep(claim, at(0.6))


def test_a_dead_holders_standing_claim_is_taken_over() -> None:
    lost = claims.hold("send_outbox", "a", at(0))
    assert claims.hold("send_outbox", "b", at(0.75)).holder == "b"
    claims.let_go(lost, at(0.8))
    with pytest.raises(JobRunning):
        claims.hold("send_outbox", "c", at(0.9))


def test_runs_of_every_minute_jobs_are_kept_for_thirty_days() -> None:
    actor = Actor.system(at(1))
    job_runs.record("send_outbox", "Send e-post", "a", at(0), actor, counts={"selected": 2})
    assert (fresh().job, fresh().state, fresh().expires_at) == ("send_outbox", JobState.DONE, at(1) + job_runs.KEPT)


def test_an_every_minute_job_that_keeps_failing_is_one_task() -> None:
    for minute in range(3):
        actor = Actor.system(at(minute))
        job_runs.record("send_outbox", "Send e-post", "a", at(minute), actor, counts={}, error="Fikk ikke kontakt.")
    assert Task.objects.count() == 1
    job_runs.record("send_outbox", "Send e-post", "a", at(9), Actor.system(at(9)), counts={"selected": 1})
    assert Task.objects.get().state is TaskState.SETTLED


def test_a_job_is_known_from_the_first_time_on() -> None:
    assert claims.known_since("arrears", "a", at(0)) == at(0)
    assert claims.known_since("arrears", "b", at(5)) == at(0)


def test_the_heartbeat_is_missed_after_a_lease() -> None:
    assert claims.heartbeat() is None
    for minute in (0, 1):
        claims.beat("a", at(minute))
    beat = claims.heartbeat()
    assert beat is not None
    assert (beat.beat_at, beat.until, beat.first_at) == (at(1), at(1) + claims.LEASE, at(0))


def test_runs_are_found_by_period_and_by_time() -> None:
    end(by_hand(1), 2)
    assert list(job_runs.of_periods("arrears", [PERIOD, "2026-11-23"])) == [PERIOD]
    assert [run.period for run in job_runs.latest("arrears")] == [PERIOD]
