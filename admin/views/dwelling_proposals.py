"""Foreslåtte boliger."""

from admin.desk import LANDLORDS
from admin.views.screen import Screen


class DwellingProposals(Screen):
    """Foreslåtte boliger, newest first."""

    name_one, name_many, category_name = "foreslått bolig", "Foreslåtte boliger", LANDLORDS
    label_fields = ("proposal_number",)
    column_list = ("proposal_number", "landlord", "project", "state", "received_on", "decided_on")
    column_filters = ("state", "received_on", "landlord")
    column_default_sort = [("received_on", True)]
    picker_order = ("-received_on", "pk")
    details_groups = (
        (
            "Forslaget",
            ("proposal_number", "landlord", "project", "home", "reference", "origin", "state", "received_on"),
        ),
        ("Vurderingen", ("decided_on", "decided_by_name", "reasons", "dwelling")),
    )
