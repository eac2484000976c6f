"""Claims on guarantees."""

from admin.desk import MONEY
from admin.views.keeping.screen import TenancyScreen


class GuaranteeClaims(TenancyScreen):
    """Claims on guarantees."""

    name_one, name_many, category_name = "garantikrav", "Garantikrav", MONEY
    label_fields = ("contract_number",)
    column_list = ("contract_number", "tenant", "security", "state", "claimed_ore", "claimed_on", "paid_ore")
    column_filters = ("state", "security", "claimed_on", "tenant", "lease")
    column_searchable_list = ("^contract_number",)
    column_sortable_list = ("claimed_on", "state")
    column_default_sort = [("claimed_on", True)]
    picker_order = ("-claimed_on", "pk")
