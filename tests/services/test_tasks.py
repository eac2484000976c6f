"""Tasks: one open per kind and record, told apart by occasion, finished by people, settled by themselves."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from bson import ObjectId

from models import Task
from models.base import Effect
from rules.errors import NotAuthorised, StaleState, TransitionRefused
from rules.flags import to_be_told
from rules.terms import Role, TaskKind, TaskState, Urgency
from services import audit, effects, stopped, tasks
from services.actor import Actor
from services.tasks import Finding
from tests.conftest import NOON
from tests.factories import ACTOR, make_application, make_task, make_user

DAY = date(2026, 11, 22)
NEXT = date(2026, 11, 23)
FINDING = Finding(
    kind=TaskKind.ARREARS,
    subject_kind="lease",
    subject_id="65f000000000000000000001",
    subject_number="K5000",
    since="2026-10-20",
    urgency=Urgency.SOON,
    text="Leien er ikke betalt.",
    due_on=date(2026, 10, 20),
    amount_ore=629_300,
    role=Role.HOUSING_CONSULTANT,
)


@pytest.fixture(autouse=True)
def audited() -> None:
    effects.registry.record(audit.EFFECT, audit.build)


def the_task() -> Task:
    return Task.objects.get()


def person(user: Any) -> Actor:
    return Actor(id=str(user.pk), name=user.name, at=NOON, roles=frozenset(user.roles))


def test_a_finding_opens_a_task_under_its_key() -> None:
    assert tasks.flag(FINDING, ACTOR, DAY)
    task = the_task()
    assert task.key == "task:arrears:65f000000000000000000001:2026-10-20"
    assert (task.state, task.urgency, task.amount_ore, task.opened_on) == (TaskState.OPEN, Urgency.SOON, 629_300, DAY)


def test_the_same_finding_again_leaves_no_trace() -> None:
    tasks.flag(FINDING, ACTOR, DAY)
    before = the_task().to_mongo()
    assert not tasks.flag(FINDING, ACTOR, NEXT)
    assert the_task().to_mongo() == before


def test_a_task_follows_what_is_found() -> None:
    tasks.flag(FINDING, ACTOR, DAY)
    assert tasks.flag(replace(FINDING, urgency=Urgency.URGENT, amount_ore=100), ACTOR, NEXT)
    assert (the_task().urgency, the_task().amount_ore, the_task().version) == (Urgency.URGENT, 100, 2)


def test_an_open_task_follows_its_record_and_what_moved_is_not_told_as_something_new() -> None:
    tasks.flag(replace(FINDING, urgency=Urgency.URGENT), ACTOR, DAY)
    tasks.note_told(FINDING.key, Urgency.URGENT, "digest:1", ACTOR)
    later = replace(FINDING, since="2026-11-20", urgency=Urgency.SOON)
    assert tasks.flag(later, ACTOR, NEXT)
    task = Task.objects.get()
    assert (task.key, task.state, task.urgency) == (FINDING.key, TaskState.OPEN, Urgency.SOON)
    assert not to_be_told(task.urgency, task.told)
    tasks.flag(replace(later, urgency=Urgency.URGENT), ACTOR, NEXT)  # grown again
    task = Task.objects.get()
    assert to_be_told(task.urgency, task.told)


@pytest.mark.parametrize(
    ("again", "state"),
    [
        pytest.param(Urgency.SOON, TaskState.DONE, id="A done task stays done while nothing is worse."),
        pytest.param(Urgency.NOTICE, TaskState.DONE, id="A done task stays done when the matter is better."),
        pytest.param(Urgency.URGENT, TaskState.OPEN, id="A done task opens again when it escalates."),
    ],
)
def test_done_until_it_escalates(again: Urgency, state: TaskState) -> None:
    tasks.flag(FINDING, ACTOR, DAY)
    tasks.finish(the_task(), ACTOR, why="Ringt", version=1)
    tasks.flag(replace(FINDING, urgency=again), ACTOR, NEXT)
    assert the_task().state is state


def test_what_settled_itself_opens_again_when_it_comes_back() -> None:
    tasks.flag(FINDING, ACTOR, DAY)
    assert tasks.settle(TaskKind.ARREARS, FINDING.subject_id, ACTOR, DAY) == 1
    assert tasks.flag(FINDING, ACTOR, NEXT)
    assert (the_task().state, the_task().closed_on) == (TaskState.OPEN, None)


def test_only_the_task_of_that_kind_and_record_settles() -> None:
    tasks.flag(FINDING, ACTOR, DAY)
    gone = replace(FINDING, subject_id="65f000000000000000000002", subject_number="K5001")
    tasks.flag(gone, ACTOR, DAY)
    tasks.flag(replace(gone, kind=TaskKind.EXPIRING_LEASE), ACTOR, DAY)
    assert tasks.settle(TaskKind.ARREARS, gone.subject_id, ACTOR, NEXT) == 1
    assert [task.key for task in Task.objects(state=TaskState.SETTLED)] == [gone.key]


def test_the_records_caseworker_gets_the_task_and_otherwise_the_role() -> None:
    office = ObjectId()
    user = make_user()
    tasks.flag(replace(FINDING, caseworker=user.pk, office=office), ACTOR, DAY)
    assert (the_task().assignee, the_task().role) == (user, None)
    tasks.flag(replace(FINDING, office=office), ACTOR, NEXT)
    assert (the_task().assignee, the_task().role) == (None, Role.HOUSING_CONSULTANT)


def test_a_task_handed_over_stays_so_until_the_record_gets_another_caseworker() -> None:
    first, second, third = make_user(), make_user(), make_user()
    tasks.flag(replace(FINDING, caseworker=first.pk), ACTOR, DAY)
    assert tasks.hand_over(the_task(), second, ACTOR, why="Ferie")
    assert not tasks.flag(replace(FINDING, caseworker=first.pk), ACTOR, NEXT)
    assert the_task().assignee == second
    tasks.flag(replace(FINDING, caseworker=third.pk), ACTOR, NEXT)
    assert the_task().assignee == third


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [
        pytest.param({Role.UNIT_LEADER}, True, id="A unit leader may finish anybody's task."),
        pytest.param({Role.ADMINISTRATOR}, True, id="An administrator may."),
        pytest.param({Role.CASEWORKER}, False, id="Another caseworker may not."),
        pytest.param({Role.READER}, False, id="A reader may not."),
    ],
)
def test_who_may_finish_somebodys_task(roles: set[Role], allowed: bool) -> None:
    task = make_task(assignee=make_user())
    assert tasks.may_finish(task, Actor(id="another", name="Kari", at=NOON, roles=frozenset(roles))) is allowed


def test_the_one_it_is_given_to_and_the_role_it_waits_for_may_finish_a_task() -> None:
    user = make_user(roles=[Role.READER])
    assert tasks.may_finish(make_task(assignee=user), person(user))
    waiting = make_task(role=Role.ECONOMY)
    assert tasks.may_finish(waiting, person(make_user(roles=[Role.ECONOMY])))
    with pytest.raises(NotAuthorised):
        tasks.finish(waiting, person(user), version=1)


def test_finishing_a_stale_or_closed_task_is_refused() -> None:
    task = make_task()
    with pytest.raises(StaleState):
        tasks.finish(task, ACTOR, version=0)
    tasks.finish(task, ACTOR, why="Ringt", version=1)
    assert (the_task().state, the_task().closed_on, the_task().history[-1].why) == (TaskState.DONE, DAY, "Ringt")
    with pytest.raises(TransitionRefused):
        tasks.finish(the_task(), ACTOR, version=2)


def test_told_only_grows() -> None:
    task = make_task()
    assert tasks.note_told(task.key, Urgency.URGENT, "digest:1", ACTOR)
    assert not tasks.note_told(task.key, Urgency.SOON, "digest:2", ACTOR)
    assert not tasks.note_told(task.key, Urgency.URGENT, "digest:2", ACTOR)
    assert (the_task().told, the_task().told_message) == (Urgency.URGENT, "digest:1")


def test_a_stopped_follow_up_is_the_administrators_task() -> None:
    application = make_application(application_number="S2026001")
    effect = Effect(key="refresh:1", kind="refresh", next_at=NOON, error="NotFound", stopped=True)
    stopped.ask_administrators(application, effect, ACTOR)
    task = the_task()
    assert (task.kind, task.role, task.subject_number) == (TaskKind.EFFECT_STOPPED, Role.ADMINISTRATOR, "S2026001")


def test_a_finished_task_opens_again_when_the_debt_has_grown() -> None:
    tasks.flag(replace(FINDING, amount_ore=800_000), ACTOR, DAY)
    tasks.finish(Task.objects.get(), ACTOR, version=1)
    assert not tasks.flag(replace(FINDING, amount_ore=800_000), ACTOR, NEXT)
    assert tasks.flag(replace(FINDING, amount_ore=1_600_000), ACTOR, NEXT)
    assert Task.objects.get().state is TaskState.OPEN


def test_a_task_that_moved_with_its_record_and_was_done_stays_done() -> None:
    tasks.flag(FINDING, ACTOR, DAY)
    moved = replace(FINDING, since="2026-11-20")
    tasks.flag(moved, ACTOR, DAY)
    tasks.finish(the_task(), ACTOR, version=the_task().version)
    assert not tasks.flag(moved, ACTOR, NEXT)
    assert (the_task().state, the_task().key, the_task().since) == (TaskState.DONE, FINDING.key, "2026-11-20")


def test_two_who_open_one_task_at_the_same_instant_open_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    free_key = tasks._free_key

    def beaten(held: list[Task], finding: Finding) -> str:
        monkeypatch.setattr(tasks, "_free_key", free_key)
        tasks.flag(finding, ACTOR, DAY)
        return finding.key

    monkeypatch.setattr(tasks, "_free_key", beaten)
    with pytest.raises(StaleState):  # which the runner of effects asks again at once
        tasks.flag(FINDING, ACTOR, DAY)
    assert not tasks.flag(FINDING, ACTOR, DAY)
    assert Task.objects.count() == 1


def test_a_new_occasion_gets_a_task_of_its_own_even_where_its_key_is_taken() -> None:
    tasks.flag(FINDING, ACTOR, DAY)
    for since in ("2026-11-20", "2026-12-20"):
        tasks.flag(replace(FINDING, since=since), ACTOR, DAY)
        tasks.finish(Task.objects.get(state=TaskState.OPEN), ACTOR, version=2)
        assert tasks.flag(FINDING, ACTOR, NEXT)
        assert Task.objects.get(state=TaskState.OPEN).since == FINDING.since
    assert Task.objects.count() == 3
