"""«Min side» and the import page's columns in a real browser."""

from playwright.sync_api import Page, expect

from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]


def test_the_own_page_and_the_columns_of_imports(desk: Page, served: str) -> None:
    desk.goto(f"{served}/admin/")
    desk.locator("a.who-name").click()
    expect(desk.get_by_role("heading", name="Bytt passord")).to_be_visible()
    found = faults(desk, "own-account")
    desk.goto(f"{served}/admin/import/")
    desk.get_by_text("Leieforhold", exact=True).last.click()
    expect(desk.get_by_role("link", name="Last ned mal for leieforhold")).to_be_visible()
    found += faults(desk, "import-columns")
    assert found == []
