"""Housing allowances of tenants."""

from admin.desk import MONEY
from admin.views.keeping.screen import TenancyScreen


class Allowances(TenancyScreen):
    """Housing allowances of tenants."""

    name_one, name_many, category_name = "bostøtte", "Bostøtte", MONEY
    label_fields = ("contract_number",)
    column_list = ("contract_number", "tenant", "state", "applied_on", "amount_ore", "transport_on")
    column_filters = ("state", "applied_on", "tenant", "lease")
    column_searchable_list = ("^contract_number",)
    column_sortable_list = ("applied_on", "state")
    column_default_sort = [("applied_on", True)]
    picker_order = ("-applied_on", "pk")
