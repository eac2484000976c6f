"""The application: the case from receipt to a home."""

from datetime import date
from typing import Any

from mongoengine import (
    BooleanField,
    DictField,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.applicant import Applicant
from models.assessment import Assessment
from models.base import Record
from models.deciding import DecisionEntry, Proposal
from models.fields import Day
from models.intake import Conflict, Initiator, Paper, PassedOn
from models.mapping import ApprovedNeed, Mapping
from models.office import Office
from models.user import User
from rules.applications import LISTED, OPEN
from rules.terms import (
    ApplicationKind,
    ApplicationState,
    AppliedBy,
    Consent,
    HousingSituation,
    IntakeChannel,
    NoticeCode,
    ReasonGroup,
    ServiceNeed,
    TargetGroup,
    TenantStatus,
)


class Application(Record):
    """One application of a household for a new dwelling, an extension or a swap."""

    application_number: str = StringField(required=True, max_length=30, verbose_name="Søknadsnummer")
    archive_case_number: str | None = StringField(max_length=30, verbose_name="Saksnummer i arkivet")
    applicant: Any = ReferenceField(Applicant, required=True, verbose_name="Søker")
    kind: ApplicationKind = EnumField(ApplicationKind, required=True, verbose_name="Søknadstype")
    state: ApplicationState = EnumField(ApplicationState, default=ApplicationState.RECEIVED, verbose_name="Status")
    received_on: date = Day(required=True, verbose_name="Mottatt")
    channel: IntakeChannel | None = EnumField(IntakeChannel, verbose_name="Mottatt som")
    target_group: TargetGroup = EnumField(TargetGroup, required=True, verbose_name="Målgruppe")
    applied_by: AppliedBy = EnumField(AppliedBy, required=True, verbose_name="Søkt av")
    initiator: Initiator | None = EmbeddedDocumentField(Initiator, verbose_name="Den som søkte for søkeren")
    consent: Consent = EnumField(Consent, default=Consent.NOT_NEEDED, verbose_name="Samtykke")
    consent_on: date | None = Day(verbose_name="Samtykke avklart")
    guidance_on: date | None = Day(verbose_name="Veiledning gitt")
    situation: HousingSituation = EnumField(HousingSituation, required=True, verbose_name="Bosituasjon")
    adults: int = IntField(required=True, min_value=1, max_value=20, verbose_name="Voksne")
    children: int = IntField(default=0, min_value=0, max_value=20, verbose_name="Barn")
    rooms_wanted: int | None = IntField(min_value=1, max_value=10, verbose_name="Ønsket antall rom")
    service_need: ServiceNeed | None = EnumField(ServiceNeed, verbose_name="Tjenestebehov")
    services_day: bool = BooleanField(default=False, verbose_name="Søker tjenester om dagen")
    services_evening: bool = BooleanField(default=False, verbose_name="Søker tjenester om kvelden")
    services_night: bool = BooleanField(default=False, verbose_name="Søker tjenester om natten")
    resident: bool = BooleanField(default=True, verbose_name="Folkeregistrert i kommunen")
    tenant_status: TenantStatus = EnumField(TenantStatus, required=True, verbose_name="Ny eller boende")
    reason_group: ReasonGroup | None = EnumField(ReasonGroup, verbose_name="Hovedårsak (KOSTRA)")
    lease: Any = ObjectIdField()  # the lease that an extension or a swap is about
    preliminary_reply_on: date | None = Day(verbose_name="Foreløpig svar sendt")
    decided_on: date | None = Day(verbose_name="Vedtaksdato")
    papers: list[Paper] = ListField(EmbeddedDocumentField(Paper), verbose_name="Papirer")
    passed_on: list[PassedOn] = ListField(EmbeddedDocumentField(PassedOn), verbose_name="Sendt videre")
    conflicts: list[Conflict] = ListField(EmbeddedDocumentField(Conflict), verbose_name="Inhabile")
    mapping: Mapping | None = EmbeddedDocumentField(Mapping, verbose_name="Kartlegging")
    mapped_on: date | None = Day(verbose_name="Kartlagt")
    assessment: Assessment | None = EmbeddedDocumentField(Assessment, verbose_name="Vurdering")
    factor_levels: dict[str, str] = DictField(StringField())  # plain: what the waiting list is ranked by
    assessment_stale: bool = BooleanField(default=False)  # facts or rulebook have changed what it comes to
    stale_on: date | None = Day(verbose_name="Vurderingen må ses på nytt siden")
    approved_need: ApprovedNeed | None = EmbeddedDocumentField(ApprovedNeed, verbose_name="Godkjent behov")
    proposal: Proposal | None = EmbeddedDocumentField(Proposal, verbose_name="Forslag til vedtak")
    meeting: Any = ObjectIdField()  # the meeting whose agenda the case stands on
    decisions: list[DecisionEntry] = ListField(EmbeddedDocumentField(DecisionEntry), verbose_name="Vedtak")
    need_reviewed_on: date | None = Day(verbose_name="Behovet sist avklart")
    kept_by: Any = ObjectIdField()  # the appeal that keeps the place on the waiting list (fvl. § 42)
    swap_of: Any = ObjectIdField()
    caseworker: Any = ReferenceField(User, verbose_name="Saksbehandler")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    notices: list[NoticeCode] = ListField(EnumField(NoticeCode), verbose_name="Merknader")
    import_run: str | None = StringField()
    on_list: bool = BooleanField(default=False)  # derived: stands on the waiting list
    open_key: str | None = StringField()  # derived: one open application of a kind, where Husrom registered it

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
            {
                "fields": ["open_key"],
                "unique": True,
                "name": "application_open_key",
                "partialFilterExpression": {"open_key": {"$exists": True}},
            },
            {
                "fields": ["on_list", "approved_need.rooms"],
                "name": "application_on_list",
                "partialFilterExpression": {"on_list": True},
            },
            {
                "fields": ["meeting"],
                "name": "application_meeting",
                "partialFilterExpression": {"meeting": {"$exists": True}},
            },
            {
                "fields": ["proposal.on", "id"],
                "name": "application_proposed",
                "partialFilterExpression": {"proposal.on": {"$exists": True}},
            },
        ],
    }

    def derived(self) -> dict[str, Any]:
        person = getattr(self._data.get("applicant"), "id", self._data.get("applicant"))
        one_at_a_time = self.import_run is None and self.state in OPEN
        return {
            "on_list": self.kind in LISTED and (self.state is ApplicationState.WAITING or self.kept_by is not None),
            "open_key": f"{person}:{self.kind.value}" if one_at_a_time else None,
        }

    @property
    def number(self) -> str:
        return self.application_number

    def __str__(self) -> str:
        return self.application_number
