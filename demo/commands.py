"""The operator's command that fills the demo: refuses where it could do harm, and says plainly what it does."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from flask import Flask

from demo import logins
from jobs.operators import date_option, plainly
from schemas.command_line import Command

if TYPE_CHECKING:
    from config.settings import Settings

LARGEST = 1000
NOT_DEMO = (
    "seed-demo fyller bare en demo med oppdiktede personer, aldri en kommunes egen base. "
    "Sett HUSROM_DEMO=1 mot en egen database, eller start alt med «make demo»."
)
NO_SYNTHETIC = "Demopersonene har syntetiske fødselsnumre. Sett HUSROM_ALLOW_SYNTHETIC_IDS=1."
NOT_EMPTY = (
    "Databasen har data fra før, eller en fylling som ble avbrutt. seed-demo fyller bare en tom database: "
    "bruk en annen, eller slett denne, og prøv igjen."
)
ALREADY = "Demokommunen ligger der allerede; ingenting er endret."


def register(app: Flask, settings: "Settings", *, login_file: Path = logins.FILE) -> None:
    """Put `seed-demo` on the application; the passwords it makes are kept in the file."""

    @app.cli.command(
        "seed-demo", cls=Command, help="Fyll en tom database med en oppdiktet kommune (bare med HUSROM_DEMO=1)."
    )
    @click.option("--scale", metavar="TALL", default="1", callback=_scale, help="Hvor mange ganger større (1).")
    @date_option
    @plainly
    def seed_demo(scale: int, day: date) -> None:
        from demo import partners, seed  # nothing of them is needed until somebody asks

        for refused, why in ((not settings.demo, NOT_DEMO), (not settings.allow_synthetic_ids, NO_SYNTHETIC)):
            if refused:
                _stop(why)
        found = seed.found()
        if found is seed.Found.ALL:
            click.echo(ALREADY)
            return
        if found is seed.Found.SOMETHING:
            _stop(NOT_EMPTY)
        try:
            seed.Seeder(app, settings, logins.password(login_file)).run(day, scale)
            partners.give_key(login_file, datetime.now(UTC), day, settings.secret_key)
        except seed.SeedFailed as failed:
            _stop(str(failed))


def _scale(_context: click.Context, _option: click.Parameter, text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= LARGEST:
        _stop(f"«{text}» er ikke en størrelse. Skriv et helt tall fra 1 til {LARGEST}.", code=2)
    return int(text)


def _stop(why: str, code: int = 1) -> NoReturn:
    click.echo(f"Feil: {why}", err=True)
    raise click.exceptions.Exit(code)
