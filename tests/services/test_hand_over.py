"""Handing over everything one person has, and what the second of two does not do."""

import pytest

from models import Task
from rules.errors import InvalidRecord, NotAuthorised, StaleState, TransitionRefused
from rules.terms import ApplicationState, Role, TaskState
from services import applications, audit, effects, tasks, users
from services.actor import Actor
from tests.conftest import NOON
from tests.factories import make_application, make_task, make_user

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
    assert tasks.hand_over_all(leaving, taking, ADMIN, why="Slutter") == 3
    assert Task.objects(assignee=taking, state=TaskState.OPEN).count() == 3
    assert Task.objects(assignee=leaving).get().state is TaskState.DONE
    assert Task.objects(assignee=taking).first().history[-1].why == "Slutter"
    assert tasks.hand_over_all(leaving, taking, ADMIN) == 0


@pytest.mark.parametrize(("active", "same", "problem"), [(False, False, "inactive"), (True, True, "same_person")])
def test_tasks_are_not_handed_to_nobody(active: bool, same: bool, problem: str) -> None:
    leaving = make_user()
    taking = leaving if same else make_user(active=active)
    with pytest.raises(InvalidRecord) as refused:
        tasks.hand_over_all(leaving, taking, ADMIN)
    assert refused.value.problems == {"to": problem}


def test_caseworkers_do_not_hand_over_others_tasks() -> None:
    with pytest.raises(NotAuthorised):
        tasks.hand_over_all(make_user(), make_user(), CASEWORKER)


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
