"""Offices of the housing service."""

from collections.abc import Sequence
from typing import Any

from admin.desk import ADMINISTRATION
from admin.views import validators
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import User


class Offices(Screen):
    """Offices by name."""

    name_one, name_many, category_name = "kontor", "Kontorer", ADMINISTRATION
    label_fields = ("name",)
    column_list = ("name", "agency", "email", "phone", "active")
    column_filters = ("active",)
    column_searchable_list = ("name",)
    column_sortable_list = ("name",)
    column_default_sort = "name"
    picker_order = ("name", "pk")
    form_columns = ("name", "agency", "email", "phone", "active")
    form_args = {
        "agency": {
            "description": "Hvem kontorets folk taler for i husfordelingsutvalget, for eksempel NAV. Står feltet tomt, "
            "brukes kontorets navn."
        },
        "phone": {"validators": [validators.phone]},
        "email": {"validators": [validators.email]},
    }
    details_groups = (("Kontoret", ("name", "agency", "email", "phone", "active")),)

    def pickable(self) -> Any:
        return self.get_query().filter(active=True)

    def sections(self, document: Any) -> Sequence[Section | None]:
        people = User.objects(office=document).order_by("name", "pk")
        return (
            section(self.desk, "Ansatte", User, people, ("name", "role_names", "closed"),
                    empty="Ingen hører til kontoret.", office=str(document.pk)),
        )  # fmt: skip
