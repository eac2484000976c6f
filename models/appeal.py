"""Appeals (klager)."""

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

from models.applicant import Applicant
from models.application import Application
from models.base import Record
from models.decision import Decision
from models.fields import Day, EncryptedString
from models.mapping import ApprovedNeed
from models.user import User
from rules.terms import AppealBody, AppealState, BodyOutcome, DecisionOutcome, LetterKind, NoticeCode


class Telling(EmbeddedDocument):
    """A letter that the appeal owes its party until it is on its way; `letter` is its draft, then what was approved."""

    kind: LetterKind = EnumField(LetterKind, required=True)
    by: date = Day(required=True)
    letter: Any = ObjectIdField()
    approved: bool = BooleanField(default=False)


class Appeal(Record):
    """An appeal on one decision by one party (fvl. §§ 28–34)."""

    application: Any = ReferenceField(Application, required=True, verbose_name="Søknad")
    application_number: str = StringField(required=True, verbose_name="Søknadsnummer")
    decision: Any = ReferenceField(Decision, required=True, verbose_name="Vedtak")
    party: Any = ReferenceField(Applicant, required=True, verbose_name="Klager")
    state: AppealState = EnumField(AppealState, default=AppealState.RECEIVED, verbose_name="Status")
    received_on: date = Day(required=True, verbose_name="Mottatt")
    submitted_on: date | None = Day(verbose_name="Levert til posten eller kommunen")
    representative: str | None = EncryptedString(verbose_name="Klaget av fullmektig eller verge")
    notice_arrived_on: date | None = Day(verbose_name="Vedtaket kom fram")
    deadline: date | None = Day(verbose_name="Klagefrist")
    in_time: bool | None = BooleanField(verbose_name="I tide")
    reassess_by: date | None = Day(verbose_name="Ny vurdering innen")
    forwarded_on: date | None = Day(verbose_name="Oversendt")
    appeal_body: AppealBody = EnumField(AppealBody, required=True, verbose_name="Klageinstans")
    grounds: str | None = EncryptedString(verbose_name="Klagegrunner")
    wanted: str | None = EncryptedString(verbose_name="Endringen det bes om")
    reinstated: bool | None = BooleanField(verbose_name="Tatt til behandling etter fristen")
    reinstated_because: str | None = EncryptedString(verbose_name="Vurdering av oppreisning")
    reinstatement_on: date | None = Day(verbose_name="Oppreisning vurdert")
    dismissed_on: date | None = Day(verbose_name="Avvisningen det er klaget på")
    dismissal_appealed_on: date | None = Day(verbose_name="Klaget på avvisningen")
    dismissal_in_time: bool | None = BooleanField(verbose_name="Klaget på avvisningen i tide")
    answered_by: Any = ObjectIdField()  # the decision by own reassessment that claimed the appeal: it, or nobody
    reassessed_on: date | None = Day(verbose_name="Vurdert på nytt")
    reassessed_by: str | None = StringField(max_length=200, verbose_name="Vurdert på nytt av")
    reassessment: str | None = EncryptedString(verbose_name="Egen ny vurdering")
    statement: str | None = EncryptedString(verbose_name="Uttalelse til klageinstansen")
    deferral_asked_on: date | None = Day(verbose_name="Utsatt iverksetting bedt om")
    deferred: bool | None = BooleanField(verbose_name="Utsatt iverksetting gitt")
    deferred_because: str | None = EncryptedString(verbose_name="Begrunnelse for utsatt iverksetting")
    deferred_on: date | None = Day(verbose_name="Utsatt iverksetting avgjort")
    new_decision: Any = ObjectIdField()  # what own reassessment or the body put in its place
    followed_up_on: date | None = Day(verbose_name="Klageinstansen sist spurt")
    body_outcome: BodyOutcome | None = EnumField(BodyOutcome, verbose_name="Klageinstansens avgjørelse")
    body_decided_on: date | None = Day(verbose_name="Klageinstansen avgjorde")
    body_reasons: str | None = EncryptedString(verbose_name="Klageinstansens begrunnelse")
    body_decision: DecisionOutcome | None = EnumField(DecisionOutcome, verbose_name="Klageinstansens utfall i saken")
    body_need: ApprovedNeed | None = EmbeddedDocumentField(ApprovedNeed, verbose_name="Behov etter klagen")
    told_on: date | None = Day(verbose_name="Klageren underrettet")
    closed_on: date | None = Day(verbose_name="Avsluttet")
    tellings: list[Telling] = ListField(EmbeddedDocumentField(Telling), verbose_name="Brev som gjenstår")
    tell_by: date | None = Day()  # derived: when the first of them is to be on its way
    caseworker: Any = ReferenceField(User, verbose_name="Saksbehandler")
    notices: list[NoticeCode] = ListField(EnumField(NoticeCode), verbose_name="Merknader")
    import_run: str | None = StringField()

    meta = {
        "collection": "appeal",
        "indexes": [
            {"fields": ["decision", "party"], "unique": True, "name": "appeal_decision_party"},
            {"fields": ["state", "received_on", "id"], "name": "appeal_state"},
            {"fields": ["received_on", "id"], "name": "appeal_received"},
            {"fields": ["application", "id"], "name": "appeal_application"},
            {"fields": ["application_number", "-received_on", "id"], "name": "appeal_number"},
            {"fields": ["caseworker", "state", "id"], "name": "appeal_caseworker"},
            {
                "fields": ["forwarded_on", "id"],
                "name": "appeal_forwarded",
                "partialFilterExpression": {"forwarded_on": {"$exists": True}},
            },
            {
                "fields": ["tell_by", "id"],
                "name": "appeal_tell_by",
                "partialFilterExpression": {"tell_by": {"$exists": True}},
            },
        ],
    }

    def derived(self) -> dict[str, Any]:
        return {"tell_by": min((one.by for one in self.tellings), default=None)}

    @property
    def number(self) -> str:
        return self.application_number

    def __str__(self) -> str:
        return self.application_number
