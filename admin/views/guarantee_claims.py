"""Claims on guarantees."""

from collections.abc import Sequence
from typing import Any

from admin.desk import MONEY
from admin.views.keeping.benefit_steps import ClaimSteps
from admin.views.related import Section, section
from models import Adjustment, Letter
from services import records


class GuaranteeClaims(ClaimSteps):
    """Claims on what secures a lease, and what the guarantors answered."""

    name_one, name_many, category_name = "garantikrav", "Garantikrav", MONEY
    hint = "Krav på garantier og depositum, nyeste først. Et nytt krav begynner på leieforholdets side."
    label_fields = ("contract_number",)
    column_list = (
        "contract_number", "tenant", "security", "state", "claimed_ore", "claimed_on", "answer_by", "paid_ore",
    )  # fmt: skip
    column_filters = ("state", "security", "claimed_on", "answer_by", "tenant", "lease", "office")
    column_searchable_list = ("^contract_number",)
    column_sortable_list = ("claimed_on", "state")
    column_default_sort = [("claimed_on", True)]
    picker_order = ("-claimed_on", "pk")
    details_groups = (
        ("Kravet", ("contract_number", "lease", "tenant", "security", "state", "claimed_ore", "claimed_on",
                    "answer_by", "guarantor", "reasons")),
        ("Svaret", ("paid_ore", "paid_on", "answer")),
        ("Tilbakekrav (regress)", ("recourse_ore", "recourse_on")),
        ("Registrert", ("office", "by_name")),
    )  # fmt: skip
    quiet = frozenset({"paid_ore", "paid_on", "answer", "recourse_ore", "recourse_on", "guarantor"})
    case_fields = frozenset({"guarantor", "reasons", "answer"})

    def sections(self, document: Any) -> Sequence[Section | None]:
        """The letter, and the posting of what was paid."""
        letters = Letter.objects(lease=records.reference(document, "lease"), pk=document.letter)
        booked = Adjustment.objects(about=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Brev", Letter, letters,
                    ("letter_kind", "state", "drawn_on", "dispatched_on", "arrived_on"), empty="Ingen brev er laget."),
            section(self.desk, "Ført på kontoen", Adjustment, booked, ("kind", "booked_on", "amount_ore"),
                    empty="Ingenting er ført.") if booked.first() else None,
        )  # fmt: skip
