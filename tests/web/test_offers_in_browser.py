"""An offer in a real browser: given with its letter, answered, met about, refused and judged; readable and strict."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from models import Offer, User
from rules.terms import OfferState, Role
from services import offers, records
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.casework import NOW, acting
from tests.factories import make_applicant, make_office
from tests.letting_offers import allocated, fresh, offered, refused, waiting
from tests.web.browsing import desk, faults
from tests.web.test_deciding_in_browser import looked_at

__all__ = ["app", "desk", "faults", "make_account", "served"]

SAID = "Ringte og fortalte om boligen. Vil se den før hun svarer."


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def user(served: str, make_account: Callable[..., Any]) -> User:
    roles = (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)
    return make_account(*roles, name="Kari Konsulent", office=make_office(name="Boligkontoret"))


def test_an_offer_is_given_with_its_letter_met_about_and_accepted(
    desk: Page, served: str, app: Flask, user: User
) -> None:
    person = make_applicant(first_name="Åse", last_name="Ærlig", phone="90000000")
    case = waiting(applicant=person, office=user.office)
    other, vacancy = offered(case), allocated(case)
    desk.goto(f"{served}/admin/ledige-boliger/vis/?id={vacancy.pk}")
    found = looked_at(desk, "offer-vacancy")
    desk.get_by_role("link", name="Gi tilbud").first.click()
    desk.get_by_role("heading", name="Gi tilbud").wait_for()
    desk.select_option("#channel", label="Telefon og brev")
    desk.fill("#said", SAID)
    found += looked_at(desk, "offer-give")
    desk.get_by_role("button", name="Gi tilbudet").click()
    desk.get_by_text("Se over brevet.").wait_for()
    found += looked_at(desk, "offer-preview")
    desk.get_by_role("button", name="Gi tilbudet").click()
    desk.get_by_text("Tilbudet er gitt.").wait_for()
    desk.get_by_role("link", name="Avtal tid").click()
    desk.fill("#day", "25.11.2026")
    desk.fill("#clock", "13.00")
    desk.select_option("#place", label="Ved boligen")
    desk.select_option("#told", label="Telefon")
    desk.get_by_label("Kari Konsulent").check()
    found += looked_at(desk, "offer-book")
    desk.get_by_role("button", name="Avtal tid").click()
    desk.get_by_text("Tiden er avtalt").wait_for()
    found += looked_at(desk, "offer-open")
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    desk.get_by_role("button", name="Takker ja").click()
    desk.get_by_text("Ja-svaret er notert.").wait_for()
    found += looked_at(desk, "offer-accepted")
    assert f"({other.number}), faller bort" in asked[0]
    assert Offer.objects(pk=other.pk).get().state is OfferState.CLOSED
    assert found == []


def test_a_refusal_is_heard_and_judged(desk: Page, served: str, app: Flask, user: User) -> None:
    offer = refused(waiting(office=user.office))
    desk.goto(f"{served}/admin/tilbud/vis/?id={offer.pk}")
    found = looked_at(desk, "offer-refused")
    desk.get_by_role("link", name="Vurder avslaget").click()
    desk.fill("#heard_on", "23.11.2026")
    desk.fill("#heard", "Sa at boligen ligger for langt fra skolen til barna.")
    desk.select_option("#answer", label="Nei")
    desk.fill("#reasons", "Det går buss til skolen hvert kvarter, og boligen passer ellers.")
    found += looked_at(desk, "offer-judge")
    desk.get_by_role("button", name="Se over brevet").click()
    desk.get_by_text("Se over brevet.").wait_for()
    desk.get_by_role("button", name="Lagre vurderingen og send brevet").click()
    desk.get_by_text("Vurderingen er lagret").wait_for()
    found += looked_at(desk, "offer-judged")
    assert fresh(offer).judgement.justified is False
    assert found == []
    assert offers.may_judge_anew(acting(user))
    assert records.reference(offer, "office") == records.reference(user, "office")
