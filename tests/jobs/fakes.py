"""Jobs that only tell that they ran, or fail, or are interrupted."""

from datetime import timedelta

from config.schedule import Entry, Every
from jobs.context import Context, Counts

ran: list[tuple[str, str]] = []  # job and period, in the order they ran
failing: set[str] = set()


def _run(name: str, context: Context) -> Counts:
    context.check()
    ran.append((name, context.period))
    if name in failing:
        raise ValueError("Åse Prøve, Storgata 1")
    return Counts(selected=1, done=1)


def monthly(context: Context) -> Counts:
    return _run("monthly", context)


def first(context: Context) -> Counts:
    return _run("first", context)


def second(context: Context) -> Counts:
    return _run("second", context)


def minute(context: Context) -> Counts:
    return _run("minute", context)


def nothing(context: Context) -> Counts:
    return Counts()


MONTHLY = Entry(id="monthly", title="Måned", target="tests.jobs.fakes:monthly", cron="0 4 1 * *", every=Every.MONTH)
FIRST = Entry(id="first", title="Først", target="tests.jobs.fakes:first", cron="0 5 * * *", after="monthly")
SECOND = Entry(id="second", title="Så", target="tests.jobs.fakes:second", cron="0 5 * * *", after="first")
MINUTE = Entry(
    id="minute",
    title="Minutt",
    target="tests.jobs.fakes:minute",
    cron="* * * * *",
    every=Every.MINUTE,
    grace=timedelta(minutes=1),
)
PAGE = (MONTHLY, FIRST, SECOND)
