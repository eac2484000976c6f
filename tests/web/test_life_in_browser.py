"""Life in the home in a real browser: a complaint from the telephone to the measure, and the plan of a household."""

from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from playwright.sync_api import Page, expect

from admin import formats
from models import User
from models.followup import FollowUpItem
from rules.terms import FollowUpKind, HomeRoad, Role
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import make_applicant, make_dwelling, make_lease, make_office
from tests.keepers import make_followup
from tests.web.browsing import desk, faults
from tests.web.test_deciding_in_browser import looked_at

__all__ = ["app", "desk", "make_account", "served"]


@pytest.fixture
def user(served: str, make_account: Any) -> User:
    """A caseworker."""
    return make_account(Role.CASEWORKER, name="Kari Kontor", office=make_office())


def test_a_complaint_and_a_plan_are_understood_at_once(desk: Page, served: str, app: Flask) -> None:
    today = formats.today()
    tenant = make_applicant(first_name="Amina", last_name="Østby", interpreter="Somali")
    lease = make_lease(
        dwelling=make_dwelling(address="Nordlia 4"), tenant=tenant, starts_on=today - timedelta(days=400)
    )
    talk = FollowUpKind.HOME_OWNERSHIP
    items = [
        FollowUpItem(id=ObjectId(), kind=FollowUpKind.VISIT, due_on=today - timedelta(days=3), by_name="Kari"),
        FollowUpItem(id=ObjectId(), kind=talk, due_on=today + timedelta(days=30), by_name="Kari"),
        FollowUpItem(
            id=ObjectId(), kind=talk, due_on=today - timedelta(days=300), by_name="Kari",
            held_on=today - timedelta(days=300), road=HomeRoad.START_LOAN, note="Vil spare til egenkapital.",
            interpreter="Somali",
        ),
    ]  # fmt: skip
    plan = make_followup(lease=lease, items=items, goals="Bli boende, og kjøpe bolig om noen år.", spread=True)
    desk.goto(f"{served}/admin/leieforhold/vis/?id={lease.pk}")
    desk.get_by_role("link", name="Registrer klage").click()
    desk.get_by_label("Bråk").check()
    desk.fill("#happened_on", formats.day(today - timedelta(days=1)))
    desk.select_option("#channel", "telephone")
    desk.fill("#what", "Høy musikk og roping i trappen fra midnatt til klokka fem.")
    desk.fill("#name", "Nabo Naboesen")
    desk.fill("#address", "Samagata 12 A\n9405 HARSTAD")
    desk.get_by_role("button", name="Finn hvem som bodde der").click()
    desk.get_by_role("heading", name="Bodde der da det skjedde").wait_for()
    found = looked_at(desk, "life-register")
    desk.get_by_role("button", name="Registrer klagen").first.click()
    desk.get_by_role("link", name="Kartlegg", exact=True).click()
    desk.fill("#heard", "Hadde bursdag, beklager.")
    desk.fill("#mapped", "To naboer bekrefter bråket. Første gang.")
    desk.get_by_role("button", name="Lagre kartleggingen").click()
    desk.get_by_role("link", name="Bestem tiltak").click()
    desk.select_option("#kind", "talk")
    desk.fill("#due_on", formats.day(today + timedelta(days=7)))
    desk.get_by_role("button", name="Lagre tiltaket").click()
    expect(desk.locator(".course-next")).to_contain_text("Samtale")
    found += looked_at(desk, "life-complaint")
    desk.get_by_role("link", name="Skriftlig advarsel").click()
    found += faults(desk, "life-warn")
    desk.goto(f"{served}/admin/klager-og-hendelser/")
    found += faults(desk, "life-complaints")
    desk.goto(f"{served}/admin/oppfolging/vis/?id={plan.pk}")
    expect(desk.locator(".course-late")).to_contain_text("Besøk")
    found += looked_at(desk, "life-plan")
    assert found == []
