"""What the lease's page tells of inspections and repairs."""

from typing import Any

from flask.typing import ResponseReturnValue

from admin import need
from admin.people import current_roles
from admin.routes import expose
from admin.views.keeping import home_steps, inspection_forms
from admin.views.keeping.inspection_screen import KEEPERS
from admin.views.keeping.screen import LeaseParts
from admin.views.related import Section
from models import User
from rules.terms import Role
from services import records


class InspectionsOnLease(LeaseParts):
    """What the lease's page tells of inspections and repairs."""

    def declare(self) -> None:
        super().declare()
        picker = self.picker("plan_inspection.caseworker", User)
        self.plan_form = inspection_forms.plan_form(picker, lived_in=True)

    def part_sections(self, document: Any) -> list[Section | None]:
        keeps = bool(current_roles() & KEEPERS) and need.works_lease(document.pk, frozenset({Role.PROPERTY}))
        plan = (("Planlegg befaring", self.get_url(".plan_inspection", id=document.pk)),) if keeps else ()
        mend = (("Meld utbedring", self.get_url(".report_repair", id=document.pk)),) if keeps else ()
        return [*super().part_sections(document), *home_steps.sections(self, plan, mend, lease=document.pk)]

    @expose("/befaring/", "GET", "POST")
    def plan_inspection(self) -> ResponseReturnValue:
        """Plan an inspection of the home that the lease is of."""
        lease = self.requested()
        return home_steps.plan(self, self.plan_form, _home(lease), lease)

    @expose("/utbedring/", "GET", "POST")
    def report_repair(self) -> ResponseReturnValue:
        """Report something to be mended in it."""
        lease = self.requested()
        return home_steps.report(self, _home(lease), lease)


def _home(lease: Any) -> Any:
    from models import Dwelling

    return records.get(Dwelling, records.reference(lease, "dwelling"))
