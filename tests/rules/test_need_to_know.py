"""Who works a case, each row under its sentence."""

from typing import Any

import pytest

from rules.need_to_know import CaseTies, Worker, works_case
from rules.terms import ApplicationState, Role

ME, OTHER = "kari", "per"
HERE, THERE = "nord", "sør"
WAITING, UNDER_WAY = ApplicationState.WAITING, ApplicationState.IN_ASSESSMENT


def _me(*roles: Role, office: str | None = HERE, **values: Any) -> Worker:
    return Worker(id=ME, roles=frozenset(roles), office=office, **values)


def _case(**values: Any) -> CaseTies:
    return CaseTies(**{"state": UNDER_WAY, "caseworker": OTHER, "office": THERE} | values)


CASEWORKER, CONSULTANT, LEADER = Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER
MEMBER, DECIDER, HEAD = Role.COMMITTEE_MEMBER, Role.DECIDER, Role.DEPARTMENT_HEAD
STANDS_IN = {"stands_in_for": frozenset({OTHER})}
UNFIT = {"disqualified": frozenset({ME})}

TABLE = {
    "its caseworker does": (_me(CASEWORKER), _case(caseworker=ME), True),
    "its caseworker does whatever the role": (_me(Role.ECONOMY), _case(caseworker=ME), True),
    "one whose roles are taken away does not": (_me(), _case(caseworker=ME), False),
    "the deputy of a caseworker who is away does": (_me(CASEWORKER, **STANDS_IN), _case(), True),
    "a colleague of its office does": (_me(CASEWORKER), _case(office=HERE), True),
    "the unit leader of its office does": (_me(LEADER), _case(office=HERE), True),
    "a colleague of another office does not": (_me(CASEWORKER), _case(), False),
    "the unit leader of another office does not": (_me(LEADER), _case(), False),
    "people of all offices do while it belongs to none": (_me(CASEWORKER), _case(office=None), True),
    "who belongs to no office works the cases of all": (_me(CASEWORKER, office=None), _case(), True),
    "a unit's leader who belongs to no office is a stranger to them": (_me(LEADER, office=None), _case(), False),
    "nor does such a leader work what belongs to no office": (_me(LEADER, office=None), _case(office=None), False),
    "a unit's leader who is its caseworker does": (_me(LEADER, office=None), _case(caseworker=ME), True),
    "a consultant of another office does while it waits for a home": (_me(CONSULTANT), _case(state=WAITING), True),
    "a consultant of another office does while an appeal keeps its place": (_me(CONSULTANT), _case(on_list=True), True),
    "a caseworker of another office does not while an appeal keeps it": (_me(CASEWORKER), _case(on_list=True), False),
    "a consultant of another office does not before that": (_me(CONSULTANT), _case(), False),
    "a caseworker of another office does not while it waits": (_me(CASEWORKER), _case(state=WAITING), False),
    "a decider does not before there is a proposal": (_me(DECIDER), _case(office=HERE), False),
    "a decider does from the proposal on": (_me(DECIDER), _case(before_deciders=True), True),
    "a committee member does from the proposal on": (_me(MEMBER), _case(before_deciders=True), True),
    "a decider who has decided it does": (_me(DECIDER), _case(deciders=frozenset({ME})), True),
    "the deputy of one who has decided it does": (
        _me(DECIDER, **STANDS_IN), _case(caseworker=None, deciders=frozenset({OTHER})), True,
    ),
    "the department head does": (_me(HEAD), _case(), True),
    "those who only read do not": (_me(Role.READER), _case(office=HERE), False),
    "an auditor does not": (_me(Role.AUDITOR), _case(office=None), False),
    "an administrator does not": (_me(Role.ADMINISTRATOR), _case(office=HERE, before_deciders=True), False),
    "economy and property do not": (_me(Role.ECONOMY, Role.PROPERTY), _case(office=HERE), False),
    "a disqualified caseworker does not": (_me(CASEWORKER), _case(caseworker=ME, office=HERE, **UNFIT), False),
    "a disqualified department head does not": (_me(HEAD), _case(**UNFIT), False),
    "a disqualified decider does not": (_me(DECIDER), _case(before_deciders=True, **UNFIT), False),
    "one who is disqualified does not as another's deputy": (_me(CASEWORKER, **STANDS_IN), _case(**UNFIT), False),
    "that a colleague is disqualified takes nothing from me": (
        _me(CASEWORKER), _case(office=HERE, disqualified=frozenset({OTHER})), True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("worker", "case", "works"), TABLE.values(), ids=TABLE.keys())
def test_who_works_a_case(worker: Worker, case: CaseTies, works: bool) -> None:
    assert works_case(worker, case) is works
