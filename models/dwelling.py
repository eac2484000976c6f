"""Dwellings that the municipality can let (domain 5.1)."""

from typing import Any

from mongoengine import BooleanField, EnumField, FloatField, IntField, ListField, ReferenceField, StringField

from models.base import Record
from models.fields import Ore
from models.landlord import Landlord
from models.project import Project
from models.unit import Unit
from rules import names
from rules.terms import Disposal, DwellingState, DwellingType, NoticeCode, Purpose, TargetGroup

UNIT_NUMBER = r"^[HULK]\d{4}$"


class Dwelling(Record):
    """One home with its own lease; notes describe the place, never the persons."""

    dwelling_number: str = StringField(required=True, max_length=30, verbose_name="Bolignummer")
    address: str = StringField(required=True, max_length=120, verbose_name="Adresse")
    address_key: str = StringField(required=True)  # derived: Norwegian order
    address_words: list[str] = ListField(StringField())  # derived: what an address search looks in
    postcode: str = StringField(required=True, regex=r"^\d{4}$", verbose_name="Postnummer")
    place: str | None = StringField(max_length=60, verbose_name="Poststed")
    farm_number: int | None = IntField(min_value=0, verbose_name="Gnr.")
    title_number: int | None = IntField(min_value=0, verbose_name="Bnr.")
    lease_number: int | None = IntField(min_value=0, verbose_name="Fnr.")
    section_number: int | None = IntField(min_value=0, verbose_name="Snr.")
    building_number: str | None = StringField(regex=r"^\d{9}$", verbose_name="Bygningsnummer")
    unit_number: str | None = StringField(regex=UNIT_NUMBER, verbose_name="Bruksenhetsnummer")
    share_number: str | None = StringField(max_length=10, verbose_name="Andelsnummer")
    kind: DwellingType = EnumField(DwellingType, required=True, verbose_name="Boligtype")
    purpose: Purpose | None = EnumField(Purpose, verbose_name="Formål")
    state: DwellingState = EnumField(DwellingState, default=DwellingState.ACTIVE, verbose_name="Status")
    rooms: int = IntField(required=True, min_value=1, max_value=20, verbose_name="Antall rom")
    bedrooms: int | None = IntField(min_value=0, max_value=20, verbose_name="Soverom")
    area_m2: float | None = FloatField(min_value=1, max_value=2000, verbose_name="Bruksareal (m²)")
    floor: int | None = IntField(min_value=-5, max_value=60, verbose_name="Etasje")
    lift: bool = BooleanField(default=False, verbose_name="Heis")
    wheelchair: bool = BooleanField(default=False, verbose_name="Tilgjengelig for rullestol")
    accessible_unit: bool = BooleanField(default=False, verbose_name="Tilgjengelig boenhet")
    universal_design: bool = BooleanField(default=False, verbose_name="Universelt utformet")
    own_entrance: bool = BooleanField(default=False, verbose_name="Egen inngang")
    balcony: bool = BooleanField(default=False, verbose_name="Balkong")
    storage: bool = BooleanField(default=False, verbose_name="Bod")
    parking: bool = BooleanField(default=False, verbose_name="Parkering")
    pets_allowed: bool = BooleanField(default=False, verbose_name="Dyrehold tillatt")
    furnished: bool = BooleanField(default=False, verbose_name="Møblert")
    heating: str | None = StringField(max_length=60, verbose_name="Oppvarming")
    energy_label: str | None = StringField(regex=r"^[A-G]$", verbose_name="Energimerke")
    built_year: int | None = IntField(min_value=1600, max_value=2100, verbose_name="Byggeår")
    disposal: Disposal = EnumField(Disposal, required=True, verbose_name="Disposisjonsform")
    landlord: Any = ReferenceField(Landlord, verbose_name="Utleier")
    project: Any = ReferenceField(Project, verbose_name="Prosjekt")
    unit: Any = ReferenceField(Unit, verbose_name="Enhet")
    services_day: bool = BooleanField(default=False, verbose_name="Tjenester dag")
    services_evening: bool = BooleanField(default=False, verbose_name="Tjenester kveld")
    services_night: bool = BooleanField(default=False, verbose_name="Tjenester natt")
    staffed_base: bool = BooleanField(default=False, verbose_name="Personalbase")
    family_suitable: bool = BooleanField(default=False, verbose_name="Egnet for barnefamilie")
    not_for: list[TargetGroup] = ListField(EnumField(TargetGroup), verbose_name="Foreløpig ikke for (spredning)")
    rent_ore: int = Ore(required=True, min_value=0, verbose_name="Husleie per måned")
    rent_to_own: bool = BooleanField(default=False, verbose_name="Leie til eie")
    environment: str | None = StringField(max_length=1000, verbose_name="Om bomiljøet")
    notices: list[NoticeCode] = ListField(EnumField(NoticeCode), verbose_name="Merknader")
    import_run: str | None = StringField()

    meta = {
        "collection": "dwelling",
        "indexes": [
            {"fields": ["dwelling_number"], "unique": True, "name": "dwelling_number"},
            {"fields": ["address_key", "id"], "name": "dwelling_address"},
            {"fields": ["address_words"], "name": "dwelling_words"},
            {"fields": ["postcode", "id"], "name": "dwelling_postcode"},
            {"fields": ["landlord", "id"], "name": "dwelling_landlord"},
            {"fields": ["landlord", "disposal", "id"], "name": "dwelling_landlords_own"},
            {"fields": ["kind", "rooms", "id"], "name": "dwelling_kind"},
            {"fields": ["disposal", "id"], "name": "dwelling_disposal"},
            {"fields": ["state", "id"], "name": "dwelling_state"},
            {"fields": ["project", "id"], "name": "dwelling_project"},
        ],
    }

    def derived(self) -> dict[str, Any]:
        return {
            "address_key": names.sort_key(self.address or ""),
            "address_words": names.search_words(self.address or ""),
        }

    @property
    def number(self) -> str:
        return self.dwelling_number

    def __str__(self) -> str:
        return f"{self.dwelling_number} {self.address}"
