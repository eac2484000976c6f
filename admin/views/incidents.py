"""Complaints about disorder, and what was done."""

from admin.desk import LEASES
from admin.views.screen import Screen


class Incidents(Screen):
    """Complaints about disorder, and what was done."""

    name_one, name_many, category_name = "hendelse", "Klager og hendelser", LEASES
    label_fields = ("incident_number",)
    column_list = ("incident_number", "kinds", "state", "received_on", "office", "caseworker")
    column_filters = ("state", "kinds", "received_on", "office", "caseworker")
    column_searchable_list = ("^incident_number",)
    column_sortable_list = ("incident_number", "received_on", "state")
    column_default_sort = [("received_on", True)]
    picker_order = ("-received_on", "pk")
