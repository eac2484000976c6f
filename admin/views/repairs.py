"""Repairs of dwellings."""

from admin.desk import DWELLINGS
from admin.views.screen import Screen


class Repairs(Screen):
    """Repairs of dwellings."""

    name_one, name_many, category_name = "utbedring", "Utbedringer", DWELLINGS
    label_fields = ("repair_number",)
    column_list = ("repair_number", "state", "dwelling", "urgency", "reported_on", "due_on", "done_on")
    column_filters = ("state", "urgency", "reported_on", "due_on", "dwelling")
    column_searchable_list = ("^repair_number",)
    column_sortable_list = ("repair_number", "reported_on", "state")
    column_default_sort = [("reported_on", True)]
    picker_order = ("-reported_on", "pk")
