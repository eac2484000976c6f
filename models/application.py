"""The application: the case from receipt to a home."""

from datetime import date
from typing import Any

from mongoengine import (
    BooleanField,
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
from models.base import Record
from models.fields import Day, EncryptedString, Ore
from models.office import Office
from models.user import User
from rules.terms import (
    ApplicationKind,
    ApplicationState,
    AppliedBy,
    DecisionOutcome,
    HousingSituation,
    LegalBasis,
    NoticeCode,
    ReasonGroup,
    ServiceNeed,
    TargetGroup,
    TenantStatus,
)


class Mapping(EmbeddedDocument):
    """The needs mapping (kartlegging, domain 1.4); free text, health, services and substance use are encrypted."""

    rooms_now: int | None = IntField(min_value=0, max_value=20, verbose_name="Rom i dag")
    lease_ends_on: date | None = Day(verbose_name="Leiekontrakten i dag utløper")
    notice_received_on: date | None = Day(verbose_name="Oppsigelse mottatt")
    unsuitable_because: str | None = EncryptedString(verbose_name="Hvorfor boligen er uegnet")
    need_because: str | None = EncryptedString(verbose_name="Årsak til behovet")
    income_year_ore: int | None = Ore(min_value=0, verbose_name="Brutto årsinntekt")
    assets_ore: int | None = Ore(min_value=0, verbose_name="Formue")
    debt_ore: int | None = Ore(min_value=0, verbose_name="Gjeld")
    rent_now_ore: int | None = Ore(min_value=0, verbose_name="Husleie i dag")
    municipal_arrears_ore: int | None = Ore(min_value=0, verbose_name="Restanse til kommunen")
    payment_plan: bool | None = BooleanField(verbose_name="Nedbetalingsavtale")
    housing_allowance: bool | None = BooleanField(verbose_name="Får bostøtte")
    start_loan: str | None = EncryptedString(verbose_name="Startlån vurdert, med utfall")
    health: str | None = EncryptedString(verbose_name="Helse og funksjon")
    services: str | None = EncryptedString(verbose_name="Tjenester dag, kveld og natt")
    substance_use: str | None = EncryptedString(verbose_name="Rus")
    living_skills: str | None = EncryptedString(verbose_name="Boevne")
    environment: str | None = EncryptedString(verbose_name="Behov i bomiljøet")
    wishes: str | None = EncryptedString(verbose_name="Søkerens egne ønsker og syn")
    own_attempts: str | None = EncryptedString(verbose_name="Egne forsøk på å skaffe bolig")
    earlier_tenancies: str | None = EncryptedString(verbose_name="Tidligere kommunale leieforhold")
    pets: str | None = StringField(max_length=80, verbose_name="Dyrehold")


class ApprovedNeed(EmbeddedDocument):
    """Plain codes that the waiting list filters on, written by assessment or grant (design section 5)."""

    rooms: int | None = IntField(min_value=1, max_value=10, verbose_name="Antall rom")
    step_free: bool = BooleanField(default=False, verbose_name="Trinnfri adkomst")
    lift: bool = BooleanField(default=False, verbose_name="Heis eller bakkeplan")
    services_day: bool = BooleanField(default=False, verbose_name="Tjenester dag")
    services_evening: bool = BooleanField(default=False, verbose_name="Tjenester kveld")
    services_night: bool = BooleanField(default=False, verbose_name="Tjenester natt")


class DecisionEntry(EmbeddedDocument):
    """The decision as the deciding write sets it; the truth that the decision document repeats."""

    id: Any = ObjectIdField(required=True)
    basis: LegalBasis = EnumField(LegalBasis, required=True)
    outcome: DecisionOutcome = EnumField(DecisionOutcome, required=True)
    decided_on: date = Day(required=True)
    letter: Any = ObjectIdField()
    open: bool = BooleanField(default=True)
    imported: bool = BooleanField(default=False)


class Application(Record):
    """One application of a household for a new dwelling, an extension or a swap."""

    application_number: str = StringField(required=True, max_length=30, verbose_name="Søknadsnummer")
    archive_case_number: str | None = StringField(max_length=30, verbose_name="Saksnummer i arkivet")
    applicant: Any = ReferenceField(Applicant, required=True, verbose_name="Søker")
    kind: ApplicationKind = EnumField(ApplicationKind, required=True, verbose_name="Søknadstype")
    state: ApplicationState = EnumField(ApplicationState, default=ApplicationState.RECEIVED, verbose_name="Status")
    received_on: date = Day(required=True, verbose_name="Mottatt")
    target_group: TargetGroup = EnumField(TargetGroup, required=True, verbose_name="Målgruppe")
    applied_by: AppliedBy = EnumField(AppliedBy, required=True, verbose_name="Søkt av")
    situation: HousingSituation = EnumField(HousingSituation, required=True, verbose_name="Bosituasjon")
    adults: int = IntField(required=True, min_value=1, max_value=20, verbose_name="Voksne")
    children: int = IntField(default=0, min_value=0, max_value=20, verbose_name="Barn")
    rooms_wanted: int | None = IntField(min_value=1, max_value=10, verbose_name="Ønsket antall rom")
    service_need: ServiceNeed | None = EnumField(ServiceNeed, verbose_name="Tjenestebehov")
    resident: bool = BooleanField(default=True, verbose_name="Folkeregistrert i kommunen")
    tenant_status: TenantStatus = EnumField(TenantStatus, required=True, verbose_name="Ny eller boende")
    reason_group: ReasonGroup | None = EnumField(ReasonGroup, verbose_name="Hovedårsak (KOSTRA)")
    preliminary_reply_on: date | None = Day(verbose_name="Foreløpig svar sendt")
    decided_on: date | None = Day(verbose_name="Vedtaksdato")
    mapping: Mapping | None = EmbeddedDocumentField(Mapping, verbose_name="Kartlegging")
    approved_need: ApprovedNeed | None = EmbeddedDocumentField(ApprovedNeed, verbose_name="Godkjent behov")
    decisions: list[DecisionEntry] = ListField(EmbeddedDocumentField(DecisionEntry), verbose_name="Vedtak")
    swap_of: Any = ObjectIdField()
    caseworker: Any = ReferenceField(User, verbose_name="Saksbehandler")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    notices: list[NoticeCode] = ListField(EnumField(NoticeCode), verbose_name="Merknader")
    import_run: str | None = StringField()

    meta = {
        "collection": "application",
        "indexes": [
            {"fields": ["application_number"], "unique": True, "name": "application_number"},
            {"fields": ["applicant", "kind", "state"], "name": "application_applicant"},
            {"fields": ["state", "received_on", "id"], "name": "application_state"},
            {"fields": ["received_on", "id"], "name": "application_received"},
            {"fields": ["caseworker", "state", "received_on", "id"], "name": "application_caseworker"},
            {"fields": ["archive_case_number"], "name": "application_archive"},
            {
                "fields": ["swap_of"],
                "unique": True,
                "name": "application_swap_of",
                "partialFilterExpression": {"swap_of": {"$exists": True}},
            },
        ],
    }

    @property
    def number(self) -> str:
        return self.application_number

    def __str__(self) -> str:
        return self.application_number
