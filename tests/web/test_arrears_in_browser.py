"""One arrears case in a browser: the next step and the ladder can be read, and no rule of accessibility is broken."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from admin import formats
from models import User
from services import arrears, records
from tests.admin.conftest import client_of, make_account, served
from tests.admin.office import app
from tests.arrears_cases import STEP, contacted, debtor, look, quick_letters, sent
from tests.factories import make_applicant
from tests.web.browsing import desk, faults, user

__all__ = ["app", "client_of", "desk", "make_account", "quick_letters", "served", "user"]  # fixtures, used here


@pytest.mark.usefixtures("quick_letters")
def test_a_case_is_read_as_a_ladder(desk: Page, served: str, user: User) -> None:
    today = formats.today()
    given = {"office": records.reference(user, "office"), "due": today - timedelta(days=40)}
    case = contacted(look(debtor(**given), today), today - timedelta(days=25))
    case = sent(case, STEP.REMINDER, today - timedelta(days=25))
    case = look(arrears.lease_of(case), today)  # as the nightly job does
    lease = debtor(**given, tenant=make_applicant(first_name="Ola"))
    other = look(lease, today)
    found = []
    for name, path in (
        ("arrears_list", "restansesaker/"),
        ("arrears_case", f"restansesaker/vis/?id={case.pk}"),
        ("arrears_contact", f"restansesaker/kontakt/?id={other.pk}"),
        ("arrears_letter", f"restansesaker/steg/?id={case.pk}&steg=collection_warning"),
        ("arrears_lease", f"leieforhold/vis/?id={lease.pk}"),
    ):
        desk.goto(f"{served}/admin/{path}")
        desk.get_by_role("heading", level=1).wait_for()
        found += faults(desk, name)
    assert found == []
