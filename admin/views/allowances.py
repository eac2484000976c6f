"""Housing allowances of tenants."""

from typing import Any

from markupsafe import Markup

from admin.desk import MONEY
from admin.views import columns
from admin.views.keeping.benefit_forms import days_line
from admin.views.keeping.benefit_steps import AllowanceSteps
from rules.terms import AllowanceState


class Allowances(AllowanceSteps):
    """Housing allowances of tenants: applied for, answered, paid to the municipality on default."""

    name_one, name_many, category_name = "bostøtte", "Bostøtte", MONEY
    hint = "Bostøtte fra Husbanken som leietakere har søkt om, nyeste først."
    label_fields = ("contract_number",)
    own_columns = {
        "first_month": columns.month("Fra måned", "first_month"),
    }
    column_list = (
        "contract_number", "tenant", "state", "applied_on", "first_month", "amount_ore", "transport_on", "ended_on",
    )  # fmt: skip
    column_filters = ("state", "applied_on", "transport_on", "tenant", "lease", "office")
    column_searchable_list = ("^contract_number",)
    column_sortable_list = ("applied_on", "state")
    column_default_sort = [("applied_on", True)]
    picker_order = ("-applied_on", "pk")
    details_groups = (
        ("Bostøtten", ("contract_number", "lease", "tenant", "state", "applied_on", "first_month", "amount_ore",
                       "answered_on", "ended_on")),
        ("Utbetaling til kommunen", ("transport_on", "transport_until", "transport_why")),
        ("Merknad", ("note",)),
        ("Registrert", ("office", "by_name")),
    )  # fmt: skip
    quiet = frozenset({"amount_ore", "answered_on", "ended_on", "transport_on", "transport_until", "transport_why",
                       "note"})  # fmt: skip
    case_fields = frozenset({"transport_why", "note"})

    def about(self, document: Any) -> Markup | None:
        """When it is paid for the first time, while it waits for an answer."""
        if document.state is not AllowanceState.APPLIED:
            return super().about(document)
        return Markup('<div class="decided"><p>{}</p></div>').format(days_line(document))
