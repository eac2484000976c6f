"""Who runs which job: a claim per job and period with a lease and a fence, and the truth about what has run."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from mongoengine import NotUniqueError

from letters import task_texts
from models import JobRun
from rules.deadlines import oslo_date
from rules.errors import HusromError, JobRunning
from rules.terms import JobState, Role, TaskKind, Urgency
from services import tasks
from services.actor import Actor
from services.batches import batched
from services.claims import LEASE
from services.tasks import Finding

BACK_OFF = timedelta(minutes=10)  # doubled for each setback
MOST_SETBACKS = 5  # failures and deaths in a row by the clock; a person may always run it again
KEPT = timedelta(days=30)  # runs of every-minute jobs
KEYS_AT_ONCE = 50


class ClaimLost(HusromError):
    """Another has taken over what we were running: stop, and record nothing."""


def key_of(job: str, period: str) -> str:
    """The id of the run of a job for a period."""
    return f"{job}:{period}"


def claim_by_hand(job: str, period: str, day: date, holder: str, now: datetime) -> JobRun:
    """Claim a period for an operator; a finished one runs again as a new attempt. Raises JobRunning."""
    run = _insert(job, period, day, holder, now)
    if run is not None:
        return run
    run = _get(job, period)
    if run.state is JobState.RUNNING and run.lease_until > now:
        raise JobRunning(job, period, run.holder, run.started_at)
    again = _restart(run, day, holder, now, setbacks=0)
    if again is None:
        run = _get(job, period)
        raise JobRunning(job, period, run.holder, run.started_at)
    return again


def claim_owed(job: str, period: str, day: date, holder: str, now: datetime, *, due: datetime) -> JobRun | None:
    """Claim a period for the clock; None where it is done, must wait, or another was first."""
    run = _insert(job, period, day, holder, now)
    if run is not None:
        return run
    run = _get(job, period)
    return _restart(run, day, holder, now, setbacks=_setbacks(run)) if is_owed(run, due, now) else None


def is_owed(run: JobRun | None, due: datetime, now: datetime) -> bool:
    """Whether the clock is to run a period now, given the run that stands for it.

    Done counts only if it started on or after its due time; a failed one is tried again after a while, five times.
    """
    if run is None:
        return True
    if run.state is JobState.RUNNING:
        return run.lease_until <= now
    if run.started_at < due:
        return True
    if is_settled(run, due):
        return False
    waited: timedelta = now - (run.finished_at or run.started_at)
    return waited >= BACK_OFF * (1 << max(run.setbacks - 1, 0))


def is_settled(run: JobRun | None, due: datetime) -> bool:
    """Whether the clock is through with a period: done since its due time, or given up."""
    if run is None or run.state is JobState.RUNNING or run.started_at < due:
        return False
    return run.state is JobState.DONE or run.setbacks >= MOST_SETBACKS


def is_worn_out(run: JobRun) -> bool:
    """Whether a claimed run has killed its process so often that it is not tried again."""
    return run.setbacks >= MOST_SETBACKS


def holds(run: JobRun, now: datetime) -> bool:
    """Whether somebody is at it now."""
    return run.state is JobState.RUNNING and run.lease_until > now


def abandoned(now: datetime) -> list[JobRun]:
    """Runs whose holder died."""
    return list(JobRun.objects(state=JobState.RUNNING, lease_until__lte=now).order_by("lease_until", "key"))


def take_over(run: JobRun, holder: str, now: datetime) -> JobRun | None:
    """Claim an abandoned run; None where another was first."""
    return _restart(run, run.day, holder, now, setbacks=_setbacks(run))


def _setbacks(run: JobRun) -> int:
    return run.setbacks + 1 if run.state is JobState.RUNNING else run.setbacks if run.state is JobState.FAILED else 0


def _insert(job: str, period: str, day: date, holder: str, now: datetime) -> JobRun | None:
    run = JobRun(
        key=key_of(job, period), job=job, period=period, day=day, holder=holder, started_at=now, lease_until=now + LEASE
    )
    try:
        return run.save(force_insert=True)  # type: ignore[no-any-return]
    except NotUniqueError:
        return None


def _get(job: str, period: str) -> JobRun:
    return JobRun.objects(pk=key_of(job, period)).get()  # type: ignore[no-any-return]


def _restart(run: JobRun, day: date, holder: str, now: datetime, *, setbacks: int) -> JobRun | None:
    guard = {"state": run.state, "fence": run.fence}
    if run.state is JobState.RUNNING:
        guard["lease_until__lte"] = now
    claimed = JobRun.objects(pk=run.pk, **guard).update_one(
        set__state=JobState.RUNNING,
        set__day=day,
        set__holder=holder,
        set__started_at=now,
        set__lease_until=now + LEASE,
        set__setbacks=setbacks,
        set__counts={},
        unset__finished_at=1,
        unset__error=1,
        inc__fence=1,
        inc__attempt=1,
    )
    return _get(run.job, run.period) if claimed else None


def renew(run: JobRun, now: datetime) -> bool:
    """Hold on to a run for another while; False where another has taken it over."""
    return bool(_mine(run).update_one(set__lease_until=now + LEASE))


def release(run: JobRun, now: datetime) -> None:
    """Let a run that was interrupted be taken over at once; that is no setback."""
    _mine(run).update_one(set__lease_until=now, inc__setbacks=-1)


def finish(run: JobRun, title: str, actor: Actor, *, counts: Mapping[str, int], error: str | None = None) -> None:
    """Record how a run ended; a failure is the administrators' task, which settles when the period has run well.

    Raises ClaimLost where another has taken it over. The task comes first: dying in between only repeats the run.
    Where there is nothing to tell, one write ends it.
    """
    if error is not None or tasks.is_open(TaskKind.JOB_FAILED, run.key):
        if not renew(run, actor.at):
            raise ClaimLost(run.key)
        _tell(run.key, run.period, title, error, actor)
    state = JobState.FAILED if error else JobState.DONE
    update: dict[str, Any] = {"set__state": state, "set__finished_at": actor.at, "set__counts": dict(counts)}
    update |= {"set__error": error, "inc__setbacks": 1} if error else {"unset__error": 1, "set__setbacks": 0}
    if not _mine(run).update_one(**update):
        raise ClaimLost(run.key)


def _mine(run: JobRun) -> Any:
    return JobRun.objects(pk=run.pk, state=JobState.RUNNING, fence=run.fence)


def _tell(subject: str, number: str, title: str, error: str | None, actor: Actor) -> None:
    today = oslo_date(actor.at)
    if error is None:
        tasks.settle(TaskKind.JOB_FAILED, subject, actor, today)
        return
    finding = Finding(
        kind=TaskKind.JOB_FAILED,
        subject_kind="job_run",
        subject_id=subject,
        subject_number=f"{title} {number}".strip(),
        since=today.isoformat(),
        urgency=Urgency.URGENT,
        text=task_texts.failed_job(title, error),
        role=Role.ADMINISTRATOR,
        due_on=today,
    )
    tasks.flag(finding, actor, today)


def record(
    job: str,
    title: str,
    holder: str,
    started_at: datetime,
    actor: Actor,
    *,
    counts: Mapping[str, int],
    error: str | None = None,
) -> None:
    """Record a run of an every-minute job that did something under its standing claim; kept 30 days."""
    _tell(job, "", title, error, actor)
    period = f"{started_at:%Y-%m-%dT%H:%M:%S.%f}"
    JobRun(
        key=key_of(job, period),
        job=job,
        period=period,
        day=oslo_date(started_at),
        state=JobState.FAILED if error else JobState.DONE,
        holder=holder,
        started_at=started_at,
        lease_until=actor.at,
        finished_at=actor.at,
        counts=dict(counts),
        error=error,
        expires_at=actor.at + KEPT,
    ).save(force_insert=True)


def of_periods(job: str, periods: Iterable[str]) -> dict[str, JobRun]:
    """The runs that stand for these periods of a job."""
    keys = [key_of(job, period) for period in periods]
    return {run.period: run for some in batched(keys, KEYS_AT_ONCE) for run in JobRun.objects(pk__in=some)}


def latest(job: str, count: int = 1) -> list[JobRun]:
    """The job's latest runs, newest first."""
    return list(JobRun.objects(job=job).order_by("-started_at", "key").limit(count))
