"""Meetings of the committee that decides (husfordelingsutvalget, S001)."""

from datetime import date, datetime
from typing import Any

from mongoengine import (
    BooleanField,
    DateTimeField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.base import Record
from models.fields import Day, EncryptedString
from models.user import User
from rules.terms import ItemOutcome, MeetingState


class Attendance(EmbeddedDocument):
    """A member called to the meeting, with the agency they speak for."""

    user: Any = ObjectIdField(required=True)
    name: str = StringField(required=True)
    agency: str = StringField(required=True)
    present: bool = BooleanField(default=False)


class AgendaItem(EmbeddedDocument):
    """One case on the agenda; the decision itself is the application's."""

    application: Any = ObjectIdField(required=True)
    application_number: str = StringField(required=True)
    added_by_name: str = StringField(required=True)
    outcome: ItemOutcome | None = EnumField(ItemOutcome)
    decision: Any = ObjectIdField()
    note: str | None = EncryptedString()  # what the minutes say of the case
    absent: list[str] = ListField(StringField())  # members who left the case: ids of users (fvl. § 6)


class HomeItem(EmbeddedDocument):
    """One vacant dwelling on the agenda; who gets it is the vacancy's own."""

    vacancy: Any = ObjectIdField(required=True)
    vacancy_number: str = StringField(required=True)
    added_by_name: str = StringField(required=True)
    outcome: ItemOutcome | None = EnumField(ItemOutcome)
    allocation: Any = ObjectIdField()
    note: str | None = EncryptedString()  # why it was left for another meeting


class Meeting(Record):
    """One meeting: whom it calls, its agenda, who came, what became of each case, and its minutes."""

    meeting_number: str = StringField(required=True, max_length=30, verbose_name="Møte")
    held_on: date = Day(required=True, verbose_name="Dato")
    starts_at: str = StringField(required=True, regex=r"^([01]\d|2[0-3]):[0-5]\d$", verbose_name="Klokkeslett")
    place: str = StringField(required=True, max_length=120, verbose_name="Sted")
    state: MeetingState = EnumField(MeetingState, default=MeetingState.PLANNED, verbose_name="Status")
    chair: Any = ReferenceField(User, required=True, verbose_name="Møteleder")
    members: list[Attendance] = ListField(EmbeddedDocumentField(Attendance), verbose_name="Medlemmer")
    items: list[AgendaItem] = ListField(EmbeddedDocumentField(AgendaItem), verbose_name="Dagsorden")
    homes: list[HomeItem] = ListField(EmbeddedDocumentField(HomeItem), verbose_name="Boliger til tildeling")
    opened_at: datetime | None = DateTimeField(verbose_name="Åpnet")
    closed_at: datetime | None = DateTimeField(verbose_name="Avsluttet")
    minutes: Any = ObjectIdField()  # the file
    minutes_sha256: str | None = StringField()

    meta = {
        "collection": "meeting",
        "indexes": [
            {"fields": ["meeting_number"], "unique": True, "name": "meeting_number"},
            {"fields": ["state", "held_on", "id"], "name": "meeting_state"},
            {"fields": ["-held_on", "id"], "name": "meeting_held"},
            {"fields": ["minutes"], "name": "meeting_minutes"},
        ],
    }

    @property
    def number(self) -> str:
        return self.meeting_number

    def __str__(self) -> str:
        return self.meeting_number
