"""A job reads the open tasks once: whether one says what is found is told without asking for it again."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from bson import ObjectId

from models import Task
from rules.terms import Role, TaskKind, Urgency
from services import audit, effects, standing_tasks, tasks
from tests.factories import ACTOR
from tests.services.test_tasks import DAY, FINDING, NEXT

WORKER, OFFICE = ObjectId(), ObjectId()


@pytest.fixture(autouse=True)
def audited() -> None:
    effects.registry.record(audit.EFFECT, audit.build)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"since": "2026-11-20"}, id="the occasion"),
        pytest.param({"subject_number": "K5001"}, id="the number"),
        pytest.param({"urgency": Urgency.URGENT}, id="the urgency"),
        pytest.param({"text": "Noe annet."}, id="the words"),
        pytest.param({"due_on": date(2026, 10, 21)}, id="the day"),
        pytest.param({"due_on": None}, id="no day any more"),
        pytest.param({"amount_ore": 1}, id="the amount"),
        pytest.param({"caseworker": WORKER}, id="the caseworker"),
        pytest.param({"role": Role.ECONOMY}, id="the role"),
        pytest.param({"office": OFFICE}, id="the office"),
    ],
)
def test_a_task_says_what_is_found_just_where_flagging_it_would_change_nothing(change: dict[str, Any]) -> None:
    tasks.flag(FINDING, ACTOR, DAY)
    stored = standing_tasks.of(TaskKind.ARREARS)[FINDING.subject_id]
    found = replace(FINDING, **change)
    assert standing_tasks.says(stored, found) is not tasks.flag(found, ACTOR, NEXT)
    now = standing_tasks.of(TaskKind.ARREARS)[FINDING.subject_id]
    assert standing_tasks.says(now, found)


def test_a_calmer_finding_takes_back_what_was_told() -> None:
    tasks.flag(FINDING, ACTOR, DAY)
    tasks.note_told(FINDING.key, Urgency.URGENT, "m", ACTOR)
    assert not standing_tasks.says(standing_tasks.of(TaskKind.ARREARS)[FINDING.subject_id], FINDING)
    tasks.flag(FINDING, ACTOR, NEXT)
    assert standing_tasks.says(standing_tasks.of(TaskKind.ARREARS)[FINDING.subject_id], FINDING)


def test_only_open_tasks_of_the_kind_stand() -> None:
    tasks.flag(FINDING, ACTOR, DAY)
    assert standing_tasks.of(TaskKind.EXPIRING_LEASE) == {}
    tasks.finish(Task.objects.get(), ACTOR, version=1)
    assert standing_tasks.of(TaskKind.ARREARS) == {}
    assert not standing_tasks.says(None, FINDING)
