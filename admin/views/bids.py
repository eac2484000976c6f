"""Tilbud fra utleiere."""

from admin.desk import PROCUREMENT
from admin.views.screen import Screen


class Bids(Screen):
    """Tilbud fra utleiere, newest first."""

    name_one, name_many, category_name = "utleiertilbud", "Tilbud fra utleiere", PROCUREMENT
    label_fields = ("bid_number",)
    column_list = ("bid_number", "procurement", "landlord", "project_name", "homes", "total", "state", "received_on")
    column_filters = ("state", "received_on", "procurement", "landlord")
    column_default_sort = [("received_on", True)]
    picker_order = ("-received_on", "pk")
    details_groups = (
        (
            "Tilbudet",
            (
                "bid_number",
                "procurement",
                "landlord",
                "project_name",
                "address",
                "homes",
                "rent_ore_m2",
                "ready_on",
                "received_on",
                "late",
                "late_reason",
                "state",
                "total",
                "description",
                "by_name",
                "dismissed_because",
            ),
        ),
    )
