"""What the lease's page tells of its arrears."""

from collections.abc import Sequence
from typing import Any

from admin.links import record_url
from admin.pages import Act
from admin.views.keeping.screen import LeaseParts
from admin.views.related import Section, section
from models import ArrearsCase
from models.arrears_case import OPEN


class ArrearsOnLease(LeaseParts):
    """The lease's arrears cases, newest first, and the way to the open one; where there is none, nothing."""

    def part_sections(self, document: Any) -> list[Section | None]:
        cases = ArrearsCase.objects(lease=document.pk).order_by("-opened_on", "id")
        found = super().part_sections(document)
        if "account" in self.closed() or cases.only("pk").first() is None:
            return found
        columns = ("case_number", "state", "next_step", "next_on", "due_ore", "closed_on", "end")
        return [
            section(self.desk, "Restansesaker", ArrearsCase, cases, columns, empty="", lease=str(document.pk)),
            *found,
        ]

    def acts(self, document: Any) -> Sequence[Act]:
        """What is owed is followed up in its case: the button leads there, for those who may see the account."""
        others = super().acts(document)
        if "account" in self.closed():
            return others
        case = ArrearsCase.objects(lease=document.pk, state__in=list(OPEN)).only("pk").no_dereference().first()
        url = record_url(self.desk, "arrears_case", case.pk) if case is not None else None
        if not url:
            return others
        main = not any(one.main for one in others)
        return [Act(label="Åpne restansesaken", url=url, post=False, main=main), *others]
