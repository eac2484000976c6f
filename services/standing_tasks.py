"""The open tasks as a job finds them, read once: what is said already is not looked up again, record by record."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from models import Task
from rules.terms import TaskKind, TaskState
from services import tasks
from services.tasks import Finding

SAID = (
    "subject_id", "since", "subject_number", "urgency", "text", "due_on", "amount_ore", "told", "caseworker_seen",
    "assignee", "role", "office",
)  # fmt: skip


def of(kind: TaskKind) -> dict[str, Mapping[str, Any]]:
    """The open tasks of a kind by the record that each is about, as stored (index `task_kind`)."""
    found = Task._get_collection().find({"state": TaskState.OPEN.value, "kind": kind.value}, dict.fromkeys(SAID, 1))
    return {task["subject_id"]: task for task in found}


def says(stored: Mapping[str, Any] | None, finding: Finding) -> bool:
    """Whether an open task, as stored, says what is found: then `tasks.flag` would change nothing."""
    if stored is None:
        return False
    task = Task(**{name: stored[name] for name in SAID if name in stored})
    return all(_plain(stored.get(name)) == _plain(value) for name, value in tasks.present(task, finding).items())


def _plain(value: Any) -> Any:
    """A field's value without its sort: a day is stored with an hour, a term as its code."""
    if isinstance(value, datetime):
        return value.date()
    return value.value if isinstance(value, Enum) else value
