"""Offers of dwellings to households."""

from typing import Any

from admin.desk import CASES
from admin.views.screen import Screen
from services import records

SECRET = ("said", "reason_said", "judgement", "closed_because")


class Offers(Screen):
    """All offers, newest first; what the household said is for those who work the case."""

    name_one, name_many, category_name = "tilbud", "Tilbud", CASES
    label_fields = ("offer_number",)
    column_list = ("offer_number", "applicant", "dwelling", "state", "offered_on", "answer_by", "office")
    column_filters = ("state", "reason", "offered_on", "answer_by", "office", "vacancy", "application")
    column_searchable_list = ("^offer_number", "^application_number", "^vacancy_number")
    column_sortable_list = ("offer_number", "offered_on", "state")
    column_default_sort = [("offered_on", True)]
    picker_order = ("-offered_on", "pk")
    details_groups = (
        ("Tilbudet", ("offer_number", "applicant", "application", "dwelling", "vacancy", "state", "channel",
                      "offered_on", "answer_by", "consultant", "office", "said")),
        ("Svaret", ("answered_on", "answer_noted_by_name", "reason", "reason_said", "hearing_due", "judgement",
                    "closed_because")),
        ("Avtaler", ("appointments",)),
    )  # fmt: skip
    quiet = frozenset({"said", "answered_on", "answer_noted_by_name", "reason", "reason_said", "hearing_due",
                       "judgement", "closed_because", "appointments"})  # fmt: skip
    case_fields = frozenset(SECRET)

    def case_of(self, document: Any) -> Any:
        return records.reference(document, "application")
