"""Arrears on the screen: who needs what next, the ladder as a picture, steps looked at before they go out."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import formats
from models import User
from rules.terms import ArrearsState, LetterState, Role
from services import arrears
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.arrears_cases import (
    STEP,
    asked,
    climbed,
    contacted,
    debtor,
    fresh,
    letter_of,
    look,
    noon,
    opened,
    petitioned,
    quick_letters,
)
from tests.factories import make_applicant, make_office

__all__ = ["app", "quick_letters"]  # fixtures, used here
pytestmark = pytest.mark.usefixtures("quick_letters")

Clients = Callable[..., FlaskClient]
Sign = Callable[..., FlaskClient]
DUE = date(2026, 9, 21)
FOURTEEN = DUE + timedelta(days=14)
SCREEN = "restansesaker"


@pytest.fixture
def office(app: Flask) -> Any:
    return make_office()


@pytest.fixture
def sign(client_of: Clients, office: Any) -> Sign:
    """Somebody of the office signs in, once the clock is right."""

    def signed(role: Role = Role.HOUSING_CONSULTANT, **values: Any) -> FlaskClient:
        given = {"name": "Kari Konsulent" if role is Role.HOUSING_CONSULTANT else "Anne Leder", "office": office}
        return client_of(role, **given | values)

    return signed


def page_of(caller: FlaskClient, step: str, record: Any, **query: str) -> str:
    answer = caller.get(f"/admin/{SCREEN}/{step}/", query_string={"id": str(record.pk), **query})
    assert answer.status_code == 200, answer.text
    return answer.text


def buttons(page: str) -> list[str]:
    return re.findall(r"btn-primary[^>]*>\s*([^<]+?)\s*<", page)


def note(caller: FlaskClient, case: Any, **form: str) -> str:
    data = {"id": str(case.pk), "version": str(case.version), **form}
    return visible(caller.post(f"/admin/{SCREEN}/kontakt/", data=data, follow_redirects=True).text)


def carried(page: str) -> dict[str, str]:
    shown = page[page.index("<h1>") :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown)
    return {name: value for name, value in found if name != "csrf_token"}


def test_the_list_says_who_needs_what_and_the_most_pressing_first(sign: Sign, clock: Any, office: Any) -> None:
    clock.move_to(noon(FOURTEEN))
    by = sign()
    old, new = debtor(office=office), debtor(FOURTEEN - timedelta(days=1), office=office)
    cases = [look(new, FOURTEEN), look(old, FOURTEEN)]
    text = visible(by.get(f"/admin/{SCREEN}/").text)
    assert text.index(cases[1].case_number) < text.index(cases[0].case_number)
    for words in ("Ta kontakt med husstanden", "Haster", "21.09.2026", "8 000", "14"):
        assert words in text


def test_the_page_shows_the_ladder_and_one_main_button(sign: Sign, clock: Any, office: Any) -> None:
    clock.move_to(noon(FOURTEEN))
    by = sign()
    case = look(debtor(office=office), FOURTEEN)
    page = page_of(by, "vis", case)
    assert strange(page) == []
    assert buttons(page) == ["Noter kontakt med husstanden"]
    text = visible(page)
    for words in ("Neste steg: Ta kontakt med husstanden", "Stigen", "Tidligst etter", "Krever godkjenning"):
        assert words in text


def test_a_step_that_is_not_done_bears_no_day_that_is_past(sign: Sign, clock: Any, office: Any) -> None:
    today = FOURTEEN + timedelta(days=14)
    clock.move_to(noon(today))
    case = look(debtor(office=office), today)
    page = page_of(sign(), "vis", case)
    days = re.findall(r'ladder-day">([^<]*)<', page)
    assert days[:3] == ["Nå", "Ikke gjort", "Ikke sendt"]
    assert [day for day in days if re.match(r"\d", day) and formats.read_day(day) <= today] == []
    assert "Noter om barn og NAV" in page


def test_a_contact_is_noted_and_the_next_step_is_shown(sign: Sign, clock: Any, office: Any) -> None:
    clock.move_to(noon(FOURTEEN))
    by = sign()
    case = look(debtor(office=office), FOURTEEN)
    form = {
        "step": "contact_household",
        "on": "05.10.2026",
        "channel": "telephone",
        "reached": "ja",
        "said": "Betaler.",
    }
    assert strange(page_of(by, "kontakt", case, steg="contact_household")) == []
    text = note(by, case, **form)
    assert "Kontakten er notert." in text
    assert "Noter kontakt med NAV" in text
    assert "Betaler." in text
    for wrong, words in (("said", "Skriv hva som ble sagt"), ("reached", "Svar ja eller nei"), ("on", "Skriv dagen")):
        assert words in note(by, fresh(case), **form | {wrong: ""})
    note(by, case, **form)  # the page as it was before somebody else's change
    assert len(fresh(case).steps) == 1


def test_a_reminder_is_looked_at_and_sent(sign: Sign, clock: Any, office: Any) -> None:
    clock.move_to(noon(FOURTEEN))
    by = sign()
    case = contacted(look(debtor(office=office), FOURTEEN), FOURTEEN)
    assert buttons(page_of(by, "vis", case)) == ["Send purring"]
    form = page_of(by, "steg", case, steg="reminder")
    assert strange(form) == []
    assert "Ta med gebyr på 35" in visible(form)
    data = {"id": str(case.pk), "version": str(case.version), "steg": "reminder", "fee": "y"}
    preview = by.post(f"/admin/{SCREEN}/steg/", data=data)
    assert preview.status_code == 200
    again = carried(preview.text)
    assert by.get(f"/admin/{SCREEN}/steg/brevet/", query_string={"id": str(case.pk), "brev": again["brev"]}).status_code
    done = by.post(f"/admin/{SCREEN}/steg/", data=again, follow_redirects=True)
    assert "Brevet er klart til utsending" in visible(done.text)
    case = fresh(case)
    assert (case.steps[-1].step, case.steps[-1].fee_ore) == (STEP.REMINDER, 3500)
    assert letter_of(case, STEP.REMINDER).state is LetterState.RELEASED
    undone = do(by, SCREEN, "angre", case, steg=str(case.steps[-1].id), reason="Feil")
    assert "Steget er angret." in undone
    assert fresh(case).steps[-1].step is STEP.CONTACT_NAV


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("collection_warning", "«Ta kontakt med husstanden» må gjøres"),
        ("petition", "«Ta kontakt med husstanden» må gjøres"),
    ],
)
def test_what_is_skipped_is_refused_in_words(sign: Sign, clock: Any, office: Any, step: str, words: str) -> None:
    clock.move_to(noon(FOURTEEN))
    by = sign()
    case = look(debtor(office=office), FOURTEEN)
    answer = by.get(f"/admin/{SCREEN}/steg/", query_string={"id": str(case.pk), "steg": step}, follow_redirects=True)
    assert words in visible(answer.text)


@pytest.mark.parametrize("step", ["", "check_data", "contact_nav", "nonsense"])
def test_a_step_that_is_no_letter_is_not_there(sign: Sign, clock: Any, office: Any, step: str) -> None:
    clock.move_to(noon(FOURTEEN))
    by = sign()
    case = look(debtor(office=office), FOURTEEN)
    assert by.get(f"/admin/{SCREEN}/steg/", query_string={"id": str(case.pk), "steg": step}).status_code == 404


def test_approval_is_asked_for_by_one_and_given_by_another(sign: Sign, clock: Any, office: Any) -> None:
    case, day = climbed(opened(office=office), STEP.PAYMENT_DEMAND)
    clock.move_to(noon(day))
    by = sign()
    head = sign(Role.UNIT_LEADER)
    case = look(arrears.lease_of(case), day)
    assert buttons(page_of(by, "vis", case)) == ["Avklar om det bor barn der"]
    do(by, SCREEN, "husstanden", case, children="ja")
    case = fresh(case)
    page = page_of(by, "be-om-godkjenning", case, steg="eviction_notice")
    assert strange(page) == []
    given = {"steg": "eviction_notice", "reasons": "Alt er prøvd."}
    assert "Skriv hva som er best for barna" in do(by, SCREEN, "be-om-godkjenning", case, **given)
    assert "Enhetslederen har fått en oppgave" in do(
        by, SCREEN, "be-om-godkjenning", case, **given, best_interest="Skolen er nær."
    )
    case = fresh(case)
    assert by.get(f"/admin/{SCREEN}/godkjenn/", query_string={"id": str(case.pk)}).status_code == 403
    assert buttons(page_of(head, "vis", case)) == ["Godkjenn «Varsel etter tvangsfullbyrdelsesloven § 4-18»"]
    page = page_of(head, "godkjenn", case)
    assert strange(page) == []
    assert "Alt er prøvd." in visible(page)
    assert "Steget er godkjent." in do(head, SCREEN, "godkjenn", case, reasons="Enig.")
    assert buttons(page_of(by, "vis", fresh(case))) == ["Send varsel etter tvangsfullbyrdelsesloven § 4-18"]


def test_a_leader_says_no(sign: Sign, clock: Any, office: Any) -> None:
    case, day = climbed(opened(office=office), STEP.PAYMENT_DEMAND)
    clock.move_to(noon(day))
    head = sign(Role.UNIT_LEADER)
    case = asked(case, STEP.EVICTION_NOTICE, day)
    assert "Svaret er notert." in do(head, SCREEN, "si-nei", case, reason="Snakk med NAV først.")
    assert fresh(case).asked == []


def test_after_the_petition_a_day_is_set_and_it_is_taken_back(sign: Sign, clock: Any, office: Any) -> None:
    case, day = petitioned(opened(office=office))
    clock.move_to(noon(day))
    by = sign()
    assert buttons(page_of(by, "vis", case)) == ["Noter dagen for fravikelse"]
    later = day + timedelta(days=21)
    assert "Dagen er notert." in do(by, SCREEN, "berammet", case, on=f"{later:%d.%m.%Y}")
    case = fresh(case)
    assert case.state is ArrearsState.DATE_SET
    assert "Datoen er fram i tid." in do(by, SCREEN, "fraveket", case, on=f"{later:%d.%m.%Y}")
    assert "notert som trukket" in do(by, SCREEN, "trekk-begjaeringen", case, reason="Avtale.")
    assert fresh(case).state is ArrearsState.OPEN


def test_another_office_sees_the_figures_but_not_what_was_said(sign: Sign, clock: Any, office: Any) -> None:
    clock.move_to(noon(FOURTEEN))
    case = contacted(look(debtor(office=office), FOURTEEN), FOURTEEN)
    stranger = sign(office=make_office())
    text = visible(page_of(stranger, "vis", case))
    assert "Betaler fredag." not in text
    assert case.case_number in text
    assert stranger.get(f"/admin/{SCREEN}/husstanden/", query_string={"id": str(case.pk)}).status_code == 403
    assert "Betaler fredag." in visible(page_of(sign(Role.ECONOMY), "vis", case))


@pytest.mark.parametrize("role", [Role.READER, Role.PROPERTY, Role.COMMITTEE_MEMBER, Role.DECIDER])
def test_arrears_are_closed_to_other_roles(client_of: Clients, app: Flask, role: Role) -> None:
    assert client_of(role).get(f"/admin/{SCREEN}/").status_code == 403


def test_the_leases_page_leads_to_its_case(sign: Sign, clock: Any, office: Any) -> None:
    clock.move_to(noon(FOURTEEN))
    by = sign()
    lease = debtor(office=office, tenant=make_applicant())
    case = look(lease, FOURTEEN)
    answer = by.get("/admin/leieforhold/vis/", query_string={"id": str(lease.pk)})
    assert case.case_number in visible(answer.text)


def test_a_case_is_taken_by_whoever_follows_it_up(sign: Sign, clock: Any, office: Any) -> None:
    clock.move_to(noon(FOURTEEN))
    by = sign()
    case = look(debtor(office=office), FOURTEEN)
    assert "Saken er din." in do(by, SCREEN, "ta-saken", case)
    assert fresh(case).caseworker == User.objects(name="Kari Konsulent").first()
