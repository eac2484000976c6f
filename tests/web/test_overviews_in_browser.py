"""A unit leader answers from the mail on one screen, and a consultant sends the overview, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from models import Message
from rules.terms import Role
from services import vacancies
from services.vacancies import Answer
from tests.admin.conftest import PASSWORD, make_account, served
from tests.admin.office import app
from tests.casework import NOW, TODAY, acting, worker
from tests.factories import make_unit
from tests.telling import ANSWER, caseworkers, fresh, with_services
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def at_nordlia(app: Any, make_account: Callable[..., Any]) -> Any:
    """A vacancy whose unit's leader has been asked."""
    leader = make_account(Role.UNIT_LEADER, name="Unni Enhetsleder")
    vacancy = with_services(make_unit(name="Nordlia bofellesskap", leader=leader, phone="77001100"))
    by = acting(worker(Role.HOUSING_CONSULTANT))
    vacancies.ask_profile(vacancy, by, version=vacancy.version, today=TODAY)
    return vacancy


def test_a_leader_follows_the_mails_link_signs_in_and_answers_on_one_screen(
    at_nordlia: Any, served: str, page: Page
) -> None:
    (mail,) = Message.objects
    path = next(word for word in mail.text.split() if "/til/" in word).partition("8000")[2]
    page.goto(f"{served}{path}")
    page.fill("#email", mail.to)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("heading", name="Tjenester i boligen")).to_be_visible()
    found = faults(page, "profile")
    page.get_by_label("Tjenester om kvelden").check()
    page.get_by_label("Hva finnes om kvelden?").fill("To miljøarbeidere til kl. 22")
    page.get_by_role("button", name="Lagre svaret").click()
    expect(page.get_by_text("Takk. Svaret er lagret")).to_be_visible()
    found += faults(page, "profile-answered")
    stored = fresh(at_nordlia).profile
    assert (stored.day, stored.evening, stored.evening_what) == (True, True, "To miljøarbeidere til kl. 22")
    assert (stored.contact_name, stored.answered_by_name) == ("Unni Enhetsleder", "Unni Enhetsleder")
    assert found == []


def test_a_consultant_looks_at_the_overview_and_sends_it(at_nordlia: Any, served: str, desk: Page) -> None:
    caseworkers()
    by = acting(worker(Role.HOUSING_CONSULTANT))
    first = fresh(at_nordlia)
    with_services(first.unit)
    vacancies.answer_profile(first, ANSWER, by, version=first.version, today=TODAY)
    other = with_services(first.unit)
    vacancies.answer_profile(other, Answer(night=True), by, version=other.version, today=TODAY)
    desk.goto(f"{served}/admin/ledige-boliger/vis/?id={first.pk}")
    found = faults(desk, "vacancy-to-tell-of")
    desk.get_by_role("link", name="Send oversikten til kontorene").click()
    expect(desk.get_by_role("heading", name="Ny oversikt over ledige boliger")).to_be_visible()
    found += faults(desk, "overview-draft")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Send oversikten").click()
    expect(desk.get_by_text("Oversikten er sendt til 3 mottakere.")).to_be_visible()
    found += faults(desk, "overview-sent")
    desk.goto(f"{served}/admin/sendte-oversikter/")
    found += faults(desk, "overviews")
    assert found == []
    assert Message.objects(attachments__exists=True, subject__contains="OV2026").count() == 3
