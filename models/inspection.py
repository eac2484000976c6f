"""Inspections with the standard of each room, and repairs; photos are encrypted files (husll. ch. 5 and 10)."""

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
from models.dwelling import Dwelling
from models.fields import Day, EncryptedString, Ore
from models.lease import Lease
from models.office import Office
from models.user import User
from rules.terms import InspectionKind, InspectionState, Payer, RepairState, RoomStandard, Urgency

OPEN = (InspectionState.PLANNED, InspectionState.HELD)


class Photo(EmbeddedDocument):
    """One picture: its stored file and a small one of it, and what it shows; one taken back is shown no more."""

    id: Any = ObjectIdField(required=True)
    file: Any = ObjectIdField(required=True)
    small: Any = ObjectIdField(required=True)
    caption: str | None = EncryptedString(verbose_name="Hva bildet viser")
    after: bool = BooleanField(default=False)  # of a repair: taken once it was done
    on: date = Day(required=True)
    by_name: str = StringField(required=True)
    back_on: date | None = Day()
    back_by_name: str | None = StringField()
    back_why: str | None = EncryptedString()


class Room(EmbeddedDocument):
    """One room as it was found; `charge_ore` is what the tenant is asked to pay for more than ordinary wear."""

    id: Any = ObjectIdField(required=True)
    name: str = StringField(required=True, max_length=60, verbose_name="Rom")
    standard: RoomStandard | None = EnumField(RoomStandard, verbose_name="Standard")  # None until it is looked at
    note: str | None = EncryptedString(verbose_name="Merknad")
    charge_ore: int = Ore(default=0, min_value=0, verbose_name="Krav mot leietaker")
    charge_why: str | None = EncryptedString(verbose_name="Hva kravet gjelder")
    photos: list[Photo] = ListField(EmbeddedDocumentField(Photo), verbose_name="Bilder")


class Inspection(Record):
    """One inspection of a dwelling, at moving in or out, or in between."""

    inspection_number: str = StringField(required=True, max_length=30, verbose_name="Befaring")
    kind: InspectionKind = EnumField(InspectionKind, required=True, verbose_name="Hva")
    state: InspectionState = EnumField(InspectionState, default=InspectionState.PLANNED, verbose_name="Status")
    dwelling: Any = ReferenceField(Dwelling, required=True, verbose_name="Bolig")
    lease: Any = ReferenceField(Lease, verbose_name="Leieforhold")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    caseworker: Any = ReferenceField(User, verbose_name="Ansvarlig")
    planned_on: date = Day(required=True, verbose_name="Planlagt")
    planned_time: str | None = StringField(regex=r"^([01]\d|2[0-3])\.[0-5]\d$", verbose_name="Klokkeslett")
    notice: Any = ObjectIdField()  # the letter that tells the tenant
    noticed_for: date | None = Day(verbose_name="Leietakeren er varslet om")  # the day that letter tells of
    noticed_time: str | None = StringField(verbose_name="Varslet klokkeslett")
    notice_agreed: bool = BooleanField(default=False, verbose_name="Leietakeren er enig i kort varsel")
    calls_off: bool = BooleanField(default=False, verbose_name="Leietakeren er varslet om avlysningen")
    cancelled_why: str | None = EncryptedString(verbose_name="Hvorfor avlyst")
    held_on: date | None = Day(verbose_name="Gjennomført")
    present: str | None = EncryptedString(verbose_name="Til stede")
    rooms: list[Room] = ListField(EmbeddedDocumentField(Room), verbose_name="Rom")
    keys_back: int | None = IntField(min_value=0, max_value=99, verbose_name="Nøkler levert tilbake")
    meter: str | None = StringField(max_length=60, verbose_name="Målerstand")
    remarks: str | None = EncryptedString(verbose_name="Annet")
    tenant_says: str | None = EncryptedString(verbose_name="Leietakerens merknader")
    tenant_agrees: bool | None = BooleanField(null=True, verbose_name="Leietakeren er enig")  # None = was not there
    signed_on: date | None = Day(verbose_name="Undertegnet")
    signed_by: str | None = StringField()
    signed_by_name: str | None = StringField(verbose_name="Undertegnet av")
    protocol: Any = ObjectIdField()  # the file with the protocol as it was signed
    protocol_sha256: str | None = StringField()
    claim_ore: int | None = Ore(min_value=0, verbose_name="Krav mot leietakeren")
    claim_stands: bool = BooleanField(default=False, verbose_name="Kravet står")
    claim_number: int = IntField(default=0)  # how many times it was booked: part of the posting's key
    claimed_on: date | None = Day(verbose_name="Krav ført")
    claimed_by: str | None = StringField()
    claimed_by_name: str | None = StringField(verbose_name="Krav ført av")
    claim_why: str | None = EncryptedString(verbose_name="Begrunnelse for kravet")
    by_name: str = StringField(required=True, verbose_name="Registrert av")

    meta = {
        "collection": "inspection",
        "indexes": [
            {"fields": ["inspection_number"], "unique": True, "name": "inspection_number"},
            {"fields": ["dwelling", "-planned_on", "id"], "name": "inspection_dwelling"},
            {"fields": ["lease", "-planned_on", "id"], "name": "inspection_lease"},
            {"fields": ["state", "planned_on", "id"], "name": "inspection_state"},
            {"fields": ["-planned_on", "id"], "name": "inspection_planned"},
            {
                "fields": ["dwelling", "kind"],
                "unique": True,
                "name": "inspection_one_open",
                "partialFilterExpression": {"state": {"$in": [state.value for state in OPEN]}},
            },
            {
                "fields": ["lease"],
                "unique": True,
                "name": "inspection_one_claim",
                "partialFilterExpression": {"claim_stands": True},
            },
        ],
    }

    @property
    def number(self) -> str:
        return self.inspection_number

    def __str__(self) -> str:
        return self.inspection_number


class Repair(Record):
    """One thing to be mended in a dwelling."""

    repair_number: str = StringField(required=True, max_length=30, verbose_name="Utbedring")
    state: RepairState = EnumField(RepairState, default=RepairState.REPORTED, verbose_name="Status")
    dwelling: Any = ReferenceField(Dwelling, required=True, verbose_name="Bolig")
    lease: Any = ReferenceField(Lease, verbose_name="Leieforhold")
    inspection: Any = ObjectIdField()
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    room: str | None = StringField(max_length=60, verbose_name="Rom")
    what: str = EncryptedString(required=True, verbose_name="Hva")
    urgency: Urgency = EnumField(Urgency, default=Urgency.SOON, verbose_name="Hastegrad")
    reported_on: date = Day(required=True, verbose_name="Meldt")
    due_on: date = Day(required=True, verbose_name="Frist")
    ordered_on: date | None = Day(verbose_name="Bestilt")
    ordered_from: str | None = StringField(max_length=120, verbose_name="Bestilt hos")
    done_on: date | None = Day(verbose_name="Utført")
    cost_ore: int | None = Ore(min_value=0, verbose_name="Kostnad")
    payer: Payer | None = EnumField(Payer, verbose_name="Betales av")
    payer_why: str | None = EncryptedString(verbose_name="Hvorfor leietakeren betaler")
    photos: list[Photo] = ListField(EmbeddedDocumentField(Photo), verbose_name="Bilder")
    closed_why: str | None = EncryptedString(verbose_name="Merknad")
    by_name: str = StringField(required=True, verbose_name="Meldt av")

    meta = {
        "collection": "repair",
        "indexes": [
            {"fields": ["repair_number"], "unique": True, "name": "repair_number"},
            {"fields": ["dwelling", "-reported_on", "id"], "name": "repair_dwelling"},
            {"fields": ["lease", "-reported_on", "id"], "name": "repair_lease"},
            {"fields": ["state", "due_on", "id"], "name": "repair_state"},
            {"fields": ["-reported_on", "id"], "name": "repair_reported"},
            {"fields": ["inspection", "id"], "name": "repair_inspection"},
        ],
    }

    @property
    def number(self) -> str:
        return self.repair_number

    def __str__(self) -> str:
        return self.repair_number
