"""Meldinger fra utleiere."""

from admin.desk import LANDLORDS
from admin.views.screen import Screen


class LandlordReports(Screen):
    """Meldinger fra utleiere, newest first."""

    name_one, name_many, category_name = "melding fra utleier", "Meldinger fra utleiere", LANDLORDS
    label_fields = ("report_number",)
    column_list = ("report_number", "kind", "landlord", "contract_number", "state", "received_on", "handled_on")
    column_filters = ("state", "kind", "received_on", "landlord")
    column_default_sort = [("received_on", True)]
    picker_order = ("-received_on", "pk")
    details_groups = (
        (
            "Meldingen",
            (
                "report_number",
                "kind",
                "landlord",
                "lease",
                "tenant",
                "origin",
                "state",
                "received_on",
                "owed_ore",
                "oldest_due",
                "new_rent_ore",
                "from_on",
                "ended_on",
                "end_reason",
            ),
        ),
        ("Oppfølging", ("caseworker", "office", "handled_on", "handled_by_name", "handled_how")),
    )
    case_fields = frozenset({"handled_how"})
