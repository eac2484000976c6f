"""The doors from vacancy to keys: who learns which household it is, and where a protected one will live."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from letters import lease_contract
from models import Nomination, Vacancy
from models.mapping import ApprovedNeed
from models.vacancy_parts import Discussion
from rules.terms import (
    AppointmentKind,
    AppointmentPlace,
    DiscussionOutcome,
    OfferChannel,
    RefusalReason,
    Role,
    VacancyState,
)
from services import offers, records
from services.offers import Agreed
from tests import letting_leases
from tests.admin.office import app
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, SENDER, TODAY, acting, worker
from tests.choosing import FIRST, allocated, long_road, short_road, waiting
from tests.factories import ACTOR, make_applicant, make_dwelling, make_office
from tests.letting_offers import offered

__all__ = ["app"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("app")
Clients = Callable[..., FlaskClient]
STRANGERS = (
    Role.UNIT_LEADER, Role.CASEWORKER, Role.PROPERTY, Role.ADMINISTRATOR, Role.AUDITOR, Role.COMMITTEE_MEMBER,
    Role.DECIDER,
)  # fmt: skip


@pytest.fixture(autouse=True)
def monday(clock: Any) -> None:
    clock.move_to(NOW)


def allocated_home(**person: Any) -> tuple[Any, Any]:
    """The case of Siv Skjult, and the dwelling with services that she has got."""
    siv = make_applicant(first_name="Siv", last_name="Skjult", **person)
    case = waiting(FIRST, applicant=siv, office=make_office())
    return case, allocated(long_road([case], dwelling=make_dwelling(dwelling_number="B7654321")), case)


def look(caller: FlaskClient, path: str) -> str:
    return visible(caller.get(f"/admin/{path}").text)


@pytest.mark.parametrize("role", STRANGERS)
def test_the_page_of_a_vacancy_tells_strangers_the_households_by_number_alone(client_of: Clients, role: Role) -> None:
    case, vacancy = allocated_home()
    offered(vacancy=vacancy)
    page = client_of(role, office=make_office()).get(f"/admin/ledige-boliger/vis/?id={vacancy.pk}").text
    assert f"Tildelt: {case.number}" in visible(page)
    assert "Siv" not in page
    assert strange(page) == []


def test_candidates_are_named_to_those_who_work_the_case_alone(client_of: Clients) -> None:
    case, vacancy = allocated_home()
    held = Nomination.objects.get()
    pages = [
        "kandidater/", f"kandidater/?flt_vacancy={vacancy.pk}", f"kandidater/vis/?id={held.pk}",
        f"kandidater/endringer/?id={held.pk}",
    ]  # fmt: skip
    colleague, stranger = (client_of(Role.CASEWORKER, office=one) for one in (case.office, make_office()))
    assert ["Siv Skjult" in look(colleague, page) for page in pages[:3]] == [True] * 3
    told = {page: look(stranger, page) for page in pages}
    assert [page for page, text in told.items() if "Siv" in text] == []
    assert [page for page, text in told.items() if case.number not in text] == []


@pytest.mark.parametrize("role", STRANGERS)
def test_no_page_tells_strangers_where_a_protected_household_will_live(client_of: Clients, role: Role) -> None:
    case, vacancy = allocated_home(protected_address=True)
    held, offer = Nomination.objects.get(), offered(vacancy=vacancy)
    caller = client_of(role, office=make_office())
    by_home = [
        f"ledige-boliger/vis/?id={vacancy.pk}", f"ledige-boliger/endringer/?id={vacancy.pk}",
        f"kandidater/?flt_vacancy={vacancy.pk}", f"kandidater/?search={vacancy.number}",
        f"tilbud/?flt_vacancy={vacancy.pk}",
    ]  # fmt: skip
    told = {page: look(caller, page) for page in by_home}
    assert [page for page, text in told.items() if case.number in text or offer.number in text] == []
    by_person = [
        "kandidater/", f"kandidater/vis/?id={held.pk}", f"kandidater/endringer/?id={held.pk}",
        f"soknader/vis/?id={case.pk}", f"tilbud/vis/?id={offer.pk}",
    ]  # fmt: skip
    told = {page: look(caller, page) for page in by_person}
    assert [page for page, text in told.items() if vacancy.number in text or "B7654321" in text] == []


def test_an_auditor_works_a_protected_households_choice_out_anew_only_where_they_may_see_it(client_of: Clients) -> None:
    case, vacancy = allocated_home(protected_address=True)
    page = f"/admin/ledige-boliger/regn-ut/?id={vacancy.pk}"
    told = client_of(Role.AUDITOR).get(page, follow_redirects=True).text
    assert "Siden vises ikke. En av husstandene har beskyttet adresse" in told
    assert case.number not in told
    assert case.number in client_of(Role.AUDITOR, sees_protected=True).get(page).text


def test_those_who_choose_or_see_protected_addresses_are_told(client_of: Clients) -> None:
    case, vacancy = allocated_home(protected_address=True)
    held = Nomination.objects.get()
    chooser = client_of(Role.HOUSING_CONSULTANT)
    seer = client_of(Role.CASEWORKER, office=make_office(), sees_protected=True)
    for caller in (chooser, seer):
        assert f"Tildelt: {case.number}" in look(caller, f"ledige-boliger/vis/?id={vacancy.pk}")
        assert vacancy.number in look(caller, f"kandidater/vis/?id={held.pk}")


def test_who_came_to_a_discussion_is_told_to_those_who_work_the_case(client_of: Clients) -> None:
    _, vacancy = allocated_home()
    met = Discussion(
        held_on=TODAY, participants=["Per Hansen, spesialisthelsetjenesten"], questions="Støy?", conclusion="Prøver.",
        outcome=DiscussionOutcome.AGREED, by="1", by_name="Kari",
    )  # fmt: skip
    records.change(vacancy, ACTOR, values={"discussions": [met]})
    page = f"ledige-boliger/vis/?id={vacancy.pk}"
    assert "Per Hansen" in look(client_of(Role.HOUSING_CONSULTANT), page)
    assert "Per Hansen" not in look(client_of(Role.PROPERTY), page)


def test_a_candidate_of_another_office_with_a_protected_address_is_not_marked(client_of: Clients) -> None:
    siv = make_applicant(protected_address=True)
    case = waiting(FIRST, applicant=siv, office=make_office())
    page = f"ledige-boliger/kandidater/?id={long_road([case]).pk}&kontor=alle"
    assert "Meldt inn" in look(client_of(Role.CASEWORKER, office=case.office), page)
    assert "Meldt inn" not in look(client_of(Role.CASEWORKER, office=make_office()), page)


def test_why_a_dwelling_does_not_suit_is_for_those_who_have_households_or_choose(client_of: Clients) -> None:
    case = waiting(FIRST, approved_need=ApprovedNeed(rooms=5), office=make_office())
    page = f"ledige-boliger/kandidater/?id={short_road().pk}&vis=passer-ikke"
    for caller in (client_of(Role.CASEWORKER), client_of(Role.COMMITTEE_MEMBER)):
        assert case.number in look(caller, page)
    told = look(client_of(Role.UNIT_LEADER), page)
    assert case.number not in told
    assert "Passer ikke" not in told


def test_a_meeting_agreed_on_before_the_address_was_protected_does_not_tell_the_dwelling(client_of: Clients) -> None:
    case, vacancy = allocated_home()
    offer, consultant = offered(vacancy=vacancy), worker(Role.HOUSING_CONSULTANT)
    when = Agreed(
        starts_at=NOW + timedelta(days=2), minutes=30, place=AppointmentPlace.DWELLING, staff=[consultant.pk],
        told=OfferChannel.TELEPHONE,
    )  # fmt: skip
    offers.book(
        offer, acting(consultant), AppointmentKind.VIEWING, when, base_url="http://husrom.test", sender=SENDER,
        version=offer.version, now=NOW,
    )  # fmt: skip
    pages = [f"tilbud/vis/?id={offer.pk}", f"tilbud/endringer/?id={offer.pk}"]
    blind, seer = client_of(Role.HOUSING_CONSULTANT), client_of(Role.HOUSING_CONSULTANT, sees_protected=True)
    assert ["B7654321" in look(blind, page) for page in pages] == [True, True]
    records.change(case.applicant, ACTOR, values={"protected_address": True})
    assert ["B7654321" in look(blind, page) for page in pages] == [False, False]
    assert "Bolig B7654321" in look(seer, pages[0])


def test_why_a_household_said_no_is_for_those_who_work_the_case(client_of: Clients) -> None:
    offer = offered(waiting(FIRST, office=make_office()))
    offers.decline(
        offer, acting(worker(Role.HOUSING_CONSULTANT)), reason=RefusalReason.HEALTH, version=offer.version, now=NOW
    )  # fmt: skip
    filtered = f"tilbud/?flt_reason={RefusalReason.HEALTH.value}"
    pages = [f"tilbud/vis/?id={offer.pk}", f"tilbud/endringer/?id={offer.pk}"]
    stranger, colleague = client_of(Role.PROPERTY), client_of(Role.HOUSING_CONSULTANT)
    for page in pages:
        assert "Hvorfor nei Helsen" in look(colleague, page).replace("Ikke oppgitt – ", "")
        assert "Helsen" not in look(stranger, page)
    assert offer.number in look(colleague, filtered)
    assert offer.number not in look(stranger, filtered)


# --- Contracts -------------------------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease_contract, "draw", letting_leases.quick_contract)


@pytest.mark.usefixtures("quick")
def test_nobody_writes_the_contract_of_a_protected_tenant_who_may_not_know_where(client_of: Clients) -> None:
    home = make_dwelling(dwelling_number="B7654321")
    case = waiting(FIRST, applicant=make_applicant(protected_address=True))
    offer = letting_leases.accepted(case, dwelling=home)
    path = f"/admin/tilbud/kontrakt/?id={offer.pk}"
    blind, seer = client_of(Role.HOUSING_CONSULTANT), client_of(Role.HOUSING_CONSULTANT, sees_protected=True)
    assert "B7654321" in seer.get(path).text
    for answer in (blind.get(path, follow_redirects=True), blind.post(path, follow_redirects=True)):
        assert "B7654321" not in answer.text
        assert "har beskyttet adresse, og kontrakten viser hvor hen bor" in answer.text


# --- Forms -----------------------------------------------------------------------------------------------------------


def test_a_form_that_does_not_say_which_version_was_seen_changes_nothing(client_of: Clients) -> None:
    vacancy = short_road()
    data = {"id": str(vacancy.pk), "reason": "Leietakeren blir boende."}
    answer = client_of(Role.PROPERTY).post("/admin/ledige-boliger/avlys/", data=data, follow_redirects=True)
    assert "Noen har endret ledigmeldingen" in visible(answer.text)
    assert Vacancy.objects.get().state is VacancyState.OPEN
