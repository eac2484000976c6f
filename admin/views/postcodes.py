"""The postcode register, as it was last imported."""

from typing import Any

from admin.desk import ADMINISTRATION
from admin.views.columns import Column
from admin.views.screen import Screen

CATEGORIES = {  # Bring's letters
    "B": "Gateadresser og postbokser",
    "F": "Flere bruksområder",
    "G": "Gateadresser",
    "K": "Kunde",
    "P": "Postbokser",
    "S": "Servicepostnummer",
}


class Postcodes(Screen):
    """Postcodes in order."""

    name_one, name_many, category_name = "postnummer", "Postnummer", ADMINISTRATION
    hint = "Registeret leses inn fra Bring. Er det tomt, godtas alle postnumre med fire sifre."
    label_fields = ("code", "place")
    own_columns = {
        "use": Column(label="Brukes til", needs=("category",), value=lambda row: CATEGORIES.get(row.category or ""))
    }
    column_list = ("code", "place", "municipality", "municipality_number", "use")
    column_searchable_list = ("^code", "place", "municipality")
    column_sortable_list = ("code",)
    column_default_sort = "code"
    details_groups = (("Postnummeret", ("code", "place", "municipality", "municipality_number", "use")),)

    def label(self, document: Any) -> str:
        return f"{document.code} {document.place}"
