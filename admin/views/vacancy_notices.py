"""Ledige hos utleiere."""

from admin.desk import LANDLORDS
from admin.views.screen import Screen


class VacancyNotices(Screen):
    """Ledige hos utleiere, newest first."""

    name_one, name_many, category_name = "ledigmelding fra utleier", "Ledige hos utleiere", LANDLORDS
    label_fields = ("notice_number",)
    column_list = ("notice_number", "landlord", "dwelling", "state", "available_from", "answer_by", "reported_on")
    column_filters = ("state", "answer_by", "reported_on", "landlord")
    column_default_sort = [("reported_on", True)]
    picker_order = ("-reported_on", "pk")
    details_groups = (
        (
            "Ledigmeldingen",
            (
                "notice_number",
                "landlord",
                "dwelling",
                "project",
                "agreement",
                "state",
                "origin",
                "reported_on",
                "reported_by_name",
                "available_from",
                "answer_by",
                "rent_ore",
                "rent_covers",
                "note",
                "responsible",
            ),
        ),
        ("Svaret", ("answered_on", "released_because", "released_by_name")),
    )
