"""A duty under an agreement with a landlord: what is to be done or reported, by whom and when (S000 phase 5)."""

from datetime import date
from typing import Any

from mongoengine import (
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.agreement import Agreement
from models.base import Record
from models.fields import Day
from models.landlord import Landlord
from models.user import User
from rules.terms import DutyParty, DutyState


class DutyReport(EmbeddedDocument):
    """That the duty was done for a day on which it fell due."""

    due_on: date = Day(required=True, verbose_name="Frist")
    done_on: date = Day(required=True, verbose_name="Gjort")
    what: str = StringField(required=True, max_length=2000, verbose_name="Rapport")
    files: list[Any] = ListField(ObjectIdField())
    by_name: str = StringField(required=True, verbose_name="Notert av")


class Duty(Record):
    """One duty; a repeated one has its next day set as it is reported."""

    agreement: Any = ReferenceField(Agreement, required=True, verbose_name="Avtale")
    agreement_number: str = StringField(required=True, verbose_name="Avtale")
    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    code: str = StringField(required=True, max_length=40)
    label: str = StringField(required=True, max_length=160, verbose_name="Plikt")
    party: DutyParty = EnumField(DutyParty, required=True, verbose_name="Hvem")
    every_months: int | None = IntField(min_value=1, max_value=600, verbose_name="Hver (måneder)")
    next_on: date | None = Day(verbose_name="Neste frist")
    state: DutyState = EnumField(DutyState, default=DutyState.ACTIVE, verbose_name="Status")
    reports: list[DutyReport] = ListField(EmbeddedDocumentField(DutyReport), verbose_name="Rapporter")
    ended_because: str | None = StringField(max_length=2000, verbose_name="Avsluttet fordi")
    responsible: Any = ReferenceField(User, verbose_name="Ansvarlig")

    meta = {
        "collection": "duty",
        "indexes": [
            {"fields": ["agreement", "code"], "unique": True, "name": "duty_agreement_code"},
            {"fields": ["state", "next_on", "id"], "name": "duty_next"},
            {"fields": ["next_on", "id"], "name": "duty_due"},
            {"fields": ["landlord", "id"], "name": "duty_landlord"},
        ],
    }

    @property
    def number(self) -> str:
        return self.label

    def __str__(self) -> str:
        return self.label
