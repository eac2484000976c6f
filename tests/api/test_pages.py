"""The specification and its pages: for everybody, in bokmål, and without secrets."""

import json
import re

from flask import Flask

from api import problem_words
from tests.admin.plain_text import visible
from tests.api.calling import SECRET


def test_the_specification_is_served_to_everybody_and_tells_no_secret(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.json["openapi"]) == (200, "3.1.0")
    assert SECRET not in answer.text
    operations = [one for methods in answer.json["paths"].values() for one in methods.values() if isinstance(one, dict)]
    assert len({one["operationId"] for one in operations}) == len(operations)
    assert all(one.get("summary") or one.get("description") for one in operations)
    assert all(name in json.dumps(one["parameters"]) for path in answer.json["paths"].values()
               for method, one in path.items() if method == "post" for name in ("Idempotency-Key",))  # fmt: skip


def test_people_read_the_same_in_their_own_words(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/docs")
    spec = app.test_client().get("/api/v1/openapi.json").json
    assert answer.status_code == 200
    for path in spec["paths"]:
        assert path in answer.text
    assert "<script>" not in answer.text
    assert "style=" not in answer.text
    links = re.findall(r'href="#([^"]+)"', answer.text)
    assert set(links) <= set(re.findall(r'id="([^"]+)"', answer.text))
    assert "Authorization: Bearer" in visible(answer.text)


def test_every_problem_has_its_page(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/api/v1/problems").status_code == 200
    for slug, kind in problem_words.PROBLEMS.items():
        answer = client.get(f"/api/v1/problems/{slug}")
        assert answer.status_code == 200
        assert kind.norwegian.title in visible(answer.text)
        assert 400 <= kind.status < 600


def test_problems_are_told_in_the_readers_language(app: Flask) -> None:
    client, kind = app.test_client(), problem_words.PROBLEMS["not-signed-in"]
    for path in ("/api/v1/problems", "/api/v1/problems/not-signed-in"):
        answer = client.get(path, headers={"Accept-Language": "en-GB,en;q=0.9"})
        assert kind.english.title in visible(answer.text)
        assert kind.norwegian.title not in visible(answer.text)
        assert '<html lang="en">' in answer.text
        assert (answer.headers["Content-Language"], "Accept-Language" in answer.headers["Vary"]) == ("en", True)
        assert '<html lang="nb">' in client.get(path).text
