"""The doors from vacancy to keys: who learns which household it is, and where a protected one will live."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from models import Nomination
from models.vacancy_parts import Discussion
from rules.terms import DiscussionOutcome, Role
from services import records
from tests.admin.office import app
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY
from tests.choosing import FIRST, allocated, long_road, waiting
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
