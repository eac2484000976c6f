"""Procurement (framskaffelse) of homes that others own: phases, authority to sign, call, bids (S000)."""

from datetime import date
from typing import Any

from mongoengine import (
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
from models.fields import Day
from models.mandate import Mandate
from models.office import Office
from models.user import User
from rules.terms import (
    AgreementKind,
    Phase,
    ProcurementState,
)


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
    external_leader: str | None = StringField(max_length=160, verbose_name="Innleid prosjektleder")
    external_reason: str | None = StringField(max_length=2000, verbose_name="Hvorfor prosjektlederen er leid inn")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    mandate: Any = ReferenceField(Mandate, verbose_name="Fullmakt")
    need_overview: Any = ObjectIdField()
    phases: list[PhaseWork] = ListField(EmbeddedDocumentField(PhaseWork), verbose_name="Faser")
    results: list[Result] = ListField(EmbeddedDocumentField(Result), verbose_name="Resultater")
    announcement: Announcement | None = EmbeddedDocumentField(Announcement, verbose_name="Utlysing")
    criteria: list[Weighted] = ListField(EmbeddedDocumentField(Weighted), verbose_name="Kriterier")
    choice: Choice | None = EmbeddedDocumentField(Choice, verbose_name="Valg")
    taken_bids: list[Any] = ListField(
        ObjectIdField()
    )  # bids that are in or coming in: the call stands as they answer it
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
