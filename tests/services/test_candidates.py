"""Whom a vacant dwelling suits among those who wait, with what the persons' other papers say of them."""

from datetime import date
from typing import Any

import pytest
from bson import ObjectId

from models import Application
from models.deciding import DecisionEntry, Proposal
from models.mapping import ApprovedNeed
from models.offer import Judgement
from models.vacancy_parts import ServiceProfile
from rules import priority
from rules.rulebook import Rules
from rules.terms import (
    AppealBody,
    ApplicationKind,
    ApplicationState,
    DecidingBody,
    DecisionOutcome,
    DwellingType,
    Exclusion,
    HousingSituation,
    LeaseState,
    LegalBasis,
    OfferState,
)
from services import candidates, records, rulebooks
from services.candidates import Match
from tests.casework import TODAY, house
from tests.factories import (
    ACTOR,
    make_applicant,
    make_application,
    make_dwelling,
    make_lease,
    make_offer,
    make_office,
    make_vacancy,
)

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")
SECRET = b"s" * 32


@pytest.fixture
def rules() -> Rules:
    return rulebooks.current(TODAY)


def waiting(number: str, *, need: dict[str, Any] | None = None, **values: Any) -> Application:
    approved = ApprovedNeed(**({"rooms": 2} | (need or {})))
    given = {"state": ApplicationState.WAITING, "decided_on": date(2026, 6, 1)} | values
    return make_application(application_number=number, approved_need=approved, **given)


def vacant(**values: Any) -> Any:
    """A vacancy of a dwelling of two rooms that suits most, with what is said of the dwelling."""
    vacancy = {name: values.pop(name) for name in ("profile", "with_services") if name in values}
    plain = {"rooms": 2, "floor": 1, "family_suitable": True, "kind": DwellingType.FLAT}
    return make_vacancy(dwelling=make_dwelling(**plain | values), **vacancy)


def matched(vacancy: Any, rules: Rules, **values: Any) -> Match:
    tie = priority.tie_key(SECRET, str(vacancy.pk))
    return candidates.match(vacancy, rules, today=values.pop("today", TODAY), tie=tie, **values)


def fitting(found: Match) -> list[str]:
    return [_number(one.waiting.household.id) for one in found.fits]


def kept_out(found: Match) -> dict[str, tuple[Exclusion, ...]]:
    return {_number(one.waiting.household.id): one.why for one in found.excluded}


def _number(identity: str) -> str:
    return str(Application.objects.get(pk=identity).application_number)


def granted(kind: DwellingType, basis: LegalBasis = LegalBasis.LOCAL_GUIDELINES, **values: Any) -> DecisionEntry:
    proposal = Proposal(
        id=ObjectId(), outcome=DecisionOutcome.GRANTED, basis=basis, body=DecidingBody.DECIDER, reasons="r",
        weighed="w", dwelling_type=kind, letter=ObjectId(), letter_sha256="0" * 64, rulebook=1, on=TODAY, by="1",
        by_name="Sara", appeal_body=AppealBody.APPEALS_BOARD,
    )  # fmt: skip
    plain = {
        "id": proposal.id,
        "basis": basis,
        "outcome": DecisionOutcome.GRANTED,
        "proposal": proposal,
        "decided_on": TODAY,
    }
    return DecisionEntry(**plain | values)


def test_those_it_suits_come_in_the_order_of_need_and_the_others_with_why(rules: Rules) -> None:
    waiting("S1", situation=HousingSituation.AT_RISK)
    waiting("S2", situation=HousingSituation.NO_DWELLING)
    waiting("S3", need={"rooms": 4, "step_free": True})
    waiting("S4", state=ApplicationState.IN_ASSESSMENT)
    waiting("S5", kind=ApplicationKind.EXTENSION)
    found = matched(vacant(), rules)
    assert fitting(found) == ["S2", "S1"]
    assert [one.rank for one in found.fits] == [1, 2]
    assert kept_out(found) == {"S3": (Exclusion.TOO_SMALL, Exclusion.ACCESS)}


def test_a_place_that_is_kept_while_an_appeal_is_open_is_on_the_list(rules: Rules) -> None:
    case = waiting("S1")
    records.change(case, ACTOR, values={"state": ApplicationState.REFUSED, "kept_by": ObjectId()})
    assert fitting(matched(vacant(), rules)) == ["S1"]


def test_an_outdated_assessment_is_a_mark_and_keeps_nobody_out(rules: Rules) -> None:
    waiting("S1", assessment_stale=True)
    (one,) = matched(vacant(), rules).fits
    assert one.waiting.stale


def test_any_of_the_register_s_marks_of_step_free_access_will_do(rules: Rules) -> None:
    waiting("S1", need={"step_free": True})
    for mark in ("wheelchair", "accessible_unit", "universal_design"):
        assert fitting(matched(vacant(**{mark: True}), rules)) == ["S1"]
    assert kept_out(matched(vacant(), rules)) == {"S1": (Exclusion.ACCESS,)}


def test_services_are_as_the_unit_answered_and_before_that_as_the_register_says(rules: Rules) -> None:
    waiting("S1", need={"services_day": True})
    waiting("S2", need={"services_night": True})
    asked = ServiceProfile(asked_on=TODAY, day=False, night=True)
    assert fitting(matched(vacant(services_day=True, profile=asked), rules)) == ["S1"]
    answered = ServiceProfile(asked_on=TODAY, answered_on=TODAY, day=False, night=True)
    found = matched(vacant(services_day=True, profile=answered), rules)
    assert fitting(found) == ["S2"]
    assert kept_out(found) == {"S1": (Exclusion.SERVICES_DAY,)}


GRANTS = [
    ("innvilget det samme", granted(DwellingType.FLAT), True),
    ("innvilget noe annet", granted(DwellingType.SHARED_HOUSING), False),
    ("et vedtak som ikke står ved lag", granted(DwellingType.SHARED_HOUSING, open=False), True),
    ("etter en annen lov", granted(DwellingType.SHARED_HOUSING, LegalBasis.CARE_SERVICES_ACT), True),
    ("et vedtak uten forslag, fra en import", granted(DwellingType.FLAT, proposal=None), True),
]


@pytest.mark.parametrize(("entry", "suits"), [row[1:] for row in GRANTS], ids=[row[0] for row in GRANTS])
def test_the_standing_grant_by_the_guidelines_names_the_kind(entry: DecisionEntry, suits: bool, rules: Rules) -> None:
    waiting("S1", decisions=[entry])
    assert (kept_out(matched(vacant(), rules)) == {}) is suits


def test_a_refusal_without_good_reason_holds_offers_back_until_its_day(rules: Rules) -> None:
    case = waiting("S1")
    judged = Judgement(
        justified=False, reasons="r", until=date(2026, 12, 24), rulebook=1, on=TODAY, by="1", by_name="Bo"
    )
    make_offer(application=case, state=OfferState.DECLINED, judgement=judged)
    vacancy = vacant()
    assert kept_out(matched(vacancy, rules)) == {"S1": (Exclusion.HELD_BACK,)}
    assert kept_out(matched(vacancy, rules, today=date(2026, 12, 23))) == {"S1": (Exclusion.HELD_BACK,)}
    assert fitting(matched(vacancy, rules, today=date(2026, 12, 24))) == ["S1"]


def test_a_refusal_for_good_reason_holds_nothing_back(rules: Rules) -> None:
    judged = Judgement(justified=True, reasons="r", rulebook=1, on=TODAY, by="1", by_name="Bo")
    make_offer(application=waiting("S1"), state=OfferState.DECLINED, judgement=judged)
    assert fitting(matched(vacant(), rules)) == ["S1"]


@pytest.mark.parametrize("state", OfferState)
def test_who_has_accepted_another_dwelling_is_promised_that_one(state: OfferState, rules: Rules) -> None:
    make_offer(application=waiting("S1"), state=state)
    promised = state is OfferState.ACCEPTED
    assert kept_out(matched(vacant(), rules)) == ({"S1": (Exclusion.PROMISED,)} if promised else {})


def test_who_lives_in_the_dwelling_is_not_offered_it(rules: Rules) -> None:
    person = make_applicant()
    waiting("S1", applicant=person, kind=ApplicationKind.SWAP)
    vacancy = vacant()
    lease = make_lease(dwelling=vacancy.dwelling, tenant=person, state=LeaseState.OCCUPYING)
    assert kept_out(matched(vacancy, rules)) == {"S1": (Exclusion.SAME_DWELLING,)}
    assert fitting(matched(vacant(), rules)) == ["S1"]
    records.change(lease, ACTOR, values={"state": LeaseState.ENDED})
    assert fitting(matched(vacancy, rules)) == ["S1"]


def test_what_is_known_of_a_person_is_known_under_all_their_records(rules: Rules) -> None:
    present = make_applicant()
    middle = make_applicant(merged=True, merged_into=present.pk)
    oldest = make_applicant(merged=True, merged_into=middle.pk)
    waiting("S1", applicant=oldest)
    other = make_application(applicant=middle, state=ApplicationState.HOUSED)
    make_offer(application=other, state=OfferState.ACCEPTED)
    vacancy = vacant()
    make_lease(dwelling=vacancy.dwelling, tenant=present, state=LeaseState.OCCUPYING)
    assert kept_out(matched(vacancy, rules)) == {"S1": (Exclusion.SAME_DWELLING, Exclusion.PROMISED)}


def test_an_office_sees_its_own_households(rules: Rules) -> None:
    north, south = make_office(), make_office()
    waiting("S1", office=north)
    waiting("S2", office=south, situation=HousingSituation.NO_DWELLING)
    waiting("S3", office=north, need={"rooms": 5})
    found = matched(vacant(), rules, office=north.pk)
    assert fitting(found) == ["S1"]
    assert kept_out(found) == {"S3": (Exclusion.TOO_SMALL,)}


def test_many_vacancies_are_matched_as_each_alone(rules: Rules) -> None:
    person = make_applicant()
    for at in range(8):
        waiting(f"S{at}", need={"rooms": 1 + at % 4, "lift": at % 3 == 0}, children=at % 2)
    waiting("S8", applicant=person)
    vacancies = [
        vacant(rooms=rooms, floor=floor, family_suitable=floor == 1) for rooms in (1, 2, 3) for floor in (1, 3)
    ]
    make_lease(dwelling=vacancies[2].dwelling, tenant=person, state=LeaseState.OCCUPYING)
    many = candidates.match_many(vacancies, rules, today=TODAY, secret=SECRET)
    alone = [matched(one, rules) for one in vacancies]
    assert [one.home for one in many] == [one.home for one in alone]
    assert [fitting(one) for one in many] == [fitting(one) for one in alone]
    assert [kept_out(one) for one in many] == [kept_out(one) for one in alone]


IRRELEVANT = {
    "hvem saken ligger hos": {"archive_case_number": "26/1"},
    "når den kom": {"received_on": date(2010, 1, 1)},
    "når den ble innvilget": {"decided_on": date(2011, 1, 1)},
    "voksne": {"adults": 7},
    "ønsker om rom": {"rooms_wanted": 9},
    "folkeregistrert": {"resident": False},
    "bodde kommunalt": {"tenant_status": "existing"},
    "kostras årsak": {"reason_group": "substance_use"},
    "søkt av": {"applied_by": "prison"},
}
PERSON = {
    "navn": {"first_name": "Aaa", "last_name": "Aaa"},
    "alder": {"born_on": date(1940, 1, 1)},
    "statsborgerskap": {"citizenship": "Utlandet"},
    "tolk": {"interpreter": "Tigrinja"},
    "beskyttet adresse": {"protected_address": True},
}
CHANGES = [(name, {}, values) for name, values in IRRELEVANT.items()]
CHANGES += [(name, values, {}) for name, values in PERSON.items()]


@pytest.mark.parametrize(("person", "case"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_what_the_law_leaves_out_changes_neither_who_fits_nor_the_rank(
    person: dict[str, Any], case: dict[str, Any], rules: Rules
) -> None:
    fits = waiting("S1", applicant=make_applicant(**person), **case)
    waiting("S2")
    too_big = waiting("S3", applicant=make_applicant(**person), need={"rooms": 5}, **case)
    found = matched(vacant(), rules)
    assert [one.rank for one in found.fits] == [1, 1]
    assert found.why(str(fits.pk)) == ()
    assert found.why(str(too_big.pk)) == (Exclusion.TOO_SMALL,)
