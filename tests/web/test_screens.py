"""Every screen of the office in a real browser: axe-core, the strict policy, and nothing but bokmål."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import mongoengine
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from admin import access
from app import create_app
from models import cipher
from rules.terms import Role
from services import maintenance
from tests.admin.conftest import HASH, PASSWORD
from tests.admin.plain_text import strange
from tests.conftest import make_settings, new_name
from tests.factories import make_office, make_user
from tests.makers import furnish, multiply
from tests.web.browsing import faults
from tests.wire.conftest import as_command

ROWS = 8
CUT = "Math.max(0, ...[...document.querySelectorAll('.table-wrap')].map(one => one.scrollWidth - one.clientWidth))"
STEPS = {
    "application": (
        "journal", "trekk", "forelopig-svar", "saksbehandler", "saksnummer", "hovedarsak", "kartlegg", "vurder",
        "vurdering", "opplysninger",
    ),
    "journal_entry": ("rett",),
    "payment": ("plasser",),
    "user": ("fravar", "overfor"),
    "task": ("utfort",),
}  # fmt: skip
FILTERS = {
    "dwelling": "flt_state=active&flt_rent_ore.fra=5000&search=samagata",
    "lease": "flt_restanse=ja&flt_ends_on.til=31.12.2026",
    "application": "flt_state=received&search=østby",
}


@dataclass(frozen=True)
class Office:
    """A running site with a little of everything, one person signed in who may do all, and what the console said."""

    url: str
    app: Flask
    furnished: dict[Any, Any]
    page: Page
    complaints: list[str] = field(default_factory=list)

    def screen(self, endpoint: str) -> Any:
        return next(one for one in self.app.extensions["husrom_desk"].screens.values() if one.endpoint == endpoint)


@pytest.fixture(scope="module")
def app(database_server: str) -> Iterator[Flask]:
    """The application on a real server with its indexes."""
    made = as_command(lambda: create_app(make_settings(database_server.format(new_name()))))
    maintenance.create_indexes()
    yield made
    cipher.use(None)
    mongoengine.disconnect_all()


@pytest.fixture(scope="module")
def office(app: Flask, browser: Browser) -> Iterator[Office]:
    furnished = furnish()
    multiply(furnished, ROWS)
    email = make_user(name="Kari Nordmann", roles=list(Role), password_hash=HASH, office=make_office()).email
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = browser.new_context(locale="nb-NO", timezone_id="Europe/Oslo", viewport={"width": 1280, "height": 900})
    made = Office(f"http://127.0.0.1:{server.port}", app, furnished, context.new_page())
    made.page.on("console", lambda one: made.complaints.append(one.text) if one.type in ("error", "warning") else None)
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    made.page.goto(f"{made.url}/admin/")
    made.page.fill("#email", email)
    made.page.fill("#password", PASSWORD)
    made.page.get_by_role("button", name="Logg inn").click()
    yield made
    context.close()
    server.shutdown()
    thread.join()


def paths(office: Office, endpoint: str) -> dict[str, str]:
    """The pages of a screen, by what they are."""
    screen = office.screen(endpoint)
    identity = office.furnished[screen.model].pk
    chosen = FILTERS.get(endpoint) or _a_filter(screen)
    found = {"list": "", "list-with-filter": f"?{chosen}", "details": f"vis/?id={identity}"}
    if screen.doors.create:
        found["create"] = "ny/"
    if screen.doors.edit:
        found["edit"] = f"rediger/?id={identity}"
    return found | {step: f"{step}/?id={identity}" for step in STEPS.get(endpoint, ())}


def _a_filter(screen: Any) -> str:
    choices = [one for one in screen._filters or () if one.kind == "choice" and one.options]
    return f"flt_{choices[0].key}={choices[0].options[0][0]}" if choices else "search=a"


@pytest.mark.parametrize("endpoint", access.SCREENS)
def test_every_page_of_the_screen_is_accessible_strict_and_norwegian(office: Office, endpoint: str) -> None:
    office.complaints.clear()
    wrong: list[str] = []
    for name, path in paths(office, endpoint).items():
        answer = office.page.goto(f"{office.url}/admin/{office.screen(endpoint).slug}/{path}")
        assert answer is not None
        assert answer.status == 200, path
        wrong += faults(office.page, f"{endpoint}-{name}")
        wrong += [f"{name}: {word}" for word in strange(office.page.content())]
        wide = office.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{name}: {wide} px wider than the window"] if wide > 0 else []
        cut = office.page.evaluate(CUT)
        wrong += [f"{name}: {cut} px of the list out of sight"] if cut > 0 else []
    assert wrong == []
    assert office.complaints == []


@pytest.mark.parametrize("endpoint", ["application", "lease", "dwelling"])
def test_on_a_telephone(office: Office, endpoint: str) -> None:
    office.page.set_viewport_size({"width": 400, "height": 800})
    try:
        for name, path in paths(office, endpoint).items():
            office.page.goto(f"{office.url}/admin/{office.screen(endpoint).slug}/{path}")
            assert office.page.evaluate("document.documentElement.scrollWidth") <= 400, name
        assert faults(office.page, f"{endpoint}-narrow") == []
    finally:
        office.page.set_viewport_size({"width": 1280, "height": 900})


def test_the_page_of_a_step_is_itself_the_question_and_can_be_left(office: Office) -> None:
    case = office.furnished[office.screen("application").model]
    office.page.goto(f"{office.url}/admin/soknader/trekk/?id={case.pk}")
    office.page.fill("#reason", "Har fått bolig selv")
    office.page.get_by_role("link", name="Avbryt").click()
    office.page.get_by_role("link", name="Trekk søknaden").wait_for()
    assert case.reload().state.label == "Mottatt"


def test_a_caseworker_is_picked_by_typing(office: Office) -> None:
    case = office.furnished[office.screen("application").model]
    office.page.goto(f"{office.url}/admin/soknader/vis/?id={case.pk}")
    office.page.get_by_role("link", name="Endre saksbehandler").click()
    office.page.get_by_role("combobox", name="Ny saksbehandler").press_sequentially("bjørn", delay=20)
    office.page.get_by_role("option", name="Bjørn Boligkonsulent").click()
    office.page.get_by_role("button", name="Gi saken").click()
    office.page.get_by_text("Saken har fått ny saksbehandler.").wait_for()
    assert case.reload().caseworker.name == "Bjørn Boligkonsulent"
