"""Start page, my cases and search in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from admin import formats
from models import User
from models.lease import Account, OpenItem
from rules.terms import ApplicationState, Role, RowKind, TaskKind, Urgency
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import make_appeal, make_applicant, make_application, make_decision, make_lease, make_task
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]
NUMBER = "17858001234"


@pytest.fixture
def work(user: User) -> None:
    """Cases of every kind, tasks of every urgency, arrears of every age, and a colleague's absence."""
    today = formats.today()
    person = make_applicant(first_name="Åse", last_name="Østby", identity_number=NUMBER)
    for number, state in enumerate(ApplicationState):
        case = make_application(
            state=state, caseworker=user if number % 2 else None, applicant=person, import_run="run"
        )
        make_appeal(decision=make_decision(application=case), caseworker=user)
    for number, urgency in enumerate(Urgency):
        due = today - timedelta(days=30 * number + 5)
        items = [OpenItem(row="r", kind=RowKind.CHARGE, due_on=due, open_ore=629_300)]
        lease = make_lease(
            caseworker=user,
            ends_on=today + timedelta(days=40 * number - 10),
            account=Account(items=items, oldest_due=due),
            tenant=make_applicant(protected_address=number == 1),
        )
        make_task(
            kind=TaskKind.ARREARS, subject_kind="lease", subject_id=str(lease.pk), subject_number=lease.number,
            assignee=user, urgency=urgency, due_on=due, amount_ore=629_300, text="Leien er ikke betalt.",
        )  # fmt: skip
    make_task(role=Role.CASEWORKER, office=user.office)


def test_axe_finds_nothing(desk: Page, served: str, work: None) -> None:
    found = []
    for name, path in {
        "start-full": "/admin/",
        "my-applications": "/admin/mine-saker/",
        "my-leases": "/admin/mine-saker/?fane=leieforhold",
        "my-appeals": "/admin/mine-saker/?fane=klager",
        "search-hits": "/admin/sok/?q=åse",
        "search-empty": "/admin/sok/",
    }.items():
        desk.goto(served + path)
        found += faults(desk, name)
    desk.set_viewport_size({"width": 400, "height": 800})
    desk.goto(f"{served}/admin/")
    found += faults(desk, "start-narrow")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 400
    assert found == []


def test_a_bar_opens_its_list_and_back_leads_home(desk: Page, served: str, work: None) -> None:
    desk.goto(f"{served}/admin/")
    desk.get_by_role("link", name="31–60 dager").click()
    assert desk.get_by_role("heading", level=1).inner_text().startswith("Leieforhold")
    desk.go_back()
    assert "Hei, Kari" in desk.get_by_role("heading", level=1).inner_text()


def test_a_name_is_searched_for_and_back_from_a_hit_shows_the_hits(desk: Page, served: str, work: None) -> None:
    desk.fill("#sok-alt", "åse øst")
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name="Åse Østby").click()
    assert "/admin/personer/vis/" in desk.url
    desk.go_back()
    assert "treff på «åse øst»" in desk.get_by_role("heading", level=1).inner_text()


def test_an_identity_number_stands_in_no_address_and_no_title(desk: Page, served: str, work: None) -> None:
    seen: list[str] = []
    desk.on("request", lambda request: seen.append(request.url))
    desk.fill("#sok-alt", NUMBER)
    desk.get_by_role("button", name="Søk", exact=True).click()
    assert desk.get_by_role("link", name="Åse Østby").is_visible()
    assert [url for url in [desk.url, *seen] if NUMBER in url] == []
    assert NUMBER not in desk.title()
