"""The scheduler: one process that runs what falls due, makes up what was missed, and takes over what was left.

APScheduler only wakes it; what is owed stands in `job_runs`, so a second scheduler started by mistake does no harm.
"""

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from config.schedule import PAGE, Entry, Every
from jobs import periods
from jobs.context import Clock, now
from jobs.periods import Due
from jobs.runner import Interrupted, Runner, this_process
from rules.deadlines import OSLO, oslo_date
from rules.errors import JobRunning
from services import claims, job_runs
from services.maintenance import DATABASE_ERRORS

if TYPE_CHECKING:
    from config.settings import Settings
    from models import JobRun

LOOK_SECONDS = 10
log = structlog.get_logger("scheduler")


class Scheduler:
    """Runs the page of jobs until it is asked to stop."""

    def __init__(
        self, settings: "Settings", page: Sequence[Entry] = PAGE, clock: Clock = now, holder: str = ""
    ) -> None:
        self.page = page
        self.clock = clock
        self.stopping = threading.Event()
        self.runner = Runner(settings, clock, holder or this_process(), self.stopping)
        self._dated = [entry for entry in page if entry.every is not Every.MINUTE]
        self._settled_until: dict[str, datetime] = {}

    def run(self) -> None:
        """Work until SIGTERM or Ctrl-C; what is being run then is left for another to take over."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # "maximum number of instances" is no news here
        self.beat()
        scheduler = self._clockwork()
        scheduler.start()
        log.info("scheduler_started", holder=self.runner.holder)
        self.stopping.wait()
        scheduler.shutdown(wait=True)
        log.info("scheduler_stopped", holder=self.runner.holder)

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def _clockwork(self) -> BackgroundScheduler:
        """One thread for the dated jobs, so that they keep their order; one for the others; one for the heartbeat."""
        lanes = {name: ThreadPoolExecutor(1) for name in ("default", "dated", "minutes")}
        scheduler = BackgroundScheduler(timezone=OSLO, executors=lanes)
        common = {"coalesce": True, "max_instances": 1}
        every = {"trigger": "interval", "seconds": LOOK_SECONDS, "next_run_time": self.clock(), **common}
        scheduler.add_job(_guarded(self.beat), id="beat", misfire_grace_time=LOOK_SECONDS, **every)
        scheduler.add_job(_guarded(self.make_up), id="look", executor="dated", misfire_grace_time=None, **every)
        for entry in self.page:
            dated = entry.every is not Every.MINUTE
            scheduler.add_job(
                _guarded(self.make_up if dated else self._minute(entry)),
                periods.trigger(entry),
                id=entry.id,
                executor="dated" if dated else "minutes",
                misfire_grace_time=int(entry.grace.total_seconds()),
                **common,
            )
        return scheduler

    def beat(self) -> None:
        """Give the sign of life that /readyz looks for."""
        claims.beat(self.runner.holder, self.clock())

    def make_up(self) -> None:
        """Run every period that is owed, day by day in the page's order, then what dead processes left by hand."""
        waiting: set[str] = set()
        for due in periods.in_order(self.page, self._owed()):
            if due.entry.id in waiting or due.entry.after in waiting:
                waiting.add(due.entry.id)
                continue
            self.runner.by_clock(due.entry, due.period, due.day, due.at)
            if self._is_running(due):
                waiting.add(due.entry.id)  # elsewhere: what comes after it waits for the next look
        entries = {entry.id: entry for entry in self.page}
        for run in job_runs.abandoned(self.clock()):
            if run.job in entries:
                self.runner.take_over(entries[run.job], run)

    def _owed(self) -> list[Due]:
        return [due for entry in self._dated for due in self._owed_of(entry)]

    def _owed_of(self, entry: Entry) -> list[Due]:
        """The periods of a job that are not done, those that others run among them."""
        at = self.clock()
        since = self._settled_until.get(entry.id)
        if since is None:
            since = claims.known_since(entry.id, self.runner.holder, at)
        found = periods.fallen_due(entry, since, at)
        runs = job_runs.of_periods(entry.id, [due.period for due in found])
        unsettled = [due for due in found if not job_runs.is_settled(runs.get(due.period), due.at)]
        if found:
            self._settled_until[entry.id] = min((due.at for due in unsettled), default=found[-1].at)
        return [due for due in unsettled if _is_open(runs.get(due.period), due, at)]

    def _is_running(self, due: Due) -> bool:
        run = job_runs.of_periods(due.entry.id, [due.period]).get(due.period)
        return run is not None and job_runs.holds(run, self.clock())

    def _minute(self, entry: Entry) -> Callable[[], None]:
        def run() -> None:
            try:
                self.runner.minute(entry, oslo_date(self.clock()))
            except JobRunning:
                log.debug("runs_elsewhere", job=entry.id)

        return run


def _is_open(run: "JobRun | None", due: Due, at: datetime) -> bool:
    """Whether a period is to be run now, or is being run."""
    return job_runs.is_owed(run, due.at, at) or (run is not None and job_runs.holds(run, at))


def _guarded(work: Callable[[], None]) -> Callable[[], None]:
    """The work, surviving a database that is away and a claim that is lost: the next look tries again."""

    def guarded() -> None:
        try:
            work()
        except DATABASE_ERRORS as error:
            log.warning("database_away", error=type(error).__name__)
        except job_runs.ClaimLost:
            log.warning("claim_lost")
        except Interrupted:
            log.info("interrupted")

    return guarded
