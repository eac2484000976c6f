"""Henvendelser."""

from admin.desk import PROCUREMENT
from admin.views.screen import Screen


class Approaches(Screen):
    """Henvendelser, newest first."""

    name_one, name_many, category_name = "henvendelse", "Henvendelser", PROCUREMENT
    label_fields = ("approach_number",)
    column_list = ("approach_number", "from_name", "homes", "state", "received_on", "answered_on")
    column_filters = ("state", "received_on")
    column_default_sort = [("received_on", True)]
    picker_order = ("-received_on", "pk")
    details_groups = (
        (
            "Henvendelsen",
            (
                "approach_number",
                "from_name",
                "landlord",
                "email",
                "homes",
                "what",
                "received_on",
                "origin",
                "state",
                "responsible",
                "by_name",
            ),
        ),
        ("Svaret", ("procurement", "answered_on", "answered_by_name")),
    )
