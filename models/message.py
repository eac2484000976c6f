"""The outbox: mails to send, each once per key."""

from datetime import datetime
from typing import Any

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.base import Plain
from models.user import User
from rules.terms import MessageKind, MessageState


class Message(Plain):
    """One mail, written by `services.outbox`; its `message_id` is fixed by the key, so a second hand-over is known."""

    key: str = StringField(primary_key=True)
    kind: MessageKind = EnumField(MessageKind, required=True, verbose_name="Slag")
    state: MessageState = EnumField(MessageState, default=MessageState.QUEUED, verbose_name="Status")
    to: str = StringField(required=True, verbose_name="Til")
    recipient: Any = ReferenceField(User, verbose_name="Mottaker")
    subject: str = StringField(required=True, verbose_name="Emne")
    text: str = StringField(required=True, verbose_name="Tekst")
    html: str = StringField(required=True)
    message_id: str = StringField(required=True)
    attachments: list[Any] = ListField(ObjectIdField())  # files that go with it
    items: list[dict[str, Any]] = ListField(DictField())  # what it tells: task key and urgency
    marked: bool = BooleanField(default=True)  # False until each task in `items` is marked as told
    tries: int = IntField(default=0, verbose_name="Forsøk")
    queued_at: datetime = DateTimeField(required=True, verbose_name="Lagt i kø")
    next_at: datetime = DateTimeField(required=True, verbose_name="Neste forsøk")
    claimed_until: datetime | None = DateTimeField()
    sent_at: datetime | None = DateTimeField(verbose_name="Sendt")
    error: str | None = StringField(verbose_name="Siste feil")

    meta = {
        "collection": "message",
        "indexes": [
            {"fields": ["state", "next_at", "key"], "name": "message_state"},
            {"fields": ["-queued_at", "key"], "name": "message_queued"},
            {"fields": ["to", "-queued_at", "key"], "name": "message_to"},
            {"fields": ["marked", "key"], "name": "message_unmarked", "partialFilterExpression": {"marked": False}},
        ],
    }
