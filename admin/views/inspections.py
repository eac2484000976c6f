"""Inspections of dwellings, room by room."""

from admin.desk import LEASES
from admin.views.screen import Screen


class Inspections(Screen):
    """Inspections of dwellings, room by room."""

    name_one, name_many, category_name = "befaring", "Befaringer", LEASES
    label_fields = ("inspection_number",)
    column_list = ("inspection_number", "kind", "state", "dwelling", "planned_on", "held_on")
    column_filters = ("state", "kind", "planned_on", "dwelling", "caseworker")
    column_searchable_list = ("^inspection_number",)
    column_sortable_list = ("inspection_number", "planned_on", "state")
    column_default_sort = [("planned_on", True)]
    picker_order = ("-planned_on", "pk")
