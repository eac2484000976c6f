"""The offer of a dwelling to a household, its answer, and what is agreed with staff (S004 step 10)."""

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
    ReferenceField,
    StringField,
)

from models.applicant import Applicant
from models.application import Application
from models.base import Record
from models.dwelling import Dwelling
from models.fields import Day, EncryptedString
from models.office import Office
from models.user import User
from models.vacancy import Vacancy
from rules.terms import AppointmentKind, OfferChannel, OfferState, RefusalReason


class Appointment(EmbeddedDocument):
    """A viewing or a signing; `sequence` counts its changes, as calendars do, and `told` how the household knows."""

    id: str = StringField(required=True, max_length=12)
    kind: AppointmentKind = EnumField(AppointmentKind, required=True, verbose_name="Hva")
    starts_at: datetime = DateTimeField(required=True, verbose_name="Tidspunkt")
    minutes: int = IntField(required=True, min_value=5, max_value=480, verbose_name="Varighet i minutter")
    place: str = StringField(required=True, max_length=160, verbose_name="Sted")
    staff: list[Any] = ListField(ObjectIdField())
    told: OfferChannel | None = EnumField(OfferChannel, verbose_name="Husstanden har fått beskjed per")
    letter: Any = ObjectIdField()
    sequence: int = IntField(default=0)
    cancelled: bool = BooleanField(default=False)
    by: Any = ObjectIdField()  # who invites: calendars know the meeting by its organiser too
    link: str = StringField()  # the offer's address, as the calendar files carry it


class Judgement(EmbeddedDocument):
    """Whether a refusal was for good reason, by a person, after the household was heard (S001)."""

    justified: bool = BooleanField(required=True, verbose_name="God grunn")
    heard_on: date | None = Day(verbose_name="Søkeren hørt")
    heard: str | None = EncryptedString(verbose_name="Hva søkeren sa")
    reasons: str = EncryptedString(required=True, verbose_name="Begrunnelse")
    until: date | None = Day(verbose_name="Nye tilbud holdes tilbake til")
    rulebook: int = IntField(required=True)
    on: date = Day(required=True, verbose_name="Vurdert")
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Vurdert av")
    letter: Any = ObjectIdField()


class Offer(Record):
    """One dwelling offered to one household; a vacancy has one live offer, a person one accepted that awaits its lease.

    `applicant` is the person's present record (the root of merged ones).
    """

    offer_number: str = StringField(required=True, max_length=30, verbose_name="Tilbud")
    vacancy: Any = ReferenceField(Vacancy, required=True, verbose_name="Ledigmelding")
    vacancy_number: str = StringField(required=True, verbose_name="Ledigmelding")
    allocation: Any = ObjectIdField(required=True)
    dwelling: Any = ReferenceField(Dwelling, required=True, verbose_name="Bolig")
    application: Any = ReferenceField(Application, required=True, verbose_name="Søknad")
    application_number: str = StringField(required=True, verbose_name="Søknadsnummer")
    applicant: Any = ReferenceField(Applicant, required=True, verbose_name="Søker")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    consultant: Any = ReferenceField(User, verbose_name="Boligkonsulent")
    state: OfferState = EnumField(OfferState, default=OfferState.OPEN, verbose_name="Status")
    channel: OfferChannel = EnumField(OfferChannel, required=True, verbose_name="Gitt per")
    offered_on: date = Day(required=True, verbose_name="Gitt")
    answer_by: date = Day(required=True, verbose_name="Svarfrist")
    letter: Any = ObjectIdField()
    said: str | None = EncryptedString(verbose_name="Avtalt på telefon")
    answered_on: date | None = Day(verbose_name="Besvart")
    answer_noted_by_name: str | None = StringField(verbose_name="Svar notert av")
    reason: RefusalReason | None = EnumField(RefusalReason, verbose_name="Hvorfor nei")
    reason_said: str | None = EncryptedString(verbose_name="Søkerens begrunnelse")
    hearing_letter: Any = ObjectIdField()
    hearing_due: date | None = Day(verbose_name="Frist for uttalelse")
    judgement: Judgement | None = EmbeddedDocumentField(Judgement, verbose_name="Vurdering av avslaget")
    appointments: list[Appointment] = ListField(EmbeddedDocumentField(Appointment), verbose_name="Avtaler")
    closed_because: str | None = EncryptedString(verbose_name="Falt bort fordi")
    lease: Any = ObjectIdField()

    meta = {
        "collection": "offer",
        "indexes": [
            {"fields": ["offer_number"], "unique": True, "name": "offer_number"},
            {
                "fields": ["applicant"],
                "unique": True,
                "name": "offer_one_accepted",
                "partialFilterExpression": {"state": "accepted"},
            },
            {
                "fields": ["vacancy"],
                "unique": True,
                "name": "offer_one_live",
                "partialFilterExpression": {"state": {"$in": ["open", "accepted"]}},
            },
            {"fields": ["vacancy", "-offered_on", "id"], "name": "offer_vacancy"},
            {"fields": ["applicant", "state", "id"], "name": "offer_applicant"},
            {"fields": ["application", "-offered_on", "id"], "name": "offer_application"},
            {"fields": ["state", "answer_by", "id"], "name": "offer_state"},
            {"fields": ["-offered_on", "id"], "name": "offer_offered"},
            {
                "fields": ["judgement.until", "id"],
                "name": "offer_held_back",
                "partialFilterExpression": {"judgement.until": {"$exists": True}},
            },
        ],
    }

    @property
    def number(self) -> str:
        return self.offer_number

    def __str__(self) -> str:
        return self.offer_number
