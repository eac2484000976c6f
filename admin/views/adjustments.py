"""What is booked beside rent and payments."""

from admin.desk import MONEY
from admin.views.keeping.screen import TenancyScreen


class Adjustments(TenancyScreen):
    """What is booked beside rent and payments."""

    name_one, name_many, category_name = "korrigering", "Korrigeringer", MONEY
    label_fields = ("contract_number",)
    column_list = ("booked_on", "contract_number", "tenant", "kind", "amount_ore", "due_on")
    column_filters = ("kind", "booked_on", "tenant", "lease")
    column_searchable_list = ("^contract_number",)
    column_sortable_list = ("booked_on",)
    column_default_sort = [("booked_on", True)]
    picker_order = ("-booked_on", "pk")
