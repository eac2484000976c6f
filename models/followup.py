"""Follow-up of a household after it has moved in: visits, talks, the road to a home of its own (S002 phase 3)."""

from datetime import date
from typing import Any

from mongoengine import (
    BooleanField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.fields import Day, EncryptedString
from models.tenancy import OfLease
from models.user import User
from rules.terms import FollowUpKind, FollowUpState, HomeRoad


class FollowUpItem(EmbeddedDocument):
    """One visit or talk, planned for a day or held."""

    id: Any = ObjectIdField(required=True)
    kind: FollowUpKind = EnumField(FollowUpKind, required=True, verbose_name="Hva")
    due_on: date = Day(required=True, verbose_name="Planlagt")
    held_on: date | None = Day(verbose_name="Gjort")
    dropped_on: date | None = Day(verbose_name="Falt bort")
    dropped_because: str | None = EncryptedString(verbose_name="Hvorfor det falt bort")
    invited_on: date | None = Day(verbose_name="Innkalt")
    interpreter: str | None = StringField(max_length=60, verbose_name="Tolk")
    note: str | None = EncryptedString(verbose_name="Notat")
    road: HomeRoad | None = EnumField(HomeRoad, verbose_name="Veien til egen bolig")
    letter: Any = ObjectIdField()
    by_name: str = StringField(required=True, verbose_name="Ført av")

    @property
    def is_open(self) -> bool:
        return self.held_on is None and self.dropped_on is None


class FollowUp(OfLease):
    """The follow-up plan of one lease; `next_on` is the day of the first thing that waits."""

    caseworker: Any = ReferenceField(User, verbose_name="Saksbehandler")
    state: FollowUpState = EnumField(FollowUpState, default=FollowUpState.ACTIVE, verbose_name="Status")
    goals: str | None = EncryptedString(verbose_name="Mål for oppfølgingen")
    interpreter: str | None = StringField(max_length=60, verbose_name="Tolk")
    items: list[FollowUpItem] = ListField(EmbeddedDocumentField(FollowUpItem), verbose_name="Planen")
    next_on: date | None = Day(verbose_name="Neste")  # derived
    home_talk_on: date | None = Day(verbose_name="Siste samtale om egen bolig")  # derived
    spread: bool = BooleanField(default=False, verbose_name="Første samtaler fordelt i tid")
    started_on: date = Day(required=True, verbose_name="Begynte")
    ended_on: date | None = Day(verbose_name="Avsluttet")
    by_name: str = StringField(required=True, verbose_name="Laget av")

    meta = {
        "collection": "followup",
        "indexes": [
            {"fields": ["lease"], "unique": True, "name": "followup_lease"},
            {"fields": ["state", "next_on", "id"], "name": "followup_next"},
            {"fields": ["next_on", "id"], "name": "followup_due"},
            {"fields": ["contract_number", "id"], "name": "followup_number"},
            {"fields": ["-started_on", "id"], "name": "followup_started"},
        ],
    }

    def derived(self) -> dict[str, Any]:
        waiting = [item.due_on for item in self.items if item.is_open]
        talks = [
            item.held_on for item in self.items if item.kind is FollowUpKind.HOME_OWNERSHIP and item.held_on is not None
        ]
        return {"next_on": min(waiting, default=None), "home_talk_on": max(talks, default=None)}
