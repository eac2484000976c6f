"""A landlord's vacant home and a household referred to it, in a browser."""

from playwright.sync_api import Page

from models import User
from rules.terms import HousingSituation, Role
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.letting_offers import waiting
from tests.referring import referred, reported
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]  # fixtures, used here


def test_a_home_of_a_landlords_its_households_and_a_referral(served: str, desk: Page, user: User) -> None:
    User.objects(pk=user.pk).update(roles=[Role.HOUSING_CONSULTANT])
    waiting(situation=HousingSituation.NO_DWELLING)
    late, notice, held = waiting(situation=HousingSituation.OWNS, adults=2), reported(), referred()
    found = []
    for name, path in (
        ("notice", f"ledige-hos-utleiere/vis/?id={notice.pk}"),
        ("notice-households", f"ledige-hos-utleiere/husstander/?id={notice.pk}"),
        ("notice-refer", f"ledige-hos-utleiere/tilvis/?id={notice.pk}&soknad={late.pk}"),
        ("referral", f"tilvisninger/vis/?id={held.pk}"),
    ):
        desk.goto(f"{served}/admin/{path}")
        found += faults(desk, name)
    assert found == []
