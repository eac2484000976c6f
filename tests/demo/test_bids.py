"""Bids with points, a settled need and an unasked offer, as the demo shows them."""

from typing import Any

import pytest

from demo import bids
from models import Approach, Bid
from rules.terms import ApproachState, NeedState, Role
from services import procurements
from tests.casework import NOW, TODAY, house
from tests.factories import make_landlord, make_user
from tests.procuring import announced, fresh

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")
ROLES = {"boligkonsulent": Role.HOUSING_CONSULTANT, "avdelingsleder": Role.DEPARTMENT_HEAD, "eiendom": Role.PROPERTY}


@pytest.fixture
def people() -> dict[str, Any]:
    return {name: make_user(roles=[role]) for name, role in ROLES.items()}


def test_the_need_is_settled_and_bids_wait_beside_an_unasked_offer(people: dict[str, Any]) -> None:
    assert bids.settle_need(people, NOW, TODAY).state is NeedState.SETTLED
    make_landlord()
    called = announced()
    bids.add(people, NOW, TODAY)
    held = procurements.bids_of(fresh(called))
    assert [bid.total is None for bid in held] == [False, False, False, True]
    assert len({bid.total for bid in held}) == Bid.objects.count() == 4
    assert Approach.objects.get().state is ApproachState.RECEIVED


def test_without_a_call_the_demo_has_no_bids(people: dict[str, Any]) -> None:
    bids.add(people, NOW, TODAY)
    assert Bid.objects.count() == 0
    assert Approach.objects.count() == 1
