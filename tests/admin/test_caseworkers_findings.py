"""What a caseworker stumbled over: one message at a time, plain words, and a question before one is shut out."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin.role_words import GIVES
from admin.wording import new_record
from rules.terms import ApplicationState, Role
from services import records
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.factories import ACTOR, make_applicant, make_application

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("energy_label", "Z", "Skriv en bokstav fra A til G."),
        ("rooms", "2,5", "Skriv et helt tall fra 1 til 20."),
        ("rent_ore", "abc", "Skriv beløpet i kroner med komma foran ørene, for eksempel 6 293,50."),
    ],
)
def test_a_value_that_cannot_be_read_gets_one_message(
    app: Flask, client_of: Clients, field: str, typed: str, said: str
) -> None:
    page = client_of(Role.PROPERTY).post("/admin/boliger/ny/", data={field: typed}).text
    assert f'<p class="wrong" id="{field}-feil">{said}</p>' in page


def test_whoever_will_be_shut_out_is_asked_before_an_address_is_hidden(app: Flask, client_of: Clients) -> None:
    path = f"/admin/personer/rediger/?id={make_applicant().pk}"
    question = "du kan ikke fjerne haken selv"
    assert question in client_of(Role.CASEWORKER).get(path).text
    assert question not in client_of(Role.CASEWORKER, sees_protected=True).get(path).text


def test_the_list_of_changes_says_that_an_address_was_hidden(app: Flask, client_of: Clients) -> None:
    person = make_applicant()
    records.change(person, ACTOR, values={"protected_address": True})
    page = visible(client_of(Role.CASEWORKER).get(f"/admin/personer/endringer/?id={person.pk}").text)
    assert "Beskyttet adresse Nei Ja" in page


def test_a_withdrawn_case_says_why(app: Flask, client_of: Clients) -> None:
    case = make_application()
    records.change(
        case, ACTOR, values={"state": ApplicationState.WITHDRAWN}, action="withdrawn", why="Har fått bolig selv"
    )
    page = client_of(Role.CASEWORKER).get(f"/admin/soknader/vis/?id={case.pk}").text
    assert "Begrunnelse: Har fått bolig selv" in page
    assert "Saken er ikke avgjort." not in page


def test_a_stale_page_of_ones_own_names_nobody_else(app: Flask, client_of: Clients) -> None:
    worker, case = client_of(Role.CASEWORKER, name="Kari Nordmann"), make_application()
    data: dict[str, Any] = {"id": str(case.pk), "version": "1", "archive_case_number": "1"}
    worker.post("/admin/soknader/saksnummer/", data=data)
    again = worker.post("/admin/soknader/saksnummer/", data=data | {"archive_case_number": "2"}, follow_redirects=True)
    assert "Ingenting er lagret. Du selv har endret søknaden" in again.text
    assert "Åpne siden på nytt" not in again.text


def test_every_role_says_what_it_gives_where_it_is_given(app: Flask, client_of: Clients) -> None:
    page = visible(client_of(Role.ADMINISTRATOR).get("/admin/brukere/ny/").text)
    assert [role for role in Role if f"{role.label}: {GIVES[role]}" not in page] == []


@pytest.mark.parametrize(("name", "said"), [("kontor", "Nytt kontor"), ("søknad", "Ny søknad"), ("bolig", "Ny bolig")])
def test_a_new_record_has_its_gender(name: str, said: str) -> None:
    assert new_record(name) == said
