"""The overviews of vacant dwellings that were sent to the offices."""

from admin.desk import DWELLINGS
from admin.views.screen import Screen


class Overviews(Screen):
    """All sendings, newest first."""

    name_one, name_many, category_name = "oversikt", "Sendte oversikter", DWELLINGS
    label_fields = ("overview_number",)
    column_list = ("overview_number", "sent_on", "sent_by_name", "vacancy_numbers")
    column_filters = ("sent_on",)
    column_sortable_list = ("overview_number", "sent_on")
    column_default_sort = [("sent_on", True)]
    picker_order = ("-sent_on", "pk")
    details_groups = (("Oversikten", ("overview_number", "sent_on", "sent_by_name", "vacancy_numbers", "recipients")),)
