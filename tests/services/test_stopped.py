"""Follow-ups that have stopped: tried again, or dropped with a reason; what came after them is done."""

from typing import Any

import pytest

from models import Application, AuditEntry, Task
from models.base import Effect
from rules.errors import HusromError, MissingReason, NotAuthorised, StaleState
from rules.terms import Role, TaskKind, TaskState
from services import audit, effects, records, stopped
from services.actor import Actor
from services.effects import Owed
from tests.conftest import NOON
from tests.factories import make_application

ADMIN = Actor(id="1", name="Kari", at=NOON, roles=frozenset({Role.ADMINISTRATOR}))
CASEWORKER = Actor(id="2", name="Ola", at=NOON, roles=frozenset({Role.CASEWORKER}))


class Refused(HusromError):
    """What a follow-up meets."""


@pytest.fixture(autouse=True)
def works(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Whether the follow-up works, and what came after it."""
    held = {"works": False, "after": False, "after_works": True}

    def letter(_document: Any, _effect: Effect, _actor: Actor) -> None:
        if not held["works"]:
            raise Refused

    effects.registry.record(audit.EFFECT, audit.build)
    effects.registry.command("letter", letter)

    def after(*_: Any) -> None:
        if not held["after_works"]:
            raise Refused
        held["after"] = True

    effects.registry.command("after", after)
    monkeypatch.setattr(effects.registry, "on_stopped", stopped.ask_administrators)
    return held


@pytest.fixture
def task() -> Task:
    """The task of an application whose letter has stopped."""
    application = make_application()
    owed = [Owed("letter", "letter:1"), Owed("after", "after:1")]
    records.change(application, ADMIN, values={"adults": 3}, owed=owed)
    return Task.objects(kind=TaskKind.EFFECT_STOPPED).get()


def case() -> Application:
    return Application.objects.get()


def test_a_stopped_follow_up_is_a_task_and_holds_back_the_rest(task: Task, works: dict[str, bool]) -> None:
    assert [effect.key for effect in case().pending] == ["letter:1", "after:1"]
    assert not works["after"]


def test_tried_again_it_is_paid_and_the_task_settles(task: Task, works: dict[str, bool]) -> None:
    works["works"] = True
    assert stopped.retry(task, ADMIN, version=task.version)
    assert case().pending == []
    assert works["after"]
    assert Task.objects.get().state is TaskState.SETTLED


def test_tried_again_in_vain_it_stays(task: Task, works: dict[str, bool]) -> None:
    assert not stopped.retry(task, ADMIN, version=task.version)
    assert [effect.key for effect in case().pending] == ["letter:1", "after:1"]
    assert Task.objects.get().state is TaskState.OPEN


def test_dropped_it_is_gone_with_a_reason_and_the_rest_is_done(task: Task, works: dict[str, bool]) -> None:
    before = case().version
    stopped.drop(task, ADMIN, why="Sendt på papir", version=task.version)
    found = case()
    assert (found.version, found.pending) == (before + 1, [])
    assert (found.history[-1].action, found.history[-1].why, found.history[-1].by_name) == (
        "effect_dropped",
        "Sendt på papir",
        "Kari",
    )
    assert works["after"]
    assert AuditEntry.objects(action="effect_dropped", document="application").count() == 1
    assert Task.objects.get().state is TaskState.SETTLED


@pytest.mark.parametrize("why", ["", "   "])
def test_without_a_reason_nothing_is_dropped(task: Task, why: str) -> None:
    with pytest.raises(MissingReason):
        stopped.drop(task, ADMIN, why=why, version=task.version)
    assert len(case().pending) == 2


def test_only_administrators_try_or_drop(task: Task) -> None:
    with pytest.raises(NotAuthorised):
        stopped.retry(task, CASEWORKER, version=task.version)
    with pytest.raises(NotAuthorised):
        stopped.drop_effect(case(), "letter:1", "Sendt på papir", CASEWORKER)


def test_whoever_saw_an_older_task_is_told(task: Task) -> None:
    with pytest.raises(StaleState):
        stopped.drop(task, ADMIN, why="Sendt på papir", version=task.version - 1)


def test_two_who_drop_at_once_drop_once(task: Task) -> None:
    first, second = case(), case()
    assert stopped.drop_effect(first, "letter:1", "Sendt på papir", ADMIN)
    with pytest.raises(StaleState):
        stopped.drop_effect(second, "letter:1", "Sendt på papir", ADMIN)
    assert not stopped.drop_effect(case(), "letter:1", "Sendt på papir", ADMIN)


@pytest.mark.parametrize("choice", ["retry", "drop"])
def test_when_the_next_one_stops_in_turn_it_has_an_open_task(task: Task, works: dict[str, bool], choice: str) -> None:
    works.update(works=True, after_works=False)
    if choice == "retry":
        assert not stopped.retry(task, ADMIN, version=task.version)
    else:
        assert not stopped.drop(task, ADMIN, why="Sendt på papir", version=task.version)
    assert case().pending[0].key == "after:1"
    left = Task.objects.get(state=TaskState.OPEN)
    works["after_works"] = True
    assert stopped.retry(left, ADMIN, version=left.version)
    assert case().pending == []
    assert Task.objects(state=TaskState.OPEN).count() == 0


def test_a_drop_that_another_was_ahead_of_leaves_the_open_task(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects, "drop", lambda *_: False)
    with pytest.raises(StaleState):
        stopped.drop(task, ADMIN, why="Sendt på papir", version=task.version)
    assert Task.objects.get().state is TaskState.OPEN
