"""The wire tier: every test has a fresh database on a real server, and the application on top of it."""

from collections.abc import Callable, Iterator
from subprocess import CompletedProcess

import click
import mongoengine
import pytest
from flask import Flask

from config.settings import Settings
from tests.processes import environment, flask


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on a fresh database whose indexes and encryption key are made."""
    from app import create_app
    from models import cipher
    from services import maintenance

    made = as_command(lambda: create_app(settings))
    maintenance.create_indexes()
    yield made
    cipher.use(None)
    mongoengine.disconnect_all()


def as_command(make: Callable[[], Flask]) -> Flask:
    """Make the application as for an operator's command: it may start on a database without indexes."""
    with click.Context(click.Command("create-indexes"), info_name="create-indexes"):
        return make()


@pytest.fixture
def run_flask(settings: Settings) -> Callable[..., CompletedProcess[str]]:
    """Run an operator's command in a process of its own, as an operator does: run_flask("jobs", "list")."""
    return lambda *words, **others: flask(environment(settings, **others), *words)
