"""Headers, tokens and failures: what every answer carries, and how it refuses."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from pymongo.errors import ServerSelectionTimeoutError

from admin import access, people
from admin.doors import PUBLIC
from models import Office
from rules.terms import Role
from tests.factories import make_application


def test_every_page_forbids_scripts_but_its_own(client: FlaskClient) -> None:
    answer = client.get("/admin/soknader/")
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]+)';", policy)
    assert nonce
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert set(re.findall(r'nonce="([^"]+)"', answer.text)) == {nonce[1]}
    assert client.get("/admin/").headers["Content-Security-Policy"] != policy


def test_pages_have_no_inline_script_style_or_handler(client: FlaskClient) -> None:
    application = make_application()
    for path in ("/admin/soknader/", "/admin/personer/ny/", f"/admin/soknader/rediger/?id={application.pk}"):
        page = client.get(path).text
        assert re.findall(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:", page) == [], path


def test_nothing_is_kept_by_the_browser_but_the_static_files(client: FlaskClient) -> None:
    assert client.get("/admin/").headers["Cache-Control"] == "no-store"
    with client.get("/static/husrom/husrom.css") as answer:
        assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_other_headers(client: FlaskClient) -> None:
    headers = client.get("/admin/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers  # the test's address is http


def test_a_form_without_a_token_is_explained(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/admin/kontorer/ny/", data={"name": "Nytt"})
    assert answer.status_code == 400
    assert "Skjemaet er for gammelt" in answer.text
    assert Office.objects.count() == 0


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        (400, "Siden kunne ikke lese det du sendte"),
        (403, "Du har ikke tilgang til denne siden"),
        (404, "Siden finnes ikke"),
        (405, "Siden kan ikke åpnes på denne måten"),
        (413, "Filen er for stor"),
        (418, "Siden kunne ikke lese det du sendte"),
        (500, "Noe gikk galt hos oss"),
        (502, "Noe gikk galt hos oss"),
        (503, "Databasen svarer ikke"),
    ],
)
def test_every_failure_has_a_page(app: Flask, monkeypatch: Any, code: int, heading: str) -> None:
    monkeypatch.setattr(access, "ROUTES", {**access.ROUTES, "fails": PUBLIC})
    app.add_url_rule("/fails", "fails", lambda: abort(code))
    answer = app.test_client().get("/fails")
    assert answer.status_code == code
    assert heading in answer.text
    assert "Hva du kan gjøre:" in answer.text


def test_an_unexpected_error_shows_no_trace(app: Flask, monkeypatch: Any) -> None:
    app.testing = False
    monkeypatch.setattr(access, "ROUTES", {**access.ROUTES, "fails": PUBLIC})
    app.add_url_rule("/fails", "fails", lambda: 1 // 0)
    answer = app.test_client().get("/fails")
    assert answer.status_code == 500
    assert "Noe gikk galt hos oss" in answer.text
    assert "division" not in answer.text


def test_a_database_that_is_away_has_a_page_that_needs_none(
    app: Flask, client_of: Callable[..., FlaskClient], monkeypatch: Any
) -> None:
    caller = client_of(Role.CASEWORKER)

    def away(_identity: str) -> None:
        raise ServerSelectionTimeoutError("no server at 10.0.0.1")

    monkeypatch.setattr(people.users, "find", away)
    answer = caller.get("/admin/soknader/")
    assert answer.status_code == 503
    assert "Databasen svarer ikke" in answer.text
    assert "10.0.0.1" not in answer.text


def test_ids_that_are_no_ids_are_not_found(client: FlaskClient) -> None:
    for tail in ("vis/?id=tull", "rediger/?id=%00", "endringer/?id=", "vis/?id=5f5f5f5f5f5f5f5f5f5f5f5f"):
        assert client.get(f"/admin/soknader/{tail}").status_code == 404, tail


def test_silly_addresses_still_show_the_list(client: FlaskClient) -> None:
    make_application()
    for tail in ("page=-1", "page=abc", "page=999999999", "sort=99", "sort=3&desc=x", "flt_state=tull", "flt_x=1"):
        assert client.get(f"/admin/soknader/?{tail}").status_code == 200, tail
