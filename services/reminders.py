"""Reminders: one digest per person and day of the open tasks that are new or have escalated since they were told."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bson import ObjectId

from letters import task_texts
from letters.digest import SHORT, Item, digest, path_of
from models import Message, Task, User
from rules.errors import StaleState
from rules.flags import to_be_told
from rules.terms import MessageKind, Role, TaskKind, Urgency
from services import deputies, outbox, records, tasks
from services.actor import Actor


@dataclass(frozen=True)
class Reminder:
    """What one person is to be told: own tasks and those of colleagues who are away."""

    recipient: User
    items: list[tuple[Task, bool]] = field(default_factory=list)  # the task, and whether it is a colleague's


def to_tell(today: date, actor: Actor) -> list[Reminder]:
    """Who is to be told of what today. Tasks of people who have left are given to the deputy or the administrators."""
    people = _People(today)
    reminders: dict[ObjectId, Reminder] = {}
    for task in list(tasks.assigned()):  # read first: passing on moves them in the index
        owner = people.get(records.reference(task, "assignee"))
        recipient = people.present(owner)
        if owner is None or not owner.active:
            _pass_on(task, recipient, actor)
        if recipient is not None and to_be_told(task.urgency, task.told, task.kind):
            covering = owner is not None and owner.active and recipient.pk != owner.pk
            reminders.setdefault(recipient.pk, Reminder(recipient)).items.append((task, covering))
    return list(reminders.values())


def remind(reminder: Reminder, today: date, actor: Actor, *, base_url: str, domain: str) -> Message:
    """Put a person's digest in the outbox, then mark its tasks as told; the one of the day stands if there is one."""
    letter = digest([_item(task, covering) for task, covering in reminder.items], today, base_url)
    message = outbox.queue(
        f"digest:{reminder.recipient.pk}:{today.isoformat()}",
        MessageKind.DIGEST,
        reminder.recipient,
        letter,
        domain=domain,
        now=actor.at,
        items=[{"task": task.key, "urgency": task.urgency.value} for task, _ in reminder.items],
    )
    mark(message, actor)
    return message


def mark(message: Message, actor: Actor) -> None:
    """Mark the tasks that a stored mail tells of as told; done twice it gives the same."""
    if message.marked:
        return
    for item in message.items:
        tasks.note_told(item["task"], Urgency(item["urgency"]), message.key, actor)
    outbox.note_marked(message)


def mark_left_over(actor: Actor) -> int:
    """Mark what mails tell of that were stored by a run that died before marking; returns how many mails."""
    left = outbox.unmarked()
    for message in left:
        mark(message, actor)
    return len(left)


def _item(task: Task, covering: bool) -> Item:
    return Item(
        kind=task.kind,
        # What people write in tasks of their own, and the numbers of other records, may name a person.
        subject=task.subject_number if task.subject_kind in SHORT else task.kind.label,
        urgency=task.urgency,
        day=task.due_on or task.opened_on,
        text=task_texts.manual() if task.kind is TaskKind.MANUAL else task.text,
        path=path_of(task.subject_kind, task.subject_id, task.subject_number, task.key),
        covering=covering,
    )


def _pass_on(task: Task, recipient: User | None, actor: Actor) -> None:
    role = None if recipient else Role.ADMINISTRATOR
    with suppress(StaleState):  # somebody is at the task now: it is passed on the next time
        tasks.hand_over(task, recipient, actor, role=role, why="Den ansvarlige er ikke lenger i bruk")


class _People:
    """Users read once each, and who is there in their place."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._known: dict[Any, User | None] = {}

    def get(self, identity: ObjectId | None) -> User | None:
        if identity not in self._known:
            self._known[identity] = deputies.user(identity)
        return self._known[identity]

    def present(self, user: User | None) -> User | None:
        """Who is there in the user's place (`deputies.present`)."""
        return deputies.present(user, self.today, self.get)
