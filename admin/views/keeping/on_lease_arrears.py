"""What the lease's page tells of its arrears."""

from typing import Any

from admin.views.keeping.screen import LeaseParts
from admin.views.related import Section, section
from models import ArrearsCase


class ArrearsOnLease(LeaseParts):
    """The lease's arrears cases, newest first; where there is none, nothing."""

    def part_sections(self, document: Any) -> list[Section | None]:
        cases = ArrearsCase.objects(lease=document.pk).order_by("-opened_on", "id")
        found = super().part_sections(document)
        if "account" in self.closed() or cases.only("pk").first() is None:
            return found
        columns = ("case_number", "state", "next_step", "next_on", "due_ore", "closed_on", "end")
        return [
            *found,
            section(self.desk, "Restansesaker", ArrearsCase, cases, columns, empty="", lease=str(document.pk)),
        ]
