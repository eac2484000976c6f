"""Behovsoversikter."""

from admin.desk import PROCUREMENT
from admin.views.screen import Screen


class NeedOverviews(Screen):
    """Behovsoversikter, newest first."""

    name_one, name_many, category_name = "behovsoversikt", "Behovsoversikter", PROCUREMENT
    label_fields = ("overview_number",)
    column_list = ("overview_number", "on", "state", "settled_on", "by_name")
    column_filters = ("state", "on")
    column_default_sort = [("on", True)]
    picker_order = ("-on", "pk")
    details_groups = (
        ("Oversikten", ("overview_number", "on", "state", "settled_on", "by_name", "settled_by_name", "summary")),
    )
