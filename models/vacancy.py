"""The vacancy: a dwelling on its way from one household to the next (S004)."""

from datetime import date
from typing import Any

from mongoengine import (
    BooleanField,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.base import Record
from models.dwelling import Dwelling
from models.fields import Day, EncryptedString, Ore
from models.lease import Lease
from models.unit import Unit
from models.user import User
from models.vacancy_parts import (
    Allocation,
    Discussion,
    EarlierRecommendation,
    Recommendation,
    ServiceProfile,
    Settlement,
    UnitHearing,
)
from rules import vacancies
from rules.terms import ChoosingBody, VacancyCause, VacancyStage, VacancyState

LIVE = (
    VacancyState.OPEN, VacancyState.PROPOSED, VacancyState.RECOMMENDED, VacancyState.DOUBTED, VacancyState.DISPUTED,
    VacancyState.AGREED, VacancyState.ALLOCATED,
)  # fmt: skip


class Vacancy(Record):
    """One notice that a dwelling becomes free, until it is let; a dwelling has one open at a time.

    `with_services` and `body` are the road the rulebook gave it when it was reported. `rent_ore` is the dwelling's rent
    then: the void loss is counted from it and from the dates, never typed. `vacated_on` is the first day without rent,
    `let_on` the first with it again.
    """

    vacancy_number: str = StringField(required=True, max_length=30, verbose_name="Ledigmelding")
    dwelling: Any = ReferenceField(Dwelling, required=True, verbose_name="Bolig")
    dwelling_number: str = StringField(required=True, verbose_name="Bolignummer")
    unit: Any = ReferenceField(Unit, verbose_name="Enhet")
    lease: Any = ReferenceField(Lease, verbose_name="Leieforholdet som slutter")
    cause: VacancyCause = EnumField(VacancyCause, required=True, verbose_name="Årsak")
    state: VacancyState = EnumField(VacancyState, default=VacancyState.OPEN, verbose_name="Status")
    with_services: bool = BooleanField(default=False, verbose_name="Bolig med tjenester")
    body: ChoosingBody = EnumField(ChoosingBody, required=True, verbose_name="Velges av")
    rulebook: int = IntField(required=True)
    known_on: date = Day(required=True, verbose_name="Ble kjent")
    reported_on: date = Day(required=True, verbose_name="Meldt")
    reported_by_name: str = StringField(required=True, verbose_name="Meldt av")
    late_days: int = IntField(default=0, min_value=0, verbose_name="Dager forsinket")  # derived
    free_from: date | None = Day(verbose_name="Ventes fraflyttet")
    vacated_on: date | None = Day(verbose_name="Fraflyttet")
    preparation_on: date | None = Day(verbose_name="Klargjøring begynte")
    ready_on: date | None = Day(verbose_name="Klar til innflytting")
    reserved_on: date | None = Day(verbose_name="Reservert")
    let_on: date | None = Day(verbose_name="Utleid fra")
    closed_on: date | None = Day(verbose_name="Avsluttet")
    stage: VacancyStage = EnumField(VacancyStage, verbose_name="Boligen er")  # derived: the furthest dated stage
    note: str | None = StringField(max_length=500, verbose_name="Om boligen")  # the place, never the persons
    rent_ore: int = Ore(required=True, min_value=0, verbose_name="Husleie per måned")
    profile: ServiceProfile | None = EmbeddedDocumentField(ServiceProfile, verbose_name="Tjenester")
    overview_on: date | None = Day(verbose_name="Oversikt sendt")
    consultant: Any = ReferenceField(User, verbose_name="Boligkonsulent")
    recommendation: Recommendation | None = EmbeddedDocumentField(Recommendation, verbose_name="Innstilling")
    hearing: UnitHearing | None = EmbeddedDocumentField(UnitHearing, verbose_name="Svar fra enheten")
    discussions: list[Discussion] = ListField(EmbeddedDocumentField(Discussion), verbose_name="Drøftingsmøter")
    settlement: Settlement | None = EmbeddedDocumentField(Settlement, verbose_name="Avdelingslederens avgjørelse")
    meeting: Any = ObjectIdField()  # the committee meeting whose agenda it stands on
    allocation: Allocation | None = EmbeddedDocumentField(Allocation, verbose_name="Tildeling")
    earlier: list[Allocation] = ListField(EmbeddedDocumentField(Allocation), verbose_name="Tidligere tildelinger")
    sent_back: list[EarlierRecommendation] = ListField(
        EmbeddedDocumentField(EarlierRecommendation), verbose_name="Innstillinger som falt"
    )
    cancelled_because: str | None = EncryptedString(verbose_name="Avlyst fordi")
    open_dwelling: Any = ObjectIdField()  # derived: one open vacancy for a dwelling

    meta = {
        "collection": "vacancy",
        "indexes": [
            {"fields": ["vacancy_number"], "unique": True, "name": "vacancy_number"},
            {
                "fields": ["open_dwelling"],
                "unique": True,
                "name": "vacancy_one_open",
                "partialFilterExpression": {"open_dwelling": {"$exists": True}},
            },
            {"fields": ["state", "reported_on", "id"], "name": "vacancy_state"},
            {"fields": ["-reported_on", "id"], "name": "vacancy_reported"},
            {"fields": ["dwelling", "-reported_on", "id"], "name": "vacancy_dwelling"},
            {"fields": ["unit", "state", "id"], "name": "vacancy_unit"},
            {"fields": ["lease"], "name": "vacancy_lease"},
            {"fields": ["vacated_on", "id"], "name": "vacancy_vacated"},
            {"fields": ["let_on", "id"], "name": "vacancy_let"},
            {
                "fields": ["allocation.application"],
                "name": "vacancy_allocated_to",
                "partialFilterExpression": {"allocation.application": {"$exists": True}},
            },
            {
                "fields": ["recommendation.chosen"],
                "name": "vacancy_recommended",
                "partialFilterExpression": {"recommendation.chosen": {"$exists": True}},
            },
            {
                "fields": ["meeting"],
                "name": "vacancy_meeting",
                "partialFilterExpression": {"meeting": {"$exists": True}},
            },
        ],
    }

    def derived(self) -> dict[str, Any]:
        dated = (
            (VacancyStage.LET, self.let_on),
            (VacancyStage.RESERVED, self.reserved_on if self.ready_on else None),
            (VacancyStage.READY, self.ready_on),
            (VacancyStage.PREPARATION, self.preparation_on),
            (VacancyStage.VACATED, self.vacated_on),
        )
        home = self._data.get("dwelling")
        known = (self.known_on, self.reported_on)
        return {
            "late_days": vacancies.late_days(*known) if all(known) else 0,
            "stage": next((stage for stage, on in dated if on is not None), VacancyStage.NOTICE),
            "open_dwelling": getattr(home, "id", home) if self.state in LIVE else None,
        }

    @property
    def number(self) -> str:
        return self.vacancy_number

    def __str__(self) -> str:
        return self.vacancy_number
