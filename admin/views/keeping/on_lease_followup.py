"""What the lease's page tells of follow-up."""

from typing import Any

from admin.views.keeping.screen import LeaseParts
from admin.views.related import Section, section
from models import FollowUp

COLUMNS = ("contract_number", "waits", "home_talk_on", "state")


class FollowUpOnLease(LeaseParts):
    """The plan, and when the household is met next."""

    def part_sections(self, document: Any) -> list[Section | None]:
        found = FollowUp.objects(lease=document.pk).order_by("pk")
        empty = "Planen lages av seg selv når noen bor i boligen."
        return [
            *super().part_sections(document),
            section(self.desk, "Oppfølging i boligen", FollowUp, found, COLUMNS, empty=empty),
        ]
