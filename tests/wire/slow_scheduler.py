"""A scheduler whose one daily job waits until it is let go: python -m tests.wire.slow_scheduler."""

import threading

import click
import mongoengine

from app import create_app
from config.schedule import Entry
from config.settings import Settings
from jobs.context import Context, Counts
from jobs.scheduler import Scheduler

POLL_SECONDS = 0.1
STARTED, LET_GO = "slow_started", "slow_let_go"
SLOW = Entry(id="slow", title="Treg", target="tests.wire.slow_scheduler:slow", cron="0 0 * * *")


def slow(context: Context) -> Counts:
    """Say that it has begun, then work until the test lets it go."""
    database = mongoengine.get_db()
    database[STARTED].insert_one({"period": context.period})
    while database[LET_GO].find_one({}) is None:
        context.check()
        threading.Event().wait(POLL_SECONDS)
    return Counts(selected=1, done=1)


def main() -> None:
    """Run until SIGTERM."""
    settings = Settings.from_env()
    with click.Context(click.Command("scheduler"), info_name="scheduler"):
        create_app(settings)
    Scheduler(settings, (SLOW,)).run()


if __name__ == "__main__":
    main()
