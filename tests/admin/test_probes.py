"""Probes: alive whatever happens, ready only when database, indexes, key and clock are there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from pymongo.errors import ServerSelectionTimeoutError

from admin import probes
from models import cipher
from services import claims, maintenance

ALL_WELL = {"database": "ok", "indexes": "ok", "encryption_key": "ok", "scheduler": "ok"}


@pytest.fixture(autouse=True)
def indexes(monkeypatch: Any) -> list[str]:
    """The indexes that are missing: none. (The in-memory database keeps no options of theirs.)"""
    missing: list[str] = []
    monkeypatch.setattr(maintenance, "missing_indexes", lambda: missing)
    return missing


def _beat(age: timedelta = timedelta()) -> None:
    claims.beat("clock", datetime.now(UTC) - age)


def test_alive_asks_nothing_of_the_database(app: Flask, monkeypatch: Any) -> None:
    monkeypatch.setattr(probes, "_checks", lambda now: 1 // 0)
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_ready_when_all_is_there(app: Flask) -> None:
    _beat()
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "checks": ALL_WELL})


def test_not_ready_without_a_scheduler_or_with_a_silent_one(app: Flask) -> None:
    silent = {"status": "not ok", "checks": ALL_WELL | {"scheduler": "not ok"}}
    assert app.test_client().get("/readyz").json == silent
    _beat(timedelta(minutes=2))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (503, silent)


def test_a_missing_index_or_key_is_told_without_its_name(app: Flask, indexes: list[str], monkeypatch: Any) -> None:
    _beat()
    indexes.append("lease.lease_kid")
    monkeypatch.setattr(cipher.MemoryCipher, "has_key", lambda self: False)
    answer = app.test_client().get("/readyz")
    assert answer.json["checks"] == ALL_WELL | {"indexes": "not ok", "encryption_key": "not ok"}
    assert "lease_kid" not in answer.text


def test_indexes_are_not_looked_at_for_every_call(app: Flask, indexes: list[str], clock: Any) -> None:
    _beat()
    assert app.test_client().get("/readyz").status_code == 200
    indexes.append("lease.lease_kid")
    assert app.test_client().get("/readyz").status_code == 200
    clock.shift(probes.REMEMBERED)
    _beat()
    assert app.test_client().get("/readyz").status_code == 503


def test_a_database_that_is_away_is_told_of_without_its_address(app: Flask, monkeypatch: Any) -> None:
    def away() -> None:
        raise ServerSelectionTimeoutError("no server at 10.0.0.1")

    monkeypatch.setattr(claims, "heartbeat", away)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert set(answer.json["checks"].values()) == {"not ok"}
    assert "10.0.0.1" not in answer.text
