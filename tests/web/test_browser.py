"""The browser of the web tier is there, speaks Norwegian, and can take a picture."""

from playwright.sync_api import Page


def test_the_browser_shows_a_page(page: Page) -> None:
    page.set_content("<html lang='nb'><h1>Ærlig øst på ås</h1></html>")
    assert page.get_by_role("heading").inner_text() == "Ærlig øst på ås"
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Europe/Oslo"
    assert page.screenshot().startswith(b"\x89PNG")
