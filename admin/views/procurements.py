"""Framskaffelser."""

from collections.abc import Sequence
from typing import Any

from admin.desk import PROCUREMENT
from admin.pages import Act
from admin.views.bid_choosing import BidChoosing
from admin.views.screen import Screen


class Procurements(BidChoosing, Screen):
    """Framskaffelser, newest first."""

    name_one, name_many, category_name = "framskaffelse", "Framskaffelser", PROCUREMENT
    label_fields = ("procurement_number",)
    column_list = ("procurement_number", "title", "current", "state", "leader", "started_on", "closed_on")
    column_filters = ("state", "started_on")
    column_default_sort = [("started_on", True)]
    picker_order = ("-started_on", "pk")
    details_groups = (
        (
            "Framskaffelsen",
            (
                "procurement_number",
                "title",
                "state",
                "current",
                "leader",
                "external_leader",
                "external_reason",
                "office",
                "mandate",
                "started_on",
                "closed_on",
                "closed_because",
            ),
        ),
    )

    def acts(self, document: Any) -> Sequence[Act]:
        return [act for method, act in self.bid_acts(document) if self.may(method)]
