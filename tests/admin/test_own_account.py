"""«Min side»: one's own password and absence, and nobody else's."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from admin import own_account
from models import User
from rules.terms import Role
from tests.admin.conftest import PASSWORD
from tests.factories import make_user

PATH = "/admin/min-side/"
NEW = "et annet langt passord"
Clients = Callable[..., FlaskClient]


def _change(caller: FlaskClient, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> str:
    return caller.post(f"{PATH}passord/", data={"old": old, "new": new, "again": again}, follow_redirects=True).text


def test_everyone_reaches_their_own_page_by_their_name(client_of: Clients) -> None:
    for role in (Role.READER, Role.ECONOMY):
        caller = client_of(role, name="Kari Boe", email=f"{role.value}@kommune.test")
        assert f'href="{PATH}"' in caller.get("/admin/").text
        page = caller.get(PATH).text
        assert role.label in page
        assert f"{role.value}@kommune.test" in page


def test_a_new_password_holds_and_ends_every_other_session(app: Flask, client_of: Clients) -> None:
    caller = client_of(email="kari@kommune.test")
    other = app.test_client()
    other.post("/login", data={"email": "kari@kommune.test", "password": PASSWORD})
    assert "Passordet er endret" in _change(caller)
    assert caller.get(PATH).status_code == 200
    assert other.get(PATH).status_code == 302
    fresh = app.test_client()
    assert fresh.post("/login", data={"email": "kari@kommune.test", "password": PASSWORD}).status_code == 401
    assert fresh.post("/login", data={"email": "kari@kommune.test", "password": NEW}).status_code == 302


def test_a_password_is_not_changed_when_something_is_wrong(client_of: Clients) -> None:
    caller = client_of(email="kari@kommune.test")
    before = User.objects.get(email="kari@kommune.test").password_hash
    assert own_account.UNEQUAL in _change(caller, again="noe helt annet her")
    assert own_account.SAME in _change(caller, new=PASSWORD, again=PASSWORD)
    assert "fra 12 til 200 tegn" in _change(caller, new="kort", again="kort")
    assert own_account.WRONG in _change(caller, old="feil")
    assert User.objects.get(email="kari@kommune.test").password_hash == before


def test_guessing_the_old_password_is_throttled(client_of: Clients) -> None:
    caller = client_of()
    pages = [_change(caller, old="feil") for _ in range(8)]
    assert own_account.WRONG in pages[0]
    assert "For mange mislykkede forsøk" in pages[-1]


def test_ones_own_absence(client_of: Clients) -> None:
    caller = client_of(email="kari@kommune.test")
    ola = make_user(name="Ola Vikar")
    me = User.objects.get(email="kari@kommune.test")
    form = {"away_from": "01.12.2026", "away_until": "24.12.2026", "deputy": str(ola.pk), "version": str(me.version)}
    assert "Fraværet er lagret" in caller.post(f"{PATH}fravar/", data=form, follow_redirects=True).text
    me.reload()
    assert (me.deputy, f"{me.away_from:%d.%m}", f"{me.away_until:%d.%m}") == (ola, "01.12", "24.12")
    assert caller.post(f"{PATH}fravar/", data=form).status_code == 422  # an older page
    wrong = form | {"away_until": "01.11.2026", "version": str(me.version)}
    assert caller.post(f"{PATH}fravar/", data=wrong).status_code == 422
    assert caller.post(f"{PATH}fravar/", data=form | {"deputy": str(me.pk)}).status_code == 422
