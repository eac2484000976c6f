"""What the dwelling's page tells of inspections and repairs; both begin there where nobody lives in it."""

from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue

from admin.people import current_roles
from admin.routes import expose
from admin.views.keeping import home_steps, inspection_forms
from admin.views.keeping.inspection_screen import KEEPERS
from admin.views.related import Section
from admin.views.screen import Screen
from models import User
from services import vacancies


class HomeOnDwelling(Screen):
    """Where somebody lives, both begin at the lease: that page knows who may."""

    def declare(self) -> None:
        super().declare()
        picker = self.picker("plan_inspection.caseworker", User)
        self.plan_form = inspection_forms.plan_form(picker, lived_in=False)

    def home_sections(self, document: Any) -> list[Section | None]:
        """The home's inspections and repairs."""
        empty = bool(current_roles() & KEEPERS) and vacancies.living_in(document.pk) is None
        plan = (("Planlegg befaring", self.get_url(".plan_inspection", id=document.pk)),) if empty else ()
        mend = (("Meld utbedring", self.get_url(".report_repair", id=document.pk)),) if empty else ()
        return home_steps.sections(self, plan, mend, dwelling=document.pk)

    @expose("/befaring/", "GET", "POST")
    def plan_inspection(self) -> ResponseReturnValue:
        """Plan an inspection of an empty home."""
        return home_steps.plan(self, self.plan_form, self._empty(), None)

    @expose("/utbedring/", "GET", "POST")
    def report_repair(self) -> ResponseReturnValue:
        """Report something to be mended in an empty home."""
        return home_steps.report(self, self._empty(), None)

    def _empty(self) -> Any:
        document = self.requested()
        return document if vacancies.living_in(document.pk) is None else abort(404)
