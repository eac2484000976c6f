"""The page of a committee meeting in a real browser: axe-core, the strict policy, and a whole meeting by clicks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from models import Meeting, User
from rules.deadlines import oslo_date
from rules.terms import MeetingState, Role
from services import applications, meetings
from tests.admin.conftest import PASSWORD, make_account, served
from tests.admin.office import app
from tests.admin.plain_text import strange
from tests.casework import acting, draft, proposed
from tests.factories import make_office
from tests.web.browsing import faults

__all__ = ["app", "make_account", "served"]  # fixtures, used here

WORDS = {
    "reasons": "Husstanden fyller vilkårene. Boligen de har i dag er for liten for to voksne og tre barn, og "
    "kontrakten er sagt opp.",
    "weighed": "Barnas behov for å bli boende i skolekretsen, og at husstanden har søkt mange boliger på egen hånd.",
}


@pytest.fixture
def chair(served: str, make_account: Callable[..., User]) -> User:
    office = make_office(name="Bygg og eiendom", agency="Bygg- og eiendomstjenesten")
    return make_account(Role.COMMITTEE_MEMBER, Role.HOUSING_CONSULTANT, name="Mona Møteleder", office=office)


@pytest.fixture
def room(app: Flask, chair: User, page: Page, served: str, make_account: Callable[..., User]) -> Meeting:
    now = datetime.now(UTC)
    nav = make_office(name="NAV Eksempel", agency="NAV")
    members = [make_account(Role.COMMITTEE_MEMBER, name=name, office=nav) for name in ("Nils Navn", "Nora Nav")]
    day = oslo_date(now)
    made = meetings.plan(day, "09:00", "Rådhuset, rom 214", chair, members, acting(chair, now), now=now)
    cases = [
        proposed(now=now - timedelta(days=2), children=3, adults=2, wanted=draft(**WORDS)),
        proposed(now=now, children=0, wanted=draft(**WORDS)),
        proposed(now=now, children=1, wanted=draft(**WORDS)),
    ]
    for case in cases:
        meetings.set_on_agenda(made, case, acting(chair, now), version=case.version)
    proposed(now=now)
    applications.declare_conflict(
        cases[2], members[1], acting(members[1], now), because="Er i slekt.", version=cases[2].version, today=day
    )
    return made


@pytest.fixture
def desk(room: Meeting, page: Page, served: str, chair: User) -> Any:
    complaints: list[str] = []
    page.on("console", lambda one: complaints.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{served}/admin/")
    page.fill("#email", chair.email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    yield page
    assert complaints == []


def test_a_whole_meeting_by_clicks(desk: Page, served: str, room: Meeting) -> None:
    found = []
    desk.goto(f"{served}/admin/moter/ny/")
    found += faults(desk, "meeting-new")
    desk.goto(f"{served}/admin/moter/vis/?id={room.pk}")
    found += faults(desk, "meeting-planned")
    for box in desk.locator("input[name=present]").all():
        box.check()
    desk.get_by_role("button", name="Åpne møtet").click()
    found += faults(desk, "meeting-open")
    assert strange(desk.inner_text("main")) == []
    desk.get_by_role("button", name="Lag brevene på nytt").click()
    for _ in range(2):
        desk.get_by_role("button", name="Avgjør som foreslått").first.click()
    desk.locator("summary", has_text="Utsett").click()
    found += faults(desk, "meeting-postponing")
    desk.get_by_label("Hvorfor utsettes saken?").fill("Lønnslipp mangler.")
    desk.get_by_role("button", name="Utsett saken").click()
    desk.get_by_role("button", name="Avslutt møtet").click()
    found += faults(desk, "meeting-closed")
    expect(desk.get_by_role("link", name="Åpne protokollen (PDF)")).to_be_visible()
    assert Meeting.objects.get().state is MeetingState.CLOSED
    assert found == []
