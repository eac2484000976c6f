"""What landlords send in beside vacancies: homes that they propose, and what they report of a lease (domain 4.3)."""

from datetime import date
from typing import Any

from mongoengine import (
    BooleanField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    FloatField,
    IntField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.applicant import Applicant
from models.base import Record
from models.dwelling import UNIT_NUMBER, Dwelling
from models.fields import Day, EncryptedString, Ore
from models.landlord import Landlord
from models.lease import Lease
from models.office import Office
from models.project import Project
from models.user import User
from rules import names
from rules.terms import (
    DwellingType,
    EndReason,
    NoticeOrigin,
    ProposalState,
    ReportDoubt,
    ReportKind,
    ReportState,
)


class ProposedHome(EmbeddedDocument):
    """The facts of a home that may come under agreement."""

    address: str = StringField(required=True, max_length=120, verbose_name="Adresse")
    postcode: str = StringField(required=True, regex=r"^\d{4}$", verbose_name="Postnummer")
    unit_number: str | None = StringField(regex=UNIT_NUMBER, verbose_name="Bruksenhetsnummer")
    kind: DwellingType = EnumField(DwellingType, required=True, verbose_name="Boligtype")
    rooms: int = IntField(required=True, min_value=1, max_value=20, verbose_name="Antall rom")
    area_m2: float = FloatField(required=True, min_value=1, max_value=2000, verbose_name="Bruksareal (m²)")
    floor: int | None = IntField(min_value=-5, max_value=60, verbose_name="Etasje")
    lift: bool = BooleanField(default=False, verbose_name="Heis")
    wheelchair: bool = BooleanField(default=False, verbose_name="Tilgjengelig for rullestol")
    rent_ore: int = Ore(required=True, min_value=0, verbose_name="Husleie per måned")


class DwellingProposal(Record):
    """A home that a landlord proposes under an agreement that stands; it is registered when staff approve it."""

    proposal_number: str = StringField(required=True, max_length=30, verbose_name="Forslag")
    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    project: Any = ReferenceField(Project, required=True, verbose_name="Prosjekt")
    home: ProposedHome = EmbeddedDocumentField(ProposedHome, required=True, verbose_name="Boligen")
    reference: str | None = StringField(max_length=60, verbose_name="Utleierens referanse")
    origin: NoticeOrigin = EnumField(NoticeOrigin, required=True, verbose_name="Kom som")
    state: ProposalState = EnumField(ProposalState, default=ProposalState.RECEIVED, verbose_name="Status")
    received_on: date = Day(required=True, verbose_name="Mottatt")
    decided_on: date | None = Day(verbose_name="Vurdert")
    decided_by_name: str | None = StringField(verbose_name="Vurdert av")
    reasons: str | None = StringField(max_length=2000, verbose_name="Begrunnelse")
    dwelling: Any = ReferenceField(Dwelling, verbose_name="Bolig")  # what it became
    dwelling_number: str | None = StringField(verbose_name="Bolignummer")
    open_place: str | None = StringField()  # derived: one waiting proposal of a landlord for each home

    meta = {
        "collection": "dwelling_proposal",
        "indexes": [
            {
                "fields": ["open_place"],
                "unique": True,
                "name": "dwelling_proposal_one_open",
                "partialFilterExpression": {"open_place": {"$exists": True}},
            },
            {"fields": ["proposal_number"], "unique": True, "name": "dwelling_proposal_number"},
            {"fields": ["landlord", "id"], "name": "dwelling_proposal_landlord"},
            {"fields": ["state", "received_on", "id"], "name": "dwelling_proposal_state"},
            {"fields": ["-received_on", "id"], "name": "dwelling_proposal_received"},
        ],
    }

    def derived(self) -> dict[str, Any]:
        held, home = self._data.get("landlord"), self.home
        if self.state is not ProposalState.RECEIVED or home is None:
            return {"open_place": None}
        place = (names.sort_key(home.address or ""), home.postcode or "", home.unit_number or "")
        return {"open_place": "|".join((str(getattr(held, "id", held)), *place))}

    @property
    def number(self) -> str:
        return self.proposal_number

    def __str__(self) -> str:
        return self.proposal_number


class LandlordReport(Record):
    """What a landlord reports of a lease with a referred household; somebody at the office follows it up."""

    report_number: str = StringField(required=True, max_length=30, verbose_name="Melding")
    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    lease: Any = ReferenceField(Lease, required=True, verbose_name="Leieforhold")
    contract_number: str = StringField(required=True, verbose_name="Kontraktsnummer")
    tenant: Any = ReferenceField(Applicant, required=True, verbose_name="Leietaker")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    caseworker: Any = ReferenceField(User, verbose_name="Saksbehandler")
    kind: ReportKind = EnumField(ReportKind, required=True, verbose_name="Slag")
    origin: NoticeOrigin = EnumField(NoticeOrigin, required=True, verbose_name="Kom som")
    state: ReportState = EnumField(ReportState, default=ReportState.RECEIVED, verbose_name="Status")
    received_on: date = Day(required=True, verbose_name="Mottatt")
    told_on: date | None = Day(verbose_name="Sist meldt")  # a warning that was repeated
    signed_on: date | None = Day(verbose_name="Undertegnet")
    owed_ore: int | None = Ore(min_value=0, verbose_name="Skyldig")
    oldest_due: date | None = Day(verbose_name="Eldste forfall")
    new_rent_ore: int | None = Ore(min_value=0, verbose_name="Husleie per måned")
    noticed_ore: int | None = Ore(min_value=0, verbose_name="Husleie da boligen ble meldt ledig")  # of a lease signed
    free_on: date | None = Day(verbose_name="Meldt ledig fra")
    from_on: date | None = Day(verbose_name="Fra og med")
    ends_on: date | None = Day(verbose_name="Siste dag")  # none in a lease or a change of the term: open-ended
    ended_on: date | None = Day(verbose_name="Avsluttet")
    end_reason: EndReason | None = EnumField(EndReason, verbose_name="Hvordan det ble avsluttet")
    doubts: list[ReportDoubt] = ListField(EnumField(ReportDoubt), verbose_name="Tvil")
    handled_on: date | None = Day(verbose_name="Fulgt opp")
    handled_by_name: str | None = StringField(verbose_name="Fulgt opp av")
    handled_how: str | None = EncryptedString(verbose_name="Hva som ble gjort")
    told_as: list[Any] = ListField(ObjectIdField())  # the ids of what was told again, so that each is told once
    open_arrears: Any = ObjectIdField()  # derived: one warning of arrears waits for each lease

    meta = {
        "collection": "landlord_report",
        "indexes": [
            {
                "fields": ["open_arrears"],
                "unique": True,
                "name": "landlord_report_one_arrears",
                "partialFilterExpression": {"open_arrears": {"$exists": True}},
            },
            {"fields": ["report_number"], "unique": True, "name": "landlord_report_number"},
            {"fields": ["landlord", "id"], "name": "landlord_report_landlord"},
            {"fields": ["lease", "-received_on", "id"], "name": "landlord_report_lease"},
            {"fields": ["state", "received_on", "id"], "name": "landlord_report_state"},
            {"fields": ["-received_on", "id"], "name": "landlord_report_received"},
        ],
    }

    def derived(self) -> dict[str, Any]:
        waits = self.kind is ReportKind.ARREARS and self.state is ReportState.RECEIVED
        held = self._data.get("lease")
        return {"open_arrears": getattr(held, "id", held) if waits else None}

    @property
    def number(self) -> str:
        return self.report_number

    def __str__(self) -> str:
        return self.report_number
