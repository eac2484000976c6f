"""Decisions (vedtak), as the application's deciding write made them."""

from datetime import date, datetime
from typing import Any

from mongoengine import BooleanField, DateTimeField, EnumField, IntField, ObjectIdField, ReferenceField, StringField

from models.application import Application
from models.base import Record
from models.fields import Day, EncryptedString
from rules.terms import AppealBody, DecisionOutcome, LegalBasis


class Decision(Record):
    """One decision with its basis, reasons, frozen facts and appeal body; an imported one has no facts."""

    application: Any = ReferenceField(Application, required=True, verbose_name="Søknad")
    application_number: str = StringField(required=True, verbose_name="Søknadsnummer")
    outcome: DecisionOutcome = EnumField(DecisionOutcome, required=True, verbose_name="Utfall")
    basis: LegalBasis = EnumField(LegalBasis, required=True, verbose_name="Rettsgrunnlag")
    appeal_body: AppealBody = EnumField(AppealBody, required=True, verbose_name="Klageinstans")
    decided_on: date = Day(required=True, verbose_name="Vedtaksdato")
    decided_by_name: str | None = StringField(verbose_name="Fattet av")
    reasons: str | None = EncryptedString(verbose_name="Begrunnelse")
    facts: str | None = EncryptedString()  # frozen facts and answers as JSON text
    rulebook: int | None = IntField(verbose_name="Regelbok")
    letter: Any = ObjectIdField()
    letter_sha256: str | None = StringField()
    dispatched_on: date | None = Day(verbose_name="Sendt")
    arrived_on: date | None = Day(verbose_name="Kom frem")
    appeal_deadline: date | None = Day(verbose_name="Klagefrist")
    imported: bool = BooleanField(default=False, verbose_name="Fra import")
    at: datetime = DateTimeField(required=True)
    import_run: str | None = StringField()

    meta = {
        "collection": "decision",
        "indexes": [
            {"fields": ["application", "decided_on", "id"], "name": "decision_application"},
            {"fields": ["decided_on", "id"], "name": "decision_decided"},
            {"fields": ["outcome", "decided_on", "id"], "name": "decision_outcome"},
            {"fields": ["appeal_deadline", "id"], "name": "decision_deadline"},
            {"fields": ["application_number", "id"], "name": "decision_number"},
        ],
    }

    @property
    def number(self) -> str:
        return self.application_number

    def __str__(self) -> str:
        return self.application_number
