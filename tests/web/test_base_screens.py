"""The base of the screens in a real browser: axe-core, the strict policy, and what one does with mouse and keyboard."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from models import Applicant, Application
from models.applicant import Member
from models.mapping import ApprovedNeed, Mapping
from rules.terms import ApplicationState, Relation, Role
from services import records
from tests.admin.conftest import PASSWORD, app, client_of, make_account, served
from tests.factories import ACTOR, make_applicant, make_application, make_office

__all__ = ["app", "client_of", "make_account", "served"]  # fixtures of the admin tests, used here

PICTURES = Path(__file__).resolve().parents[2] / "var" / "pictures"


@pytest.fixture
def user(served: str, make_account: Callable[..., Any]) -> Any:
    return make_account(Role.CASEWORKER, Role.ADMINISTRATOR, name="Kari Nordmann", office=make_office())


@pytest.fixture
def desk(served: str, page: Page, user: Any) -> Iterator[Page]:
    """A page signed in at the desk; a word from the console (a blocked script, an error) fails the test."""
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{served}/admin/")
    page.fill("#email", user.email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    yield page
    assert complaints == []


@pytest.fixture
def case(memory_database: Any) -> Application:
    """A case with everything on it, and enough others for a second page."""
    person = make_applicant(
        first_name="Åse",
        last_name="Østby",
        members=[Member(name="Lille Østby", relation=Relation.CHILD, born_on=date(2018, 1, 2))],
    )
    for state in ApplicationState:
        make_application(state=state)
    for _ in range(50):
        make_application()
    case = make_application(application_number="S1999001", applicant=person, received_on=date(2026, 11, 20))
    mapping = Mapping(rooms_now=2, rent_now_ore=629350, health="Trenger heis.\nBruker rullestol.", payment_plan=True)
    records.change(
        case, ACTOR, values={"mapping": mapping, "approved_need": ApprovedNeed(rooms=2)}, why="Ny opplysning"
    )
    return case


def _axe(page: Page) -> list[str]:
    """What axe-core finds wrong on the page: rule and where."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def _picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


PAGES = {
    "start": "/admin/",
    "list": "/admin/soknader/",
    "list-with-filters": "/admin/soknader/?flt_state=waiting&flt_received_on.fra=01.01.2026&search=S2026",
    "list-empty": "/admin/soknader/?search=finnes-ikke",
    "create": "/admin/soknader/ny/",
    "create-person": "/admin/personer/ny/",
    "edit": "/admin/soknader/rediger/?id={case}",
    "edit-person": "/admin/personer/rediger/?id={person}",
    "edit-user": "/admin/brukere/rediger/?id={user}",
    "details": "/admin/soknader/vis/?id={case}",
    "details-person": "/admin/personer/vis/?id={person}",
    "changes": "/admin/soknader/endringer/?id={case}",
}


def test_axe_finds_nothing_on_any_page(desk: Page, served: str, case: Application, user: Any) -> None:
    found = {}
    for name, path in PAGES.items():
        desk.goto(served + path.format(case=case.pk, person=case.applicant.pk, user=user.pk))
        _picture(desk, name)
        found[name] = _axe(desk)
    assert found == {name: [] for name in PAGES}


def test_axe_finds_nothing_on_a_narrow_screen(desk: Page, served: str, case: Application) -> None:
    desk.set_viewport_size({"width": 400, "height": 800})
    desk.goto(f"{served}/admin/soknader/")
    _picture(desk, "narrow")
    assert _axe(desk) == []
    desk.get_by_role("button", name="Meny").click()
    assert desk.get_by_role("link", name="Personer").is_visible()
    assert _axe(desk) == []


def test_axe_finds_nothing_where_things_are_wrong(desk: Page, served: str, case: Application) -> None:
    desk.goto(f"{served}/admin/soknader/ny/")
    desk.fill("#received_on", "32.13.2026")
    desk.get_by_role("button", name="Lagre").click()
    desk.get_by_role("heading", name="felt må rettes").wait_for()
    _picture(desk, "form-with-faults")
    assert _axe(desk) == []
    desk.get_by_role("link", name="Mottatt", exact=True).click()
    assert desk.evaluate("document.activeElement.id") == "received_on"


def test_the_sign_in_page_and_a_failure(served: str, page: Page, user: Any) -> None:
    page.goto(f"{served}/login")
    _picture(page, "sign-in")
    assert _axe(page) == []
    page.fill("#email", user.email)
    page.fill("#password", "feil")
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_role("alert").wait_for()
    assert _axe(page) == []


def test_a_stale_page_shows_what_changed(desk: Page, served: str, case: Application) -> None:
    desk.goto(f"{served}/admin/soknader/rediger/?id={case.pk}")
    desk.fill("#adults", "3")
    records.change(case, ACTOR, values={"adults": 4, "received_on": date(2026, 10, 1)}, why="Rettet")
    desk.get_by_role("button", name="Lagre").click()
    desk.get_by_role("heading", name="Noen andre har lagret mens du skrev").wait_for()
    _picture(desk, "stale")
    assert _axe(desk) == []
    assert (desk.input_value("#adults"), desk.input_value("#received_on")) == ("3", "01.10.2026")
    desk.get_by_role("button", name="Lagre").click()
    desk.get_by_text("Lagret.").wait_for()
    assert Application.objects.get(pk=case.pk).adults == 3


def test_rows_are_added_and_removed(desk: Page, served: str, case: Application) -> None:
    desk.goto(f"{served}/admin/personer/rediger/?id={case.applicant.pk}")
    add = desk.get_by_role("button", name="Legg til under Husstand")
    add.click()
    assert desk.evaluate("document.activeElement.name") == "members-1-name"
    desk.fill('[name="members-1-name"]', "Stor Østby")
    desk.select_option('[name="members-1-relation"]', "spouse")
    add.click()
    desk.fill('[name="members-2-name"]', "Feil person")
    desk.get_by_role("button", name="Fjern").nth(2).click()
    desk.get_by_role("button", name="Fjern").nth(0).click()
    desk.get_by_role("button", name="Lagre").click()
    desk.get_by_text("Lagret.").wait_for()
    assert [member.name for member in Applicant.objects.get(pk=case.applicant.pk).members] == ["Stor Østby"]


def test_a_person_is_picked_with_the_keyboard(desk: Page, served: str, case: Application) -> None:
    desk.goto(f"{served}/admin/soknader/rediger/?id={case.pk}")
    make_applicant(first_name="Bjørn", last_name="Ås")
    box = desk.get_by_role("combobox", name="Søker", exact=True)
    box.fill("")
    box.press_sequentially("bjørn å")
    desk.get_by_role("option", name="Bjørn Ås").wait_for()
    assert _axe(desk) == []
    box.press("ArrowDown")
    box.press("Enter")
    assert (box.input_value(), box.get_attribute("aria-expanded")) == ("Bjørn Ås", "false")
    desk.get_by_role("button", name="Lagre").click()
    desk.get_by_text("Lagret.").wait_for()
    assert Application.objects.get(pk=case.pk).applicant.name == "Bjørn Ås"


def test_a_name_that_was_typed_but_not_picked_is_not_lost_in_silence(
    desk: Page, served: str, case: Application
) -> None:
    desk.goto(f"{served}/admin/soknader/rediger/?id={case.pk}")
    desk.get_by_role("combobox", name="Saksbehandler").fill("Kar")
    desk.get_by_role("button", name="Lagre").click()
    assert desk.get_by_text("Velg en fra listen").first.is_visible()
    assert desk.get_by_role("combobox", name="Saksbehandler").input_value() == "Kar"


def test_a_filter_is_set_and_taken_off(desk: Page, served: str, case: Application) -> None:
    desk.goto(f"{served}/admin/soknader/")
    desk.get_by_text("Filtre", exact=True).click()
    desk.get_by_label("Status", exact=True).select_option(label="På venteliste")
    desk.get_by_role("button", name="Vis treff").click()
    expect(desk.get_by_role("row")).to_have_count(2)
    desk.get_by_role("link", name="Fjern Status: På venteliste").click()
    expect(desk.get_by_role("row")).to_have_count(51)  # the next page may still be on its way


def test_row_actions_ask_first(desk: Page, served: str, case: Application) -> None:
    from tests.admin.screens import Cases

    Cases.acted.clear()
    asked: list[str] = []
    desk.goto(f"{served}/admin/soknader/")
    desk.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    desk.get_by_role("button", name="Ta sakene").click()
    desk.get_by_role("checkbox", name="Kryss av S1999001").check()
    desk.get_by_role("button", name="Ta sakene").click()
    assert asked == ["Kryss av minst én rad først.", "Ta de avkryssede sakene?"]
    assert Cases.acted == []


def test_row_actions_post_ids_with_versions(desk: Page, served: str, case: Application) -> None:
    from tests.admin.screens import Cases

    Cases.acted.clear()
    desk.goto(f"{served}/admin/soknader/")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("checkbox", name="Kryss av S1999001").check()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Ta sakene").click()
    assert [[(one.id, one.version) for one in picked] for picked in Cases.acted] == [[(str(case.pk), 2)]]


def test_a_change_is_set_back_after_asking(desk: Page, served: str, case: Application) -> None:
    records.change(case, ACTOR, values={"adults": 7})
    desk.goto(f"{served}/admin/soknader/endringer/?id={case.pk}")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Sett tilbake").first.click()
    desk.get_by_text("Satt tilbake.").wait_for()
    assert Application.objects.get(pk=case.pk).adults == 1


def test_an_export_is_downloaded(desk: Page, served: str, case: Application) -> None:
    desk.goto(f"{served}/admin/soknader/?search=S1999001")
    with desk.expect_download() as started:
        desk.get_by_role("button", name="Eksporter til CSV").click()
    assert "Åse Østby" in started.value.path().read_text("utf-8-sig")


def test_the_keyboard_reaches_the_content_at_once(desk: Page, served: str, case: Application) -> None:
    desk.goto(f"{served}/admin/soknader/")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.textContent") == "Hopp til innholdet"
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "innhold"
