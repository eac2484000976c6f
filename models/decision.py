"""Decisions (vedtak), as the application's deciding write made them."""

from datetime import date, datetime
from typing import Any

from mongoengine import (
    BooleanField,
    DateTimeField,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.application import Application
from models.base import Record
from models.fields import Day, EncryptedString
from models.mapping import ApprovedNeed
from rules.terms import AppealBody, DecidingBody, DecisionOutcome, DwellingType, LegalBasis


class Decision(Record):
    """One decision with its basis, reasons, frozen facts and appeal body; an imported one has no facts."""

    application: Any = ReferenceField(Application, required=True, verbose_name="Søknad")
    application_number: str = StringField(required=True, verbose_name="Søknadsnummer")
    outcome: DecisionOutcome = EnumField(DecisionOutcome, required=True, verbose_name="Utfall")
    basis: LegalBasis = EnumField(LegalBasis, required=True, verbose_name="Rettsgrunnlag")
    appeal_body: AppealBody = EnumField(AppealBody, required=True, verbose_name="Klageinstans")
    decided_on: date = Day(required=True, verbose_name="Vedtaksdato")
    body: DecidingBody | None = EnumField(DecidingBody, verbose_name="Avgjort av")
    decided_by: list[str] = ListField(StringField())
    decided_by_name: str | None = StringField(verbose_name="Fattet av")
    proposed_by: str | None = StringField()
    proposed_by_name: str | None = StringField(verbose_name="Foreslått av")
    meeting: Any = ObjectIdField()
    dwelling_type: DwellingType | None = EnumField(DwellingType, verbose_name="Boligtype")
    lease_months: int | None = IntField(verbose_name="Leietid i måneder")
    need: ApprovedNeed | None = EmbeddedDocumentField(ApprovedNeed, verbose_name="Godkjent behov")
    reasons: str | None = EncryptedString(verbose_name="Begrunnelse")
    weighed: str | None = EncryptedString(verbose_name="Hva det er lagt vekt på")
    override: str | None = EncryptedString(verbose_name="Hvorfor regelbokens råd ikke er fulgt")
    facts: str | None = EncryptedString()  # frozen facts and answers as JSON text
    rulebook: int | None = IntField(verbose_name="Regelbok")
    letter: Any = ObjectIdField()
    letter_sha256: str | None = StringField()
    dispatched_on: date | None = Day(verbose_name="Sendt")
    arrived_on: date | None = Day(verbose_name="Kom fram")
    appeal_deadline: date | None = Day(verbose_name="Klagefrist")
    final: bool = BooleanField(default=False, verbose_name="Kan ikke påklages")
    undone_on: date | None = Day(verbose_name="Angret")
    appeal: Any = ObjectIdField()  # the appeal that it decided by own reassessment, or whose outcome it is
    replaces: Any = ObjectIdField()  # the decision that it withdrew or changed
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
