"""A landlord's vacant home, the household that is referred to it, and what the landlord was told (domain 4.3)."""

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

from models.agreement import Agreement
from models.applicant import Applicant
from models.application import Application
from models.base import Plain, Record
from models.dwelling import Dwelling
from models.fields import Day, EncryptedString, Ore
from models.landlord import Landlord
from models.office import Office
from models.project import Project
from models.user import User
from rules.terms import (
    DeclineReason,
    DisclosedPart,
    NoticeOrigin,
    NoticeState,
    ReferralState,
    RejectionReason,
    Security,
)

OPEN_NOTICE = (NoticeState.REPORTED, NoticeState.REFERRED)
LIVE_REFERRAL = (ReferralState.REFERRED, ReferralState.VIEWING, ReferralState.ACCEPTED)


class VacancyNotice(Record):
    """A landlord's notice that a home under agreement becomes free (melding om ledig bolig); one open per dwelling."""

    notice_number: str = StringField(required=True, max_length=30, verbose_name="Ledigmelding")
    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    dwelling: Any = ReferenceField(Dwelling, required=True, verbose_name="Bolig")
    dwelling_number: str = StringField(required=True, verbose_name="Bolignummer")
    project: Any = ReferenceField(Project, required=True, verbose_name="Prosjekt")
    agreement: Any = ReferenceField(Agreement, required=True, verbose_name="Avtale")
    state: NoticeState = EnumField(NoticeState, default=NoticeState.REPORTED, verbose_name="Status")
    origin: NoticeOrigin = EnumField(NoticeOrigin, required=True, verbose_name="Kom som")
    reported_on: date = Day(required=True, verbose_name="Meldt")
    reported_by_name: str = StringField(required=True, verbose_name="Meldt av")
    available_from: date = Day(required=True, verbose_name="Ledig fra")
    answer_by: date = Day(required=True, verbose_name="Svar innen")
    rent_ore: int = Ore(required=True, min_value=0, verbose_name="Husleie per måned")
    rent_covers: str | None = StringField(max_length=400, verbose_name="Husleien dekker")
    note: str | None = StringField(max_length=1000, verbose_name="Om boligen")  # the place, never persons
    answered_on: date | None = Day(verbose_name="Besvart")
    released_because: str | None = StringField(max_length=2000, verbose_name="Frigitt fordi")
    released_by_name: str | None = StringField(verbose_name="Frigitt av")
    referral: Any = ObjectIdField()  # the live one, or the one that led to a lease
    responsible: Any = ReferenceField(User, verbose_name="Ansvarlig")
    open_dwelling: Any = ObjectIdField()  # derived: one open notice for a dwelling

    meta = {
        "collection": "vacancy_notice",
        "indexes": [
            {"fields": ["notice_number"], "unique": True, "name": "vacancy_notice_number"},
            {
                "fields": ["open_dwelling"],
                "unique": True,
                "name": "vacancy_notice_one_open",
                "partialFilterExpression": {"open_dwelling": {"$exists": True}},
            },
            {"fields": ["landlord", "id"], "name": "vacancy_notice_landlord"},
            {"fields": ["landlord", "state", "id"], "name": "vacancy_notice_landlord_state"},
            {"fields": ["dwelling", "-reported_on", "id"], "name": "vacancy_notice_dwelling"},
            {"fields": ["state", "answer_by", "id"], "name": "vacancy_notice_state"},
            {"fields": ["-reported_on", "id"], "name": "vacancy_notice_reported"},
            {"fields": ["agreement", "-reported_on", "id"], "name": "vacancy_notice_agreement"},
        ],
    }

    def derived(self) -> dict[str, Any]:
        home = self._data.get("dwelling")
        return {"open_dwelling": getattr(home, "id", home) if self.state in OPEN_NOTICE else None}

    @property
    def number(self) -> str:
        return self.notice_number

    def __str__(self) -> str:
        return self.notice_number


class Viewing(EmbeddedDocument):
    """When the household sees the home, as the landlord told it."""

    at: datetime = DateTimeField(required=True, verbose_name="Tidspunkt")
    held: bool | None = BooleanField(verbose_name="Holdt")


class Referral(Record):
    """One household that is referred to one vacant home; the landlord knows it by its number alone until it accepts."""

    referral_number: str = StringField(required=True, max_length=30, verbose_name="Tilvisning")
    notice: Any = ReferenceField(VacancyNotice, required=True, verbose_name="Ledigmelding")
    notice_number: str = StringField(required=True, verbose_name="Ledigmelding")
    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    dwelling: Any = ReferenceField(Dwelling, required=True, verbose_name="Bolig")
    project: Any = ReferenceField(Project, required=True, verbose_name="Prosjekt")
    agreement: Any = ReferenceField(Agreement, required=True, verbose_name="Avtale")
    application: Any = ReferenceField(Application, required=True, verbose_name="Søknad")
    application_number: str = StringField(required=True, verbose_name="Søknadsnummer")
    applicant: Any = ReferenceField(Applicant, required=True, verbose_name="Søker")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    consultant: Any = ReferenceField(User, verbose_name="Boligkonsulent")
    state: ReferralState = EnumField(ReferralState, default=ReferralState.REFERRED, verbose_name="Status")
    referred_on: date = Day(required=True, verbose_name="Tilvist")
    valid_to: date = Day(required=True, verbose_name="Gjelder til og med")
    adults: int = IntField(required=True, min_value=1, max_value=20, verbose_name="Voksne")
    children: int = IntField(default=0, min_value=0, max_value=20, verbose_name="Barn")
    guarantee: Security | None = EnumField(Security, verbose_name="Sikkerhet som tilbys")
    guarantee_ore: int | None = Ore(min_value=0, verbose_name="Høyeste beløp")
    why: str | None = EncryptedString(verbose_name="Hvorfor denne husstanden")
    viewing: Viewing | None = EmbeddedDocumentField(Viewing, verbose_name="Visning")
    answered_on: date | None = Day(verbose_name="Besvart")
    rejection: RejectionReason | None = EnumField(RejectionReason, verbose_name="Utleierens grunn")
    rejection_note: str | None = EncryptedString(verbose_name="Utleierens merknad")
    rejection_contested: bool | None = BooleanField(verbose_name="Grunnen er bestridt")  # husll. § 1-8
    rejection_judged: str | None = EncryptedString(verbose_name="Vurdering av grunnen")
    decline: DeclineReason | None = EnumField(DeclineReason, verbose_name="Husstandens grunn")
    decline_said: str | None = EncryptedString(verbose_name="Hva husstanden sa")
    over_because: str | None = EncryptedString(verbose_name="Trukket fordi")
    lease: Any = ObjectIdField()
    live_application: Any = ObjectIdField()  # derived: one live referral of an application
    live_notice: Any = ObjectIdField()  # derived: one live referral to a notice

    meta = {
        "collection": "referral",
        "indexes": [
            {"fields": ["referral_number"], "unique": True, "name": "referral_number"},
            {
                "fields": ["live_application"],
                "unique": True,
                "name": "referral_one_per_household",
                "partialFilterExpression": {"live_application": {"$exists": True}},
            },
            {
                "fields": ["live_notice"],
                "unique": True,
                "name": "referral_one_per_notice",
                "partialFilterExpression": {"live_notice": {"$exists": True}},
            },
            {"fields": ["landlord", "id"], "name": "referral_landlord"},
            {"fields": ["landlord", "state", "id"], "name": "referral_landlord_state"},
            {"fields": ["notice", "-referred_on", "id"], "name": "referral_notice"},
            {"fields": ["application", "-referred_on", "id"], "name": "referral_application"},
            {"fields": ["applicant", "-referred_on", "id"], "name": "referral_applicant"},
            {"fields": ["state", "valid_to", "id"], "name": "referral_state"},
            {"fields": ["-referred_on", "id"], "name": "referral_referred"},
            {"fields": ["lease"], "name": "referral_lease"},
            {"fields": ["project", "-referred_on", "id"], "name": "referral_project"},
        ],
    }

    def derived(self) -> dict[str, Any]:
        live = self.state in LIVE_REFERRAL
        case, notice = self._data.get("application"), self._data.get("notice")
        return {
            "live_application": getattr(case, "id", case) if live else None,
            "live_notice": getattr(notice, "id", notice) if live else None,
        }

    @property
    def number(self) -> str:
        return self.referral_number

    def __str__(self) -> str:
        return self.referral_number


class Disclosure(Plain):
    """What of a household one landlord was told, when, by whom and on what ground; written before it is told."""

    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    referral: Any = ReferenceField(Referral, required=True, verbose_name="Tilvisning")
    referral_number: str = StringField(required=True, verbose_name="Tilvisning")
    person: Any = ReferenceField(Applicant, required=True, verbose_name="Person")
    parts: list[DisclosedPart] = ListField(EnumField(DisclosedPart), required=True, verbose_name="Hva")
    ground: str = StringField(required=True, max_length=200, verbose_name="Rettsgrunnlag")
    at: datetime = DateTimeField(required=True, verbose_name="Tidspunkt")
    client: str = StringField(required=True, max_length=200, verbose_name="Gitt til")  # key's prefix, or organisation
    by_name: str | None = StringField(max_length=160, verbose_name="Formidlet av")  # staff, by telephone or letter
    supplier: str | None = StringField(max_length=20, verbose_name="På vegne av")  # Maskinporten delegation

    meta = {
        "collection": "disclosure",
        "indexes": [
            {"fields": ["person", "-at", "id"], "name": "disclosure_person"},
            {"fields": ["landlord", "-at", "id"], "name": "disclosure_landlord"},
            {"fields": ["referral", "-at", "id"], "name": "disclosure_referral"},
            {"fields": ["-at", "id"], "name": "disclosure_at"},
        ],
    }
