"""Avtaleplikter."""

from admin.desk import LANDLORDS
from admin.views.screen import Screen


class Duties(Screen):
    """Avtaleplikter, newest first."""

    name_one, name_many, category_name = "avtaleplikt", "Avtaleplikter", LANDLORDS
    label_fields = ("label",)
    column_list = ("label", "agreement", "landlord", "party", "next_on", "state")
    column_filters = ("state", "party", "next_on", "landlord")
    column_default_sort = [("next_on", False)]
    picker_order = ("next_on", "pk")
    details_groups = (
        (
            "Plikten",
            (
                "label",
                "agreement",
                "landlord",
                "party",
                "every_months",
                "next_on",
                "state",
                "responsible",
                "ended_because",
            ),
        ),
    )
