"""What the lease's page tells of complaints."""

from dataclasses import replace
from typing import Any

from admin.views.keeping.screen import LeaseParts
from admin.views.related import Section, section
from models import Incident

COLUMNS = ("incident_number", "kinds", "state", "received_on", "waits")


class IncidentsOnLease(LeaseParts):
    """Complaints about the lease, the latest first, and the way to register one."""

    def part_sections(self, document: Any) -> list[Section | None]:
        found = Incident.objects(leases=document.pk).order_by("-received_on", "pk")
        shown = section(self.desk, "Klager og hendelser", Incident, found, COLUMNS, empty="Ingen klager er registrert.")
        target = self.desk.screen_of(Incident)
        if shown is not None and target is not None and target.may("register"):
            url = str(target.get_url(f"{target.endpoint}.register", leieforhold=document.pk))
            shown = replace(shown, changes=(("Registrer klage", url),))
        return [*super().part_sections(document), shown]
