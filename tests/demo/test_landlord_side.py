"""A lease with a landlord, its arrears and a proposed home, as the demo shows them."""

from typing import Any

from demo import landlord_side
from models import DwellingProposal, LandlordReport, Lease, Postcode, Task, VacancyNotice
from rules.terms import NoticeState, Role, TaskKind, TaskState
from tests.casework import NOW, TODAY, house
from tests.factories import make_agreement, make_dwelling, make_landlord, make_project, make_user
from tests.letting_offers import waiting

__all__ = ["house"]  # a fixture, used here


def test_a_household_at_a_landlords_fell_behind_and_a_home_waits(house: Any) -> None:
    Postcode(code="9405", place="HARSTAD", municipality_number="5503", municipality="HARSTAD", category="B").save()
    landlord = make_landlord()
    project = make_project(landlord=landlord)
    make_agreement(landlord=landlord, project=project)
    make_dwelling(landlord=landlord, project=project, disposal="referral", rooms=3, lift=True)
    waiting()
    landlord_side.add({"boligkonsulent": make_user(roles=[Role.HOUSING_CONSULTANT])}, NOW, TODAY, "Fjordvik", "")
    assert [lease.is_landlords for lease in Lease.objects] == [True]
    assert {report.kind.value for report in LandlordReport.objects} == {"signed", "arrears"}
    assert DwellingProposal.objects.count() == 1


def test_a_home_that_suited_nobody_does_not_wait_for_an_answer_that_is_long_too_late(house: Any) -> None:
    landlord = make_landlord()
    project = make_project(landlord=landlord)
    make_agreement(landlord=landlord, project=project)
    make_dwelling(landlord=landlord, project=project, disposal="referral", rooms=3, lift=True, rent_ore=900_000)
    landlord_side.add({"boligkonsulent": make_user(roles=[Role.HOUSING_CONSULTANT])}, NOW, TODAY, "Fjordvik", "")
    assert [notice.state for notice in VacancyNotice.objects] == [NoticeState.LAPSED]
    assert Task.objects(kind=TaskKind.VACANCY_NOTICE, state=TaskState.OPEN).first() is None
