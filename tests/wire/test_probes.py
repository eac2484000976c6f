"""The database goes away in the middle and comes back: pages and probes say so, and nothing is half stored."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import mongoengine
import pytest
from argon2 import PasswordHasher
from flask import Flask

from demo.database import Database, DatabaseFailed
from models import Office, cipher, connection
from rules.terms import Role
from services import claims, maintenance
from tests.conftest import leave_out, make_settings
from tests.factories import make_user
from tests.wire.conftest import as_command

PASSWORD = "et ganske langt passord"
OK = {"database": "ok", "indexes": "ok", "encryption_key": "ok", "scheduler": "ok"}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A server of the test's own, which it may stop."""
    server = Database(tmp_path / "database")
    try:
        server.start(port=0)
    except DatabaseFailed as failed:
        leave_out("needs a database to stop", str(failed), unless="CI")
    yield server
    server.stop()


@pytest.fixture
def app(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application on that server; it gives a lost server up after half a second."""
    from app import create_app

    monkeypatch.setattr(connection, "SOON_SECONDS", 0.5)
    made = as_command(lambda: create_app(make_settings(database.uri())))
    made.config["WTF_CSRF_ENABLED"] = False
    maintenance.create_indexes()
    yield made
    cipher.use(None)
    mongoengine.disconnect_all()


def test_a_database_that_stops_and_comes_back(app: Flask, database: Database) -> None:
    claims.beat("clock", datetime.now(UTC))
    user = make_user(roles=[Role.ADMINISTRATOR], password_hash=PasswordHasher(1, 8, 1).hash(PASSWORD))
    caller = app.test_client()
    assert caller.post("/login", data={"email": user.email, "password": PASSWORD}).status_code == 302
    assert caller.get("/admin/").status_code == 200
    assert caller.get("/readyz").json["checks"] == OK

    port = database.port
    database.stop()
    began = monotonic()
    for answer in (caller.get("/admin/"), caller.post("/admin/kontorer/ny/", data={"name": "Nytt kontor"})):
        assert answer.status_code == 503
        assert "Databasen svarer ikke" in answer.text
        assert "Ingenting av det du sendte er lagret" in answer.text
    assert monotonic() - began < connection.TIMEOUT_MS / 1000  # nobody waits for the longest call's limit
    assert caller.get("/healthz").status_code == 200
    ready = caller.get("/readyz")
    assert (ready.status_code, set(ready.json["checks"].values())) == (503, {"not ok"})

    database.start(port=port)
    assert caller.get("/admin/").status_code == 200
    assert caller.get("/readyz").json["checks"] == OK
    assert Office.objects.count() == 0
