"""What the operators' commands of this door share: who acts, which day, and how a refusal is told."""

import getpass
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, NoReturn

import click

from admin import wording
from models.connection import DATABASE_ERRORS
from rules.deadlines import oslo_date
from rules.errors import HusromError, NotFound
from services import maintenance
from services.actor import Actor
from services.maintenance import IndexRefused, NotReady

REFUSED, NOTHING = 1, 2
DATABASE_AWAY = "Databasen svarer ikke. Se at den kjører og at HUSROM_MONGODB_URI er riktig, og prøv igjen."
NO_DATE = "«{text}» er ikke en dato. Skriv år, måned og dag, for eksempel 2026-11-22."


@wording.explain.register
def _(error: NotReady) -> str:
    return f"Databasen mangler {', '.join(error.missing)}. Kjør «flask --app app create-indexes» først."


@wording.explain.register
def _(error: IndexRefused) -> str:
    kind = wording.record(error.collection)
    if error.duplicates:
        return f"En indeks kan ikke lages: flere av typen {kind} har samme verdi. Rett dem, og kjør kommandoen på nytt."
    return (
        f"En indeks for {kind} kan ikke lages ({error.told}). Finnes den fra før med andre innstillinger, "
        "så slett den i databasen og kjør kommandoen på nytt."
    )


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def operator() -> Actor:
    """Whoever sits at the machine, as the house itself."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "ukjent"
    return Actor.system(now(), f"Kommandolinjen ({name})")


def stop(why: str, code: int = REFUSED) -> NoReturn:
    """End the command with what is wrong."""
    click.echo(f"Feil: {why}", err=True)
    raise click.exceptions.Exit(code)


def plainly(code: int = REFUSED, away: str = DATABASE_AWAY) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The command, with what goes wrong told in bokmål on standard error and the exit code; `away` = no database."""

    def wrap(work: Callable[..., None]) -> Callable[..., None]:
        @wraps(work)
        def told(*args: Any, **options: Any) -> None:
            try:
                maintenance.require_alive()
                work(*args, **options)
            except NotFound as problem:
                missing = problem.document == "rulebook"
                stop(wording.explain(NotReady(("regelboken",)) if missing else problem), code)
            except HusromError as problem:
                stop(wording.explain(problem), code)
            except DATABASE_ERRORS:
                stop(away, code)

        return told

    return wrap


def day(_context: click.Context, _option: click.Parameter, text: str | None) -> date:
    """A click callback: the business date, today in Norway unless told."""
    if text is None:
        return oslo_date(now())
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    stop(NO_DATE.format(text=text), NOTHING)
