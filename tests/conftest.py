"""Fixtures of all tiers: the frozen clock, the data beside the project, the databases."""

import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import mongoengine
import mongomock
import pytest
import time_machine
from mongomock.collection import BulkOperationBuilder
from pymongo import MongoClient

from config.settings import Settings
from demo.database import Database, DatabaseFailed

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)  # 12.00 in Oslo, the day that the examples are counted on
OWN_SERVER = "HUSROM_TEST_MONGODB_URI"
TIERS = ("rules", "services", "wire", "web", "house")


def demanded(variable: str) -> bool:
    """Whether the environment says that nothing of a kind may be left out."""
    return os.environ.get(variable, "").lower() in {"1", "true", "yes"}


def leave_out(what: str, why: str, *, unless: str) -> None:
    """Skip with the reason, or fail where the environment demands it."""
    if demanded(unless):
        pytest.fail(f"{what}: {why}, and {unless} is set", pytrace=False)
    pytest.skip(f"{what}: {why}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with its tier, so that `pytest -m rules` runs one of them; the long stories begin.

    A story takes minutes on one worker: begun last, it would leave the others with nothing to do.
    """
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in TIERS:
            item.add_marker(folder)
    items.sort(key=lambda item: item.get_closest_marker("story") is None)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say plainly, last, what was left out."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"Left out: {count} test(s) – {reason}", yellow=True)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock stands still at NOON; `clock.move_to(instant)` and `clock.shift(timedelta)` move it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of example data beside the project; left out where it is not there."""
    if not SHARED.is_dir():
        leave_out("needs ../shared", "it is not there", unless="HUSROM_NEED_SHARED")
    return SHARED


@pytest.fixture
def memory_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A fresh in-memory database behind the documents, with every index, and a cipher in memory."""
    from models import DOCUMENTS, cipher

    _let_bulk_writes_through(monkeypatch)
    client = mongoengine.connect(
        "husrom", mongo_client_class=mongomock.MongoClient, tz_aware=True, uuidRepresentation="standard"
    )
    cipher.use(cipher.MemoryCipher())
    for document in DOCUMENTS:
        document.ensure_indexes()
    yield client["husrom"]
    cipher.use(None)
    mongoengine.disconnect_all()


def _let_bulk_writes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pymongo 4.11 and later hands `sort` to bulk operations, which mongomock 4.3 does not know."""
    for name in ("add_update", "add_replace"):
        original = getattr(BulkOperationBuilder, name)
        monkeypatch.setattr(
            BulkOperationBuilder, name, lambda *a, _original=original, sort=None, **k: _original(*a, **k)
        )


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server, without a database name to it; one for each worker of the test run.

    HUSROM_TEST_MONGODB_URI names another server, `{}` standing where the database's name goes; otherwise SecantusDB
    is started with its data in the run's own folder.
    """
    if address := os.environ.get(OWN_SERVER):
        yield address
        return
    database = Database(tmp_path_factory.mktemp("database"))
    try:
        database.start(port=0)
    except DatabaseFailed as failed:
        leave_out("needs a database", str(failed), unless="CI")
    yield database.uri("{}")
    database.stop()
    shutil.rmtree(database.folder)


@pytest.fixture
def database_uri(database_server: str) -> Iterator[str]:
    """The address of a database that nobody has used; gone after the test."""
    name = new_name()
    yield database_server.format(name)
    drop(database_server.format(name))


@pytest.fixture
def settings(database_uri: str) -> Settings:
    """Settings for a fresh database on a real server; synthetic persons are allowed, mail stays in the outbox."""
    return make_settings(database_uri)


def make_settings(database_uri: str, **others: Any) -> Settings:
    """Settings as a municipality would have them, with fresh secrets."""
    values = {
        "mongodb_uri": database_uri,
        "secret_key": secrets.token_urlsafe(48),
        "field_key": secrets.token_urlsafe(48),
        "base_url": "http://127.0.0.1:8000",
        "mail_from": "bolig@kommune.test",
        "allow_synthetic_ids": True,
        "municipality_number": "5503",
        "municipality_name": "Eksempel kommune",
    }
    return Settings(**{**values, **others})


def new_name() -> str:
    """A database name that no test has used."""
    return f"test_{secrets.token_hex(6)}"


def drop(uri: str) -> None:
    """Drop the database on a server that outlives us; the embedded one goes with its folder, and drops slowly."""
    if OWN_SERVER in os.environ:
        client: MongoClient[dict[str, object]] = MongoClient(uri)
        client.drop_database(client.get_default_database().name)
        client.close()
