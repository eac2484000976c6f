"""A unit asked for its services and answering on one screen, as consultant and unit leader see it (S004 step 2)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import Message, User
from rules.terms import Role, VacancyState
from services import records
from tests.admin.conftest import PASSWORD
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY
from tests.factories import ACTOR, make_unit, make_vacancy
from tests.telling import fresh, with_services

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
SAID = {"day": "y", "day_what": "Miljøarbeidere", "night_what": "Nattpatrulje", "contact_phone": "77001122"}


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def consultant(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.HOUSING_CONSULTANT, name="Bjørn Boligkonsulent")


@pytest.fixture
def led(app: Flask, make_account: Callable[..., User]) -> tuple[FlaskClient, Any]:
    """A unit leader at the screen, and the unit."""
    leader = make_account(Role.UNIT_LEADER, name="Unni Enhetsleder")
    client = app.test_client()
    client.post("/login", data={"email": leader.email, "password": PASSWORD})
    return client, make_unit(name="Nordlia bofellesskap", leader=leader, phone="77001100")


def page_of(caller: FlaskClient, vacancy: Any, step: str = "vis") -> str:
    answer = caller.get(f"/admin/ledige-boliger/{step}/?id={vacancy.pk}")
    assert answer.status_code == 200
    assert strange(answer.text) == []
    return answer.text


def test_the_consultant_asks_and_the_leader_follows_the_mails_link_to_the_one_screen(
    consultant: FlaskClient, led: tuple[FlaskClient, Any]
) -> None:
    leader, unit = led
    vacancy = with_services(unit)
    assert "Spør enheten om tjenestene" in page_of(consultant, vacancy)
    told = do(consultant, "ledige-boliger", "spor-enheten", vacancy)
    assert "Enhetslederen har fått e-post med lenke" in told
    assert "Spurt 23.11.2026, ikke besvart ennå" in told
    assert "Tjenester om dagen" not in told
    link = next(word for word in Message.objects.get().text.split() if "/til/" in word)
    answer = leader.get(link.removeprefix("http://localhost:8000"), follow_redirects=True)
    assert answer.request.path == "/admin/ledige-boliger/tjenester/"
    assert "Skriv om stedet, aldri om dem som bor der." in visible(answer.text)
    assert "Enheten" not in visible(answer.text).partition("Det gjelder")[2]
    told = do(leader, "ledige-boliger", "tjenester", fresh(vacancy), **SAID)
    assert "Takk. Svaret er lagret" in told
    assert "Om dagen Ja. Miljøarbeidere" in told
    assert "Om natten Nei. Nattpatrulje" in told
    assert "Besvart 23.11.2026 av Unni Enhetsleder" in told
    assert fresh(vacancy).profile.answered_on == TODAY


def test_the_same_question_twice_a_day_is_said_to_be_nothing_new(
    consultant: FlaskClient, led: tuple[FlaskClient, Any]
) -> None:
    vacancy = with_services(led[1])
    do(consultant, "ledige-boliger", "spor-enheten", vacancy)
    assert "Ingenting var endret" in do(consultant, "ledige-boliger", "spor-enheten", fresh(vacancy))
    assert Message.objects.count() == 1


def test_who_cannot_be_asked_is_told_with_what_to_do(consultant: FlaskClient) -> None:
    told = do(consultant, "ledige-boliger", "spor-enheten", with_services(make_unit(name="Sørlia")))
    assert "Sørlia har ingen enhetsleder. Be en administrator sette enhetslederen på enheten" in told
    assert Message.objects.count() == 0


def test_the_units_last_answer_stands_on_the_screen(consultant: FlaskClient, led: tuple[FlaskClient, Any]) -> None:
    leader, unit = led
    with_services(unit, answered=True)
    page = page_of(leader, with_services(unit), "tjenester")
    assert "Miljøarbeidere fra kl. 8 til 15" in page
    assert 'value="77001122"' in page
    assert page.count(" checked") == 3


def test_what_was_typed_stays_where_another_was_first(consultant: FlaskClient, led: tuple[FlaskClient, Any]) -> None:
    leader, unit = led
    vacancy = with_services(unit)
    do(consultant, "ledige-boliger", "tjenester", vacancy, day="y")
    told = do(leader, "ledige-boliger", "tjenester", fresh(vacancy), 1, **SAID)
    assert "Det du skrev, står fortsatt her" in told
    assert "Nattpatrulje" in told
    assert fresh(vacancy).profile.night_what is None


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"activities": "x" * 401}, "Aktiviteter"),
        ({"contact_phone": "7" * 21}, "Telefon"),
        ({"meals_what": "Middag 🍲"}, "Et tegn i teksten kan ikke skrives ut"),
    ],
)
def test_a_text_that_cannot_stand_is_pointed_out_and_nothing_is_stored(
    consultant: FlaskClient, led: tuple[FlaskClient, Any], form: dict[str, str], said: str
) -> None:
    vacancy = with_services(led[1])
    told = do(consultant, "ledige-boliger", "tjenester", vacancy, **form)
    assert "Ett felt må rettes" in told
    assert said in told
    assert fresh(vacancy).profile is None


def test_nothing_ticked_is_an_answer(consultant: FlaskClient, led: tuple[FlaskClient, Any]) -> None:
    vacancy = with_services(led[1])
    assert "Svaret er lagret" in do(consultant, "ledige-boliger", "tjenester", vacancy)
    stored = fresh(vacancy).profile
    assert (stored.answered_on, stored.day, stored.activities) == (TODAY, False, None)


def test_another_units_leader_sees_no_button_and_is_refused(
    client_of: Clients, consultant: FlaskClient, led: tuple[FlaskClient, Any]
) -> None:
    other, vacancy = client_of(Role.UNIT_LEADER, name="Ola Annen"), with_services(led[1])
    assert "Svar om tjenestene" not in page_of(other, vacancy)
    assert "hører til en annen enhet enn din" in do(other, "ledige-boliger", "tjenester", vacancy, **SAID)
    assert other.post("/admin/ledige-boliger/spor-enheten/", data={"id": str(vacancy.pk)}).status_code == 403
    assert fresh(vacancy).profile is None


def test_ordinary_and_finished_vacancies_ask_for_nothing(consultant: FlaskClient, led: tuple[FlaskClient, Any]) -> None:
    for vacancy in (make_vacancy(), with_services(led[1], state=VacancyState.CANCELLED)):
        page = page_of(consultant, vacancy)
        assert "Spør enheten" not in page
        assert "om tjenestene" not in page
    told = do(consultant, "ledige-boliger", "tjenester", make_vacancy(), day="y")
    assert "Den tildeles rett fra ventelisten" in told


def test_an_answer_is_changed_by_the_same_screen(consultant: FlaskClient, led: tuple[FlaskClient, Any]) -> None:
    vacancy = with_services(led[1], answered=True)
    assert "Endre opplysningene om tjenestene" in page_of(consultant, vacancy)
    records.change(vacancy, ACTOR, values={"note": "Nye vinduer"})
    do(consultant, "ledige-boliger", "tjenester", fresh(vacancy), night="y")
    assert fresh(vacancy).profile.night
    assert not fresh(vacancy).profile.day
