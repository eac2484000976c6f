"""The price index that rents follow."""

from admin.desk import MONEY
from admin.views.screen import Screen


class PriceIndexes(Screen):
    """The price index that rents follow."""

    name_one, name_many, category_name = "indekstall", "Konsumprisindeks", MONEY
    label_fields = ("month",)
    column_list = ("month", "series", "value", "source")
    column_filters = ("series",)
    column_searchable_list = ()
    column_sortable_list = ("series",)
    column_default_sort = [("series", False), ("month", True)]
    picker_order = ("series", "-month")
