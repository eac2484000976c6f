"""Agreements with owners: referral, allocation, cooperation, head lease, borettslag (domain 4)."""

from datetime import date
from typing import Any

from mongoengine import (
    BooleanField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.base import Record
from models.fields import Day
from models.landlord import Landlord
from models.mandate import Mandate
from models.procurement import Procurement
from models.project import Project
from models.user import User
from rules.agreements import NOT_STANDING, RIGHTS
from rules.terms import AgreementKind, AgreementState, NoticeCode


class Agreement(Record):
    """One agreement; the term runs from loan pay-out where there is one, else from signature."""

    agreement_number: str = StringField(required=True, max_length=160, verbose_name="Avtale")
    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    kind: AgreementKind = EnumField(AgreementKind, required=True, verbose_name="Avtaletype")
    state: AgreementState = EnumField(AgreementState, default=AgreementState.DRAFT, verbose_name="Status")
    project: Any = ReferenceField(Project, verbose_name="Prosjekt")
    homes: int | None = IntField(min_value=1, max_value=2000, verbose_name="Antall boliger")
    signed_on: date | None = Day(verbose_name="Inngått")
    registered_on: date | None = Day(verbose_name="Tinglyst")
    loan_paid_out_on: date | None = Day(verbose_name="Lån utbetalt")
    years: int | None = IntField(min_value=1, max_value=99, verbose_name="Varighet i år")
    ends_on: date | None = Day(verbose_name="Utløper")
    coop_shares: int | None = IntField(min_value=0, verbose_name="Andeler i borettslaget")
    coop_total: int | None = IntField(min_value=1, max_value=10_000, verbose_name="Andeler i borettslaget i alt")
    coop_organisation_number: str | None = StringField(regex=r"^\d{9}$", verbose_name="Borettslagets org.nr.")
    procured: bool = BooleanField(default=False, verbose_name="Framskaffet etter utlysing")
    procurement: Any = ReferenceField(Procurement, verbose_name="Framskaffelse")
    bid: Any = ObjectIdField()  # the chosen bid that it rests on
    open_bid: Any = ObjectIdField()  # derived: the bid, until the agreement is ended; a bid has one agreement at a time
    right_to: Any = ObjectIdField()  # derived: the project, while a right to its homes stands; it has one at a time
    mandate: Any = ReferenceField(Mandate, verbose_name="Fullmakt")
    cooperation: Any = ObjectIdField()  # the cooperation agreement that belongs to it
    file: Any = ObjectIdField()  # the agreement as it was signed
    title_reference: str | None = StringField(max_length=60, verbose_name="Tinglyst på (gnr./bnr.)")
    husbank_reference: str | None = StringField(max_length=60, verbose_name="Husbankens saksnummer")
    signed_by_name: str | None = StringField(verbose_name="Undertegning notert av")
    breach: str | None = StringField(max_length=2000, verbose_name="Mislighold")
    breached_on: date | None = Day(verbose_name="Misligholdt fra")
    ended_on: date | None = Day(verbose_name="Avsluttet")
    ended_because: str | None = StringField(max_length=2000, verbose_name="Avsluttet fordi")
    responsible: Any = ReferenceField(User, verbose_name="Ansvarlig")
    notices: list[NoticeCode] = ListField(EnumField(NoticeCode), verbose_name="Merknader")
    import_run: str | None = StringField()

    meta = {
        "collection": "agreement",
        "indexes": [
            {"fields": ["agreement_number"], "unique": True, "name": "agreement_number"},
            {"fields": ["landlord", "kind", "id"], "name": "agreement_landlord"},
            {"fields": ["state", "ends_on", "id"], "name": "agreement_ends"},
            {"fields": ["ends_on", "id"], "name": "agreement_ends_on"},
            {"fields": ["project", "kind", "id"], "name": "agreement_project"},
            {"fields": ["procurement", "id"], "name": "agreement_procurement"},
            {"fields": ["mandate", "id"], "name": "agreement_mandate"},
            {"fields": ["coop_organisation_number", "id"], "name": "agreement_coop"},
            {
                "fields": ["open_bid"],
                "unique": True,
                "name": "agreement_open_bid",
                "partialFilterExpression": {"open_bid": {"$exists": True}},
            },
            {
                "fields": ["right_to"],
                "unique": True,
                "name": "agreement_one_right",
                "partialFilterExpression": {"right_to": {"$exists": True}},
            },
        ],
    }

    def derived(self) -> dict[str, Any]:
        project = self._data.get("project")
        stands = self.kind in RIGHTS and self.state not in NOT_STANDING
        return {
            "open_bid": None if self.state is AgreementState.ENDED else self.bid,
            "right_to": getattr(project, "id", project) if stands else None,
        }

    @property
    def number(self) -> str:
        return self.agreement_number

    def __str__(self) -> str:
        return self.agreement_number
