"""Calls are counted in memory and written after their answers; every operation has words on the screens."""

from datetime import date, timedelta
from typing import Any

from flask import Flask

from admin.operation_words import OPERATIONS
from api import call, resources
from api.counting import MOST_KINDS, Counter
from models import ApiCalls, ApiKey
from tests.api.calling import System
from tests.conftest import NOON


def test_calls_are_written_in_one_batch_with_the_day_the_key_was_used(caller: System, app: Flask, clock: Any) -> None:
    for _ in range(3):
        caller.get("/agreements")
    caller.get("/agreements/nothing")
    caller.client.get("/api/v1/agreements")
    assert ApiCalls.objects.count() == 0
    counter = app.extensions[call.DOOR].counter
    counter.flush()
    counter.flush()
    found = {(one.operation, one.status): one for one in ApiCalls.objects}
    assert {key: one.count for key, one in found.items()} == {
        ("agreements.listed", 200): 3,
        ("agreements.one", 404): 1,
        ("agreements.listed", 401): 1,
    }
    assert found["agreements.listed", 200].landlord.pk == caller.landlord.pk
    assert found["agreements.listed", 401].landlord is None
    assert ApiKey.objects.get().last_used_on == date(2026, 11, 22)
    caller.get("/agreements")
    counter.flush()
    assert ApiCalls.objects(status=200).get().count == 4
    clock.shift(timedelta(hours=1))
    caller.get("/agreements")
    counter.flush()
    assert ApiCalls.objects(status=200).count() == 2


def test_pages_and_questions_about_methods_are_no_calls(caller: System, app: Flask) -> None:
    for path in ("/openapi.json", "/docs", "/problems", "/problems/stale"):
        assert caller.get(path).status_code == 200
    assert caller.client.options("/api/v1/me").status_code == 200
    assert caller.client.head("/api/v1/me").status_code == 401
    app.extensions[call.DOOR].counter.flush()
    assert [(one.operation, one.status) for one in ApiCalls.objects] == [("me.one", 401)]


def test_counts_outlast_a_database_that_is_away() -> None:
    written: list[Any] = []

    def away(_counted: list[Any]) -> None:
        raise ConnectionError

    counter = Counter(patient=True, write=away)
    told = {"client": "a", "landlord": None, "supplier": None, "operation": "x", "status": 200, "at": NOON}
    counter.note(**told)
    counter.flush()
    counter.note(**told)
    counter.write = written.extend
    counter.flush()
    assert [one.count for one in written] == [2]
    for number in range(MOST_KINDS + 5):
        counter.note(**told | {"client": str(number)})
    counter.flush()
    assert len(written) == 1 + MOST_KINDS


def test_every_operation_has_words() -> None:
    named = {f"{one.kind}.{endpoint}" for one in resources.RESOURCES for endpoint in one._docs}
    assert named == set(OPERATIONS)
