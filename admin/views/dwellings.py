"""Dwellings that the municipality can let."""

from collections.abc import Mapping, Sequence
from typing import Any

from admin.desk import DWELLINGS
from admin.pages import Act
from admin.views import places, validators
from admin.views.columns import Column, address, ticked, year
from admin.views.columns import notices as notice_column
from admin.views.keeping.on_dwelling import HomeOnDwelling
from admin.views.landlord_side.on_landlord import dwelling_sections
from admin.views.leases import without_hidden_homes
from admin.views.letting.reporting import report_acts, vacancies_section
from admin.views.partners.notice_steps import report_notice_acts
from admin.views.related import Section, section
from models import Dwelling, Lease, Vacancy
from rules import dwellings, identifiers
from rules.dwellings import DwellingFacts
from rules.terms import NoticeCode
from services import notices
from services.actor import Actor

FEATURES = (
    "lift", "wheelchair", "accessible_unit", "universal_design", "own_entrance", "balcony", "storage", "parking",
    "pets_allowed", "furnished", "family_suitable",
)  # fmt: skip
SERVICES = ("services_day", "services_evening", "services_night", "staffed_base")
FACTS = ("disposal", "landlord", "unit_number", "floor", "place")
OURS = (
    NoticeCode.FLOOR_DIFFERS, NoticeCode.PLACE_DIFFERS, NoticeCode.LANDLORD_MISSING, NoticeCode.LANDLORD_UNEXPECTED,
)  # fmt: skip


def _name_of(field: str) -> str:
    return str(Dwelling._fields[field].verbose_name)


def _cadastre(dwelling: Any) -> str | None:
    parts = (dwelling.farm_number, dwelling.title_number, dwelling.lease_number, dwelling.section_number)
    marks = ("gnr.", "bnr.", "fnr.", "snr.")
    return ", ".join(f"{mark} {part}" for mark, part in zip(marks, parts, strict=True) if part is not None) or None


class Dwellings(HomeOnDwelling):
    """Dwellings in the order of their numbers."""

    name_one, name_many, category_name = "bolig", "Boliger", DWELLINGS
    label_fields = ("dwelling_number", "address")
    own_columns = {
        "full_address": address(),
        "features": ticked("Standard", FEATURES, _name_of),
        "services": ticked("Tjenester", SERVICES, _name_of),
        "cadastre": Column(
            label="Matrikkelnummer",
            needs=("farm_number", "title_number", "lease_number", "section_number"),
            value=_cadastre,
        ),
        "built": year("Byggeår", "built_year"),
        "rooms_short": Column(label="Rom", needs=("rooms",), value=lambda dwelling: dwelling.rooms, css="num"),
        "rent": Column(label="Husleie", needs=("rent_ore",), value=lambda dwelling: dwelling.rent_ore, kroner=True),
        "noticed": notice_column(),
    }
    column_labels = {"address_words": "Adresse"}
    column_list = (
        "dwelling_number", "full_address", "kind", "rooms_short", "disposal", "rent", "state", "noticed",
    )  # fmt: skip
    column_filters = (
        "state", "kind", "rooms", "floor", "rent_ore", "disposal", "purpose", "postcode", "lift", "wheelchair",
        "pets_allowed", "family_suitable", "landlord", "project", "unit", "notices",
    )  # fmt: skip
    column_searchable_list = ("^dwelling_number", "~address_words")
    column_sortable_list = ("dwelling_number", ("full_address", "address_key"), "kind", "disposal", "state")
    column_default_sort = "dwelling_number"
    picker_order = ("dwelling_number", "pk")

    details_groups = (
        ("Boligen", ("dwelling_number", "full_address", "kind", "purpose", "state", "rooms", "bedrooms", "area_m2",
                     "floor", "rent_ore")),
        ("Standard og bomiljø", ("features", "heating", "energy_label", "built", "not_for", "environment")),
        ("Tjenester", ("unit", "services")),
        ("Eierform", ("disposal", "landlord", "project", "rent_to_own")),
        ("Eiendom", ("cadastre", "unit_number", "building_number", "share_number")),
    )  # fmt: skip
    quiet = frozenset(
        {"purpose", "bedrooms", "heating", "energy_label", "built", "not_for", "environment", "unit", "services",
         "rent_to_own", "cadastre", "building_number", "share_number", "project", "landlord"}
    )  # fmt: skip
    form_groups = (
        ("Boligen", ("dwelling_number", "address", "postcode", "place", "kind", "purpose", "rooms", "bedrooms",
                     "area_m2", "floor", "rent_ore")),
        ("Eierform", ("disposal", "landlord", "project", "rent_to_own")),
        ("Standard", (*FEATURES, "heating", "energy_label", "built_year", "not_for", "environment")),
        ("Tjenester", ("unit", *SERVICES)),
        ("Eiendom", ("unit_number", "farm_number", "title_number", "lease_number", "section_number",
                     "building_number", "share_number")),
    )  # fmt: skip
    form_args = {
        "postcode": {"validators": [validators.postcode]},
        "place": {"description": "Fylles ut fra postnummeret."},
        "unit_number": {
            "validators": [validators.unit_number],
            "description": "H, U, K eller L og fire sifre, for eksempel H0201 i andre etasje.",
        },
        "family_suitable": {
            "description": "Kryss ikke av for en bolig i et område med kjent rusproblematikk. Uten kryss får ingen med "
            "barn den."
        },
        "not_for": {
            "description": "Målgrupper som ikke får boligen nå, for at boligene deres skal ligge spredt. Gjelder alle "
            "i målgruppen til krysset tas bort."
        },
        "environment": {"description": "Beskriv stedet, aldri personene som bor der."},
    }

    def prepare(self, values: dict[str, Any], document: Any) -> dict[str, Any]:
        values = places.with_place(values)
        return values | {"notices": _notices(values, document)}

    def write_new(self, document: Any, actor: Actor) -> None:
        notices.refuse_anothers(document)
        super().write_new(document, actor)

    def write_change(self, document: Any, actor: Actor, values: Mapping[str, Any], **told: Any) -> bool:
        notices.refuse_anothers(document, values)
        notices.refuse_moved(document, values)
        return super().write_change(document, actor, values, **told)

    def acts(self, document: Any) -> Sequence[Act]:
        return [*report_acts(self, document), *report_notice_acts(self, document)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        leases = without_hidden_homes(Lease.objects(dwelling=document)).order_by("-starts_on", "pk")
        columns = ("contract_number", "tenant", "state", "starts_on", "ends_on", "rent")
        return (
            section(self.desk, "Leieforhold", Lease, leases, columns, dwelling=str(document.pk),
                    empty="Boligen har ikke vært leid ut, eller leieforholdet er skjermet for deg."),
            *dwelling_sections(self.desk, document),
            vacancies_section(self, Vacancy.objects(dwelling=document), "Boligen har ikke vært meldt ledig.",
                              dwelling=str(document.pk)),
            *self.home_sections(document),
        )  # fmt: skip


def _notices(values: dict[str, Any], document: Any) -> list[NoticeCode]:
    """The dwelling's notices as the rule finds them, and those that other rules have left on it."""
    disposal, landlord, number, floor, place = (values.get(name, getattr(document, name)) for name in FACTS)
    found = dwellings.notices(
        DwellingFacts(
            disposal=disposal,
            has_landlord=landlord is not None,
            unit_number=identifiers.unit_number(number) if number else None,
            floor=floor,
            place=place or "",
            register_place=places.find_place(values.get("postcode", document.postcode)),
        )
    )
    held = {*found, *(notice for notice in document.notices if notice not in OURS)}
    return [notice for notice in NoticeCode if notice in held]
