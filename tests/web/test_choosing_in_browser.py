"""The way from candidates to an allocation in a real browser: readable, strict, Norwegian, also on a telephone."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from models import User, Vacancy
from models.mapping import ApprovedNeed
from rules.terms import Role, VacancyState
from services import records
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.choosing import FIRST, SECOND, THIRD, gone_through, long_road, recommended, short_road, waiting
from tests.factories import make_office
from tests.web.browsing import desk, faults
from tests.web.test_deciding_in_browser import looked_at

__all__ = ["app", "desk", "make_account", "served"]


@pytest.fixture
def user(served: str, make_account: Callable[..., Any]) -> User:
    """A housing consultant."""
    return make_account(Role.HOUSING_CONSULTANT, name="Kari Konsulent", office=make_office())


def fresh(vacancy: Any) -> Any:
    return records.get(Vacancy, vacancy.pk)


def test_one_further_down_is_chosen_from_the_waiting_list_with_reasons(desk: Page, served: str, app: Flask) -> None:
    desk.on("dialog", lambda dialog: dialog.accept())
    for situation in (FIRST, FIRST, SECOND, SECOND, THIRD):
        waiting(situation)
    chosen, vacancy = waiting(THIRD, approved_need=ApprovedNeed(rooms=2)), short_road()
    desk.goto(f"{served}/admin/ledige-boliger/vis/?id={vacancy.pk}")
    found = looked_at(desk, "choosing-vacancy")
    desk.get_by_role("link", name="Lag innstilling").click()
    desk.get_by_role("heading", name="Kandidatene").wait_for()
    found += looked_at(desk, "choosing-list")
    desk.get_by_role("radio", name=f"Velg {chosen.number}").check()
    desk.get_by_text("Du går forbi 4 husstander").wait_for()
    desk.fill("#reasons", "Boligen ligger ved skolen der barnebarnet går, og bestemor er den som henter.")
    desk.fill("#shared", "De som står foran, har sagt at de ikke ønsker denne bydelen.")
    found += looked_at(desk, "choosing-reasons")
    desk.get_by_role("button", name="Lag innstillingen").click()
    desk.get_by_text("En annen boligkonsulent går gjennom den.").wait_for()
    found += looked_at(desk, "choosing-recommended")
    gone_through(vacancy)
    desk.reload()
    desk.get_by_role("button", name="Registrer tildelingen").click()
    desk.get_by_text("Tildelingen er registrert.").wait_for()
    found += looked_at(desk, "choosing-allocated")
    desk.get_by_role("link", name="Regn ut på nytt").click()
    desk.get_by_text("Utregningen gir det samme").wait_for()
    found += looked_at(desk, "choosing-replay")
    assert found == []
    assert fresh(vacancy).state is VacancyState.ALLOCATED


def test_candidates_of_the_offices_are_held_against_each_other(desk: Page, served: str, app: Flask) -> None:
    need = ApprovedNeed(rooms=2, services_day=True, services_night=True)
    cases = [waiting(FIRST, approved_need=need), waiting(FIRST, approved_need=need), waiting(SECOND)]
    vacancy = long_road(cases, summed=False)
    desk.goto(f"{served}/admin/ledige-boliger/innstilling/?id={vacancy.pk}")
    found = looked_at(desk, "choosing-side-by-side")
    for case in cases:
        desk.get_by_role("link", name=f"Oppsummer kandidaten {case.number}").click()
        desk.fill(
            "#text", "Bor på institusjon og er utskrivningsklar. Trenger ro om natten og kort vei til personalet."
        )
        if case is cases[0]:
            found += looked_at(desk, "choosing-sum-up")
        desk.get_by_role("button", name="Lagre oppsummeringen").click()
        desk.get_by_text("Oppsummeringen er lagret.").wait_for()
    for case in cases[:2]:
        desk.wait_for_load_state()  # a tick before the page's script is there chooses nothing
        desk.get_by_role("checkbox", name=f"Innstill {case.number}").check()
        desk.wait_for_url("**#innstillingen")
    desk.fill("#reasons", "De to står likt. Enheten kjenner huset.")
    found += looked_at(desk, "choosing-two-equals")
    desk.get_by_role("button", name="Lag innstillingen").click()
    desk.get_by_text("En annen boligkonsulent går gjennom den.").wait_for()
    found += faults(desk, "choosing-recommended-two")
    assert found == []
    assert len(fresh(vacancy).recommendation.chosen) == 2


def test_the_second_consultant_goes_through_it(desk: Page, served: str, app: Flask) -> None:
    above, chosen = waiting(FIRST), waiting(SECOND)
    waiting(THIRD)
    vacancy = recommended(short_road(), chosen, over=[([above], "Ønsker seg til en annen bydel.")])
    desk.goto(f"{served}/admin/ledige-boliger/gjennomgang/?id={vacancy.pk}")
    found = looked_at(desk, "choosing-go-through")
    desk.get_by_label("Enig. Innstillingen går videre").check()
    desk.get_by_role("button", name="Lagre", exact=True).click()
    desk.get_by_text("Boligen er klar til tildeling.").wait_for()
    assert found == []
