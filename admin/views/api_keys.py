"""Nøkler."""

from admin.desk import SYSTEMS
from admin.views.screen import Screen


class ApiKeys(Screen):
    """Nøkler, newest first."""

    name_one, name_many, category_name = "nøkkel", "Nøkler", SYSTEMS
    label_fields = ("prefix",)
    column_list = ("prefix", "landlord", "label", "state", "issued_on", "expires_on", "last_used_on")
    column_filters = ("state", "expires_on", "landlord")
    column_default_sort = [("issued_on", True)]
    picker_order = ("-issued_on", "pk")
    details_groups = (
        (
            "Nøkkelen",
            (
                "prefix",
                "landlord",
                "label",
                "scopes",
                "state",
                "issued_on",
                "expires_on",
                "revoked_on",
                "last_used_on",
                "by_name",
            ),
        ),
    )
