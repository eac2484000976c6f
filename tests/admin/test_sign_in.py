"""Signing in: the right password, the wrong one, too many of them, and no way out to another site."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import sign_in
from models import User
from rules.terms import Role
from services import users
from tests.admin.conftest import PASSWORD
from tests.factories import ACTOR

Accounts = Callable[..., User]


def _try(caller: FlaskClient, email: str, password: str, **more: str) -> Any:
    return caller.post("/login", data={"email": email, "password": password, **more})


def test_the_right_password_opens_the_desk(app: Flask, make_account: Accounts) -> None:
    caller, user = app.test_client(), make_account()
    answer = _try(caller, f"  {user.email.upper()} ", PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    assert user.name in caller.get("/admin/").text


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(app: Flask, make_account: Accounts) -> None:
    user = make_account()
    wrong_password = _try(app.test_client(), user.email, "feil")
    wrong_name = _try(app.test_client(), "ingen@kommune.test", PASSWORD)
    assert wrong_password.status_code == wrong_name.status_code == 401
    assert sign_in.WRONG in wrong_password.text
    assert sign_in.WRONG in wrong_name.text


def test_too_many_failures_lock_even_the_right_password(app: Flask, make_account: Accounts) -> None:
    caller, user = app.test_client(), make_account()
    for _ in range(users.FREE_FAILURES["account"]):
        assert _try(caller, user.email, "feil").status_code == 401
    answer = _try(caller, user.email, PASSWORD)
    assert answer.status_code == 429
    assert "For mange mislykkede forsøk" in answer.text


def test_an_inactive_user_stays_outside(app: Flask, make_account: Accounts) -> None:
    user = make_account(active=False)
    answer = _try(app.test_client(), user.email, PASSWORD)
    assert answer.status_code == 403
    assert sign_in.CLOSED in answer.text


def test_demo_users_are_nobody_outside_demo_mode(app: Flask, make_account: Accounts) -> None:
    user = make_account(demo=True)
    assert _try(app.test_client(), user.email, PASSWORD).status_code == 403
    assert user.email not in app.test_client().get("/login").text
    app.config["HUSROM_DEMO"] = True
    assert _try(app.test_client(), user.email, PASSWORD).status_code == 302
    page = app.test_client().get("/login").text
    assert user.email in page
    assert PASSWORD not in page


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/admin/soknader/?flt_state=waiting", "/admin/soknader/?flt_state=waiting"),
        ("https://ond.example/", "/admin/"),
        ("//ond.example/", "/admin/"),
        ("/\\ond.example", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
        ("/\t/ond.example", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_next_never_leads_to_another_site(app: Flask, make_account: Accounts, target: str, place: str) -> None:
    answer = _try(app.test_client(), make_account().email, PASSWORD, next=target)
    assert answer.headers["Location"] == place


def test_signing_out_ends_the_session(client: FlaskClient) -> None:
    assert client.post("/logout").headers["Location"] == "/login"
    assert client.get("/admin/").status_code == 302


def test_a_new_password_ends_every_session(app: Flask, make_account: Accounts) -> None:
    caller, user = app.test_client(), make_account()
    _try(caller, user.email, PASSWORD)
    users.set_password(User.objects.get(pk=user.pk), sign_in.hashed("et helt annet passord"), ACTOR)
    assert caller.get("/admin/").status_code == 302


def test_a_closed_account_ends_its_session(app: Flask, make_account: Accounts) -> None:
    caller, user = app.test_client(), make_account(Role.READER)
    _try(caller, user.email, PASSWORD)
    User.objects(pk=user.pk).update_one(set__active=False)
    assert caller.get("/admin/").status_code == 302


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(app: Flask, make_account: Accounts) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    cookie = _try(app.test_client(), make_account().email, PASSWORD).headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
