"""Tasks: opened, brought up to date and settled by the clock; finished by people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from bson import ObjectId

from models import Record, Task, User
from models.base import Effect
from rules import states
from rules.deadlines import oslo_date
from rules.errors import AlreadyExists, NotAuthorised, StaleState
from rules.terms import Role, TaskKind, TaskState, Urgency
from services import audit, records
from services.actor import Actor
from services.again import again
from services.effects import Owed

SETTLE_EFFECT = "settle_task"
LEADERS = (Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something to do about a record; `since` (a day or another mark) tells this occasion from the next one.

    The caseworker gets the task; where the record has none, everybody of the role in the office sees it.
    """

    kind: TaskKind
    subject_kind: str
    subject_id: str
    subject_number: str
    since: str
    urgency: Urgency
    text: str
    role: Role
    due_on: date | None = None
    amount_ore: int | None = None
    caseworker: ObjectId | None = None
    office: ObjectId | None = None

    @classmethod
    def about(
        cls,
        record: Record,
        kind: TaskKind,
        since: date,
        *,
        number: str | None = None,
        caseworker: str = "caseworker",
        **others: Any,
    ) -> Self:
        """A finding about a record; `caseworker` names the field that holds the person responsible.

        `number` is for records whose own number may not stand in a mail.
        """
        return cls(
            kind=kind,
            subject_kind=audit.collection(record),
            subject_id=str(record.pk),
            subject_number=number or record.number,
            since=since.isoformat(),
            caseworker=records.reference(record, caseworker),
            office=records.reference(record, "office"),
            **others,
        )

    @property
    def key(self) -> str:
        """The id of the occasion's first task: one for each kind, record and occasion."""
        return f"task:{self.kind.value}:{self.subject_id}:{self.since}"


def find(key: str) -> Task | None:
    """The task with that key, its references left unread; None where there is none."""
    found: Task | None = Task.objects(pk=key).no_dereference().first()
    return found


def assigned() -> Iterator[Task]:
    """Open tasks that somebody is named for, by person and day."""
    found = Task.objects(state=TaskState.OPEN, assignee__exists=True).no_dereference()
    yield from found.order_by("assignee", "due_on", "key")


def flag(finding: Finding, actor: Actor, today: date) -> bool:
    """Open the finding's task or bring it up to date; False where nothing differs.

    An open task follows its record: what moved (a debt paid in part) is not told as something new. A task that a
    person marked as done opens again only when it grows worse; one that settled itself opens again. Raises StaleState.
    """
    held = _about(finding)
    task = next((one for one in held if one.state is TaskState.OPEN), None) or _latest(held, finding)
    if task is None:
        try:
            records.create(_new(finding, _free_key(held, finding), today), actor, action="opened")
        except AlreadyExists as error:
            raise StaleState("task", finding.key) from error
        return True
    if task.state is TaskState.DONE and not _worse(finding, task):
        return False
    values = present(task, finding)
    if task.state is TaskState.OPEN:
        return records.change(task, actor, values=values, action="updated")
    states.check(states.TASK, task.state, TaskState.OPEN)
    return records.change(task, actor, values=values | {"state": TaskState.OPEN, "closed_on": None}, action="reopened")


def _about(finding: Finding) -> list[Task]:
    """All tasks of the finding's kind about its record: one read tells which is open, was last, and has the key."""
    return list(Task.objects(kind=finding.kind, subject_id=finding.subject_id).no_dereference())


def _latest(held: Sequence[Task], finding: Finding) -> Task | None:
    """The task that last stood for the finding's occasion; an open one may have moved there from another."""
    found = (task for task in held if task.since == finding.since)
    return max(found, key=lambda task: (task.closed_on or date.min, task.key), default=None)


def _free_key(held: Sequence[Task], finding: Finding) -> str:
    """The finding's key, numbered where the task that has it moved on to another occasion."""
    return finding.key if finding.key not in {task.key for task in held} else f"{finding.key}:{len(held)}"


def _worse(finding: Finding, task: Task) -> bool:
    return finding.urgency.level > task.urgency.level or (finding.amount_ore or 0) > (task.amount_ore or 0)


def _new(finding: Finding, key: str, today: date) -> Task:
    return Task(
        key=key,
        since=finding.since,
        kind=finding.kind,
        subject_kind=finding.subject_kind,
        subject_id=finding.subject_id,
        subject_number=finding.subject_number,
        urgency=finding.urgency,
        text=finding.text,
        due_on=finding.due_on,
        amount_ore=finding.amount_ore,
        office=finding.office,
        opened_on=today,
        **_owner(finding),
    )


def present(task: Task, finding: Finding) -> dict[str, Any]:
    """What an open task is to say of what is found now."""
    followed = ("since", "subject_number", "urgency", "text", "due_on", "amount_ore")
    values = {name: getattr(finding, name) for name in followed}
    if task.told is not None and finding.urgency.level < task.told.level:
        values["told"] = finding.urgency  # calmer now: if it grows again, that is told again
    if task.caseworker_seen != finding.caseworker:
        values |= _owner(finding) | {"office": finding.office}
    elif finding.caseworker is None and records.reference(task, "assignee") is None:
        values |= {"role": finding.role, "office": finding.office}  # nobody's yet: it goes where the record goes
    return values


def _owner(finding: Finding) -> dict[str, Any]:
    role = None if finding.caseworker else finding.role
    return {"assignee": finding.caseworker, "caseworker_seen": finding.caseworker, "role": role}


def _open(kind: TaskKind, subject_id: str) -> list[Task]:
    return list(Task.objects(state=TaskState.OPEN, kind=kind, subject_id=subject_id).no_dereference())


def is_open(kind: TaskKind, subject_id: str) -> bool:
    """Whether there is an open task of that kind about a record."""
    return bool(_open(kind, subject_id))


def settle(kind: TaskKind, subject_id: str, actor: Actor, today: date, *, why: str = "") -> int:
    """Close the open task of that kind about a record, as its reason is gone; returns how many (0 or 1)."""
    found = _open(kind, subject_id)
    for task in found:
        _settle(task, actor, today, why)
    return len(found)


def keep(found: Finding | None, kind: TaskKind, subject: ObjectId | str, actor: Actor, today: date) -> None:
    """Flag what is found about a record (its id), or settle its task of that kind. Raises StaleState."""
    if found is None:
        settle(kind, str(subject), actor, today)
    else:
        flag(found, actor, today)


def settle_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Close the document's open task of the kind that the effect names (a command effect)."""
    settle(TaskKind(effect.args["kind"]), str(document.pk), actor, oslo_date(actor.at))


def settling(document: Record, kind: TaskKind) -> Owed:
    """What a change owes that takes away the reason for a task about the document."""
    return Owed(SETTLE_EFFECT, f"settle:{document.pk}:{document.version + 1}:{kind.value}", {"kind": kind.value})


def _settle(task: Task, actor: Actor, today: date, why: str = "") -> None:
    states.check(states.TASK, task.state, TaskState.SETTLED)
    values = {"state": TaskState.SETTLED, "closed_on": today}
    records.change(task, actor, values=values, action="settled", why=why)


def finish(task: Task, actor: Actor, *, why: str = "", version: int) -> None:
    """Mark a task as done; it opens again only if it escalates. Raises NotAuthorised, TransitionRefused, StaleState."""
    if not may_finish(task, actor):
        raise NotAuthorised("task.finish")
    states.check(states.TASK, task.state, TaskState.DONE)
    values = {"state": TaskState.DONE, "closed_on": oslo_date(actor.at)}
    records.change(task, actor, values=values, action="done", why=why, version=version)


def may_finish(task: Task, actor: Actor) -> bool:
    """Whether the actor may mark the task as done: the one it is given to, the role it waits for, and their leaders."""
    named = records.reference(task, "assignee")
    return actor.is_system or str(named) == actor.id or task.role in actor.roles or bool(actor.roles & set(LEADERS))


def hand_over(task: Task, to: User | ObjectId | None, actor: Actor, *, role: Role | None = None, why: str = "") -> bool:
    """Give a task to another person, or to a role where nobody is named. Raises StaleState."""
    return records.change(task, actor, values={"assignee": to, "role": role}, action="handed_over", why=why)


def note_told(key: str, urgency: Urgency, message: str, actor: Actor) -> bool:
    """Remember that a mail has told of a task at that urgency; False where it was told of so before."""

    def note() -> bool:
        task = find(key)
        if task is None or (task.told is not None and task.told.level >= urgency.level):
            return False
        return records.change(task, actor, values={"told": urgency, "told_message": message}, action="told")

    return again(note)
