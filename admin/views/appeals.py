"""Appeals on decisions."""

from collections.abc import Sequence
from typing import Any

from admin import access
from admin.desk import CASES
from admin.views.columns import notices
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Task
from services import records


class Appeals(Screen):
    """Appeals, newest first; the grounds are open to those who work the case."""

    name_one, name_many, category_name = "klage", "Klager", CASES
    label_fields = ("application_number",)
    own_columns = {"noticed": notices()}
    column_labels = {"party.name_words": "Navn"}
    column_list = (
        "application_number", "party", "state", "received_on", "reassess_by", "appeal_body", "caseworker", "noticed",
    )  # fmt: skip
    column_filters = ("state", "appeal_body", "received_on", "reassess_by", "in_time", "caseworker", "notices")
    column_searchable_list = ("^application_number", "~party.name_words")
    column_sortable_list = ("received_on", "state")
    column_default_sort = [("received_on", True)]
    open_to = {"grounds": access.CASE_SECRETS}
    case_fields = frozenset(
        {"grounds", "wanted", "reinstated_because", "reassessment", "statement", "deferred_because", "body_reasons"}
    )
    details_groups = (
        ("Klagen", ("application", "decision", "party", "state", "received_on", "caseworker")),
        ("Frister", ("notice_arrived_on", "deadline", "in_time", "reassess_by", "forwarded_on", "appeal_body")),
        ("Klagegrunner", ("grounds",)),
    )
    quiet = frozenset({"notice_arrived_on", "forwarded_on", "grounds"})

    def case_of(self, document: Any) -> Any:
        return records.reference(document, "application")

    def logged_person(self, document: Any) -> Any:
        shows_grounds = document.grounds and "grounds" not in self.closed() | self.kept_from(document)
        return records.reference(document, "party") if shows_grounds else None

    def sections(self, document: Any) -> Sequence[Section | None]:
        tasks = Task.objects(subject_kind="appeal", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne klagen."),
        )  # fmt: skip
