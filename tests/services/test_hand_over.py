"""Handing over everything one person has, and what the second of two does not do."""

from typing import Any

import pytest

from models import Appeal, Application, Lease, Task, Vacancy
from rules.errors import InvalidRecord, NotAuthorised, StaleState, TransitionRefused
from rules.terms import AppealState, ApplicationState, LeaseState, Role, TaskState, VacancyState
from services import applications, audit, effects, hand_over, users
from services.actor import Actor
from services.hand_over import HandedOver
from tests.conftest import NOON
from tests.factories import make_appeal, make_application, make_lease, make_task, make_user, make_vacancy

ADMIN = Actor(id="1", name="Kari", at=NOON, roles=frozenset({Role.ADMINISTRATOR}))
CASEWORKER = Actor(id="2", name="Ola", at=NOON, roles=frozenset({Role.CASEWORKER}))


@pytest.fixture(autouse=True)
def audited() -> None:
    effects.registry.record(audit.EFFECT, audit.build)


def test_all_open_tasks_go_to_the_other_and_finished_ones_stay() -> None:
    leaving, taking = make_user(), make_user()
    for _ in range(3):
        make_task(assignee=leaving)
    make_task(assignee=leaving, state=TaskState.DONE)
    make_task(assignee=make_user())
    assert hand_over.hand_over_all(leaving, taking, ADMIN, why="Slutter") == HandedOver(tasks=3)
    assert Task.objects(assignee=taking, state=TaskState.OPEN).count() == 3
    assert Task.objects(assignee=leaving).get().state is TaskState.DONE
    assert Task.objects(assignee=taking).first().history[-1].why == "Slutter"
    assert hand_over.hand_over_all(leaving, taking, ADMIN) == HandedOver()


@pytest.mark.parametrize(("active", "same", "problem"), [(False, False, "inactive"), (True, True, "same_person")])
def test_tasks_are_not_handed_to_nobody(active: bool, same: bool, problem: str) -> None:
    leaving = make_user()
    taking = leaving if same else make_user(active=active)
    with pytest.raises(InvalidRecord) as refused:
        hand_over.hand_over_all(leaving, taking, ADMIN)
    assert refused.value.problems == {"to": problem}


def test_the_vacancies_that_go_on_go_along_to_a_consultant() -> None:
    leaving, taking = (make_user(roles=[Role.HOUSING_CONSULTANT]) for _ in range(2))
    make_vacancy(consultant=leaving)
    make_vacancy(consultant=leaving, state=VacancyState.LET)
    with pytest.raises(InvalidRecord):
        hand_over.hand_over_all(leaving, make_user(roles=[Role.ECONOMY]), ADMIN)
    assert hand_over.hand_over_all(leaving, taking, ADMIN) == HandedOver(vacancies=1)
    assert Vacancy.objects.get(consultant=taking).state is VacancyState.OPEN


def test_caseworkers_do_not_hand_over_others_tasks() -> None:
    with pytest.raises(NotAuthorised):
        hand_over.hand_over_all(make_user(), make_user(), CASEWORKER)


def test_the_open_cases_go_along_with_one_entry_each_and_closed_ones_stay() -> None:
    leaving, taking = make_user(), make_user()
    mine = {"caseworker": leaving}
    make_application(**mine, state=ApplicationState.IN_ASSESSMENT)
    make_application(**mine, state=ApplicationState.REFUSED)
    make_lease(**mine)
    make_lease(**mine, state=LeaseState.ENDED)
    make_appeal(**mine)
    make_appeal(**mine, state=AppealState.FORWARDED)
    given = hand_over.hand_over_all(leaving, taking, ADMIN, why="Slutter")
    assert given == HandedOver(applications=1, leases=1, appeals=1)
    for kind in (Application, Lease, Appeal):
        case = kind.objects(caseworker=taking).get()
        assert [(one.action, one.why) for one in case.history[1:]] == [("handed_over", "Slutter")]
        assert kind.objects(caseworker=leaving).count() == 1


def test_the_cases_may_stay() -> None:
    leaving = make_user()
    case = make_application(caseworker=leaving)
    assert hand_over.hand_over_all(leaving, make_user(), ADMIN, cases=False) == HandedOver()
    assert case.reload().caseworker == leaving


@pytest.mark.parametrize(
    ("role", "makes", "allowed"),
    [
        pytest.param(Role.HOUSING_CONSULTANT, make_application, True, id="A housing consultant works applications."),
        pytest.param(Role.ECONOMY, make_application, False, id="Economy may not read applications."),
        pytest.param(Role.ECONOMY, make_lease, True, id="Economy works leases."),
        pytest.param(Role.READER, make_lease, False, id="A reader works nothing."),
    ],
)
def test_cases_go_only_to_one_who_may_work_them(role: Role, makes: Any, allowed: bool) -> None:
    leaving, taking = make_user(), make_user(roles=[role])
    makes(caseworker=leaving)
    if allowed:
        assert hand_over.hand_over_all(leaving, taking, ADMIN).total == 1
        return
    with pytest.raises(InvalidRecord) as refused:
        hand_over.hand_over_all(leaving, taking, ADMIN)
    assert refused.value.problems == {"to": "may_not_work"}


@pytest.mark.parametrize(
    ("mine", "other", "may"),
    [
        (Role.CASEWORKER, Role.UNIT_LEADER, True),
        (Role.CASEWORKER, Role.PROPERTY, False),
        (Role.PROPERTY, Role.PROPERTY, True),
        (Role.ECONOMY, Role.READER, False),
    ],
)
def test_a_deputy_has_the_same_kind_of_role(mine: Role, other: Role, may: bool) -> None:
    assert (other in hand_over.stand_in_roles([mine])) is may


@pytest.mark.parametrize("state", [ApplicationState.WAITING, ApplicationState.REFUSED, ApplicationState.HOUSED])
def test_a_decided_case_is_not_taken_up_again_by_hand(state: ApplicationState) -> None:
    case = make_application(state=state)
    with pytest.raises(TransitionRefused):
        applications.take_up(case, CASEWORKER, version=case.version)


def test_a_password_set_on_an_old_page_is_refused() -> None:
    user = make_user()
    users.change(user, {"name": "Ny"}, ADMIN, version=1)
    with pytest.raises(StaleState):
        users.set_password(user, "hash", ADMIN, version=1)
