"""Appeals on decisions."""

from collections.abc import Sequence
from typing import Any

from admin.desk import CASES
from admin.doors import CASE_SECRETS
from admin.views.columns import notices
from admin.views.related import Section, section
from admin.views.steps.appeal_dismissal import DismissalSteps
from models import Task
from services import records

# What a person has written about the household or the case, and what the body found of its need.
SECRET = frozenset(
    {
        "representative", "grounds", "wanted", "reinstated_because", "reassessment", "statement", "deferred_because",
        "body_reasons", "body_need",
    }
)  # fmt: skip


class Appeals(DismissalSteps):
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
    open_to = dict.fromkeys(SECRET, CASE_SECRETS)
    case_fields = SECRET
    details_groups = (
        ("Klagen", ("application", "decision", "party", "representative", "state", "appeal_body", "caseworker")),
        ("Klagegrunner", ("grounds", "wanted")),
        ("Frister", ("received_on", "submitted_on", "notice_arrived_on", "deadline", "in_time", "reassess_by")),
        ("Behandling etter fristen", ("reinstated", "reinstatement_on", "reinstated_because", "dismissed_on",
                                       "dismissal_appealed_on", "dismissal_in_time")),
        ("Utsatt iverksetting", ("deferral_asked_on", "deferred", "deferred_on", "deferred_because")),
        ("Egen ny vurdering", ("reassessed_on", "reassessed_by", "reassessment")),
        ("Klageinstansen", ("forwarded_on", "followed_up_on", "statement", "body_outcome", "body_decided_on",
                            "body_decision", "body_need", "body_reasons")),
        ("Avslutning", ("told_on", "closed_on")),
    )  # fmt: skip
    quiet = SECRET | {
        "notice_arrived_on", "submitted_on", "forwarded_on", "reinstated", "reinstatement_on", "deferral_asked_on",
        "dismissed_on", "dismissal_appealed_on", "dismissal_in_time",
        "deferred", "deferred_on", "reassessed_on", "reassessed_by", "followed_up_on", "body_outcome",
        "body_decided_on", "body_decision", "told_on", "closed_on",
    }  # fmt: skip

    def case_of(self, document: Any) -> Any:
        return records.reference(document, "application")

    def logged_person(self, document: Any) -> Any:
        kept = self.closed() | self.kept_from(document)
        shows = any(getattr(document, name) and name not in kept for name in SECRET)
        return records.reference(document, "party") if shows else None

    def sections(self, document: Any) -> Sequence[Section | None]:
        tasks = Task.objects(subject_kind="appeal", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne klagen."),
        )  # fmt: skip
