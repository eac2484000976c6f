"""An appeal in a browser, from its decision to the letter about the body's answer: one button at a time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from letters import decision_letter
from models import Appeal, Letter
from rules.terms import AppealState, LetterKind, LetterState
from services import records
from tests.admin.conftest import client_of, make_account, served
from tests.admin.office import app
from tests.appealing import lodged, refused, taken_up
from tests.casework import quick_draw
from tests.factories import ACTOR
from tests.web.browsing import desk, faults, user

__all__ = ["app", "client_of", "desk", "make_account", "served", "user"]  # fixtures, used here

NARROW = {"width": 400, "height": 900}


@pytest.fixture(autouse=True)
def monday(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.move_to(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    monkeypatch.setattr(decision_letter, "draw", quick_draw)


def press(page: Page) -> Callable[[str], None]:
    """Press a button or follow a link by its words; what asks first is answered yes."""
    page.on("dialog", lambda dialog: dialog.accept())

    def do(words: str) -> None:
        found = page.get_by_role("button", name=words, exact=True)
        (found if found.count() else page.get_by_role("link", name=words, exact=True)).first.click()

    return do


def test_from_the_decision_to_the_answer(app: Flask, desk: Page, served: str) -> None:
    decision, do = refused(), press(desk)
    desk.goto(f"{served}/admin/vedtak/vis/?id={decision.pk}")
    do("Registrer klage")
    wrong = faults(desk, "klage-registrer")
    desk.fill("#grounds", "Boligen er fuktig.")
    do("Registrer klagen")
    expect(desk.get_by_text("Den kom i tide.")).to_be_visible()
    do("Ta opp klagen")
    wrong += faults(desk, "klage-tatt-opp")
    do("Vurder saken på nytt")
    wrong += faults(desk, "klage-ny-vurdering")
    do("Send til klageinstansen")
    for field in ("reassessment", "statement", "reassessed_by"):
        desk.fill(f"#{field}", "Utvalget står ved vedtaket.")
    wrong += faults(desk, "klage-oversend")
    do("Send til klageinstansen")
    do("Se over og godkjenn brevet")
    expect(desk.locator("iframe.letter-frame")).to_be_visible()
    do("Godkjenn brevet")
    do("Før klageinstansens avgjørelse")
    expect(desk.locator("#body_decision")).to_be_hidden()
    desk.select_option("#body_outcome", "changed")
    desk.select_option("#body_decision", "granted")
    expect(desk.locator("#rooms")).to_be_visible()
    wrong += faults(desk, "klage-utfall")
    desk.fill("#rooms", "2")
    desk.fill("#body_decided_on", "23.11.2026")
    desk.fill("#body_reasons", "Nemnda ser annerledes på behovet.")
    do("Før avgjørelsen")
    do("Se over og godkjenn brevet")
    do("Godkjenn brevet")
    wrong += faults(desk, "klage-avgjort")
    assert wrong == []
    assert Appeal.objects.get().state is AppealState.CHANGED
    told = Letter.objects(state=LetterState.RELEASED, letter_kind=LetterKind.APPEAL_OUTCOME)
    assert told.count() == 1


def test_a_late_appeal_and_the_answer_by_a_new_decision_fit_a_narrow_screen(
    app: Flask, desk: Page, served: str
) -> None:
    late = lodged()
    records.change(late, ACTOR, values={"in_time": False, "deadline": date(2026, 11, 17)})
    waiting = taken_up()
    desk.set_viewport_size(NARROW)
    wrong = []
    for name, path in {
        "klage-sen-smal": f"klager/vis/?id={late.pk}",
        "klage-etter-fristen-smal": f"klager/etter-fristen/?id={late.pk}",
        "klage-ny-vurdering-smal": f"klager/ny-vurdering/?id={waiting.pk}",
        "klage-endre-smal": f"soknader/endre-etter-klage/?id={waiting.application.pk}&klage={waiting.pk}",
    }.items():
        desk.goto(f"{served}/admin/{path}")
        wrong += faults(desk, name)
        assert desk.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
    assert wrong == []
