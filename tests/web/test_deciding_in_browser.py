"""The way to a decision in a real browser: readable, strict, Norwegian, also on a telephone."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from models import Decision, Rulebook, User
from rules.terms import DecisionOutcome, LegalBasis, Role
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.admin.plain_text import strange
from tests.casework import assessed, decided, draft, proposed
from tests.factories import make_office
from tests.web.browsing import desk, faults

__all__ = ["app", "desk", "make_account", "served"]


@pytest.fixture
def user(served: str, make_account: Callable[..., Any]) -> User:
    """A department head, who works every case and may decide."""
    return make_account(Role.DEPARTMENT_HEAD, name="Ada Avdelingsleder", office=make_office())


def looked_at(page: Page, name: str) -> list[str]:
    """What is wrong with the page, wide and on a telephone."""
    found = faults(page, name) + [f"{name}: {word}" for word in strange(page.content())]
    page.set_viewport_size({"width": 400, "height": 800})
    found += faults(page, f"{name}-narrow")
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return [*found, *([f"{name}: {wide} px wide on a telephone"] if wide > 400 else [])]


def test_a_case_from_proposal_to_replay(desk: Page, served: str, app: Flask) -> None:
    desk.on("dialog", lambda dialog: dialog.accept())
    now = datetime.now(UTC)
    case = assessed(now=now, children=1)
    desk.goto(f"{served}/admin/soknader/vis/?id={case.pk}")
    found = looked_at(desk, "deciding-case")
    desk.get_by_role("link", name="Lag forslag til vedtak").click()
    desk.locator("#override").wait_for(state="hidden")
    desk.locator("#rooms").wait_for(state="hidden")
    desk.select_option("#outcome", DecisionOutcome.REFUSED.value)
    desk.locator("#override").wait_for(state="visible")
    desk.select_option("#outcome", DecisionOutcome.GRANTED.value)
    desk.locator("#rooms").wait_for(state="visible")
    desk.locator("#override").wait_for(state="hidden")
    found += looked_at(desk, "deciding-form")
    desk.select_option("#dwelling_type", "flat")
    desk.fill("#rooms", "3")
    desk.fill(
        "#reasons", "Husstanden står uten egen bolig, og har ikke råd til å leie privat.\n\nVilkårene er oppfylt."
    )
    desk.fill("#weighed", "Behovet for ro rundt barnet veier tyngst. Restansen fra 2024 er gjort opp.")
    desk.get_by_role("button", name="Lag forslag og se brevet").click()
    desk.get_by_role("heading", name="Hva som foreslås").wait_for()
    found += looked_at(desk, "deciding-preview-committee")

    helped = proposed(now=now, wanted=draft(basis=LegalBasis.HOUSING_SOCIAL_ACT, dwelling_type=None, need=None))
    desk.goto(f"{served}/admin/soknader/forhandsvisning/?id={helped.pk}")
    found += looked_at(desk, "deciding-preview")
    desk.get_by_role("button", name="Avgjør og signer").click()
    desk.get_by_text("Vedtaket er fattet, og brevet er klart til utsending.").wait_for()
    found += looked_at(desk, "deciding-decided")
    desk.get_by_role("link", name="Angre vedtaket").click()
    found += looked_at(desk, "deciding-undo")

    decided(now=now)
    decision = Decision.objects(basis=LegalBasis.LOCAL_GUIDELINES).get()
    desk.goto(f"{served}/admin/vedtak/vis/?id={decision.pk}")
    found += looked_at(desk, "decision-page")
    desk.get_by_role("link", name="Regn ut på nytt").click()
    desk.get_by_text("Det blir det samme.").wait_for()
    found += looked_at(desk, "decision-replay-same")
    book = Rulebook.objects.get()
    book.content["factors"][0]["levels"][1]["points"] = 9
    Rulebook._get_collection().update_one({"_id": book.pk}, {"$set": {"content": book.content}})
    desk.reload()
    desk.get_by_text("Det blir ikke det samme.").wait_for()
    found += looked_at(desk, "decision-replay-differs")
    assert found == []


def test_the_letter_is_shown_in_its_frame(desk: Page, served: str, app: Flask) -> None:
    case = proposed(now=datetime.now(UTC))
    answers: list[tuple[int, str]] = []
    desk.on("response", lambda one: answers.append((one.status, one.headers.get("content-type", ""))))
    desk.goto(f"{served}/admin/soknader/forhandsvisning/?id={case.pk}", wait_until="load")
    assert (200, "application/pdf") in answers
