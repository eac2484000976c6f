"""Private landlords."""

from collections.abc import Sequence
from typing import Any

from admin.desk import LANDLORDS
from admin.doors import PAYERS
from admin.views import places, validators
from admin.views.agreements import HOMES
from admin.views.columns import Column, account_number, address, notices
from admin.views.issuing_keys import Issuing, system_sections
from admin.views.landlord_side.on_landlord import landlord_sections
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Agreement, Dwelling, Project
from rules.terms import NoticeCode


def _organisation_number(landlord: Any) -> str:
    number = landlord.organisation_number
    return f"{number[:3]} {number[3:6]} {number[6:]}"


class Landlords(Issuing, Screen):
    """Landlords in the order of their names."""

    name_one, name_many, category_name = "utleier", "Utleiere", LANDLORDS
    label_fields = ("name",)
    own_columns = {
        "organisation": Column(label="Organisasjonsnummer", needs=("organisation_number",), value=_organisation_number),
        "account": account_number("bank_account", "Kontonummer"),
        "full_address": address(),
        "noticed": notices(),
    }
    column_list = ("name", "organisation", "full_address", "phone", "email", "active", "noticed")
    column_filters = ("active", "notices")
    column_searchable_list = ("name", "^organisation_number")
    column_sortable_list = (("name", "sort_name"), ("organisation", "organisation_number"))
    column_default_sort = "sort_name"
    picker_order = ("sort_name", "pk")
    open_to = {"bank_account": PAYERS, "account": PAYERS}
    details_groups = (
        ("Utleieren", ("name", "organisation", "account", "active")),
        ("Kontakt", ("full_address", "phone", "email", "contacts")),
    )
    quiet = frozenset({"contacts"})
    form_groups = (
        ("Utleieren", ("name", "organisation_number", "bank_account", "active")),
        ("Kontakt", ("address", "postcode", "place", "phone", "email")),
        ("Kontaktpersoner", ("contacts",)),
    )
    form_args = {
        "organisation_number": {"validators": [validators.organisation_number], "description": "9 sifre."},
        "bank_account": {"validators": [validators.account_number], "description": "11 sifre."},
        "postcode": {"validators": [validators.postcode]},
        "place": {"description": "Fylles ut fra postnummeret."},
        "phone": {"validators": [validators.phone]},
        "email": {"validators": [validators.email]},
        "contacts.phone": {"validators": [validators.phone]},
        "contacts.email": {"validators": [validators.email]},
    }

    def prepare(self, values: dict[str, Any], document: Any) -> dict[str, Any]:
        values = places.with_place(values)
        if "postcode" in values:
            odd = NoticeCode.PLACE_DIFFERS
            values["notices"] = [notice for notice in document.notices if notice is not odd]
        return values

    def sections(self, document: Any) -> Sequence[Section | None]:
        landlord = str(document.pk)
        agreements = Agreement.objects(landlord=document).order_by("kind", "pk")
        projects = Project.objects(landlord=document).order_by("name", "pk")
        homes = Dwelling.objects(landlord=document).order_by("pk")
        return (
            section(self.desk, "Avtaler", Agreement, agreements,
                    ("agreement_number", "kind", "state", "homes", "ends_on"),
                    empty="Utleieren har ingen avtaler.", landlord=landlord),
            section(self.desk, "Prosjekter", Project, projects, ("name", "homes"),
                    empty="Utleieren har ingen prosjekter.", landlord=landlord),
            section(self.desk, "Boliger", Dwelling, homes, HOMES,
                    empty="Ingen boliger er knyttet til utleieren.", landlord=landlord),
            *landlord_sections(self.desk, document),
            *system_sections(self.desk, document),
        )  # fmt: skip
