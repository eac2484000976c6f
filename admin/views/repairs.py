"""Repairs of dwellings."""

from collections.abc import Sequence
from typing import Any

from admin.desk import DWELLINGS
from admin.views.keeping.repair_steps import RepairSteps
from admin.views.related import Section, section
from models import Inspection, Task, Vacancy
from services import records


class Repairs(RepairSteps):
    """Repairs of dwellings."""

    name_one, name_many, category_name = "utbedring", "Utbedringer", DWELLINGS
    hint = (
        "Utbedringer, nyeste først. En ny meldes fra leieforholdet, fra et rom i en befaring, eller fra en tom bolig."
    )
    label_fields = ("repair_number",)
    column_list = ("repair_number", "state", "dwelling", "room", "urgency", "reported_on", "due_on", "done_on")
    column_filters = ("state", "urgency", "reported_on", "due_on", "dwelling", "lease")
    column_searchable_list = ("^repair_number",)
    column_sortable_list = ("repair_number", "reported_on", "state")
    column_default_sort = [("reported_on", True)]
    picker_order = ("-reported_on", "pk")
    details_template = "admin/views/keeping/repair.html"
    details_groups = (
        ("Utbedringen", ("repair_number", "state", "dwelling", "lease", "room", "urgency", "reported_on", "due_on",
                         "by_name", "office", "what")),
        ("Bestilling", ("ordered_from", "ordered_on")),
        ("Utført", ("done_on", "cost_ore", "payer", "payer_why", "closed_why")),
    )  # fmt: skip
    quiet = frozenset({"lease", "room", "ordered_from", "ordered_on", "done_on", "cost_ore", "payer", "payer_why",
                       "closed_why"})  # fmt: skip
    case_fields = frozenset({"what", "payer_why", "closed_why", "photos"})

    def sections(self, document: Any) -> Sequence[Section | None]:
        number, home = str(document.pk), records.reference(document, "dwelling")
        found = Inspection.objects(pk=document.inspection).order_by("pk")
        vacant = Vacancy.objects(open_dwelling=home).order_by("pk")
        tasks = Task.objects(subject_kind="repair", subject_id=number).order_by("key")
        return (
            section(self.desk, "Meldt fra befaring", Inspection, found,
                    ("inspection_number", "kind", "state", "held_on"),
                    empty="Befaringen finnes ikke lenger.") if document.inspection else None,
            section(self.desk, "Boligen er meldt ledig", Vacancy, vacant, ("vacancy_number", "stage", "state"),
                    empty="") if vacant.first() and "dwelling" not in self.masked_fields(document) else None,
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne utbedringen."),
        )  # fmt: skip
