"""Candidates of a vacant dwelling in a real browser: whom it suits and why not, and the office's own candidate."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from models import Nomination, User
from models.mapping import ApprovedNeed, Mapping
from models.vacancy_parts import ServiceProfile
from rules.terms import ApplicationState, HousingSituation, Role
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import (
    make_applicant,
    make_application,
    make_dwelling,
    make_nomination,
    make_office,
    make_unit,
    make_vacancy,
)
from tests.web.browsing import desk
from tests.web.test_deciding_in_browser import looked_at

__all__ = ["app", "desk", "make_account", "served"]
NORTH = {"name": "Helse- og velferdskontor Nord"}


@pytest.fixture
def user(served: str, make_account: Any) -> User:
    """A caseworker of an office."""
    return make_account(Role.CASEWORKER, name="Sara Saksbehandler", office=make_office(**NORTH))


def vacant() -> Any:
    home = make_dwelling(
        dwelling_number="B1044",
        address="Nordlia 4",
        rooms=2,
        floor=1,
        services_day=True,
        unit=make_unit(name="Nordlia"),
    )
    profile = ServiceProfile(
        asked_on=date(2026, 11, 20),
        answered_on=date(2026, 11, 21),
        answered_by_name="Eva Enhetsleder",
        day=True,
        evening=True,
    )
    return make_vacancy(
        dwelling=home, with_services=True, profile=profile, overview_on=date(2026, 11, 22), unit=home.unit
    )


def household(number: str, first: str, last: str, office: Any, rooms: int = 2, **values: Any) -> Any:
    need = ApprovedNeed(rooms=rooms, **values.pop("need", {}))
    given = {"state": ApplicationState.WAITING, "decided_on": date(2026, 6, 1), "approved_need": need}
    person = make_applicant(first_name=first, last_name=last)
    return make_application(application_number=number, applicant=person, office=office, **given | values)


def town(user: User) -> Any:
    """Some who wait, most of them of the user's office."""
    south, night = make_office(name="Helse- og velferdskontor Sør"), {"services_night": True}
    told = Mapping(
        need_because="Bor på sofaen hos en venn.", services="Tilsyn morgen og kveld.", mobility="Går uten hjelp.",
        living_skills="Trenger hjelp til å betale regninger.", environment="Rolig, med personale i nærheten.",
        no_wishes=True,
    )  # fmt: skip
    case = household("S2026041", "Åse", "Østby", user.office, mapping=told, factor_levels={"stability": "pressing"})
    household("S2026042", "Per", "Prøve", user.office)
    household("S2026043", "Ida", "Eksempel", user.office, situation=HousingSituation.UNSUITABLE, assessment_stale=True)
    household("S2026044", "Lars", "Test", south)
    household("S2026045", "Mona", "Mal", user.office, rooms=4, need=night, children=2)
    household("S2026046", "Nils", "Nøtt", user.office, need={"step_free": True})
    return case


def test_a_caseworker_finds_a_candidate_and_puts_it_up(desk: Page, served: str, app: Flask, user: User) -> None:
    case, vacancy = town(user), vacant()
    desk.goto(f"{served}/admin/ledige-boliger/vis/?id={vacancy.pk}")
    found = looked_at(desk, "vacancy-for-a-caseworker")
    desk.get_by_role("link", name="Finn kandidat", exact=True).click()
    desk.get_by_role("heading", name="Hvem passer boligen for?").wait_for()
    expect(desk.locator("tbody tr")).to_have_count(3)
    found += looked_at(desk, "candidates-fit")
    desk.get_by_role("link", name="Vis alle kontorer").click()
    expect(desk.locator("tbody tr")).to_have_count(4)
    found += looked_at(desk, "candidates-all-offices")
    desk.get_by_role("link", name="Passer ikke").click()
    expect(desk.locator("tbody tr")).to_have_count(2)
    found += looked_at(desk, "candidates-kept-out")
    desk.get_by_role("navigation", name="Hvorfor boligen ikke passer").get_by_role("link", name="For få rom").click()
    expect(desk.locator("tbody tr")).to_have_count(1)
    desk.get_by_role("link", name="Passer 3").click()

    desk.get_by_role("link", name="Meld inn S2026041").click()
    desk.get_by_role("heading", name="Meld inn kandidat").wait_for()
    expect(desk.get_by_label("Brukerens eget ønske")).to_have_value("Søkeren er spurt og har ingen ønsker.")
    found += looked_at(desk, "candidate-form")
    desk.get_by_label("Boevne").fill("")
    desk.get_by_label("Hvorfor passer boligen").fill("Personalet er på huset dag og kveld.")
    desk.get_by_label("Nye opplysninger").fill("Har sagt opp avtalen med vennen, og må flytte før jul.")
    desk.get_by_role("button", name="Meld inn kandidaten").click()
    expect(desk.locator(".problems")).to_contain_text("Ett felt må rettes")
    found += looked_at(desk, "candidate-form-left")
    desk.get_by_label("Boevne").fill("Trenger hjelp til regninger.")
    desk.get_by_role("button", name="Meld inn kandidaten").click()
    expect(desk.locator("body")).to_contain_text("S2026041 er meldt inn som kandidat.")
    (nomination,) = Nomination.objects(application=case.pk)

    desk.goto(f"{served}/admin/ledige-boliger/kandidater/?id={vacancy.pk}")
    found += looked_at(desk, "candidates-put-up")
    desk.goto(f"{served}/admin/kandidater/vis/?id={nomination.pk}")
    found += looked_at(desk, "candidate")
    desk.get_by_role("link", name="Trekk kandidaten").click()
    found += looked_at(desk, "candidate-withdrawn-form")
    desk.get_by_label("Hvorfor trekkes kandidaten?").fill("Har fått leie hos en slektning.")
    desk.get_by_role("button", name="Trekk kandidaten").click()
    expect(desk.locator("body")).to_contain_text("Kandidaten er trukket.")
    assert found == []


def test_the_candidates_are_read_on_a_telephone(desk: Page, served: str, app: Flask, user: User) -> None:
    case, vacancy = town(user), vacant()
    make_nomination(vacancy=vacancy, application=case, office=user.office.pk)
    desk.set_viewport_size({"width": 390, "height": 844})
    found = []
    for name, query in (("fit", ""), ("kept-out", "&vis=passer-ikke")):
        desk.goto(f"{served}/admin/ledige-boliger/kandidater/?id={vacancy.pk}{query}")
        found += looked_at(desk, f"candidates-telephone-{name}")
        assert desk.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert found == []
