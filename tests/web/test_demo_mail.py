"""A mail of the demo in a real browser: shown in its own frame, where no script runs."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

import admin
from tests.admin.conftest import make_account, served
from tests.admin.test_demo_mail import CALENDAR, NEW, put
from tests.conftest import make_settings
from tests.web.browsing import desk, faults, user

__all__ = ["desk", "make_account", "served", "user"]


@pytest.fixture
def app(memory_database: Any, tmp_path: Path) -> Flask:
    put(tmp_path, NEW, "Påminnelse", "<p>Hei på deg</p><p><a href='https://example.no/'>Lenke</a></p>", files=True)
    app = Flask("husrom", static_folder=None)
    app.testing = True
    admin.register(app, make_settings("mongodb://127.0.0.1/husrom", demo=True, demo_mail_dir=str(tmp_path)))
    return app


def test_a_mail_is_shown_as_it_looks(desk: Page, served: str) -> None:
    desk.get_by_role("link", name="Se e-postene").click()
    found = faults(desk, "demo-mails")
    desk.get_by_role("link", name="Påminnelse").click()
    frame = desk.frame_locator("iframe")
    assert frame.get_by_text("Hei på deg").is_visible()
    assert desk.locator("iframe").get_attribute("sandbox") == "allow-popups allow-popups-to-escape-sandbox"
    assert found + faults(desk, "demo-mail") == []
    with desk.expect_download() as saved:
        desk.get_by_role("link", name="Visning.ics").click()
    assert saved.value.suggested_filename == "Visning.ics"
    assert Path(saved.value.path()).read_bytes() == CALENDAR
