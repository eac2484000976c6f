"""The five phases in a real browser: where we are, what lacks, the next step; short enough to be looked at."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from models import User
from rules.terms import Phase, Role
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import make_office
from tests.procuring import announced, bid_in, finish, procurer
from tests.web.browsing import desk
from tests.web.test_deciding_in_browser import looked_at

__all__ = ["app", "desk", "make_account", "served"]


@pytest.fixture
def user(served: str, make_account: Any) -> User:
    """A consultant."""
    return make_account(Role.HOUSING_CONSULTANT, name="Kari Kontor", office=make_office())


def test_a_tired_caseworker_sees_where_the_procurement_stands(desk: Page, served: str, app: Flask) -> None:
    by = procurer()
    held = announced(by)
    finish(held, Phase.ANCHORING, by)
    finish(held, Phase.NEED, by)
    bid_in(held)
    desk.goto(f"{served}/admin/framskaffelser/vis/?id={held.pk}")
    expect(desk.get_by_role("heading", name="Tilbudene er vurdert etter kriteriene")).to_be_visible()
    found = looked_at(desk, "procurement-phases")
    desk.goto(f"{served}/admin/framskaffelser/start/")
    assert found + looked_at(desk, "procurement-start") == []
