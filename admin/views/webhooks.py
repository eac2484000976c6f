"""Varslinger."""

from admin.desk import SYSTEMS
from admin.views.screen import Screen


class Webhooks(Screen):
    """Varslinger, newest first."""

    name_one, name_many, category_name = "varsling", "Varslinger", SYSTEMS
    label_fields = ("url",)
    column_list = ("url", "landlord", "state", "made_on", "failures")
    column_filters = ("state", "landlord")
    column_default_sort = [("made_on", True)]
    picker_order = ("-made_on", "pk")
    details_groups = (("Varslingen", ("url", "landlord", "events", "state", "made_on", "failures", "last_error")),)
