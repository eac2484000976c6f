"""Agreements with private landlords, and the projects they cover."""

from collections.abc import Sequence
from typing import Any

from admin.desk import LANDLORDS
from admin.views.columns import Column, notices
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Agreement, Dwelling, Task
from rules import quota

HOMES = ("dwelling_number", "full_address", "kind", "rooms_short", "state")  # of dwellings, on others' pages


def _quota(agreement: Any) -> str | None:
    """How many homes of the agreement may be reserved at a time."""
    found = quota.quota(agreement.kind, agreement.homes, 0) if agreement.homes else None
    return f"Høyst {found.limit} av {agreement.homes} boliger om gangen" if found else None


class Agreements(Screen):
    """Agreements in the order in which they end."""

    name_one, name_many, category_name = "avtale", "Avtaler", LANDLORDS
    label_fields = ("agreement_number",)
    own_columns = {
        "noticed": notices(),
        "quota": Column(label="Kvote", needs=("kind", "homes"), value=_quota),
    }
    column_labels = {"landlord.name": "Utleier"}
    column_list = (
        "agreement_number", "landlord", "project", "kind", "state", "homes", "signed_on", "ends_on", "noticed",
    )  # fmt: skip
    column_filters = ("state", "kind", "ends_on", "landlord", "procured", "responsible", "notices")
    column_searchable_list = ("agreement_number", "landlord.name")
    column_sortable_list = ("agreement_number", "state", "ends_on")
    column_default_sort = "ends_on"
    picker_order = ("agreement_number", "pk")
    details_groups = (
        ("Avtalen", ("agreement_number", "kind", "state", "landlord", "project", "responsible")),
        ("Omfang", ("homes", "quota", "coop_shares", "coop_organisation_number", "procured")),
        ("Varighet", ("signed_on", "registered_on", "loan_paid_out_on", "years", "ends_on")),
    )
    quiet = frozenset({"quota", "coop_shares", "coop_organisation_number", "registered_on", "loan_paid_out_on",
                       "project"})  # fmt: skip

    def sections(self, document: Any) -> Sequence[Section | None]:
        tasks = Task.objects(subject_kind="agreement", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne avtalen."),
        )  # fmt: skip


class Projects(Screen):
    """Projects, each landlord's together."""

    name_one, name_many, category_name = "prosjekt", "Prosjekter", LANDLORDS
    label_fields = ("name",)
    column_list = ("name", "landlord", "homes")
    column_filters = ("landlord",)
    column_searchable_list = ("name", "landlord.name")
    column_labels = {"landlord.name": "Utleier"}
    column_default_sort = [("landlord", False), ("name", False)]
    picker_order = ("name", "pk")
    details_groups = (("Prosjektet", ("name", "landlord", "homes")),)

    def pick_label(self, document: Any) -> str:
        return f"{document.name} ({self.desk.label(document.landlord)})"

    def sections(self, document: Any) -> Sequence[Section | None]:
        agreements = Agreement.objects(project=document).order_by("ends_on", "pk")
        homes = Dwelling.objects(project=document).order_by("dwelling_number", "pk")
        return (
            section(self.desk, "Avtaler", Agreement, agreements, ("agreement_number", "kind", "state", "ends_on"),
                    empty="Ingen avtaler gjelder prosjektet."),
            section(self.desk, "Boliger", Dwelling, homes, HOMES,
                    empty="Ingen boliger er knyttet til prosjektet.", project=str(document.pk)),
        )  # fmt: skip
