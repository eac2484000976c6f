"""Tasks: what falls due, for a person or a role."""

from datetime import date
from typing import Any

from mongoengine import EnumField, IntField, ObjectIdField, ReferenceField, StringField

from models.base import Record
from models.fields import Day
from models.office import Office
from models.user import User
from rules.terms import Role, TaskKind, TaskState, Urgency


class Task(Record):
    """Something to do about one record; `key` names kind, record and first since when, so that it is opened once."""

    key: str = StringField(primary_key=True)
    kind: TaskKind = EnumField(TaskKind, required=True, verbose_name="Gjelder")
    state: TaskState = EnumField(TaskState, default=TaskState.OPEN, verbose_name="Status")
    urgency: Urgency = EnumField(Urgency, default=Urgency.NOTICE, verbose_name="Hastegrad")
    subject_kind: str = StringField(required=True)  # the record's collection
    subject_id: str = StringField(required=True)
    since: str | None = StringField()  # the occasion as last found, in codes; the key keeps the first
    subject_number: str = StringField(required=True, verbose_name="Sak")
    text: str = StringField(required=True, max_length=500, verbose_name="Hva")  # never a name, address or reason
    due_on: date | None = Day(verbose_name="Frist")
    amount_ore: int | None = IntField(verbose_name="Beløp")
    assignee: Any = ReferenceField(User, verbose_name="Ansvarlig")
    role: Role | None = EnumField(Role, verbose_name="Rolle")  # who sees it where nobody is named
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    opened_on: date = Day(required=True, verbose_name="Åpnet")
    closed_on: date | None = Day(verbose_name="Lukket")
    told: Urgency | None = EnumField(Urgency)  # the urgency the digest last told of
    told_message: str | None = StringField()  # the mail that told it
    caseworker_seen: Any = ObjectIdField()  # as last looked up: a task handed over stays so until it changes

    meta = {
        "collection": "task",
        "indexes": [
            {"fields": ["state", "assignee", "due_on", "key"], "name": "task_assignee"},
            {"fields": ["state", "kind", "subject_id"], "name": "task_kind"},
            {"fields": ["state", "role", "due_on", "key"], "name": "task_role"},
            {"fields": ["state", "due_on", "key"], "name": "task_state"},
            {"fields": ["subject_kind", "subject_id", "key"], "name": "task_subject"},
            {"fields": ["kind", "subject_id", "since", "key"], "name": "task_occasion"},
            {"fields": ["closed_on", "due_on", "key"], "name": "task_closed"},
            {
                "fields": ["kind", "subject_id"],
                "unique": True,
                "name": "task_one_open",
                "partialFilterExpression": {"state": "open"},
            },
        ],
    }

    @property
    def number(self) -> str:
        return self.subject_number

    def __str__(self) -> str:
        return f"{self.kind.label} {self.subject_number}"
