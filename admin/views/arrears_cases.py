"""Arrears cases: unpaid rent, from the first word to a kept home or a petition."""

from collections.abc import Sequence
from typing import Any

from admin.desk import LEASES
from admin.pages import Act
from admin.views.keeping.planning import PlanningSteps
from admin.views.related import Section


class ArrearsCases(PlanningSteps):
    """Arrears cases: unpaid rent, from the first word to a kept home or a petition."""

    name_one, name_many, category_name = "restansesak", "Restansesaker", LEASES
    label_fields = ("case_number",)
    column_list = ("case_number", "tenant", "state", "opened_on", "oldest_due", "owed_ore", "closed_on")
    column_filters = ("state", "opened_on", "office", "caseworker", "tenant", "lease")
    column_searchable_list = ("^case_number",)
    column_sortable_list = ("case_number", "opened_on", "state")
    column_default_sort = [("opened_on", True)]
    picker_order = ("-opened_on", "pk")
    case_fields = frozenset({"plans", "pauses", "steps", "approvals"})

    def acts(self, document: Any) -> Sequence[Act]:
        return [act for method, act in self.plan_acts(document) if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        return self.plan_sections(document)
