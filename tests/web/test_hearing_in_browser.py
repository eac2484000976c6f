"""The unit's answer, the discussion and the committee's choice in a real browser: readable, strict, on a telephone."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from models import Nomination, User
from models.mapping import ApprovedNeed
from models.vacancy_parts import ServiceProfile
from rules.terms import Role, UnitAnswer, VacancyState
from services import allocations, meetings, records
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.casework import acting
from tests.choosing import SECOND, THIRD, by_committee, fresh, gone_through, long_road, recommended, waiting
from tests.conftest import NOON
from tests.factories import ACTOR, make_office, make_user
from tests.web.browsing import desk, faults
from tests.web.test_deciding_in_browser import looked_at

__all__ = ["app", "desk", "faults", "make_account", "served"]

DAY = NOON.date()
SUMMARY = (
    "Har bodd på midlertidig plass siden mars etter et langt sykehusopphold. Trenger ro om natten og noen å ringe på. "
    "Boligen ligger nær dagsenteret han bruker fire dager i uken."
)


@pytest.fixture(autouse=True)
def sunday(clock: Any) -> Any:
    return clock


@pytest.fixture
def user(served: str, make_account: Callable[..., Any]) -> User:
    """One who leads a unit, is a consultant and sits in the committee, so that all pages are seen at one desk."""
    roles = (Role.UNIT_LEADER, Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD, Role.COMMITTEE_MEMBER)
    return make_account(*roles, name="Lise Leder", office=make_office(agency="NAV"))


def heard(user: User, *, equal: bool = False) -> Any:
    """A dwelling with services whose unit is to answer."""
    need = ApprovedNeed(rooms=2, services_night=True, services_day=True)
    first, second = waiting(approved_need=need), waiting(approved_need=need) if equal else waiting(SECOND)
    profile = ServiceProfile(answered_on=DAY, answered_by_name="Lise Leder", day=True, evening=True, night=True)
    vacancy = long_road([first, second], leader=user)
    records.change(vacancy, ACTOR, values={"profile": profile})
    for one in Nomination.objects:
        records.change(one, ACTOR, values={"summary": SUMMARY, "summarised_by_name": "Kari Konsulent"})
    chosen = [first, second] if equal else [first]
    return gone_through(recommended(vacancy, *chosen, today=DAY), today=DAY)


def test_the_leader_answers_on_one_screen_and_the_meeting_is_written_down(
    desk: Page, served: str, app: Flask, user: User
) -> None:
    vacancy = heard(user, equal=True)
    desk.goto(f"{served}/admin/ledige-boliger/vis/?id={vacancy.pk}")
    found = looked_at(desk, "hearing-vacancy")
    desk.get_by_role("link", name="Svar på innstillingen").first.click()
    desk.get_by_role("heading", name="To står likt").wait_for()
    found += looked_at(desk, "hearing-answer")
    desk.get_by_role("radio", name="Usikker").check()
    desk.fill("#reasons", "Vi har bare én på jobb om natten, og to i huset trenger mye hjelp da.")
    desk.fill("#mix", "Rolig hus. Det er plass til en som trenger ro, men ikke til flere som er oppe om natten.")
    desk.get_by_role("button", name="Send svaret").click()
    desk.get_by_text("innkaller til drøftingsmøte").wait_for()
    found += looked_at(desk, "hearing-doubted")
    desk.get_by_role("link", name="Skriv ned drøftingsmøtet").click()
    desk.get_by_role("heading", name="Kandidatene").wait_for()
    found += looked_at(desk, "hearing-discuss")
    assert found == []


def test_the_head_settles_and_the_committee_chooses(desk: Page, served: str, app: Flask, user: User) -> None:
    desk.on("dialog", lambda dialog: dialog.accept())
    vacancy = heard(user)
    allocations.answer(
        vacancy, acting(user, NOON), answer=UnitAnswer.NO, reasons="Vi har ikke nattevakt.",
        version=vacancy.version, today=DAY,
    )  # fmt: skip
    records.change(fresh(vacancy), ACTOR, values={"hearing": _by_another(vacancy)})
    desk.goto(f"{served}/admin/ledige-boliger/avgjor-uenighet/?id={vacancy.pk}")
    desk.get_by_role("heading", name="Kandidatene").wait_for()
    found = looked_at(desk, "hearing-settle")
    case, _, _ = waiting(), waiting(SECOND), waiting(THIRD)
    home = recommended(by_committee(), case, today=DAY)
    other = user_of("Nils Navn")
    room = meetings.plan(DAY, "09:00", "Rådhuset", user, [user, other], acting(user, NOON), now=NOON)
    meetings.set_home_on_agenda(room, home, acting(user, NOON), version=home.version)
    desk.goto(f"{served}/admin/moter/vis/?id={room.pk}")
    found += looked_at(desk, "homes-planned")
    room.reload()
    meetings.open_meeting(room, [user.pk, other.pk], acting(user, NOON), version=room.version, now=NOON)
    desk.reload()
    found += looked_at(desk, "homes-open")
    desk.get_by_role("button", name="Tildel boligen").click()
    desk.get_by_text("er tildelt. Saksbehandler").wait_for()
    found += looked_at(desk, "homes-chosen")
    assert fresh(home).state is VacancyState.ALLOCATED
    assert found == []


def _by_another(vacancy: Any) -> Any:
    said = fresh(vacancy).hearing
    said.by, said.by_name = "77", "Olav Annen"
    return said


def user_of(name: str) -> User:
    return make_user(name=name, roles=[Role.COMMITTEE_MEMBER], office=make_office(agency="Bygg og eiendom"))
