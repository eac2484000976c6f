"""The offices' candidates for vacant dwellings."""

from typing import Any

from admin.desk import DWELLINGS
from admin.views.screen import Screen
from services import records

SECRET = ("checklist", "why", "summary")


class Nominations(Screen):
    """All nominations, newest first; what is written of the household is for those who work the case."""

    name_one, name_many, category_name = "kandidat", "Kandidater", DWELLINGS
    label_fields = ("vacancy_number", "application_number")
    column_list = ("application", "applicant", "vacancy", "office", "state", "put_up_on")
    column_filters = ("state", "office", "put_up_on", "vacancy", "application")
    column_searchable_list = ("^vacancy_number", "^application_number")
    column_sortable_list = ("state",)
    column_default_sort = [("put_up_on", True)]
    picker_order = ("-put_up_on", "pk")
    details_groups = (
        ("Kandidaten", ("vacancy", "application", "applicant", "office", "state", "put_up_on", "put_up_by_name")),
        ("Sjekkliste", ("checklist",)),
        ("Hvorfor boligen passer", ("why",)),
        ("Oppsummering", ("summary", "summarised_by_name", "summarised_on")),
    )
    quiet = frozenset({"summary", "summarised_by_name", "summarised_on"})
    case_fields = frozenset(SECRET)

    def case_of(self, document: Any) -> Any:
        return records.reference(document, "application")

    def logged_person(self, document: Any) -> Any:
        return None if self.kept_from(document) else records.reference(document, "applicant")
