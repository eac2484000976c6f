"""The command line speaks bokmål: how a command is written, what is wrong with it, and its help."""

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

import jobs
from admin import commands
from demo import commands as demo_commands
from tests.conftest import make_settings

ENGLISH = ("Usage", "Error", "Missing", "No such", "Options", "Commands", "Show this message")
MISUSE = (
    "users", "users create", "users create --navn x", "users lag", "users --nå", "jobs", "jobs kjør", "jobs run",
    "outbox", "outbox --nå", "rent-run", "rent-run --nå", "import --nå", "import a b c", "check-data x",
    "create-indexes x", "seed-demo x", "flags --nå", "scheduler x",
)  # fmt: skip


@pytest.fixture
def runner() -> FlaskCliRunner:
    app = Flask("husrom")
    settings = make_settings("mongodb://127.0.0.1/husrom")
    for door in (commands, jobs, demo_commands):
        door.register(app, settings)
    return app.test_cli_runner()


@pytest.mark.parametrize("words", MISUSE)
def test_what_is_written_wrong_is_told_in_bokmal(runner: FlaskCliRunner, words: str) -> None:
    told = runner.invoke(args=words.split())
    assert told.exit_code == 2
    assert told.output
    assert not [word for word in ENGLISH if word in told.output], told.output


@pytest.mark.parametrize("words", ["users", "users create", "jobs", "rent-run", "import", "seed-demo", "check-data"])
def test_help_is_in_bokmal(runner: FlaskCliRunner, words: str) -> None:
    told = runner.invoke(args=[*words.split(), "--help"])
    assert (told.exit_code, "Skrives slik: " in told.output) == (0, True)
    assert not [word for word in ENGLISH if word in told.output], told.output
