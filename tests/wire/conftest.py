"""The wire tier: every test has an empty database on a real server, and the application on top of it."""

from collections.abc import Callable, Iterator
from subprocess import CompletedProcess

import click
import mongoengine
import pytest
from flask import Flask
from pymongo.database import Database

from config.settings import Settings
from tests.conftest import make_settings, new_name
from tests.processes import environment, flask


@pytest.fixture(scope="session")
def standing(database_server: str) -> Settings:
    """Settings for one database that the tests of a worker use one after the other: its indexes take their time."""
    return make_settings(database_server.format(new_name()))


@pytest.fixture
def settings(request: pytest.FixtureRequest) -> Settings:
    """Those of the standing database where the test has the application, else of one that nobody has used.

    A test that does away with indexes is marked `own_database`.
    """
    if "app" in request.fixturenames and not request.node.get_closest_marker("own_database"):
        found: Settings = request.getfixturevalue("standing")
        return found
    return make_settings(request.getfixturevalue("database_uri"))


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on an empty database whose indexes and encryption key are made."""
    from models import cipher
    from services import maintenance

    made = _connected(settings)
    if maintenance.missing_indexes() or not cipher.current().has_key():
        maintenance.create_indexes()
    config, extensions = dict(made.config), dict(made.extensions)
    yield made
    made.config.clear()
    made.config.update(config)
    made.extensions.clear()
    made.extensions.update(extensions)
    empty(mongoengine.get_db())
    cipher.use(None)
    mongoengine.disconnect_all()


_made: dict[str, Flask] = {}


def _connected(settings: Settings) -> Flask:
    """The application of these settings, made once for each process, with its connection and its effects anew."""
    from app import create_app
    from models import cipher, connection
    from services import staff_mail
    from wiring import register_effects

    if settings.mongodb_uri not in _made:
        _made[settings.mongodb_uri] = as_command(lambda: create_app(settings))
        return _made[settings.mongodb_uri]
    client = connection.connect(settings.mongodb_uri)
    cipher.use(cipher.MongoCipher(client, settings.database_name, settings.field_key))
    register_effects(staff_mail.StaffMailer(settings.base_url, settings.mail_domain))
    return _made[settings.mongodb_uri]


def empty(database: Database[dict[str, object]]) -> None:
    """Take all documents away but the encryption key."""
    for name in database.list_collection_names():
        if name != "key_vault" and database[name].find_one({}, {"_id": 1}) is not None:
            database[name].delete_many({})


def as_command(make: Callable[[], Flask]) -> Flask:
    """Make the application as for an operator's command: it may start on a database without indexes."""
    with click.Context(click.Command("create-indexes"), info_name="create-indexes"):
        return make()


@pytest.fixture
def run_flask(settings: Settings) -> Callable[..., CompletedProcess[str]]:
    """Run an operator's command in a process of its own, as an operator does: run_flask("jobs", "list")."""
    return lambda *words, **others: flask(environment(settings, **others), *words)
