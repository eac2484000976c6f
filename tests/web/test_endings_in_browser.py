"""One end of a lease in a browser: the path and its steps can be read, and no rule of accessibility is broken."""

from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page

from admin import formats
from models import Ending
from rules.terms import EndingGround, EndingState, LeaseEnd, Party, Security
from tests.admin.conftest import client_of, make_account, served
from tests.admin.office import app
from tests.factories import make_dwelling, make_lease
from tests.keepers import make_ending, make_inspection
from tests.web.browsing import desk, faults, user

__all__ = ["app", "client_of", "desk", "make_account", "served", "user"]  # fixtures, used here


def test_an_ending_is_read_as_a_path(desk: Page, served: str) -> None:
    today = formats.today()
    lease = make_lease(
        starts_on=date(2024, 1, 1), ends_on=None, dwelling=make_dwelling(), security=Security.DEPOSIT,
        security_ore=2_400_000, security_received_on=date(2024, 1, 1),
    )  # fmt: skip
    running: Any = make_ending(
        lease=lease, reason=LeaseEnd.LANDLORD_NOTICE, by_party=Party.LANDLORD, given_on=today, arrived_on=today,
        protest_by=today + timedelta(days=31), ends_on=today + timedelta(days=100), grounds=[EndingGround.UNPAID_RENT],
        reasons="Husleien er ikke betalt siden august.", proposed_by="x", approved_by_name="Anne Leder",
        letter=lease.pk,
    )  # fmt: skip
    other = make_lease(starts_on=date(2024, 1, 1), ends_on=today + timedelta(days=60), dwelling=make_dwelling())
    out: Any = make_ending(
        lease=other, state=EndingState.MOVED_OUT, moved_out_on=today, keys_back_on=today, ends_on=today,
        given_on=today - timedelta(days=90), left_goods="Sofa på loftet.", goods_until=today + timedelta(days=30),
    )  # fmt: skip
    make_inspection(lease=other, planned_on=today)
    third = make_lease(starts_on=date(2024, 1, 1), ends_on=today + timedelta(days=60), dwelling=make_dwelling())
    found = []
    for name, path in (
        ("ending_notice", f"avslutninger/vis/?id={running.pk}"),
        ("ending_moved_out", f"avslutninger/vis/?id={out.pk}"),
        ("ending_settle", f"avslutninger/oppgjor/?id={out.pk}"),
        ("ending_propose", f"leieforhold/foresla-oppsigelse/?id={third.pk}"),
        ("ending_renewal", f"leieforhold/vurder-forlengelse/?id={third.pk}"),
    ):
        desk.goto(f"{served}/admin/{path}")
        desk.get_by_role("heading", level=1).wait_for()
        found += faults(desk, name)
    assert found == []
    assert Ending.objects.count() == 2
