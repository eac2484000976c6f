"""The nomination: one office's candidate for one vacant dwelling (S004 steps 4-6)."""

from datetime import date
from typing import Any

from mongoengine import (
    BooleanField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ReferenceField,
    StringField,
)

from models.applicant import Applicant
from models.application import Application
from models.base import Record
from models.fields import Day, EncryptedString
from models.office import Office
from models.vacancy import Vacancy
from rules.terms import NominationState


class Checked(EmbeddedDocument):
    """One point of the checklist, by its code in the rulebook."""

    code: str = StringField(required=True, max_length=40)
    applies: bool = BooleanField(default=True)
    answer: str | None = EncryptedString()


class Nomination(Record):
    """One candidate; an office has one live one for each vacancy."""

    vacancy: Any = ReferenceField(Vacancy, required=True, verbose_name="Ledigmelding")
    vacancy_number: str = StringField(required=True, verbose_name="Ledigmelding")
    application: Any = ReferenceField(Application, required=True, verbose_name="Søknad")
    application_number: str = StringField(required=True, verbose_name="Søknadsnummer")
    applicant: Any = ReferenceField(Applicant, required=True, verbose_name="Søker")
    office: Any = ReferenceField(Office, required=True, verbose_name="Kontor")
    state: NominationState = EnumField(NominationState, default=NominationState.PUT_UP, verbose_name="Status")
    checklist: list[Checked] = ListField(EmbeddedDocumentField(Checked), verbose_name="Sjekkliste")
    why: str = EncryptedString(required=True, verbose_name="Hvorfor boligen passer")
    summary: str | None = EncryptedString(verbose_name="Boligkonsulentens oppsummering")
    summarised_by: str | None = StringField()
    summarised_by_name: str | None = StringField(verbose_name="Oppsummert av")
    summarised_on: date | None = Day(verbose_name="Oppsummert")
    rulebook: int = IntField(required=True)
    put_up_on: date = Day(required=True, verbose_name="Meldt inn")
    put_up_by_name: str = StringField(required=True, verbose_name="Meldt inn av")
    closed_on: date | None = Day(verbose_name="Avsluttet")

    meta = {
        "collection": "nomination",
        "indexes": [
            {
                "fields": ["vacancy", "office"],
                "unique": True,
                "name": "nomination_one_live",
                "partialFilterExpression": {"state": "put_up"},
            },
            {"fields": ["vacancy", "put_up_on", "id"], "name": "nomination_vacancy"},
            {"fields": ["application", "-put_up_on", "id"], "name": "nomination_application"},
            {"fields": ["state", "put_up_on", "id"], "name": "nomination_state"},
            {"fields": ["-put_up_on", "id"], "name": "nomination_put_up"},
        ],
    }

    @property
    def number(self) -> str:
        return self.application_number  # not the vacancy's: it may tell where a protected household will live

    def __str__(self) -> str:
        return self.number
