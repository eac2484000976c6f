"""Tilvisninger."""

from collections.abc import Sequence
from typing import Any

from admin.desk import LANDLORDS
from admin.pages import Act
from admin.views.landlord_side.on_referral import LeaseOfReferral
from services import records


class Referrals(LeaseOfReferral):
    """Tilvisninger, newest first."""

    name_one, name_many, category_name = "tilvisning", "Tilvisninger", LANDLORDS
    label_fields = ("referral_number",)
    column_list = ("referral_number", "landlord", "dwelling", "application_number", "state", "referred_on", "valid_to")
    column_filters = ("state", "referred_on", "valid_to", "landlord")
    column_default_sort = [("referred_on", True)]
    picker_order = ("-referred_on", "pk")
    details_groups = (
        (
            "Tilvisningen",
            (
                "referral_number",
                "notice",
                "landlord",
                "dwelling",
                "application",
                "applicant",
                "state",
                "referred_on",
                "valid_to",
                "adults",
                "children",
                "guarantee",
                "guarantee_ore",
                "consultant",
                "office",
                "why",
            ),
        ),
        (
            "Svaret",
            (
                "viewing",
                "answered_on",
                "rejection",
                "rejection_note",
                "rejection_contested",
                "rejection_judged",
                "decline",
                "decline_said",
                "over_because",
            ),
        ),
    )
    case_fields = frozenset({"why", "rejection_note", "rejection_judged", "decline", "decline_said", "over_because"})

    def case_of(self, document: Any) -> Any:
        return records.reference(document, "application")

    def acts(self, document: Any) -> Sequence[Act]:
        if not self.knows(document):
            return []
        return [act for method, act in self.lease_acts(document) if self.may(method)]
