"""What the operators' commands share: the business date, and errors told in bokmål."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import click

from jobs import wording
from jobs.context import now
from jobs.runner import Interrupted
from rules.deadlines import oslo_date
from rules.errors import HusromError, UnknownJob
from schemas.command_line import FAILED, MISUSED, stop
from services import maintenance
from services.maintenance import DATABASE_ERRORS


def plainly(work: Callable[..., None]) -> Callable[..., None]:
    """The command, with what goes wrong told in bokmål on standard error."""

    @wraps(work)
    def told(*args: Any, **options: Any) -> None:
        try:
            maintenance.require_alive()
            work(*args, **options)
        except HusromError as problem:
            stop(wording.error(problem), MISUSED if isinstance(problem, UnknownJob) else FAILED)
        except DATABASE_ERRORS:
            stop(wording.DATABASE_AWAY, FAILED)
        except Interrupted:
            stop("Kjøringen ble avbrutt. Den tas opp igjen av planleggeren, eller kan kjøres på nytt.", FAILED)

    return told


def date_option(work: Callable[..., None]) -> Callable[..., None]:
    """The business date, today unless told."""
    return click.option("--date", "day", metavar="ÅÅÅÅ-MM-DD", callback=_day, help="Dato det gjelder (i dag).")(work)


def _day(_context: click.Context, _option: click.Parameter, text: str | None) -> date:
    if text is None:
        return oslo_date(now())
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"«{text}» er ikke en dato. Skriv år, måned og dag, for eksempel 2026-11-22.", MISUSED)
