"""The proposal for a decision and the decision as the application carries it."""

from datetime import date, datetime
from typing import Any

from mongoengine import (
    BooleanField,
    DateTimeField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    StringField,
)

from models.fields import Day, EncryptedString
from models.mapping import ApprovedNeed
from rules.terms import AppealBody, DecidingBody, DecisionOutcome, DwellingType, LegalBasis


class Proposal(EmbeddedDocument):
    """What is put before the deciding body, letter included; deciding signs it as it stands (ADR 12).

    `id` becomes the decision's. `facts` are the frozen facts, answers and verdict (`rules.frozen`).
    """

    id: Any = ObjectIdField(required=True)
    outcome: DecisionOutcome = EnumField(DecisionOutcome, required=True, verbose_name="Utfall")
    basis: LegalBasis = EnumField(LegalBasis, required=True, verbose_name="Rettsgrunnlag")
    body: DecidingBody = EnumField(DecidingBody, required=True, verbose_name="Avgjøres av")
    appeal_body: AppealBody = EnumField(AppealBody, required=True, verbose_name="Klageinstans")
    dwelling_type: DwellingType | None = EnumField(DwellingType, verbose_name="Boligtype")
    lease_months: int | None = IntField(min_value=1, max_value=600, verbose_name="Leietid i måneder")
    need: ApprovedNeed | None = EmbeddedDocumentField(ApprovedNeed, verbose_name="Godkjent behov")
    reasons: str = EncryptedString(required=True, verbose_name="Begrunnelse")
    weighed: str = EncryptedString(required=True, verbose_name="Hva det er lagt vekt på")
    override: str | None = EncryptedString(verbose_name="Hvorfor regelbokens råd ikke følges")
    facts: str | None = EncryptedString()
    rulebook: int = IntField(required=True)
    letter: Any = ObjectIdField(required=True)
    letter_sha256: str = StringField(required=True)
    appeal: Any = ObjectIdField()  # the appeal that this decides by own reassessment
    replaces: Any = ObjectIdField()  # the decision that this withdraws or changes
    prior_notice: Any = ObjectIdField()  # the letter that gave prior notice (fvl. § 16)
    on: date = Day(required=True, verbose_name="Foreslått")
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Foreslått av")


class DecisionEntry(EmbeddedDocument):
    """The decision as the deciding write sets it; the truth that the decision document repeats."""

    id: Any = ObjectIdField(required=True)
    basis: LegalBasis = EnumField(LegalBasis, required=True)
    outcome: DecisionOutcome = EnumField(DecisionOutcome, required=True)
    decided_on: date = Day(required=True)
    open: bool = BooleanField(default=True)
    final: bool = BooleanField(default=False)  # by the appeal body: no further appeal (fvl. § 28)
    imported: bool = BooleanField(default=False)
    proposal: Proposal | None = EmbeddedDocumentField(Proposal)
    at: datetime | None = DateTimeField()
    decided_by: list[str] = ListField(StringField())
    decided_by_names: list[str] = ListField(StringField())
    meeting: Any = ObjectIdField()
    undone_on: date | None = Day()
