"""What tests of pages in a browser share: signing in, axe-core, pictures, and an ear for complaints."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from models import User
from rules.terms import Role
from tests.admin.conftest import PASSWORD
from tests.factories import make_office

PICTURES = Path(__file__).resolve().parents[2] / "var" / "pictures"


@pytest.fixture
def user(served: str, make_account: Callable[..., Any]) -> User:
    """A person with the roles that see the most, in an office."""
    roles = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.ECONOMY, Role.ADMINISTRATOR)
    return make_account(*roles, name="Kari Nordmann", office=make_office())


@pytest.fixture
def desk(served: str, page: Page, user: User) -> Iterator[Page]:
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


def faults(page: Page, name: str) -> list[str]:
    """What axe-core finds wrong on the page, of which a picture is kept: rule and where."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    found = Axe().run(page).response["violations"]
    return [f"{name}: {one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
