"""The wire tier: every test has a fresh database on a real server, and the application on top of it."""

from collections.abc import Callable, Iterator
from subprocess import CompletedProcess

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

    made = create_app(settings)
    result = made.test_cli_runner().invoke(args=["create-indexes"])
    assert result.exit_code == 0, result.output
    yield made
    cipher.use(None)
    mongoengine.disconnect_all()


@pytest.fixture
def run_flask(settings: Settings) -> Callable[..., CompletedProcess[str]]:
    """Run an operator's command in a process of its own, as an operator does: run_flask("jobs", "list")."""
    return lambda *words, **others: flask(environment(settings, **others), *words)
