"""Changes of rent: index, going rent, what was agreed."""

from admin.desk import MONEY
from admin.views.keeping.screen import TenancyScreen


class RentChanges(TenancyScreen):
    """Changes of rent: index, going rent, what was agreed."""

    name_one, name_many, category_name = "endring av husleien", "Endringer av husleien", MONEY
    label_fields = ("contract_number",)
    column_list = ("contract_number", "tenant", "kind", "state", "old_ore", "new_ore", "effective_from")
    column_filters = ("state", "kind", "effective_from", "tenant", "lease")
    column_searchable_list = ("^contract_number",)
    column_sortable_list = ("contract_number", "effective_from", "state")
    column_default_sort = [("effective_from", True)]
    picker_order = ("-effective_from", "pk")
