"""A vacant dwelling in a real browser: the notice, the line of stages, what it costs; also on a telephone."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from admin import formats
from models import User, Vacancy
from rules.terms import Role, VacancyState
from services import effects
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.clockwork import run_job
from tests.factories import make_dwelling, make_lease, make_office, make_unit, make_vacancy
from tests.web.browsing import desk, faults
from tests.web.test_deciding_in_browser import looked_at

__all__ = ["app", "desk", "make_account", "served"]


@pytest.fixture
def user(served: str, make_account: Any) -> User:
    """A housing consultant."""
    return make_account(Role.HOUSING_CONSULTANT, name="Bodil Boligkonsulent", office=make_office())


def test_from_notice_to_ready(desk: Page, served: str, app: Flask) -> None:
    effects.registry.command("end_lease", lambda *_: None)
    today = formats.today()
    lease = make_lease(dwelling=make_dwelling(address="Nordlia 4", unit=make_unit(name="Nordlia bofellesskap")))
    desk.goto(f"{served}/admin/boliger/vis/?id={lease.dwelling.pk}")
    desk.get_by_role("link", name="Meld ledig").click()
    expect(desk.locator("#known_on")).to_have_value(formats.day(today))
    found = looked_at(desk, "vacancy-form")
    desk.select_option("#cause", "nursing_home")
    desk.fill("#known_on", formats.day(today - timedelta(days=3)))
    desk.fill("#free_from", formats.day(today + timedelta(days=8)))
    desk.get_by_role("button", name="Lagre").click()
    desk.get_by_role("heading", name="Merknad").wait_for()
    found += looked_at(desk, "vacancy-reported")

    desk.get_by_role("link", name="Før fraflyttet").click()
    found += looked_at(desk, "vacancy-vacated-form")
    desk.fill("#on", formats.day(today - timedelta(days=1)))
    desk.get_by_role("button", name="Lagre datoen").click()
    desk.get_by_text("Tom i 1 dag.").wait_for()
    desk.get_by_role("link", name="Rett datoen for fraflyttet").click()
    found += looked_at(desk, "vacancy-mend-form")
    desk.get_by_role("link", name="Avbryt").click()
    assert Vacancy.objects.get().vacated_on == today - timedelta(days=1)
    assert found == []


def test_what_an_empty_dwelling_costs_is_seen_at_once(desk: Page, served: str, app: Flask) -> None:
    today = formats.today()
    dates = {
        "vacated_on": today - timedelta(days=48), "preparation_on": today - timedelta(days=40),
        "ready_on": today - timedelta(days=20), "reserved_on": today - timedelta(days=6),
        "known_on": today - timedelta(days=70), "reported_on": today - timedelta(days=66),
    }  # fmt: skip
    full = make_vacancy(rent_ore=912_300, **dates)
    make_vacancy(vacated_on=today - timedelta(days=9), dwelling=make_dwelling(unit=make_unit()), with_services=True)
    make_vacancy(reported_on=today, known_on=today)
    let = make_vacancy(state=VacancyState.LET, **dates | {"let_on": today - timedelta(days=2), "preparation_on": None})
    run_job("vacancies", today)
    desk.goto(f"{served}/admin/ledige-boliger/vis/?id={full.pk}")
    desk.get_by_text("Tomgang per trinn og måned").click()
    expect(desk.get_by_text("Tom i 48 dager")).to_be_visible()
    expect(desk.locator('[aria-current="step"]')).to_contain_text("Reservert")
    found = looked_at(desk, "vacancy-page")
    desk.goto(f"{served}/admin/ledige-boliger/vis/?id={let.pk}")
    found += faults(desk, "vacancy-let")
    desk.goto(f"{served}/admin/")
    desk.get_by_role("link", name="Ledige boliger").first.click()
    expect(desk.locator("table.list tbody tr")).to_have_count(3)
    found += looked_at(desk, "vacancy-list")
    assert found == []
