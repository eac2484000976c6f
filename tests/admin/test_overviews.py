"""The overview on the screen: looked at, sent, kept, and opened by those who got it (S004 step 3)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, Message, Overview
from rules.terms import Role
from tests.admin.office import app
from tests.admin.plain_text import strange, visible
from tests.casework import NOW
from tests.telling import caseworkers, fresh, leader_and_unit, with_services

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
LIST = "/admin/sendte-oversikter/"
DRAFT = f"{LIST}ny-oversikt/"


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def consultant(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.HOUSING_CONSULTANT, name="Bjørn Boligkonsulent")


def draft(caller: FlaskClient) -> str:
    answer = caller.get(DRAFT)
    assert answer.status_code == 200
    assert strange(answer.text) == []
    return answer.text


def send(caller: FlaskClient, told: str | None = None) -> str:
    seen = re.findall(r'name="told" value="(\w+)"', draft(caller)) if told is None else [told]
    answer = caller.post(f"{LIST}send/", data={"told": seen[0] if seen else ""}, follow_redirects=True)
    assert answer.status_code == 200
    return visible(answer.text)


def test_it_is_shown_as_it_will_be_sent_with_who_gets_it_and_what_is_left_out(consultant: FlaskClient) -> None:
    to, unit = caseworkers(), leader_and_unit()[1]
    vacancy, left = with_services(unit, answered=True), with_services(unit)
    page = draft(consultant)
    told = visible(page)
    assert "1 bolig til 2 mottakere." in told
    assert all(user.name in told for user in to)
    assert f"{vacancy.dwelling_number}, HARSTAD" in told
    assert "Tjenester om dagen Ja. Miljøarbeidere fra kl. 8 til 15" in told
    assert f"{left.vacancy_number} (bolig {left.dwelling_number}): enheten er ikke spurt om tjenestene ennå." in told
    assert "Hemmeligveien" not in page


def test_the_vacancys_page_leads_to_it_while_it_is_the_next_step(consultant: FlaskClient) -> None:
    caseworkers()
    vacancy = with_services(leader_and_unit()[1], answered=True)
    page = f"/admin/ledige-boliger/vis/?id={vacancy.pk}"
    assert f'class="btn btn-primary" href="{DRAFT}">Send oversikten til kontorene' in consultant.get(page).text
    send(consultant)
    told = consultant.get(page).text
    assert "Send oversikten til kontorene" not in told
    assert "Oversikt sendt" in told


def test_sent_it_is_kept_with_its_pdf_and_whom_it_went_to(consultant: FlaskClient) -> None:
    to, vacancy = caseworkers(), with_services(leader_and_unit()[1], answered=True)
    told = send(consultant)
    assert "Oversikten er sendt til 2 mottakere." in told
    overview = Overview.objects.get()
    assert f"Ledigmeldinger {vacancy.vacancy_number}" in told
    assert all(user.name in told for user in to)
    assert str(to[0].pk) not in told
    listed = visible(consultant.get(LIST).text)
    assert f"{overview.overview_number} 23.11.2026 Bjørn Boligkonsulent 1 2" in listed
    pdf = consultant.get(f"{LIST}pdf/?id={overview.pk}")
    assert (pdf.content_type, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    assert f"{overview.overview_number}.pdf" in pdf.headers["Content-Disposition"]
    assert AccessEntry.objects.count() == 0


def test_a_caseworker_follows_the_mail_to_it_but_sends_none(consultant: FlaskClient, client_of: Clients) -> None:
    caseworkers()
    with_services(leader_and_unit()[1], answered=True)
    send(consultant)
    caller = client_of(Role.CASEWORKER)
    link = next(word for word in Message.objects.first().text.split() if "/til/oversikt/" in word)
    page = caller.get(link.removeprefix("http://localhost:8000"), follow_redirects=True)
    assert "Åpne oversikten (PDF)" in page.text
    assert caller.get(f"{LIST}pdf/?id={Overview.objects.get().pk}").status_code == 200
    assert "Lag ny oversikt" not in caller.get(LIST).text
    assert caller.get(DRAFT).status_code == 403
    assert caller.post(f"{LIST}send/").status_code == 403


def test_nothing_new_is_said_and_has_no_button(consultant: FlaskClient) -> None:
    caseworkers()
    with_services(leader_and_unit()[1], answered=True)
    seen = re.findall(r'name="told" value="(\w+)"', draft(consultant))[0]
    send(consultant)
    page = draft(consultant)
    assert "Send oversikten</button>" not in page
    assert "Ingenting er nytt siden OV2026-0001 ble sendt 23.11.2026 av Bjørn Boligkonsulent." in visible(page)
    assert "fra 30.11.2026" in visible(page)
    assert "ingenting er nytt siden Bjørn Boligkonsulent sendte OV2026-0001" in send(consultant, seen)
    assert Overview.objects.count() == 1


@pytest.mark.parametrize("told", ["", "tull", "0" * 64])
def test_what_was_not_looked_at_is_not_sent(consultant: FlaskClient, told: str) -> None:
    caseworkers()
    vacancy = with_services(leader_and_unit()[1], answered=True)
    assert "noe i den er endret siden du åpnet den" in send(consultant, told)
    assert (Overview.objects.count(), fresh(vacancy).overview_on) == (0, None)


def test_with_nothing_to_tell_it_says_so(consultant: FlaskClient) -> None:
    page = draft(consultant)
    assert "Ingen ledige boliger med tjenester er klare" in page
    assert "Send oversikten</button>" not in page
    assert "ingen ledige boliger med tjenester er klare" in send(consultant, "")


def test_without_anybody_to_tell_it_is_not_sent(consultant: FlaskClient) -> None:
    with_services(leader_and_unit()[1], answered=True)
    assert "ingen saksbehandler hører til et kontor som er i bruk" in send(consultant)
    assert Overview.objects.count() == 0


@pytest.mark.parametrize("identity", ["x", "0" * 24])
def test_an_overview_that_is_not_there_is_not_found(consultant: FlaskClient, identity: str) -> None:
    assert consultant.get(f"{LIST}pdf/?id={identity}").status_code == 404
