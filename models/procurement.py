"""Procurement (framskaffelse) of homes that others own: phases, authority to sign, call, bids (S000)."""

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
    MapField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.base import Record
from models.fields import Day, Ore
from models.landlord import Landlord
from models.office import Office
from models.user import User
from rules.terms import (
    AgreementKind,
    ApproachState,
    BidState,
    MandateBody,
    MandateState,
    NoticeOrigin,
    Phase,
    ProcurementState,
)


class MandateUse(EmbeddedDocument):
    """Homes of one agreement that count against the ceiling; carries the agreement's id, so that none counts twice."""

    id: Any = ObjectIdField(required=True)
    homes: int = IntField(required=True, min_value=1)
    on: date = Day(required=True)


class Mandate(Record):
    """The authority to sign agreements, with its ceiling of homes: the document that owns that limit (design 3.5)."""

    mandate_number: str = StringField(required=True, max_length=30, verbose_name="Fullmakt")
    body: MandateBody = EnumField(MandateBody, required=True, verbose_name="Gitt av")
    decided_on: date = Day(required=True, verbose_name="Vedtatt")
    case_number: str = StringField(required=True, max_length=30, verbose_name="Saksnummer")
    delegated_to: str = StringField(required=True, max_length=120, verbose_name="Fullmakt til")
    ceiling: int = IntField(required=True, min_value=1, max_value=20_000, verbose_name="Høyeste antall boliger")
    kinds: list[AgreementKind] = ListField(EnumField(AgreementKind), verbose_name="Gjelder")
    valid_until: date | None = Day(verbose_name="Gjelder til og med")
    delegated_by_rulebook: int | None = IntField()  # the version that lets the chief executive decide it
    file: Any = ObjectIdField()
    state: MandateState = EnumField(MandateState, default=MandateState.VALID, verbose_name="Status")
    withdrawn_on: date | None = Day(verbose_name="Trukket tilbake")
    uses: list[MandateUse] = ListField(EmbeddedDocumentField(MandateUse), verbose_name="Brukt")
    by_name: str = StringField(required=True, verbose_name="Registrert av")

    meta = {
        "collection": "mandate",
        "indexes": [
            {"fields": ["mandate_number"], "unique": True, "name": "mandate_number"},
            {"fields": ["body", "case_number"], "unique": True, "name": "mandate_case"},
            {"fields": ["-decided_on", "id"], "name": "mandate_decided"},
            {"fields": ["state", "-decided_on", "id"], "name": "mandate_state"},
        ],
    }

    @property
    def used(self) -> int:
        """Homes under agreements that are signed by it."""
        return sum(use.homes for use in self.uses)

    @property
    def number(self) -> str:
        return self.mandate_number

    def __str__(self) -> str:
        return f"{self.mandate_number} ({self.case_number})"


class Result(EmbeddedDocument):
    """One result of a phase as it was noted; its code is the rulebook's, what it rests on is a record or a file."""

    code: str = StringField(required=True, max_length=40)
    on: date = Day(required=True)
    what: str = StringField(required=True, max_length=2000)  # about the work, never about persons who seek homes
    record: Any = ObjectIdField()
    files: list[Any] = ListField(ObjectIdField())
    by_name: str = StringField(required=True)


class PhaseWork(EmbeddedDocument):
    """Who answers for a phase, and when it is to be and was gone through."""

    phase: Phase = EnumField(Phase, required=True, verbose_name="Fase")
    responsible: Any = ReferenceField(User, verbose_name="Ansvarlig")
    begun_on: date | None = Day(verbose_name="Begynt")
    due_on: date | None = Day(verbose_name="Ferdig innen")
    finished_on: date | None = Day(verbose_name="Ferdig")  # every result that the rulebook asks for stood
    finished_by_name: str | None = StringField(verbose_name="Bekreftet av")
    notes: str | None = StringField(max_length=4000, verbose_name="Notater")


class SizeWanted(EmbeddedDocument):
    """So many homes of so many rooms, of at least so many square metres."""

    rooms: int = IntField(required=True, min_value=1, max_value=20, verbose_name="Rom")
    homes: int = IntField(required=True, min_value=1, max_value=2000, verbose_name="Antall")
    least_m2: float | None = FloatField(min_value=1, max_value=2000, verbose_name="Minst m²")
    accessible: int = IntField(default=0, min_value=0, max_value=2000, verbose_name="Herav tilgjengelige")


class Announcement(EmbeddedDocument):
    """The open call for landlords: qualities, mix and sizes, as no more than the building code is asked for."""

    text: str = StringField(required=True, max_length=20_000, verbose_name="Utlysingsteksten")
    qualities: str = StringField(required=True, max_length=4000, verbose_name="Kvaliteter")
    kind: AgreementKind = EnumField(AgreementKind, required=True, verbose_name="Avtaletype")
    mix: list[SizeWanted] = ListField(EmbeddedDocumentField(SizeWanted), verbose_name="Boliger")
    channels: str = StringField(required=True, max_length=400, verbose_name="Kunngjort i")
    published_on: date = Day(required=True, verbose_name="Kunngjort")
    meeting_on: date | None = Day(verbose_name="Informasjonsmøte")
    bids_by: date = Day(required=True, verbose_name="Frist for tilbud")
    file: Any = ObjectIdField()
    by_name: str = StringField(required=True)


class Weighted(EmbeddedDocument):
    """A criterion with its weight in hundredths, as it was announced: frozen with the announcement."""

    code: str = StringField(required=True, max_length=40)
    label: str = StringField(required=True, max_length=160)
    weight: int = IntField(required=True, min_value=1, max_value=100)


class Choice(EmbeddedDocument):
    """Which bids were chosen, and why; the truth that the bids follow."""

    bids: list[Any] = ListField(ObjectIdField(), required=True)
    reasons: str = StringField(required=True, max_length=10_000)
    against_order: str | None = StringField(max_length=4000)  # why one with fewer points was chosen
    on: date = Day(required=True)
    by: str = StringField(required=True)
    by_name: str = StringField(required=True)
    seen: dict[str, int] = MapField(IntField())  # the totals that it was made by, by the bid's id


class Procurement(Record):
    """One way through the five phases; an agreement is signed under it when phases one to three stand."""

    procurement_number: str = StringField(required=True, max_length=30, verbose_name="Framskaffelse")
    title: str = StringField(required=True, max_length=160, verbose_name="Tittel")
    state: ProcurementState = EnumField(ProcurementState, default=ProcurementState.RUNNING, verbose_name="Status")
    leader: Any = ReferenceField(User, verbose_name="Prosjektleder")
    external_leader: str | None = StringField(max_length=160, verbose_name="Ekstern prosjektleder")
    external_reason: str | None = StringField(max_length=2000, verbose_name="Hvorfor prosjektlederen er leid inn")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    mandate: Any = ReferenceField(Mandate, verbose_name="Fullmakt")
    need_overview: Any = ObjectIdField()
    phases: list[PhaseWork] = ListField(EmbeddedDocumentField(PhaseWork), verbose_name="Faser")
    results: list[Result] = ListField(EmbeddedDocumentField(Result), verbose_name="Resultater")
    announcement: Announcement | None = EmbeddedDocumentField(Announcement, verbose_name="Utlysing")
    criteria: list[Weighted] = ListField(EmbeddedDocumentField(Weighted), verbose_name="Kriterier")
    choice: Choice | None = EmbeddedDocumentField(Choice, verbose_name="Valg")
    signing: list[Any] = ListField(ObjectIdField())  # agreements that are being signed on the choice this instant
    rulebook: int = IntField(required=True)
    started_on: date = Day(required=True, verbose_name="Begynt")
    closed_on: date | None = Day(verbose_name="Avsluttet")
    closed_because: str | None = StringField(max_length=2000, verbose_name="Avlyst fordi")
    current: Phase = EnumField(Phase, default=Phase.ANCHORING, verbose_name="Fase")  # derived

    meta = {
        "collection": "procurement",
        "indexes": [
            {"fields": ["procurement_number"], "unique": True, "name": "procurement_number"},
            {"fields": ["state", "-started_on", "id"], "name": "procurement_state"},
            {"fields": ["-started_on", "id"], "name": "procurement_started"},
            {"fields": ["mandate", "id"], "name": "procurement_mandate"},
        ],
    }

    def derived(self) -> dict[str, Any]:
        finished = {work.phase for work in self.phases if work.finished_on is not None}
        return {"current": next((phase for phase in Phase if phase not in finished), Phase.OPERATION)}

    def work_on(self, phase: Phase) -> PhaseWork:
        """What is noted of the phase; every procurement has all five from the start."""
        return next(work for work in self.phases if work.phase is phase)

    @property
    def number(self) -> str:
        return self.procurement_number

    def __str__(self) -> str:
        return f"{self.procurement_number} {self.title}"


class Score(EmbeddedDocument):
    """One criterion's points for a bid, with the reason."""

    code: str = StringField(required=True, max_length=40)
    points: int = IntField(required=True, min_value=0)
    why: str = StringField(required=True, max_length=2000)
    by_name: str = StringField(required=True)


class Bid(Record):
    """A landlord's answer to an announcement."""

    bid_number: str = StringField(required=True, max_length=30, verbose_name="Tilbud")
    procurement: Any = ReferenceField(Procurement, required=True, verbose_name="Framskaffelse")
    procurement_number: str = StringField(required=True, verbose_name="Framskaffelse")
    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    project_name: str = StringField(required=True, max_length=120, verbose_name="Prosjekt")
    address: str = StringField(required=True, max_length=200, verbose_name="Beliggenhet")
    mix: list[SizeWanted] = ListField(EmbeddedDocumentField(SizeWanted), verbose_name="Boliger")
    homes: int = IntField(required=True, min_value=1, max_value=2000, verbose_name="Antall boliger")
    rent_ore_m2: int | None = Ore(min_value=0, verbose_name="Husleie per m² og år")
    ready_on: date | None = Day(verbose_name="Ferdig")
    description: str | None = StringField(max_length=4000, verbose_name="Om tilbudet")
    files: list[Any] = ListField(ObjectIdField(), verbose_name="Vedlegg")
    received_on: date = Day(required=True, verbose_name="Mottatt")
    late: bool = BooleanField(default=False, verbose_name="Kom etter fristen")
    late_reason: str | None = StringField(max_length=2000, verbose_name="Hvorfor det likevel vurderes")
    state: BidState = EnumField(BidState, default=BidState.RECEIVED, verbose_name="Status")
    scores: list[Score] = ListField(EmbeddedDocumentField(Score), verbose_name="Poeng")
    total: int | None = IntField(verbose_name="Samlet")  # hundredths of a point, by the announced weights
    dismissed_because: str | None = StringField(max_length=2000, verbose_name="Avvist fordi")
    by_name: str = StringField(required=True, verbose_name="Registrert av")

    meta = {
        "collection": "bid",
        "indexes": [
            {"fields": ["bid_number"], "unique": True, "name": "bid_number"},
            {"fields": ["procurement", "-total", "id"], "name": "bid_procurement"},
            {"fields": ["landlord", "-received_on", "id"], "name": "bid_landlord"},
            {"fields": ["-received_on", "id"], "name": "bid_received"},
            {"fields": ["state", "-received_on", "id"], "name": "bid_state"},
        ],
    }

    @property
    def number(self) -> str:
        return self.bid_number

    def __str__(self) -> str:
        return f"{self.bid_number} {self.project_name}"


class Approach(Record):
    """An offer that a landlord makes unasked: registered and answered, never agreed on beside a call (S000)."""

    approach_number: str = StringField(required=True, max_length=30, verbose_name="Henvendelse")
    landlord: Any = ReferenceField(Landlord, verbose_name="Utleier")
    from_name: str = StringField(required=True, max_length=160, verbose_name="Fra")
    email: str | None = StringField(max_length=254, verbose_name="E-post")
    received_on: date = Day(required=True, verbose_name="Mottatt")
    homes: int | None = IntField(min_value=1, max_value=2000, verbose_name="Antall boliger")
    what: str = StringField(required=True, max_length=4000, verbose_name="Hva som tilbys")
    files: list[Any] = ListField(ObjectIdField(), verbose_name="Vedlegg")
    origin: NoticeOrigin = EnumField(NoticeOrigin, default=NoticeOrigin.STAFF, verbose_name="Kom som")
    state: ApproachState = EnumField(ApproachState, default=ApproachState.RECEIVED, verbose_name="Status")
    procurement: Any = ReferenceField(Procurement, verbose_name="Vist til framskaffelsen")
    answered_on: date | None = Day(verbose_name="Besvart")
    answer: Any = ObjectIdField()  # the file with the letter
    answered_by_name: str | None = StringField(verbose_name="Besvart av")
    responsible: Any = ReferenceField(User, verbose_name="Ansvarlig")
    by_name: str = StringField(required=True, verbose_name="Registrert av")

    meta = {
        "collection": "approach",
        "indexes": [
            {"fields": ["approach_number"], "unique": True, "name": "approach_number"},
            {"fields": ["state", "received_on", "id"], "name": "approach_state"},
            {"fields": ["-received_on", "id"], "name": "approach_received"},
            {"fields": ["landlord", "-received_on", "id"], "name": "approach_landlord"},
        ],
    }

    @property
    def number(self) -> str:
        return self.approach_number

    def __str__(self) -> str:
        return self.approach_number
