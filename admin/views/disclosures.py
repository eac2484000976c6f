"""Gitt til utleiere."""

from admin.desk import SYSTEMS
from admin.views.screen import Screen


class Disclosures(Screen):
    """Gitt til utleiere, newest first."""

    name_one, name_many, category_name = "opplysning gitt til utleier", "Gitt til utleiere", SYSTEMS
    hint = (
        "Hva utleiernes systemer har fått om husstander, skrevet før det gikk ut, og hva ansatte har formidlet på "
        "telefon eller i brev. Alt om én person skrives ut fra personens side."
    )
    label_fields = ("referral_number",)
    column_list = ("at", "landlord", "referral_number", "parts", "client", "by_name")
    column_filters = ("at", "landlord")
    column_default_sort = [("at", True)]
    picker_order = ("-at", "pk")
    details_groups = (
        (
            "Hva som ble gitt",
            ("at", "landlord", "referral", "person", "parts", "ground", "client", "supplier", "by_name"),
        ),
    )
