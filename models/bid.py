"""What landlords offer: bids in answer to an announcement, and approaches that nobody asked for (S000)."""

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

from models.base import Record
from models.fields import Day, Ore
from models.landlord import Landlord
from models.procurement import Procurement, SizeWanted
from models.user import User
from rules.terms import (
    ApproachState,
    BidState,
    NoticeOrigin,
)


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
    address: str | None = StringField(max_length=300, verbose_name="Adresse")  # street and town, a line each
    received_on: date = Day(required=True, verbose_name="Mottatt")
    homes: int | None = IntField(min_value=1, max_value=2000, verbose_name="Antall boliger")
    what: str = StringField(required=True, max_length=4000, verbose_name="Hva som tilbys")
    files: list[Any] = ListField(ObjectIdField(), verbose_name="Vedlegg")
    origin: NoticeOrigin = EnumField(NoticeOrigin, default=NoticeOrigin.STAFF, verbose_name="Kom som")
    state: ApproachState = EnumField(ApproachState, default=ApproachState.RECEIVED, verbose_name="Status")
    procurement: Any = ReferenceField(Procurement, verbose_name="Vist til framskaffelsen")
    answered_on: date | None = Day(verbose_name="Besvart")
    answer: Any = ObjectIdField()  # the file with the letter
    answered_by_name: str | None = StringField(verbose_name="Svaret er laget av")
    responsible: Any = ReferenceField(User, verbose_name="Ansvarlig")
    by_name: str = StringField(required=True, verbose_name="Registrert av")

    meta = {
        "collection": "approach",
        "indexes": [
            {"fields": ["approach_number"], "unique": True, "name": "approach_number"},
            {"fields": ["state", "received_on", "id"], "name": "approach_state"},
            {"fields": ["-received_on", "id"], "name": "approach_received"},
            {"fields": ["landlord", "-received_on", "id"], "name": "approach_landlord"},
            {"fields": ["procurement", "id"], "name": "approach_procurement"},
        ],
    }

    @property
    def number(self) -> str:
        return self.approach_number

    def __str__(self) -> str:
        return self.approach_number
