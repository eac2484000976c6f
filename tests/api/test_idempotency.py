"""A POST under one key is done once, whoever sends it again and when."""

from datetime import timedelta
from typing import Any

import pytest

from models import IdempotentAnswer, Office
from services import api_access
from tests.api.calling import System, problem, system


@pytest.fixture
def caller(trying: Any) -> System:
    return system(trying)


def test_every_post_has_a_key(caller: System) -> None:
    for key, slug in (("", "missing"), ("a b", "invalid"), ("æ", "invalid"), ("x" * 201, "invalid")):
        sent = caller.client.post(
            "/api/v1/tries",
            json={"name": "Sør"},
            headers={"Authorization": f"Bearer {caller.key}", "Idempotency-Key": key},
        )
        problem(sent, 400, f"idempotency-key-{slug}")
    problem(caller.post("/tries", {"name": "Sør"}, key=""), 400, "idempotency-key-missing")
    assert Office.objects.count() == 0


def test_the_same_call_again_has_the_same_answer(caller: System, clock: Any) -> None:
    first = caller.post("/tries", {"name": "Sør"}, key="one")
    assert (first.status_code, first.headers["Location"]) == (201, f"/api/v1/tries/{first.json['id']}")
    assert "Idempotency-Replayed" not in first.headers
    clock.shift(timedelta(days=6))
    again = caller.post("/tries", {"name": "Sør"}, key="one")
    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert [again.headers[name] for name in ("ETag", "Location")] == [
        first.headers[name] for name in ("ETag", "Location")
    ]
    assert Office.objects.count() == 1


def test_the_same_key_for_another_call_is_refused(caller: System) -> None:
    caller.post("/tries", {"name": "Sor"}, key="one")
    problem(caller.post("/tries", {"name": "Nord"}, key="one"), 422, "same-key-other-body")
    tag = caller.get("/tries/Sor").headers["ETag"]
    problem(caller.post("/tries/Sor/rename", {"name": "Sor"}, key="one", If_Match=tag), 422, "same-key-other-body")
    assert [office.name for office in Office.objects] == ["Sor"]


def test_keys_are_each_landlords_own(caller: System, trying: Any) -> None:
    caller.post("/tries", {"name": "Sor"}, key="one")
    answer = system(trying).post("/tries", {"name": "Nord"}, key="one")
    assert answer.status_code == 201
    assert Office.objects.count() == 2


def test_a_call_at_work_is_not_begun_again_and_one_that_died_is(caller: System, clock: Any) -> None:
    caller.post("/tries", {"name": "Sør"}, key="one")
    made = Office.objects.get().pk
    stored = IdempotentAnswer.objects.get()
    unanswered = {"unset__status": 1, "unset__body": 1}
    stored.update(**unanswered)  # as if the process had died after its write, before its answer
    busy = caller.post("/tries", {"name": "Sør"}, key="one")
    problem(busy, 409, "same-key-at-work")
    assert busy.headers["Retry-After"]
    clock.shift(timedelta(seconds=61))
    answer = caller.post("/tries", {"name": "Sør"}, key="one")
    assert answer.status_code == 201
    assert Office.objects.get().pk == made
    assert caller.post("/tries", {"name": "Sør"}, key="one").headers["Idempotency-Replayed"] == "true"


def test_what_failed_is_not_remembered(caller: System) -> None:
    for name in ("Brann", "Røyk"):
        for _ in range(2):
            problem(caller.post("/tries", {"name": name}, key=name.encode().hex()), 500, "our-fault")
    assert Office.objects.count() == 1
    assert IdempotentAnswer.objects(status__exists=True).count() == 0


def test_a_refusal_may_be_tried_again_under_the_same_key(caller: System) -> None:
    tag = caller.post("/tries", {"name": "Sor"}).headers["ETag"]
    problem(caller.post("/tries/Sor/rename", {"name": "Nord"}, key="two", If_Match='"x"'), 412, "stale")
    assert caller.post("/tries/Sor/rename", {"name": "Nord"}, key="two", If_Match=tag).status_code == 200


def test_answers_are_kept_a_week_and_in_no_plain_text(caller: System) -> None:
    caller.post("/tries", {"name": "Hemmelig"}, key="one")
    stored = IdempotentAnswer._get_collection().find_one()
    assert b"Hemmelig" not in bytes(stored["body"])
    assert stored["expires_at"] - stored["claimed_until"] > timedelta(days=6)
    assert timedelta(days=7) == api_access.WEEK
    assert "one" not in stored["_id"]
