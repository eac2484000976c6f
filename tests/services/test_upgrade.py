"""Records of an earlier release, as a new one needs them."""

import pytest

from models import Agreement, Application, Lease, Mandate
from rules.terms import AgreementKind, AgreementState, ApplicationKind, ApplicationState, MandateState
from services import maintenance, quotas, records, waiting_list
from services.waiting_list import Wanted
from tests.factories import make_agreement, make_application, make_lease, make_project
from tests.partners import make_mandate


def test_applications_from_before_the_waiting_list_come_onto_it() -> None:
    waiting = make_application(state=ApplicationState.WAITING, import_run="run")
    make_application(state=ApplicationState.WAITING, kind=ApplicationKind.EXTENSION, import_run="run")
    make_application(state=ApplicationState.REFUSED, import_run="run")
    Application._get_collection().update_many({}, {"$unset": {"on_list": 1}})
    assert waiting_list.households(Wanted()) == []
    assert maintenance.derive_missing() == 3
    assert [one.id for one in waiting_list.households(Wanted())] == [str(waiting.pk)]
    found = Application.objects.get(pk=waiting.pk)
    assert (found.version, len(found.history)) == (1, 1)
    assert maintenance.derive_missing() == 0


def test_leases_from_before_inspections_come_due_by_their_day() -> None:
    lease = make_lease()
    Lease._get_collection().update_many({}, {"$unset": {"inspect_from": 1}})
    assert maintenance.derive_missing() == 1
    assert Lease.objects.get(pk=lease.pk).inspect_from == lease.starts_on


def test_mandates_from_before_are_known_by_their_case_number() -> None:
    mandate = make_mandate(case_number="2026 / 7")
    Mandate._get_collection().update_many({}, {"$unset": {"case_key": 1}})
    assert maintenance.derive_missing() == 1
    assert Mandate.objects.get(pk=mandate.pk).case_key == "2026/7"


def test_rights_from_before_are_known_by_their_project_while_they_stand() -> None:
    right = make_agreement(project=(project := make_project()), landlord=project.landlord)
    for state in (AgreementState.DRAFT, AgreementState.ENDED):
        make_agreement(project=project, landlord=project.landlord, state=state)
    make_agreement(kind=AgreementKind.COOPERATION, project=project, landlord=project.landlord)
    Agreement._get_collection().update_many({}, {"$unset": {"right_to": 1}})
    assert quotas.right_of(project.pk) is None
    assert [maintenance.derive_missing() for _ in range(2)] == [1, 0]
    assert quotas.right_of(project.pk) == right


def test_mandates_that_another_release_knew_otherwise_are_known_as_this_one_knows_them() -> None:
    withdrawn = make_mandate(case_number="2026/7", state=MandateState.WITHDRAWN)
    stands = make_mandate(case_number="2026/007")
    collection = Mandate._get_collection()
    collection.update_one({"_id": stands.pk}, {"$set": {"case_key": "2026/007"}})
    collection.update_one({"_id": withdrawn.pk}, {"$set": {"case_key": "2026/7"}})
    assert maintenance.derive_missing() == 2
    assert Mandate.objects.get(pk=stands.pk).case_key == "2026/7"
    assert Mandate.objects.get(pk=withdrawn.pk).case_key is None
    assert maintenance.derive_missing() == 0


@pytest.mark.parametrize("state", [ApplicationState.RECEIVED, ApplicationState.WAITING])
def test_whoever_is_changed_meanwhile_is_left_to_that_change(state: ApplicationState) -> None:
    case = make_application(state=state)
    Application._get_collection().update_one({"_id": case.pk}, {"$set": {"version": 9}})
    assert records.derive(case) is False
