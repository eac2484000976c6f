"""The page that registers an application, and the checklist, in a browser: wide and narrow."""

from datetime import date

from flask import Flask
from playwright.sync_api import Page, expect

from admin import formats
from letters.paper import Sender
from models import Application
from models.intake import Initiator, Paper
from rules.terms import AppliedBy, Consent, PaperState, TargetGroup
from services import applications
from services.actor import Actor
from tests.admin.conftest import client_of, make_account, served
from tests.admin.office import app
from tests.conftest import NOON
from tests.factories import make_application, make_office
from tests.web.browsing import desk, faults, user

__all__ = ["app", "client_of", "desk", "make_account", "served", "user"]  # fixtures, used here

NARROW = {"width": 400, "height": 900}


def test_inputs_are_asked_for_when_the_answers_call_for_them(app: Flask, desk: Page, served: str) -> None:
    desk.goto(f"{served}/admin/soknader/ny/")
    expect(desk.locator("#first_name")).to_be_hidden()
    expect(desk.locator("#lease")).to_be_hidden()
    expect(desk.locator("#initiator_name")).to_be_hidden()
    wrong = faults(desk, "soknad-ny")
    desk.check("#is_new")
    desk.select_option("#kind", "swap")
    desk.select_option("#applied_by", "next_of_kin")
    expect(desk.locator("#applicant")).to_be_hidden()
    for shown in ("#first_name", "#lease", "#initiator_name"):
        expect(desk.locator(shown)).to_be_visible()
    expect(desk.locator("#representative_name")).to_be_hidden()
    desk.check("#authority")
    expect(desk.locator("#representative_name")).to_be_visible()
    wrong += faults(desk, "soknad-ny-for-andre")
    desk.set_viewport_size(NARROW)
    wrong += faults(desk, "soknad-ny-smal")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 400
    assert wrong == []


def test_an_application_is_registered_and_its_papers_asked_for(app: Flask, desk: Page, served: str) -> None:
    make_office(name="Boligkontoret")
    desk.goto(f"{served}/admin/soknader/ny/")
    for field, choice in {
        "kind": "new", "channel": "telephone", "target_group": "refugee", "applied_by": "hospital",
        "situation": "institution",
    }.items():  # fmt: skip
        desk.select_option(f"#{field}", choice)
    desk.check("#is_new")
    for field, text in {"first_name": "Åse", "last_name": "Prøve", "adults": "1", "initiator_name": "Nina"}.items():
        desk.fill(f"#{field}", text)
    desk.get_by_role("button", name="Registrer søknaden").click()
    expect(desk.get_by_text("Søknaden er registrert som sak")).to_be_visible()
    wrong = faults(desk, "soknad-venter-pa-samtykke")
    desk.get_by_role("link", name="Be om papirer").click()
    desk.get_by_label("Avklaring med flyktningtjenesten").check()
    desk.get_by_label("Bosettingsvedtak").check()
    wrong += faults(desk, "papirer")
    desk.set_viewport_size(NARROW)
    wrong += faults(desk, "papirer-smal")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 400
    desk.get_by_role("button", name="Lag brev").click()
    expect(desk.get_by_text("Brevet er laget. Se over det")).to_be_visible()
    desk.set_viewport_size({"width": 1280, "height": 900})
    wrong += faults(desk, "brev-utkast")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Legg til utsending").click()
    expect(desk.get_by_text("står blant dem som skal sendes")).to_be_visible()
    case = Application.objects.get()
    assert {paper.code for paper in case.papers} == {"settlement", "refugee_service"}
    desk.goto(f"{served}/admin/soknader/papirer/?id={case.pk}")
    wrong += faults(desk, "papirer-etterspurt")
    assert wrong == []


def test_a_slow_case_shows_its_draft_its_way_and_who_may_not_handle_it(app: Flask, desk: Page, served: str) -> None:
    office, nurse = make_office(name="Boligkontor nord"), Initiator(name="Nina", organisation="UNN Harstad")
    case = make_application(
        received_on=date(2026, 9, 1), applied_by=AppliedBy.HOSPITAL, initiator=nurse, consent=Consent.GIVEN,
        target_group=TargetGroup.REFUGEE, papers=[
            Paper(code="income", state=PaperState.RECEIVED, received_on=date(2026, 10, 1)),
            Paper(code="settlement", state=PaperState.ASKED, asked_on=date(2026, 10, 2), due_on=date(2026, 10, 16)),
            Paper(code="refugee_service", state=PaperState.WAIVED, waived_because="Avklart på telefon"),
        ],
    )  # fmt: skip
    day = formats.today()
    leader = Actor.system(NOON)
    applications.pass_on(case, office, leader, why="Søker bor der", version=1, today=day)
    applications.draw_slow_notice(case, leader, Sender(municipality="Eksempel kommune"), today=day)
    wrong = []
    for path, name in (
        (f"inhabil/?id={case.pk}", "inhabil"), (f"send-videre/?id={case.pk}", "send-videre"),
        (f"skriv-forelopig-svar/?id={case.pk}", "forelopig-svar"), (f"vis/?id={case.pk}", "sak-med-utkast"),
    ):  # fmt: skip
        desk.goto(f"{served}/admin/soknader/{path}")
        wrong += faults(desk, name)
    expect(desk.get_by_role("link", name="Beskjed om lang saksbehandlingstid (utkast")).to_be_visible()
    expect(desk.get_by_text("Etterspurt, fristen er ute")).to_be_visible()
    desk.set_viewport_size(NARROW)
    wrong += faults(desk, "sak-med-utkast-smal")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 400
    assert wrong == []
