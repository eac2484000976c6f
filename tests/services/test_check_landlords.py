"""check-data on what is taken: projects against leases and referrals, authorities against signed agreements."""

from typing import Any

import pytest
from bson import ObjectId

from models import Mandate, Project, Referral
from rules.terms import DataFault, LeaseState, NoticeCode, ReferralState
from services import maintenance, quotas, rulebooks
from tests import factories, partners
from tests.agreeing import chosen_bid, drafted, paid_out, signed, used
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


def use(**values: Any) -> dict[str, Any]:
    return {"$push": {"uses": {"id": ObjectId(), "homes": 3, "seen": 1, "on": NOW} | values}}


def test_a_use_whose_agreement_is_not_signed_is_told_unless_it_is_being_signed() -> None:
    agreement = signed()
    draft = drafted(chosen_bid(landlord=agreement.landlord, mandate=Mandate.objects.get()))
    Mandate._get_collection().update_one({}, use(id=draft.pk))
    assert [fault for fault, _ in found()] == [DataFault.CEILING_DIFFERS]
    due = {"key": "k", "kind": "sign_agreement", "args": {}, "next_at": NOW}
    Mandate._get_collection().update_one({}, {"$set": {"pending": [due]}})
    assert found() == []


# --- What rights rest on ----------------------------------------------------------------------------------------------

FOUNDED = (
    DataFault.RIGHT_UNFOUNDED, DataFault.IN_FORCE_TOO_SOON, DataFault.AGREEMENT_TOO_LARGE, DataFault.DRAFT_SIGNED,
    DataFault.PAPER_LOST, DataFault.HOME_OF_ANOTHER, DataFault.SIGNING_HELD, DataFault.QUOTA_PASSED,
)  # fmt: skip


def unfounded() -> list[DataFault]:
    return [one.fault for one in maintenance.check_data(NOW).troubles if one.fault in FOUNDED]


def set_by_hand(record: Any, **values: Any) -> None:
    set_, gone = (
        {name: value for name, value in values.items() if (value is None) is empty} for empty in (False, True)
    )
    update = {name: told for name, told in (("$set", set_), ("$unset", gone)) if told}
    type(record)._get_collection().update_one({"_id": record.pk}, update)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        pytest.param({"procurement": None}, DataFault.RIGHT_UNFOUNDED, id="no procurement"),
        pytest.param({"bid": None}, DataFault.RIGHT_UNFOUNDED, id="no bid"),
        pytest.param({"bid": ObjectId()}, DataFault.RIGHT_UNFOUNDED, id="a bid that is none"),
        pytest.param({"registered_on": None}, DataFault.IN_FORCE_TOO_SOON, id="not registered"),
        pytest.param({"cooperation": None}, DataFault.IN_FORCE_TOO_SOON, id="no cooperation agreement"),
        pytest.param({"homes": 13}, DataFault.AGREEMENT_TOO_LARGE, id="more homes than the project"),
        pytest.param({"file": ObjectId()}, DataFault.PAPER_LOST, id="the paper is gone"),
    ],
)
def test_a_right_made_in_husrom_that_lacks_what_it_rests_on_is_told(changed: dict[str, Any], fault: DataFault) -> None:
    agreement = paid_out()
    assert unfounded() == []
    set_by_hand(agreement, **changed)
    assert unfounded() == [fault]


def test_a_choice_that_was_taken_away_under_a_right_is_told() -> None:
    set_by_hand(paid_out().procurement, choice=None)
    assert unfounded() == [DataFault.RIGHT_UNFOUNDED]


def test_an_imported_right_is_founded_outside_husrom_and_a_draft_is_not_signed() -> None:
    project = factories.make_project(homes=20)
    factories.make_agreement(project=project, landlord=project.landlord, import_run="run")
    assert unfounded() == []
    set_by_hand(drafted(chosen_bid(landlord=project.landlord)), signed_on=NOW)
    assert unfounded() == [DataFault.DRAFT_SIGNED]


def test_a_choice_held_for_a_signing_that_nobody_makes_is_told() -> None:
    agreement = signed()
    set_by_hand(agreement.procurement, signing=[agreement.pk])
    assert unfounded() == [DataFault.SIGNING_HELD]
    due = {"key": "k", "kind": "sign_agreement", "args": {}, "next_at": NOW}
    set_by_hand(Mandate.objects.get(), pending=[due])
    assert unfounded() == []


def test_a_home_of_another_landlord_than_its_projects_is_told() -> None:
    home, project, agreement = partners.make_leased_out()
    set_by_hand(agreement, import_run="run")
    factories.make_dwelling(project=project, landlord=None, dwelling_number="UTEN")
    factories.make_dwelling(project=project, landlord=home.landlord)
    assert [(one.number, one.fault) for one in maintenance.check_data(NOW).troubles if one.fault in FOUNDED] == [
        ("UTEN", DataFault.HOME_OF_ANOTHER)
    ]


@pytest.mark.parametrize(("homes", "passed"), [(4, []), (5, [DataFault.QUOTA_PASSED])])
def test_a_share_beyond_the_quota_is_told(homes: int, passed: list[DataFault]) -> None:
    project = factories.make_project(homes=10)
    agreement = factories.make_agreement(
        project=project, landlord=project.landlord, homes=10, import_run="run"
    )  # fmt: skip
    for _ in range(homes):
        home = factories.make_dwelling(project=project, landlord=project.landlord)
        factories.make_lease(dwelling=home, state=LeaseState.OCCUPYING)
    quotas.keep_up(project.pk, ACTOR)
    assert unfounded() == passed
    set_by_hand(agreement, notices=[NoticeCode.QUOTA_EXCEEDED.value])  # it says so: a person sees to it
    assert unfounded() == []
