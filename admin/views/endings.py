"""How leases end, from the notice to the settlement."""

from admin.desk import LEASES
from admin.views.keeping.screen import TenancyScreen


class Endings(TenancyScreen):
    """How leases end, from the notice to the settlement."""

    name_one, name_many, category_name = "avslutning", "Avslutninger", LEASES
    label_fields = ("ending_number",)
    column_list = ("ending_number", "tenant", "reason", "state", "given_on", "ends_on", "moved_out_on")
    column_filters = ("state", "reason", "ends_on", "given_on", "tenant", "lease")
    column_searchable_list = ("^ending_number",)
    column_sortable_list = ("ending_number", "given_on", "state")
    column_default_sort = [("given_on", True)]
    picker_order = ("-given_on", "pk")
