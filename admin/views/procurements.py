"""Framskaffelser."""

from admin.desk import PROCUREMENT
from admin.views.screen import Screen


class Procurements(Screen):
    """Framskaffelser, newest first."""

    name_one, name_many, category_name = "framskaffelse", "Framskaffelser", PROCUREMENT
    label_fields = ("procurement_number",)
    column_list = ("procurement_number", "title", "current", "state", "leader", "started_on", "closed_on")
    column_filters = ("state", "started_on")
    column_default_sort = [("started_on", True)]
    picker_order = ("-started_on", "pk")
    details_groups = (
        (
            "Framskaffelsen",
            (
                "procurement_number",
                "title",
                "state",
                "current",
                "leader",
                "external_leader",
                "external_reason",
                "office",
                "mandate",
                "started_on",
                "closed_on",
                "closed_because",
            ),
        ),
    )
