"""Setting an edit back goes through the same rules as the edit itself."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from models import User
from rules.terms import Role
from services import records
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.factories import ACTOR

__all__ = ["app"]  # a fixture, used here


def set_back(caller: FlaskClient, user: Any) -> str:
    data = {"id": str(user.pk), "entry": str(user.version), "version": str(user.version)}
    return visible(caller.post("/admin/brukere/tilbake/", data=data, follow_redirects=True).text)


def test_an_administrator_cannot_set_back_their_own_keys(app: Flask, client_of: Callable[..., FlaskClient]) -> None:
    caller = client_of(Role.ADMINISTRATOR)
    user = User.objects.get()
    records.change(user, ACTOR, values={"roles": [Role.READER]})
    records.change(user, ACTOR, values={"roles": [Role.ADMINISTRATOR]})
    said = set_back(caller, user)
    assert "Ingenting er lagret." in said
    assert User.objects.get().roles == [Role.ADMINISTRATOR]


def test_what_the_rules_allow_is_set_back_and_called_so(
    app: Flask, client_of: Callable[..., FlaskClient], make_account: Callable[..., User]
) -> None:
    caller = client_of(Role.ADMINISTRATOR)
    user = make_account(Role.CASEWORKER, name="Berit Bruker")
    records.change(user, ACTOR, values={"name": "Feil Navn"})
    assert "Satt tilbake." in set_back(caller, user)
    stored = User.objects.get(pk=user.pk)
    assert (stored.name, stored.history[-1].action) == ("Berit Bruker", "restored")
