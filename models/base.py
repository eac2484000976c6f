"""What every changing record has: a version, its history, and the effects it still owes."""

from datetime import datetime
from typing import Any, ClassVar

from bson import ObjectId
from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    IntField,
    ListField,
    StringField,
)

from models.fields import EncryptedString, Raw

PENDING_INDEX: dict[str, Any] = {
    "fields": ["pending.next_at"],
    "name": "pending",
    "partialFilterExpression": {"pending.key": {"$exists": True}},
}


class Effect(EmbeddedDocument):
    """Something a stored change still owes: `args` hold ids and version numbers only, never personal data."""

    key: str = StringField(required=True)
    kind: str = StringField(required=True)
    args: dict[str, Any] = DictField()
    tries: int = IntField(default=0)
    next_at: datetime = DateTimeField(required=True)
    error: str | None = StringField()
    stopped: bool = BooleanField(default=False)


class HistoryEntry(EmbeddedDocument):
    """Who did what to the record, when and why; `changes` maps a field to [old, new] as stored."""

    version: int = IntField(required=True)
    at: datetime = DateTimeField(required=True)
    by: str = StringField(required=True)
    by_name: str = StringField(required=True)
    action: str = StringField(required=True)
    why: str | None = EncryptedString()  # free text about people
    rulebook: int | None = IntField()
    changes: dict[str, Any] = Raw(default=dict)


class Plain(Document):
    """A document that is only ever added to, or is plumbing: no version, no history."""

    meta: ClassVar[dict[str, Any]] = {"abstract": True, "auto_create_index": False}
    id: Any


class Record(Document):
    """A document that people change: written by `services.records` alone."""

    meta: ClassVar[dict[str, Any]] = {"abstract": True, "auto_create_index": False, "indexes": [PENDING_INDEX]}
    id: ObjectId
    version: int = IntField(default=1, required=True)
    history: list[HistoryEntry] = ListField(EmbeddedDocumentField(HistoryEntry))
    pending: list[Effect] = ListField(EmbeddedDocumentField(Effect))

    def derived(self) -> dict[str, Any]:
        """Fields that follow from others (sort keys, search words): set with every write, told in no history."""
        return {}

    @property
    def number(self) -> str:
        """What people call the record: case, contract or dwelling number; documents override it."""
        return str(self.pk)
