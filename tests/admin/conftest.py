"""The caseworkers' door on an in-memory database, with screens of the tests' own, a client for each role, a browser."""

import itertools
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

import admin
from models import User
from rules.terms import Role
from services import audit, effects
from tests.admin import screens
from tests.conftest import make_settings
from tests.factories import make_user

PASSWORD = "et ganske langt passord"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # quick, so that tests are
_numbers = itertools.count(1)


@pytest.fixture
def app(memory_database: Any) -> Flask:
    """An application with sign-in and the tests' screens; forms need no token (its own test turns that on)."""
    effects.registry.record(audit.EFFECT, audit.build)
    flask_app = Flask("husrom", static_folder=None)
    flask_app.testing = True
    desk = admin.register(flask_app, make_settings("mongodb://127.0.0.1/husrom"))
    screens.add_to(desk)
    flask_app.config["WTF_CSRF_ENABLED"] = False
    return flask_app


@pytest.fixture
def make_account() -> Callable[..., User]:
    def make(*roles: Role, **values: Any) -> User:
        chosen = list(roles or (Role.CASEWORKER,))
        return make_user(roles=chosen, password_hash=HASH, **{"name": f"Kari Prøve{next(_numbers)}"} | values)

    return make


@pytest.fixture
def client_of(app: Flask, make_account: Callable[..., User]) -> Callable[..., FlaskClient]:
    """A client signed in with the roles given (caseworker where none is)."""

    def make(*roles: Role, **values: Any) -> FlaskClient:
        user = make_account(*roles, **values)
        client = app.test_client()
        answer = client.post("/login", data={"email": user.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return client

    return make


@pytest.fixture
def client(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(Role.CASEWORKER, Role.ADMINISTRATOR)


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The application on a port, for the browser."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
