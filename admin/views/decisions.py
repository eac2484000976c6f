"""Decisions on applications."""

from collections.abc import Sequence
from typing import Any

from admin import access, formats
from admin.desk import CASES
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Appeal
from services import records


class Decisions(Screen):
    """Decisions, newest first; the reasons are open to those who work the case."""

    name_one, name_many, category_name = "vedtak", "Vedtak", CASES
    label_fields = ("application_number", "outcome", "decided_on")
    column_list = ("application_number", "outcome", "basis", "decided_on", "appeal_body", "appeal_deadline", "imported")
    column_filters = ("outcome", "basis", "appeal_body", "decided_on", "appeal_deadline", "imported")
    column_searchable_list = ("^application_number",)
    column_sortable_list = ("application_number", "decided_on", "outcome", "appeal_deadline")
    column_default_sort = [("decided_on", True)]
    open_to = {"reasons": access.CASE_SECRETS}
    case_fields = frozenset({"reasons", "weighed", "override", "facts", "need"})
    details_groups = (
        ("Vedtaket", ("application", "outcome", "basis", "decided_on", "decided_by_name", "rulebook", "imported")),
        ("Begrunnelse", ("reasons",)),
        ("Brev og klage", ("dispatched_on", "arrived_on", "appeal_deadline", "appeal_body")),
    )
    quiet = frozenset({"decided_by_name", "rulebook", "reasons", "dispatched_on", "arrived_on", "imported"})

    def label(self, document: Any) -> str:
        day = formats.day(document.decided_on)
        return f"{document.application_number}: {document.outcome.label.lower()} {day}"

    def case_of(self, document: Any) -> Any:
        return records.reference(document, "application")

    def logged_person(self, document: Any) -> Any:
        shows_reasons = document.reasons and "reasons" not in self.closed() | self.kept_from(document)
        return records.reference(document.application, "applicant") if shows_reasons else None

    def sections(self, document: Any) -> Sequence[Section | None]:
        found = Appeal.objects(decision=document).order_by("party", "pk")
        columns = ("received_on", "party", "state", "in_time", "caseworker")
        return (section(self.desk, "Klager på vedtaket", Appeal, found, columns, empty="Ingen har klaget."),)
