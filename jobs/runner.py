"""Runs a job under its claim: renewed while it works, stopped when it is lost, recorded with its counts."""

import os
import socket
import threading
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from pkgutil import resolve_name
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import structlog
from pymongo.errors import ConnectionFailure

from jobs import wording
from jobs.context import Clock, Context, Counts, now
from rules.errors import HusromError, JobRunning
from services import claims, job_runs
from services.actor import Actor
from services.maintenance import DATABASE_ERRORS

if TYPE_CHECKING:
    from config.schedule import Entry
    from config.settings import Settings
    from models import JobRun

T = TypeVar("T")
RENEW_SECONDS = 15
WORN_OUT = "Prosessen som kjørte den, har dødd flere ganger på rad."
log = structlog.get_logger("jobs")


class Interrupted(Exception):
    """The process is asked to stop; the run is left for another to take over."""


def for_each(
    context: Context, items: Iterable[T], act: Callable[[T], object], *, stop_on: type[Exception] = ConnectionFailure
) -> Counts:
    """Act on each item: one that fails is logged and counted, the rest go on.

    Raised on are what the claim's check says, a database that is away, and `stop_on`.
    """
    selected = failed = 0
    for item in items:
        context.check()
        selected += 1
        try:
            act(item)
        except (ConnectionFailure, stop_on):
            raise
        except Exception as error:  # noqa: BLE001 - one item must not stop the rest
            failed += 1
            log.error("item_failed", item=type(item).__name__, **_place(error))
    return Counts(selected, selected - failed, failed)


def this_process() -> str:
    """Who we are in a claim: machine and process."""
    return f"{socket.gethostname()}:{os.getpid()}"


@dataclass(frozen=True)
class Runner:
    """Runs jobs for one process; `stop` is set when the process is to end."""

    settings: "Settings"
    clock: Clock = now
    holder: str = field(default_factory=this_process)
    stop: threading.Event = field(default_factory=threading.Event)

    def by_hand(self, entry: "Entry", period: str, day: date) -> Counts:
        """Run a period for an operator, again if it has run. Raises JobRunning."""
        run = job_runs.claim_by_hand(entry.id, period, day, self.holder, self.clock())
        return self._run(entry, run)

    def by_clock(self, entry: "Entry", period: str, day: date, due: datetime) -> Counts | None:
        """Run a period that is owed; None where it is not, or another has it."""
        run = job_runs.claim_owed(entry.id, period, day, self.holder, self.clock(), due=due)
        return self._run(entry, run) if run else None

    def take_over(self, entry: "Entry", run: "JobRun") -> Counts | None:
        """Run again what a dead process left; None where another was first."""
        taken = job_runs.take_over(run, self.holder, self.clock())
        return self._run(entry, taken) if taken else None

    def minute(self, entry: "Entry", day: date) -> Counts:
        """Run an every-minute job under its standing claim; recorded only if it did something. Raises JobRunning."""
        claim = claims.hold(entry.id, self.holder, self.clock())
        started = self.clock()
        try:
            with Renewal(lambda at: claims.keep(claim, at), self.clock, self.stop) as renewal:
                counts = self._call(entry, day, "", renewal)
        finally:
            claims.let_go(claim, self.clock())
        if counts.selected or counts.trouble():
            numbers, trouble, actor = counts.numbers(), counts.trouble(), Actor.system(self.clock())
            job_runs.record(entry.id, entry.title, self.holder, started, actor, counts=numbers, error=trouble)
            log.info("job_ended", job=entry.id, **numbers)
        return counts

    def _run(self, entry: "Entry", run: "JobRun") -> Counts:
        log.info("job_started", job=entry.id, period=run.period, attempt=run.attempt)
        try:
            with Renewal(lambda at: job_runs.renew(run, at), self.clock, self.stop) as renewal:
                worn = job_runs.is_worn_out(run)
                counts = Counts(error=WORN_OUT) if worn else self._call(entry, run.day, run.period, renewal)
        except Interrupted:
            job_runs.release(run, self.clock())
            raise
        actor = Actor.system(self.clock())
        job_runs.finish(run, entry.title, actor, counts=counts.numbers(), error=counts.trouble())
        log.info("job_ended", job=entry.id, period=run.period, **counts.numbers())
        return counts

    def _call(self, entry: "Entry", day: date, period: str, renewal: "Renewal") -> Counts:
        context = Context(day, period, self.settings, self.clock, renewal.check)
        try:
            counts: Counts = resolve_name(entry.target)(context)
        except (Interrupted, JobRunning, job_runs.ClaimLost):
            raise
        except Exception as error:  # noqa: BLE001 - a job that fails is recorded, whatever it was
            log.error("job_failed", job=entry.id, period=period, **_place(error))
            return Counts(error=_why(error))
        return counts


def _why(error: Exception) -> str:
    """What stopped a job, without the error's own text: that may hold personal data."""
    if isinstance(error, ConnectionFailure):
        return "Databasen svarte ikke."
    if isinstance(error, HusromError):
        return wording.error(error)
    return f"Noe uventet gikk galt ({type(error).__name__})."


def _place(error: Exception) -> dict[str, object]:
    """An error for the log: its sort and where it arose, never its text, which may name a person."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return {"error": type(error).__name__, "at": [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]}


class Renewal:
    """Renews a claim from a thread of its own while the job works, and tells the job when it is lost."""

    def __init__(self, renew: Callable[[datetime], bool], clock: Clock, stop: threading.Event) -> None:
        self._renew = renew
        self._clock = clock
        self._until = clock() + claims.LEASE
        self._stop = stop
        self._ended = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._work, name="renewal", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()

    def check(self) -> None:
        """Raise ClaimLost where another has the job, Interrupted where the process is to stop."""
        if self._lost.is_set() or self._clock() >= self._until:
            raise job_runs.ClaimLost
        if self._stop.is_set():
            raise Interrupted

    def _work(self) -> None:
        while not self._ended.wait(RENEW_SECONDS):
            at = self._clock()
            try:
                held = self._renew(at)
            except DATABASE_ERRORS:
                log.warning("renewal_failed")  # there is time for another try before the lease is out
                continue
            if not held:
                self._lost.set()
                return
            self._until = at + claims.LEASE
