"""Fullmakter."""

from admin.desk import PROCUREMENT
from admin.views.screen import Screen


class Mandates(Screen):
    """Fullmakter, newest first."""

    name_one, name_many, category_name = "fullmakt", "Fullmakter", PROCUREMENT
    label_fields = ("mandate_number",)
    column_list = ("mandate_number", "body", "case_number", "decided_on", "ceiling", "state", "valid_until")
    column_filters = ("state", "decided_on", "body")
    column_default_sort = [("decided_on", True)]
    picker_order = ("-decided_on", "pk")
    details_groups = (
        (
            "Fullmakten",
            (
                "mandate_number",
                "body",
                "case_number",
                "decided_on",
                "delegated_to",
                "kinds",
                "ceiling",
                "valid_until",
                "state",
                "withdrawn_on",
                "by_name",
            ),
        ),
    )
