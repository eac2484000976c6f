"""A debt paid down in a real browser: the plan looked at and agreed, how it goes, the allowance, the guarantee."""

from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from playwright.sync_api import Page, expect

from admin import formats
from models import User
from models.arrears_case import Instalment
from rules.deadlines import add_months
from rules.terms import ArrearsState, Role, RowKind, Security
from services import records
from services.actor import Actor
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import make_applicant, make_dwelling, make_lease, make_office
from tests.keepers import make_allowance, make_arrears_case, make_plan
from tests.services.test_plans import charge, pay, post, row
from tests.web.browsing import desk
from tests.web.test_deciding_in_browser import looked_at

SIZES = (500_000, 500_000, 600_000)
__all__ = ["app", "desk", "make_account", "served"]


@pytest.fixture
def user(served: str, make_account: Any) -> User:
    """A consultant."""
    return make_account(Role.HOUSING_CONSULTANT, name="Kari Kontor", office=make_office())


def in_debt(today: date) -> Any:
    """A lease with two months unpaid, and its case."""
    lease = make_lease(
        dwelling=make_dwelling(address="Nordlia 4"), tenant=make_applicant(first_name="Amina", last_name="Østby"),
        starts_on=date(2024, 1, 1), security=Security.NAV_GUARANTEE, security_ore=2_400_000,
    )  # fmt: skip
    months = [add_months(today.replace(day=1), -n) for n in (3, 2)]
    post(lease, [charge(lease, month) for month in months])
    case = make_arrears_case(lease=lease, opened_on=today, oldest_due=months[0].replace(day=20), owed_ore=1_600_000)
    return lease, case


def test_a_plan_is_agreed_and_followed_at_a_glance(desk: Page, served: str, app: Flask) -> None:
    today = formats.today()
    lease, case = in_debt(today)
    desk.goto(f"{served}/admin/restansesaker/nedbetalingsavtale/?id={case.pk}")
    found = looked_at(desk, "planning-form")
    desk.fill("#first_on", formats.day(today + timedelta(days=20)))
    desk.fill("#count", "4")
    desk.get_by_role("button", name="Se avdragene og brevet").click()
    desk.get_by_role("button", name="Inngå avtalen og send brevet").click()
    expect(desk.get_by_role("heading", name="Nedbetalingsavtale: løper")).to_be_visible()
    _half_way(lease, case, today)
    desk.reload()
    expect(desk.get_by_text("Ikke betalt", exact=True)).to_be_visible()
    found += looked_at(desk, "planning-behind")
    make_allowance(lease=records.get(type(lease), lease.pk), applied_on=today)
    desk.goto(f"{served}/admin/leieforhold/vis/?id={lease.pk}")
    found += looked_at(desk, "planning-lease")
    desk.get_by_role("link", name="Krev sikkerheten").click()
    found += looked_at(desk, "planning-claim")
    assert found == []


def _half_way(lease: Any, case: Any, today: date) -> None:
    """The plan as it stands two months on: one instalment paid, one not, one to come; and a fee beside it."""
    agreed = today - timedelta(days=60)
    days = (today - timedelta(days=45), today - timedelta(days=15), today + timedelta(days=15))
    plan = make_plan(
        id=ObjectId(), agreed_on=agreed, debt_ore=1_600_000,
        instalments=[Instalment(due_on=day, amount_ore=ore) for day, ore in zip(days, SIZES, strict=True)],
    )  # fmt: skip
    case = records.get(type(case), case.pk)
    records.change(case, Actor.system(case.history[0].at), values={"plans": [plan], "state": ArrearsState.PLAN})
    fee = row(lease, "fee:1", RowKind.FEE, 3_500, today, today)
    post(lease, [pay(lease, 700_000, today - timedelta(days=40)), fee])
