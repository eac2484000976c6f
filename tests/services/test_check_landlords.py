"""check-data on what is taken: projects against leases and referrals, authorities against signed agreements."""

import pytest
from bson import ObjectId

from models import Mandate, Project, Referral
from rules.terms import DataFault, LeaseState, ReferralState
from services import maintenance, quotas, rulebooks
from tests import factories, partners
from tests.agreeing import signed, used
from tests.casework import TODAY, house
from tests.factories import ACTOR, NOW

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")


def found() -> list[tuple[DataFault, str]]:
    ours = (DataFault.HOME_UNCOUNTED, DataFault.HOME_HELD_IN_VAIN, DataFault.CEILING_DIFFERS)
    return [(one.fault, one.number) for one in maintenance.check_data(NOW).troubles if one.fault in ours]


def test_homes_that_are_counted_and_referrals_under_way_are_in_order() -> None:
    home, project, agreement = partners.make_leased_out()
    factories.make_lease(dwelling=home, state=LeaseState.OCCUPYING)
    quotas.keep_up(project.pk, ACTOR)
    notice = partners.make_notice(
        agreement=agreement, dwelling=factories.make_dwelling(project=project, landlord=project.landlord)
    )
    referral = partners.make_referral(notice=notice)
    wanted = quotas.reservation(notice.pk, notice.dwelling.pk, TODAY, referral=referral.pk)
    project = Project.objects.get(pk=project.pk)
    quotas.reserve(project, wanted, agreement, rulebooks.current(TODAY), ACTOR)
    assert found() == []
    Referral._get_collection().update_one({}, {"$set": {"state": ReferralState.DECLINED.value}})
    assert found() == [(DataFault.HOME_HELD_IN_VAIN, project.name)]


def test_a_lease_that_is_not_counted_and_a_home_held_for_one_that_is_over_are_told() -> None:
    home, project, _ = partners.make_leased_out()
    lease = factories.make_lease(dwelling=home, state=LeaseState.OCCUPYING)
    assert found() == [(DataFault.HOME_UNCOUNTED, lease.contract_number)]
    gone = {"id": ObjectId(), "dwelling": home.pk, "lease": ObjectId(), "on": NOW}
    Project._get_collection().update_one({"_id": project.pk}, {"$set": {"reservations": [gone]}})
    assert found() == [(DataFault.HOME_HELD_IN_VAIN, project.name)]


def test_a_ceiling_that_counts_other_homes_than_were_agreed_on_is_told() -> None:
    agreement = signed()
    assert (used(agreement), found()) == (12, [])
    Mandate._get_collection().update_one({}, {"$set": {"uses.0.homes": 11}})
    assert [fault for fault, _ in found()] == [DataFault.CEILING_DIFFERS]
