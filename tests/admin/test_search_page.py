"""The search box: an identity number stands in no address, and hits are only what one may open."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import access, search_page
from admin.doors import Doors, roles
from models import AccessEntry
from rules.terms import Role
from tests.admin import screens
from tests.factories import make_applicant, make_application

NUMBER = "17858001234"
Clients = Callable[..., FlaskClient]


def _search(caller: FlaskClient, term: str) -> str:
    return caller.post("/admin/sok/", data={"q": term}, follow_redirects=True).text


@pytest.mark.parametrize(
    ("term", "allowed"),
    [
        pytest.param("Kari Nordmann", True, id="a name"),
        pytest.param("Storgata 12B", True, id="an address"),
        pytest.param("Storgata 12, 9405", False, id="an address with postcode: better safe"),
        pytest.param("S2026007", True, id="an application number"),
        pytest.param("k5001", True, id="a contract number"),
        pytest.param(NUMBER, False, id="an identity number"),
        pytest.param("178580 01234", False, id="one in two pieces"),
        pytest.param("17.85.80 01234", False, id="one with dots"),
        pytest.param("1785800123", False, id="one with a digit missing"),
        pytest.param("178580", False, id="a birth date"),
        pytest.param("Kari 178580", False, id="a name with a birth date"),
        pytest.param("922542570", False, id="an organisation number, which looks like a piece of one"),
    ],
)
def test_what_may_stand_in_an_address(term: str, allowed: bool) -> None:
    assert search_page.may_stand_in_address(term) is allowed


def test_the_box_posts_with_a_token_on_every_page(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    page = client.get("/admin/soknader/").text
    form = page[page.index('class="top-search"') :].partition("</form>")[0]
    assert 'method="post" action="/admin/sok/"' in form
    assert 'name="csrf_token"' in form
    assert client.post("/admin/sok/", data={"q": NUMBER}).status_code == 400


def test_an_identity_number_is_answered_at_once_and_kept_nowhere(client: FlaskClient) -> None:
    person = make_applicant(first_name="Åse", last_name="Berg", identity_number=NUMBER)
    answer = client.post("/admin/sok/", data={"q": NUMBER})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Åse Berg" in answer.text
    assert f"/admin/personer/vis/?id={person.pk}" in answer.text
    assert AccessEntry.objects.get().person == person


def test_an_identity_number_that_somebody_put_in_an_address_is_not_searched_for(client: FlaskClient) -> None:
    make_applicant(first_name="Åse", last_name="Berg", identity_number=NUMBER)
    page = client.get(f"/admin/sok/?q={NUMBER}").text
    assert NUMBER not in page
    assert "Åse Berg" not in page
    assert AccessEntry.objects.count() == 0


def test_other_words_get_an_address_so_that_back_works(client: FlaskClient) -> None:
    answer = client.post("/admin/sok/", data={"q": "  ås   berg "})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/admin/sok/?q={quote('ås')}+berg")


def test_hits_stand_by_kind_with_their_pages(client: FlaskClient) -> None:
    person = make_applicant(first_name="Åse", last_name="Berg", born_on=None)
    application = make_application(applicant=person, application_number="S2026555")
    assert "S2026555" in _search(client, "s2026555")
    page = _search(client, "åse berg")
    assert "Ett treff på «åse berg»" in page
    assert '<h2 id="treff-1">Personer</h2>' in page
    assert f"/admin/soknader/vis/?id={application.pk}" in _search(client, "S2026555")


def test_a_protected_person_is_marked_and_has_no_address(client: FlaskClient) -> None:
    make_applicant(first_name="Åse", last_name="Berg", address="Lønnveien 1", protected_address=True)
    page = _search(client, "berg")
    assert "Beskyttet adresse" in page
    assert "Lønnveien" not in page
    assert "Åse Berg" not in _search(client, "Lønnveien")


def test_records_that_one_may_not_open_are_no_hits(app: Flask, client_of: Clients) -> None:
    person = make_applicant(first_name="Åse", last_name="Berg")
    make_application(applicant=person, application_number="S2026556")
    for screen in ("applicant", "application"):
        access.open_doors(app, screen, Doors(read=roles(Role.CASEWORKER)))
    app.extensions["husrom_desk"].screens[screens.Applicant].doors = Doors(read=roles(Role.CASEWORKER))
    assert "Åse Berg" in _search(client_of(Role.CASEWORKER), "berg")
    assert "Åse Berg" not in _search(client_of(Role.ECONOMY), "berg")


def test_nothing_found_says_what_can_be_searched(client: FlaskClient) -> None:
    page = _search(client, "finnesikke")
    assert "Ingen treff på «finnesikke»" in page
    assert "Fant du det ikke?" in page
    assert "Kontraktsnummer" in page
    assert "Dette kan du søke etter" in client.get("/admin/sok/").text


def test_one_letter_is_too_little(client: FlaskClient) -> None:
    assert "Skriv minst to tegn" in _search(client, "å")


def test_what_is_typed_is_shown_as_text(client: FlaskClient) -> None:
    assert "&lt;script&gt;" in _search(client, "<script>alert(1)</script>")


@pytest.mark.parametrize("term", [NUMBER, "178580 01234", f"x{NUMBER}"])
def test_an_identity_number_in_a_lists_own_search_is_not_put_to_use(client: FlaskClient, term: str) -> None:
    answer = client.get("/admin/soknader/", query_string={"search": term, "page": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/soknader/?page=1")
    page = client.get(answer.headers["Location"]).text
    assert "Bruk søkefeltet øverst" in page
    assert term not in page
