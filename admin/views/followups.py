"""Follow-up of households in their homes."""

from admin.desk import LEASES
from admin.views.keeping.screen import TenancyScreen


class FollowUps(TenancyScreen):
    """Follow-up of households in their homes."""

    name_one, name_many, category_name = "oppfølgingsplan", "Oppfølging", LEASES
    label_fields = ("contract_number",)
    column_list = ("contract_number", "tenant", "state", "next_on", "home_talk_on", "caseworker")
    column_filters = ("state", "next_on", "caseworker", "tenant")
    column_searchable_list = ("^contract_number",)
    column_sortable_list = ("contract_number", "state")
    column_default_sort = [("started_on", True)]
    picker_order = ("-started_on", "pk")
