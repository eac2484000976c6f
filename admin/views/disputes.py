"""Disputes over leases before the tribunal or a court."""

from admin.desk import LEASES
from admin.views.keeping.screen import TenancyScreen


class Disputes(TenancyScreen):
    """Disputes over leases before the tribunal or a court."""

    name_one, name_many, category_name = "tvist", "Tvister", LEASES
    label_fields = ("dispute_number",)
    column_list = ("dispute_number", "tenant", "subjects", "forum", "state", "brought_on", "next_on")
    column_filters = ("state", "forum", "subjects", "brought_on", "tenant")
    column_searchable_list = ("^dispute_number",)
    column_sortable_list = ("dispute_number", "brought_on", "state")
    column_default_sort = [("brought_on", True)]
    picker_order = ("-brought_on", "pk")
