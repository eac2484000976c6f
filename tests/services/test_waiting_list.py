"""The waiting list: who stands on it, in which order, why, and how it is narrowed."""

from datetime import date
from typing import Any

import pytest
from bson import ObjectId

from models import Application
from models.deciding import DecisionEntry, Proposal
from models.mapping import ApprovedNeed
from rules.policy import Policy
from rules.terms import (
    AppealBody,
    ApplicationKind,
    ApplicationState,
    DecidingBody,
    DecisionOutcome,
    DwellingType,
    HousingSituation,
    LegalBasis,
)
from services import assessments, records, rulebooks, waiting_list
from services.waiting_list import Wanted
from tests.casework import TODAY, acting, house, worker
from tests.factories import ACTOR, make_application, make_office

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")
TIE = b"t" * 32


@pytest.fixture
def policy() -> Policy:
    return rulebooks.current(TODAY).policy


def waiting(number: str, situation: str = "no_dwelling", children: int = 0, **values: Any) -> Any:
    levels = values.pop("levels", {})
    need = ApprovedNeed(**values.pop("need", {"rooms": 2}))
    given = {"state": ApplicationState.WAITING, "decided_on": date(2026, 6, 1)} | values
    return make_application(
        application_number=number, situation=HousingSituation(situation), children=children, factor_levels=levels,
        approved_need=need, **given,
    )  # fmt: skip


def numbers(policy: Policy, wanted: Wanted = Wanted(), tie: bytes = TIE, **values: Any) -> list[str]:  # noqa: B008
    page = waiting_list.page(wanted, policy, tie, **values)
    return [row.application.application_number for row in page.rows]


def test_those_who_are_granted_stand_on_it_by_need_and_nobody_else(policy: Policy) -> None:
    waiting("S3", "unsuitable")
    waiting("S1", children=1)
    waiting("S2", kind=ApplicationKind.SWAP)
    waiting("S4", kind=ApplicationKind.EXTENSION)
    for state in ApplicationState:
        if state is not ApplicationState.WAITING:
            make_application(state=state)
    assert numbers(policy) == ["S1", "S2", "S3"]


def test_a_place_that_is_kept_while_an_appeal_is_open_stands_on_it(policy: Policy) -> None:
    case = waiting("S1")
    records.change(case, ACTOR, values={"state": ApplicationState.REFUSED, "kept_by": ObjectId()})
    (row,) = waiting_list.page(Wanted(), policy, TIE).rows
    assert row.application.kept_by is not None
    records.change(case, ACTOR, values={"kept_by": None})
    assert numbers(policy) == []


def test_each_row_says_why_it_stands_where_it_stands(policy: Policy) -> None:
    waiting("S1", children=1)
    waiting("S2", levels={"stability": "pressing"})
    waiting("S3", "emergency_lodging", levels={"stability": "pressing", "unknown": "x"})
    waiting("S4", "owns", children=2)
    rows = waiting_list.page(Wanted(), policy, TIE).rows
    assert [row.rank for row in rows] == [1, 2, 2, 4]
    assert [row.shared for row in rows] == [False, True, True, False]
    assert [row.first for row in rows] == [True, False, False, False]
    assert rows[0].behind is None
    below, above = rows[1].behind or ()
    assert (below.label, below.found, above.found) == ("Barn i husstanden", "Nei", "Ja")
    assert rows[2].behind is None
    below, above = rows[3].behind or ()
    assert (below.label, below.found) == ("Bosituasjon", "Eier bolig")
    assert {part.found for part in rows[1].parts} >= {"Nei", "4 poeng"}


def test_the_order_follows_changed_facts_at_once(policy: Policy) -> None:
    waiting("S1", "at_risk")
    case = waiting("S2", "owns")
    assert numbers(policy) == ["S1", "S2"]
    assessments.change_facts(
        case, {"situation": HousingSituation.NO_DWELLING}, acting(worker()), why="Brann", version=1
    )
    assert numbers(policy) == ["S2", "S1"]


def test_equals_stand_in_another_order_under_another_key_and_never_by_time(policy: Policy) -> None:
    for n in range(12):
        waiting(f"S{n:02d}", received_on=date(2026, 1, 1 + n), decided_on=date(2026, 6, 1 + n))
    first = numbers(policy)
    assert first == numbers(policy)
    assert first not in (sorted(first), sorted(first, reverse=True))
    assert first != numbers(policy, tie=b"u" * 32)


def test_it_is_narrowed_by_what_is_needed(policy: Policy) -> None:
    office = make_office()
    waiting("S1", need={"rooms": 3, "lift": True, "services_night": True})
    waiting("S2", need={"rooms": 2, "step_free": True, "services_day": True}, office=office)
    waiting("S3", need={"rooms": 2, "services_evening": True})

    def found(**wanted: Any) -> set[str]:
        return set(numbers(policy, Wanted(**wanted)))

    assert found(rooms=2) == {"S2", "S3"}
    assert found(rooms=9) == set()
    assert found(lift=True) == {"S1"}
    assert found(lift=False) == {"S2", "S3"}
    assert found(step_free=True, rooms=2) == {"S2"}
    assert (found(services_day=True), found(services_evening=True)) == ({"S2"}, {"S3"})
    assert found(services_night=False) == {"S2", "S3"}
    assert found(office=office.pk) == {"S2"}


def granted(kind: DwellingType, **values: Any) -> DecisionEntry:
    identity = ObjectId()
    proposal = Proposal(
        id=identity, outcome="granted", basis=LegalBasis.LOCAL_GUIDELINES, body=DecidingBody.COMMITTEE,
        appeal_body=AppealBody.APPEALS_BOARD, dwelling_type=kind, reasons="Fordi", weighed="Det", rulebook=1,
        letter=ObjectId(), letter_sha256="0", on=TODAY, by="1", by_name="Sara",
    )  # fmt: skip
    entry = {
        "id": identity,
        "basis": LegalBasis.LOCAL_GUIDELINES,
        "outcome": DecisionOutcome.GRANTED,
        "decided_on": TODAY,
    }
    return DecisionEntry(proposal=proposal, **entry | values)


def test_it_is_narrowed_by_the_kind_of_dwelling_that_stands_granted(policy: Policy) -> None:
    waiting("S1", decisions=[granted(DwellingType.FLAT)])
    waiting("S2", decisions=[granted(DwellingType.FLAT, open=False), granted(DwellingType.DETACHED)])
    waiting("S3")
    assert numbers(policy, Wanted(dwelling_type=DwellingType.FLAT)) == ["S1"]
    assert numbers(policy, Wanted(dwelling_type=DwellingType.DETACHED)) == ["S2"]
    rows = waiting_list.page(Wanted(), policy, TIE).rows
    kinds = {row.application.application_number: waiting_list.dwelling_type(row.application) for row in rows}
    assert kinds == {"S1": DwellingType.FLAT, "S2": DwellingType.DETACHED, "S3": None}


def test_it_comes_in_pages_that_go_on_where_the_last_one_ended(policy: Policy) -> None:
    case = waiting("S000")
    plain = Application._get_collection().find_one({"_id": case.pk})
    more = [plain | {"_id": ObjectId(), "application_number": f"S{n:03d}", "open_key": f"k{n}"} for n in range(1, 130)]
    Application._get_collection().insert_many(more)
    pages = [waiting_list.page(Wanted(), policy, TIE, n) for n in (1, 2, 3)]
    assert [(len(page.rows), page.count, page.number, page.pages) for page in pages] == [
        (50, 130, 1, 3), (50, 130, 2, 3), (30, 130, 3, 3),
    ]  # fmt: skip
    seen = [row.application.application_number for page in pages for row in page.rows]
    assert len(set(seen)) == 130
    assert pages[1].rows[0].first is False
    assert waiting_list.page(Wanted(), policy, TIE, 99).number == 3
    assert waiting_list.page(Wanted(), policy, TIE, -4).number == 1


def test_an_empty_list_has_one_empty_page(policy: Policy) -> None:
    page = waiting_list.page(Wanted(), policy, TIE)
    assert (page.rows, page.count, page.pages) == ((), 0, 1)
