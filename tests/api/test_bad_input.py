"""The door under bad input: each its own status and problem document, and nothing stored."""

import gzip
import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest

from api import bodies, call
from api.rates import Rates
from models import IdempotentAnswer, Office
from rules.terms import Scope
from services import api_access
from tests.api.calling import LAST_DAY, TODAY, System, problem, system


@pytest.fixture
def caller(trying: Any) -> System:
    return system(trying)


BODIES = {
    "no JSON": (b"{", 400, "broken-json"),
    "nothing": (b"", 400, "broken-json"),
    "a number that is none": (b'{"name": NaN}', 400, "broken-json"),
    "a name twice": (b'{"name": "a", "name": "b"}', 400, "broken-json"),
    "too deep": (b"[" * 100_000, 400, "broken-json"),
    "a number too long": (b'{"many": ' + b"9" * 5000 + b"}", 400, "broken-json"),
    "no UTF-8": (b'{"name": "\xff"}', 400, "broken-json"),
    "a list": (b"[]", 422, "invalid"),
    "2 MB": (b'{"name": "' + b"a" * 2_000_000 + b'"}', 413, "too-large"),
}


@pytest.mark.parametrize("why", BODIES)
def test_a_body_that_cannot_be_read_is_refused(caller: System, why: str) -> None:
    sent, status, slug = BODIES[why]
    problem(caller.post("/tries", sent), status, slug)
    assert Office.objects.count() == IdempotentAnswer.objects.count() == 0


FIELDS = {
    "unknown": ({"name": "Sør", "nmae": "x"}, "nmae"),
    "missing": ({}, "name"),
    "null": ({"name": None}, "name"),
    "no text": ({"name": 5}, "name"),
    "NUL": ({"name": "S\x00r"}, "name"),
    "text that turns around": ({"name": "S\u202er"}, "name"),
    "a control of another century": ({"name": "S\x9br"}, "name"),
    "half a character": ({"name": "S\ud800r"}, "name"),
    "too long": ({"name": "a" * 61}, "name"),
    "a time without zone": ({"name": "Sør", "at": "2026-12-01T12:00:00"}, "at"),
    "a time that is a day": ({"name": "Sør", "at": "2026-12-01"}, "at"),
    "a day that is none": ({"name": "Sør", "on": "2026-02-30"}, "on"),
    "a day with a time": ({"name": "Sør", "on": "2026-12-01T12:00:00Z"}, "on"),
    "a day otherwise": ({"name": "Sør", "on": "01.12.2026"}, "on"),
    "a number as text": ({"name": "Sør", "many": "3"}, "many"),
    "true for a number": ({"name": "Sør", "many": True}, "many"),
    "too many": ({"name": "Sør", "many": 10}, "many"),
}


@pytest.mark.parametrize(("spaces", "status"), [(0, 201), (1, 413), (100_000, 413)])
def test_a_body_that_hides_its_length_is_read_to_its_end_or_refused(caller: System, spaces: int, status: int) -> None:
    sent = b'{"name": "Sor"}'
    sent += b" " * (bodies.MOST_BYTES - len(sent) + spaces)
    answer = caller.client.open(
        "/api/v1/tries",
        method="POST",
        input_stream=BytesIO(sent),
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
        headers={"Authorization": f"Bearer {caller.key}", "Idempotency-Key": "a"},
        content_type="application/json",
    )
    assert answer.status_code == status, answer.text
    assert Office.objects.count() == (status == 201)


@pytest.mark.parametrize("why", FIELDS)
def test_a_field_that_is_wrong_is_named(caller: System, why: str) -> None:
    body, name = FIELDS[why]
    told = problem(caller.post("/tries", json.dumps(body).encode()), 422, "invalid")
    assert [one["field"] for one in told["errors"]] == [name]
    assert Office.objects.count() == IdempotentAnswer.objects.count() == 0


def test_problems_are_told_in_the_callers_language(caller: System) -> None:
    norwegian = problem(caller.post("/tries", {}), 422, "invalid")
    english = problem(caller.post("/tries", {}, Accept_Language="en-GB,en;q=0.9"), 422, "invalid")
    assert norwegian["title"] != english["title"]
    assert norwegian["errors"][0]["problem"] != english["errors"][0]["problem"]
    for words in ("de, *;q=0.1", "nb, en;q=0.8", "x" * 2000):
        assert caller.get("/tries/x", Accept_Language=words).json["title"] == "Finnes ikke"


SPOKEN = {
    "nb-NO, en;q=0.5": "Finnes ikke",
    "nn-NO,nn;q=0.9,en;q=0.8": "Finnes ikke",
    "no_NO": "Finnes ikke",
    "en-US": "Not found",
    "en-GB, nb;q=0.2": "Not found",
    "nb;q=0.2, EN-gb;q=0.3": "Not found",
    "en;q=0": "Finnes ikke",
    "*": "Finnes ikke",
}


@pytest.mark.parametrize("words", SPOKEN)
def test_the_language_of_a_country_is_the_language(caller: System, words: str) -> None:
    assert caller.get("/tries/x", Accept_Language=words).json["title"] == SPOKEN[words]


def test_a_field_whose_name_cannot_be_told_is_refused_like_any_other(caller: System) -> None:
    half = problem(caller.post("/tries", b'{"name": "S", "\\ud800": 1}'), 422, "invalid")
    assert [one["field"] for one in half["errors"]] == ["?"]
    long = problem(caller.post("/tries", {"name": "S", "k" * 100_000: 1}), 422, "invalid")
    assert [one["field"] for one in long["errors"]] == ["k" * 200]


@pytest.mark.parametrize("name", ["query", "json", "_schema", ".", "", "a.b", ".a.", "body"])
def test_an_unknown_field_is_told_by_its_own_name_whatever_that_is(caller: System, name: str) -> None:
    by_body = problem(caller.post("/tries", {"name": "Sør", name: 1}), 422, "invalid")
    by_query = problem(caller.get(f"/tries?{urlencode({name: 1})}"), 422, "invalid")
    twice = problem(caller.get(f"/tries?{urlencode([(name, 1), (name, 2)])}"), 422, "invalid")
    for told in (by_body, by_query, twice):
        assert [one["field"] for one in told["errors"]] == [name]
    assert problem(caller.post("/tries", b"[]"), 422, "invalid")["errors"][0]["field"] == "body"


def test_a_body_that_is_not_called_json_is_refused(caller: System) -> None:
    sent = caller.client.post(
        "/api/v1/tries",
        data='{"name": "Sør"}',
        headers={"Authorization": f"Bearer {caller.key}", "Idempotency-Key": "a"},
        content_type="text/plain",
    )
    problem(sent, 415, "not-json")
    packed = caller.post("/tries", gzip.compress(b'{"name": "Sor"}'), Content_Encoding="gzip")
    problem(packed, 415, "not-json")
    assert caller.post("/tries", {"name": "Sor"}, Content_Encoding="identity").status_code == 201


def test_addresses_that_are_not_there_and_methods_that_are_not_taken(caller: System) -> None:
    problem(caller.get("/nothing"), 404, "not-found")
    problem(caller.get("/tries/" + "%00"), 404, "not-found")
    problem(caller.get("/api/v2/tries"), 404, "not-found")
    problem(caller.get("/problems/nothing"), 404, "not-found")
    for path in ("//tries", "/tries//x", "/tries/", "//"):
        answer = caller.get(path)
        problem(answer, 404, "not-found")  # and no page that leads elsewhere
        assert "Location" not in answer.headers
    answer = caller.delete("/tries")
    problem(answer, 405, "method-not-allowed")
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}


QUERIES = {
    "limit=0": "limit", "limit=101": "limit", "limit=x": "limit", "limit=": "limit", "limit=1&limit=2": "limit",
    "page=2": "page", "limit=%00": "limit", "limit=--5": "limit", "limit=-": "limit", "limit=-5": "limit",
    "limit=%C2%B2": "limit", "limit=1_0": "limit", "limit=%2B5": "limit",
}  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_read_as_strictly(caller: System, query: str) -> None:
    told = problem(caller.get(f"/tries?{query}"), 422, "invalid")
    assert [one["field"] for one in told["errors"]] == [QUERIES[query]]


@pytest.mark.parametrize("cursor", ["x", "MQ", "%C3%A6", "MWppo-77-77-77-77-7", "MTExMTExMTExMTExMQ=="])
def test_a_cursor_that_is_none_is_refused(caller: System, cursor: str) -> None:
    problem(caller.get(f"/tries?cursor={cursor}"), 400, "cursor-invalid")


def test_keys_that_open_nothing(caller: System, trying: Any, clock: Any) -> None:
    for key in ("", "husrom_", caller.key[:-1], caller.key + "x", caller.key.upper(), "husrom_æøå", "x" * 10_000):
        told = caller.client.get("/api/v1/tries", headers={"Authorization": f"Bearer {key}".encode("latin-1")})
        problem(told, 401, "not-signed-in")
    for header in ({}, {"Authorization": "Basic eDp4"}, {"Authorization": "Bearer"}):
        told = caller.client.get("/api/v1/tries", headers=header)
        problem(told, 401, "not-signed-in")
        assert told.headers["WWW-Authenticate"].startswith("Bearer")
    assert caller.get("/tries").status_code == 200
    clock.shift(LAST_DAY - TODAY)
    assert caller.get("/tries").status_code == 200  # its last day
    clock.shift(timedelta(days=1))
    problem(caller.get("/tries"), 401, "expired")


def test_a_blocked_key_and_a_landlord_out_of_use_open_nothing_within_seconds(trying: Any, clock: Any) -> None:
    from models import ApiKey
    from services.actor import Actor

    one, other = system(trying), system(trying)
    assert one.get("/tries").status_code == other.get("/tries").status_code == 200
    key = ApiKey.objects(landlord=one.landlord).get()
    api_access.revoke(key, Actor.system(key.history[0].at), why="", version=key.version, today=TODAY)
    other.landlord.update(active=False)
    clock.shift(timedelta(seconds=6))
    problem(one.get("/tries"), 401, "not-signed-in")
    problem(other.get("/tries"), 403, "landlord-unknown")


def test_a_key_opens_what_its_scopes_say(trying: Any) -> None:
    reader = system(trying, scopes=[Scope.DWELLINGS])
    assert reader.get("/tries").status_code == 200
    problem(reader.post("/tries", {"name": "Sør"}), 403, "scope-missing")
    writer = system(trying, scopes=[Scope.DWELLINGS_WRITE])
    assert writer.get("/tries").status_code == 200
    assert Office.objects.count() == 0


def test_a_change_says_what_it_was_seen_as(caller: System) -> None:
    tag = caller.post("/tries", {"name": "Sor"}).headers["ETag"]
    problem(caller.patch("/tries/Sor", {"name": "Nord"}), 428, "if-match-missing")
    problem(caller.patch("/tries/Sor", {"name": "Nord"}, If_Match="*"), 428, "if-match-missing")
    problem(caller.patch("/tries/Sor", {"name": "Nord"}, If_Match="garbage"), 412, "stale")
    problem(caller.patch("/tries/Sor", {"name": "Nord"}, If_Match=f"W/{tag}"), 412, "stale")
    answer = caller.patch("/tries/Sor", {"name": "Nord"}, If_Match=tag)
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag
    problem(caller.patch("/tries/Nord", {"name": "Sor"}, If_Match=tag), 412, "stale")
    problem(caller.post("/tries/Nord/rename", {"name": "Sor"}), 428, "if-match-missing")
    problem(caller.post("/tries/Nord/rename", {"name": "Sor"}, If_Match=tag), 412, "stale")
    assert [office.name for office in Office.objects] == ["Nord"]


def test_who_calls_too_often_is_told_when_to_come_back(trying: Any, clock: Any) -> None:
    caller, other = system(trying), system(trying)
    door = trying.extensions[call.DOOR]
    trying.extensions[call.DOOR] = call.Door(door.callers, Rates("2/minute"), door.counter)
    left = [caller.get("/tries").headers["RateLimit-Remaining"] for _ in range(2)]
    assert left == ["1", "0"]
    refused = caller.get("/tries")
    problem(refused, 429, "too-many-calls")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["RateLimit-Limit"] == "2"
    assert other.get("/tries").status_code == 200
    for _ in range(2):
        problem(caller.client.get("/api/v1/tries"), 401, "not-signed-in")
    problem(caller.client.get("/api/v1/tries"), 429, "too-many-calls")


def test_many_bad_keys_from_an_address_do_not_keep_a_good_one_out(trying: Any, clock: Any) -> None:
    caller = system(trying)
    door = trying.extensions[call.DOOR]
    trying.extensions[call.DOOR] = call.Door(door.callers, Rates("2/minute"), door.counter)
    answers = [caller.client.get("/api/v1/tries").status_code for _ in range(4)]
    assert answers == [401, 401, 429, 429]
    assert caller.get("/tries").status_code == 200


def test_no_cookie_is_read_or_set(caller: System) -> None:
    caller.client.set_cookie("husrom", "garbage")
    for path in ("/tries", "/openapi.json", "/docs", "/problems", "/problems/stale", "/nothing"):
        answer = caller.get(path)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
