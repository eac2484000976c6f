"""The scheduler as processes on a real server: two at once, one killed, one asked to stop."""

import signal
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import mongoengine
import pytest
from flask import Flask
from pymongo.database import Database

from config.schedule import PAGE, Every
from config.settings import Settings
from jobs import periods
from models import Claim, JobRun
from rules.errors import JobRunning
from rules.terms import JobState
from services import claims, job_runs
from tests.clockwork import load_rulebook
from tests.processes import environment
from tests.wire.programs import kill, program, soon
from tests.wire.slow_scheduler import LET_GO, STARTED

DATED = [entry.id for entry in PAGE if entry.every is not Every.MINUTE]
SLOW = ("tests.wire.slow_scheduler",)


@pytest.fixture(autouse=True)
def rulebook(app: Flask) -> None:
    load_rulebook()


@pytest.fixture
def database() -> Database[dict[str, object]]:
    return mongoengine.get_db()


def runs() -> dict[tuple[str, str], JobRun]:
    return {(run.job, run.period): run for run in JobRun.objects if run.job in DATED}


def owed_since_yesterday(now: datetime) -> set[tuple[str, str]]:
    """The periods of a server put up yesterday: whatever the hour, every job has one that has fallen due."""
    yesterday = now - timedelta(days=1)
    for name in DATED:
        claims.known_since(name, "installed", yesterday)
    entries = [entry for entry in PAGE if entry.id in DATED]
    return {(due.entry.id, due.period) for entry in entries for due in periods.fallen_due(entry, yesterday, now)}


def the_run() -> JobRun:
    return JobRun.objects.get()


def let_time_pass() -> None:
    """What the clock would do in a minute: the dead process's lease runs out."""
    JobRun.objects(state=JobState.RUNNING).update(set__lease_until=datetime(2026, 1, 1, tzinfo=UTC))


def test_two_schedulers_run_each_period_once(settings: Settings, tmp_path: Path) -> None:
    logs = [tmp_path / "a.log", tmp_path / "b.log"]
    owed = owed_since_yesterday(datetime.now(UTC))
    assert {name for name, _ in owed} == set(DATED)
    words = ("flask", "--app", "app", "scheduler")
    with (
        program(environment(settings), logs[0], *words) as first,
        program(environment(settings), logs[1], *words) as second,
    ):
        soon(lambda: all("scheduler_started" in log.read_text() for log in logs), *logs)
        soon(lambda: {key for key, run in runs().items() if run.state is JobState.DONE} >= owed, *logs)
        beat = claims.heartbeat()
        assert beat is not None
        assert beat.holder.rsplit(":")[-1] in {str(first.pid), str(second.pid)}
        for child in (first, second):
            child.send_signal(signal.SIGTERM)
            assert child.wait(timeout=30) == 0, [log.read_text() for log in logs]
    found = runs()
    assert {run.attempt for run in found.values()} == {1}
    waiting = {entry.id: entry.after for entry in PAGE if entry.after}
    assert len(waiting) > 5
    for (name, period), run in found.items():
        earlier = [one for one in found.values() if one.job == waiting.get(name) and one.day <= run.day]
        assert all(run.started_at >= one.finished_at for one in earlier), (name, period)
    assert JobRun.objects(job__in=DATED).count() == len(found)


def test_a_run_of_a_killed_scheduler_is_taken_over(
    settings: Settings, tmp_path: Path, database: Database[dict[str, object]]
) -> None:
    logs = [tmp_path / "a.log", tmp_path / "b.log"]
    with program(environment(settings), logs[0], *SLOW) as first:
        soon(lambda: database[STARTED].count_documents({}) == 1, logs[0])
        kill(first)
    assert (the_run().state, the_run().attempt) == (JobState.RUNNING, 1)
    assert the_run().lease_until - the_run().started_at <= timedelta(minutes=1)
    let_time_pass()
    database[LET_GO].insert_one({})
    with program(environment(settings), logs[1], *SLOW) as second:
        soon(lambda: the_run().state is JobState.DONE, logs[1])
        assert the_run().holder.endswith(f":{second.pid}")
    assert (the_run().attempt, the_run().fence) == (2, 2)


def test_a_second_scheduler_takes_over_while_it_runs(
    settings: Settings, tmp_path: Path, database: Database[dict[str, object]]
) -> None:
    logs = [tmp_path / "a.log", tmp_path / "b.log"]
    with (
        program(environment(settings), logs[0], *SLOW) as first,
        program(environment(settings), logs[1], *SLOW) as second,
    ):
        soon(lambda: database[STARTED].count_documents({}) == 1, *logs)
        holder = first if the_run().holder.endswith(f":{first.pid}") else second
        kill(holder)
        database[LET_GO].insert_one({})
        let_time_pass()
        soon(lambda: the_run().state is JobState.DONE, *logs)
    assert (the_run().attempt, database[STARTED].count_documents({})) == (2, 2)


def test_asked_to_stop_it_leaves_its_run_to_the_next_at_once(
    settings: Settings, tmp_path: Path, database: Database[dict[str, object]]
) -> None:
    logs = [tmp_path / "a.log", tmp_path / "b.log"]
    with program(environment(settings), logs[0], *SLOW) as first:
        soon(lambda: database[STARTED].count_documents({}) == 1, logs[0])
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=30) == 0, logs[0].read_text()
    database[LET_GO].insert_one({})
    with program(environment(settings), logs[1], *SLOW):
        soon(lambda: the_run().state is JobState.DONE, logs[1])
    assert (the_run().attempt, the_run().setbacks) == (2, 0)


def test_many_who_want_the_same_period_get_it_once() -> None:
    now = datetime.now(UTC)
    won: list[str] = []
    start = threading.Barrier(8)

    def claim(holder: str) -> None:
        start.wait()
        if job_runs.claim_owed("slow", "2026-11-22", date(2026, 11, 22), holder, now, due=now):
            won.append(holder)

    for _ in range(3):  # a new claim, then two that are left behind
        threads = [threading.Thread(target=claim, args=(str(number),)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        let_time_pass()
        now += timedelta(minutes=1)
    assert (len(won), the_run().attempt) == (3, 3)


def test_many_who_want_the_same_standing_claim_get_it_once() -> None:
    now = datetime.now(UTC)
    won: list[Claim] = []
    start = threading.Barrier(8)

    def hold(holder: str) -> None:
        start.wait()
        try:
            won.append(claims.hold("send_outbox", holder, now))
        except JobRunning:
            return

    threads = [threading.Thread(target=hold, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [claim.holder for claim in won] == [claims.Claim.objects.get().holder]
