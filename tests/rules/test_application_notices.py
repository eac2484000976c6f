"""What is odd about an application, and the moves that an import may make."""

import pytest

from rules import states
from rules.applications import OPEN, ApplicationFacts, notices, tenant_status
from rules.dwellings import place_differs
from rules.errors import TransitionRefused
from rules.terms import ApplicationKind, ApplicationState, NoticeCode, TenantStatus

RECEIVED, REFUSED, WAITING = ApplicationState.RECEIVED, ApplicationState.REFUSED, ApplicationState.WAITING


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"state": RECEIVED, "resident": True}, (), id="nothing odd"),
        pytest.param({"state": RECEIVED, "resident": False}, (NoticeCode.NOT_RESIDENT,), id="not registered here"),
        pytest.param(
            {"state": WAITING, "resident": True, "other_open": True},
            (NoticeCode.SECOND_OPEN_APPLICATION,),
            id="a second one that waits",
        ),
        pytest.param(
            {"state": REFUSED, "resident": True, "other_open": True}, (), id="a decided one beside an open one"
        ),
        pytest.param(
            {"state": RECEIVED, "resident": True, "date_without_decision": True},
            (NoticeCode.DECISION_DATE_UNUSED,),
            id="a decision date without a decision",
        ),
        pytest.param(
            {"state": RECEIVED, "resident": False, "other_open": True, "date_without_decision": True},
            (NoticeCode.NOT_RESIDENT, NoticeCode.SECOND_OPEN_APPLICATION, NoticeCode.DECISION_DATE_UNUSED),
            id="all at once",
        ),
    ],
)
def test_what_is_odd_about_an_application(facts: dict[str, object], expected: tuple[NoticeCode, ...]) -> None:
    assert notices(ApplicationFacts(**facts)) == expected


def test_an_application_is_open_until_it_is_answered_or_housed() -> None:
    assert {ApplicationState.RECEIVED, ApplicationState.IN_ASSESSMENT, ApplicationState.WAITING} == OPEN


@pytest.mark.parametrize(
    ("kind", "stamp"),
    [
        (ApplicationKind.NEW, TenantStatus.NEW),
        (ApplicationKind.EXTENSION, TenantStatus.EXISTING),
        (ApplicationKind.SWAP, TenantStatus.EXISTING),
    ],
)
def test_kostra_counts_who_lives_in_municipal_housing_already(kind: ApplicationKind, stamp: TenantStatus) -> None:
    assert tenant_status(kind) is stamp


@pytest.mark.parametrize("decided", [WAITING, ApplicationState.HOUSED, REFUSED])
def test_an_import_may_decide_what_was_only_received(decided: ApplicationState) -> None:
    states.check(states.IMPORTED_APPLICATION, RECEIVED, decided)
    with pytest.raises(TransitionRefused):
        states.check(states.APPLICATION, RECEIVED, decided)


@pytest.mark.parametrize(
    ("old", "new"), [(REFUSED, RECEIVED), (WAITING, REFUSED), (ApplicationState.WITHDRAWN, WAITING)]
)
def test_an_import_moves_no_case_where_no_way_leads(old: ApplicationState, new: ApplicationState) -> None:
    with pytest.raises(TransitionRefused):
        states.check(states.IMPORTED_APPLICATION, old, new)


@pytest.mark.parametrize(
    ("place", "register", "differs"),
    [
        ("HARSTAD", "Harstad", False),
        (" Harstad ", "HARSTAD", False),
        ("NARVIK", "HARSTAD", True),
        ("", "HARSTAD", False),
        ("NARVIK", None, False),
    ],
)
def test_a_place_is_compared_with_the_registers_where_both_are_known(
    place: str, register: str | None, differs: bool
) -> None:
    assert place_differs(place, register) is differs
