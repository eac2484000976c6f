"""What landlords' systems called, counted by the hour: the access log of each landlord."""

from admin.desk import SYSTEMS
from admin.operation_words import operation
from admin.views.columns import Column
from admin.views.screen import Screen


class ApiCallsScreen(Screen):
    """Calls, newest first."""

    name_one, name_many, category_name = "kall", "Kall", SYSTEMS
    hint = "Hva utleiernes systemer har kalt, talt opp time for time. Et svar i 200-tallet gikk bra."
    label_fields = ("client",)
    own_columns = {
        "called": Column(label="Hva", needs=("operation",), value=lambda one: operation(one.operation)),
    }
    column_list = ("hour", "landlord", "client", "called", "status", "count", "last_at")
    column_filters = ("hour", "landlord")
    column_default_sort = [("hour", True)]
    picker_order = ("-hour", "pk")
    details_groups = (("Kallene", ("hour", "landlord", "client", "supplier", "called", "status", "count", "last_at")),)
