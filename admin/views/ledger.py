"""The rent ledger: rows that are only ever added."""

from collections.abc import Sequence
from typing import Any

from admin import formats
from admin.desk import MONEY
from admin.pages import Act
from admin.views import columns
from admin.views.payment_steps import TakingBack


class LedgerRows(TakingBack):
    """Rows of all leases, newest first."""

    name_one, name_many, category_name = "postering", "Posteringer", MONEY
    hint = "Krav står med pluss, innbetalinger med minus."
    label_fields = ("kind", "booked_on")
    own_columns = {"month": columns.month("Måned", "period")}
    column_labels = {"lease.contract_number": "Kontraktsnummer", "lease.kid": "KID"}
    column_list = ("booked_on", "lease", "kind", "month", "due_on", "amount_ore", "reference")
    column_filters = ("kind", "booked_on", "due_on", "amount_ore", "lease")
    column_searchable_list = ("^lease.contract_number", "^lease.kid")
    column_sortable_list = ("booked_on",)
    column_default_sort = [("booked_on", True)]
    details_groups = (
        ("Posteringen", ("lease", "kind", "amount_ore", "booked_on", "due_on", "month", "kid", "reference", "at")),
    )
    quiet = frozenset({"due_on", "month", "kid", "reference"})

    def label(self, document: Any) -> str:
        return f"{document.kind.label} {formats.day(document.booked_on)}"

    def acts(self, document: Any) -> Sequence[Act]:
        return self.taking_back(document, document.kind)
