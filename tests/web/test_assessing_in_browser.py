"""Mapping, assessment and waiting list in a browser: wide and on a telephone, read by axe-core, filled in by hand."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from models import Application
from models.applicant import Member, Representative
from models.mapping import ApprovedNeed
from rules.terms import Advice, ApplicationState, HousingSituation, Relation
from services import records
from tests.admin.conftest import client_of, make_account, served
from tests.admin.office import app
from tests.casework import LEVELS, assessed
from tests.factories import ACTOR, make_applicant, make_application
from tests.web.browsing import desk, faults, user

__all__ = ["app", "client_of", "desk", "make_account", "served", "user"]  # fixtures, used here

SIZES = {"bred": (1280, 900), "smal": (400, 800)}


def a_case(**values: Any) -> Any:
    person = make_applicant(
        first_name="Åse", last_name="Østby", born_on=date(1992, 5, 3), interpreter="Tigrinja",
        members=[Member(name="Lille Østby", relation=Relation.CHILD, born_on=date(2018, 1, 2), custody_percent=50)],
        representatives=[Representative(kind="guardian", name="Vera Verge", phone="90000000")],
    )  # fmt: skip
    given = {"applicant": person, "state": ApplicationState.IN_ASSESSMENT, "children": 1, "adults": 2}
    return make_application(**given | values)


def waiting(count: int) -> None:
    """A list with shared places, long reasons, and marks."""
    for n in range(count):
        make_application(
            application_number=f"S2025{n:03d}", state=ApplicationState.WAITING, decided_on=date(2026, 6, 1),
            situation=list(HousingSituation)[n % 4], children=n % 3,
            factor_levels={"stability": ["ordinary", "pressing"][n % 2]},
            approved_need=ApprovedNeed(rooms=n % 4 + 1, lift=n % 2 == 0, services_night=n % 5 == 0),
            need_reviewed_on=date(2026, 11, 2) if n % 3 else None, assessment_stale=n == 4,
        )  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_sound(desk: Page, served: str, size: str) -> None:
    width, height = SIZES[size]
    desk.set_viewport_size({"width": width, "height": height})
    case = a_case()
    found = visit(desk, f"{served}/admin/soknader/kartlegg/?id={case.pk}", f"kartlegging-{size}")
    found += visit(desk, f"{served}/admin/soknader/vurder/?id={case.pk}", f"vurder-{size}")
    records.change(case, ACTOR, values={"children": 0})
    assessed(case)
    case = Application.objects.get(pk=case.pk)
    records.change(case, ACTOR, values={"situation": HousingSituation.OWNS, "resident": False})
    found += visit(desk, f"{served}/admin/soknader/vurdering/?id={case.pk}", f"vurdering-{size}")
    found += visit(desk, f"{served}/admin/soknader/vurder/?id={case.pk}", f"vurder-paa-nytt-{size}")
    found += visit(desk, f"{served}/admin/soknader/opplysninger/?id={case.pk}", f"opplysninger-{size}")
    found += visit(desk, f"{served}/admin/soknader/vis/?id={case.pk}", f"sak-{size}")
    waiting(14)
    found += visit(desk, f"{served}/admin/venteliste/?heis=ja", f"venteliste-valg-{size}")
    found += visit(desk, f"{served}/admin/venteliste/", f"venteliste-{size}")
    assert found == []


def visit(page: Page, address: str, name: str) -> list[str]:
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*faults(page, name), *([f"{name}: {wide} px utenfor"] if wide > 0 else [])]


def test_an_assessment_is_made_by_hand(desk: Page, served: str) -> None:
    case = a_case(children=0)
    desk.goto(f"{served}/admin/soknader/vurder/?id={case.pk}")
    desk.get_by_role("button", name="Lagre vurderingen").click()
    expect(desk.get_by_role("heading", name="7 felt må rettes")).to_be_visible()
    for group in desk.locator("fieldset.question").all():
        group.get_by_role("radio").first.check()
        group.get_by_role("textbox").fill("Samtale med søkeren.")
    desk.locator("[name=barred][value=nei]").check()
    desk.get_by_role("button", name="Lagre vurderingen").click()
    expect(desk.get_by_text("Vurderingen er lagret.")).to_be_visible()
    held = Application.objects.get().assessment
    assert (held.advice, held.score, len(held.factors)) == (Advice.GRANT, 1, len(LEVELS))
