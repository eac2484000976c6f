"""Arrears cases: unpaid rent, from the first word to a kept home or a petition."""

from admin.desk import LEASES
from admin.views.keeping.screen import TenancyScreen


class ArrearsCases(TenancyScreen):
    """Arrears cases: unpaid rent, from the first word to a kept home or a petition."""

    name_one, name_many, category_name = "restansesak", "Restansesaker", LEASES
    label_fields = ("case_number",)
    column_list = ("case_number", "tenant", "state", "opened_on", "oldest_due", "owed_ore", "closed_on")
    column_filters = ("state", "opened_on", "office", "caseworker", "tenant", "lease")
    column_searchable_list = ("^case_number",)
    column_sortable_list = ("case_number", "opened_on", "state")
    column_default_sort = [("opened_on", True)]
    picker_order = ("-opened_on", "pk")
