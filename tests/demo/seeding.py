"""An application to fill: on a real server, or in memory."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import mongoengine
from click.testing import Result
from flask import Flask

from config.settings import Settings
from demo import commands
from tests.conftest import ROOT
from tests.factories import ACTOR
from tests.wire.conftest import as_command

Run = Callable[..., Result]


def commands_of(settings: Settings, login_file: Path) -> Run:
    """Runs commands of the application on a database made ready, with seed-demo whatever the mode."""
    from app import create_app
    from services import maintenance

    app: Flask = as_command(lambda: create_app(settings))
    maintenance.create_indexes()
    load_rulebook()
    commands.register(app, settings, login_file=login_file)
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


def load_rulebook() -> None:
    from services import rulebooks

    rulebooks.load_first((ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8"), ACTOR)


def forget() -> None:
    """Let go of the database and its cipher."""
    from models import cipher

    cipher.use(None)
    mongoengine.disconnect_all()


def flags(run: Run, day: date) -> Any:
    """What `flags --json` prints."""
    told = run("flags", "--date", str(day), "--json")
    assert told.exit_code == 0, told.output
    return json.loads(told.output)
