"""Units that run dwellings with services."""

from collections.abc import Sequence
from typing import Any

from admin.desk import DWELLINGS
from admin.views import validators
from admin.views.agreements import HOMES
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Dwelling


class Units(Screen):
    """Service units by name."""

    name_one, name_many, category_name = "enhet", "Enheter", DWELLINGS
    label_fields = ("name",)
    column_list = ("name", "leader", "phone", "email", "active")
    column_filters = ("active", "leader")
    column_searchable_list = ("name",)
    column_sortable_list = ("name",)
    column_default_sort = "name"
    picker_order = ("name", "pk")
    form_columns = ("name", "leader", "email", "phone", "address", "active")
    form_args = {"phone": {"validators": [validators.phone]}, "email": {"validators": [validators.email]}}
    details_groups = (("Enheten", ("name", "leader", "email", "phone", "address", "active")),)

    def pickable(self) -> Any:
        return self.get_query().filter(active=True)

    def sections(self, document: Any) -> Sequence[Section | None]:
        homes = Dwelling.objects(unit=document).order_by("dwelling_number", "pk")
        return (
            section(self.desk, "Boliger", Dwelling, homes, HOMES, empty="Enheten har ingen boliger.",
                    unit=str(document.pk)),
        )  # fmt: skip
