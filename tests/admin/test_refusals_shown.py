"""What a service refuses is said where it can be mended, once, and the menu leads nowhere that is closed."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import wording
from rules.errors import InvalidRecord
from rules.terms import Role
from services import applications
from tests.admin.office import app
from tests.factories import make_application

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]


def _reply(client: FlaskClient, case: Any, day: str) -> str:
    data = {"id": str(case.pk), "version": "1", "preliminary_reply_on": day}
    return str(client.post("/admin/soknader/forelopig-svar/", data=data).text)


@pytest.mark.parametrize(("day", "why"), [("23.11.2026", "fram i tid"), ("01.11.2026", "før søknaden ble mottatt")])
def test_a_day_that_cannot_be_is_marked_with_why(
    app: Flask, client_of: Clients, clock: Any, day: str, why: str
) -> None:
    page = _reply(client_of(Role.CASEWORKER), make_application(received_on=date(2026, 11, 2)), day)
    assert re.search(rf'id="preliminary_reply_on-feil">[^<]*{why}', page)
    assert 'aria-invalid="true"' in page
    assert page.count("Ingenting er lagret") == 1


def test_a_problem_without_an_input_is_said_in_words(
    app: Flask, client_of: Clients, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_named: Any) -> bool:
        raise InvalidRecord("application", {"elsewhere": "before_received"})

    monkeypatch.setattr(applications, "note_preliminary_reply", refuse)
    page = _reply(client_of(Role.CASEWORKER), make_application(), "20.11.2026")
    assert "Ingenting er lagret. Datoen er før søknaden ble mottatt." in page


def test_a_refusal_without_a_form_says_what_is_wrong() -> None:
    error = InvalidRecord("user", {"roles": "missing", "active": "own_access"})
    assert wording.explain(error).startswith("Ingenting er lagret. Velg minst én rolle. Du kan ikke ta")


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_leads_only_to_open_pages(app: Flask, client_of: Clients, role: Role) -> None:
    client = client_of(role)
    menu = re.search(r'<nav class="side".*?</nav>', client.get("/admin/").text, re.DOTALL)
    assert menu is not None
    addresses = re.findall(r'href="([^"]+)"', menu[0])
    assert len(addresses) > 1
    assert [one for one in addresses if client.get(one).status_code != 200] == []
