"""Landlords' vacant homes in the demo: waiting, referred and accepted."""

from typing import Any

from demo import referrals
from models import Referral, VacancyNotice
from rules.terms import ReferralState, Role
from tests.casework import NOW, TODAY, house
from tests.factories import make_agreement, make_dwelling, make_landlord, make_project, make_user
from tests.letting_offers import waiting

__all__ = ["house"]  # a fixture, used here


def test_two_homes_wait_a_household_is_referred_and_a_landlord_has_said_yes(house: Any) -> None:
    landlord = make_landlord()
    project = make_project(landlord=landlord, homes=40)
    make_agreement(landlord=landlord, project=project)
    for _ in range(5):
        make_dwelling(landlord=landlord, project=project, disposal="referral", rooms=3, lift=True)
    for _ in range(3):
        waiting()
    referrals.add({"boligkonsulent": make_user(roles=[Role.HOUSING_CONSULTANT])}, NOW, TODAY, "Fjordvik", "")
    assert sorted(one.state.value for one in VacancyNotice.objects) == ["referred", "referred", "reported", "reported"]
    assert [one.state for one in Referral.objects.order_by("-state")] == [
        ReferralState.REFERRED, ReferralState.ACCEPTED,
    ]  # fmt: skip
