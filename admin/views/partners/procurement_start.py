"""A procurement is started on a page of its own, changed, and called off."""

from typing import Any
from uuid import uuid4

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from flask_login import current_user

from admin import formats, wording
from admin.people import current_actor
from admin.routes import expose
from admin.views.partners import procurement_forms as forms
from admin.views.screen import Screen
from models import User
from rules.errors import BeforeStart, HusromError, StartBeyond
from services.procurements import starting
from services.procurements.common import identity
from services.procurements.starting import Leading

STARTED = "Framskaffelsen er startet. Begynn med resultatene i fase 1."


def _leading(form: Any) -> Leading:
    return Leading(
        leader=form.leader.data, external=form.external_leader.data or "", reason=form.external_reason.data or ""
    )


class StartSteps(Screen):
    """The page where a procurement begins, and what is changed of the whole."""

    def declare(self) -> None:
        super().declare()
        picker = self.picker("start.leader", User)
        self.start_form = forms.start_form(picker)
        self.change_form = forms.change_form(self.picker("change.leader", User))
        self.cancel_form = forms.why_form("Hvorfor avlyses den?")

    def problems_of(self, error: HusromError, form: Any) -> dict[str, str]:
        """A day that does not agree with when it began is told at that day."""
        if isinstance(error, (BeforeStart, StartBeyond)):
            return {getattr(error, "field", "started_on"): wording.explain(error)}
        return super().problems_of(error, form)

    @expose("/start/", "GET", "POST")
    def start(self) -> ResponseReturnValue:
        """Say what is to be found, who leads, and when it began."""
        first = {"started_on": formats.today(), "nonce": uuid4().hex, "leader": current_user.user}
        form: Any = self.start_form(get_form_data(), data=first)
        if request.method == "POST" and form.validate():
            try:
                made = starting.start(
                    current_actor(), title=form.title.data, leading=_leading(form), started_on=form.started_on.data,
                    due_on=form.due_on.data, identity=identity(form.nonce.data, "procurement"), today=formats.today(),
                )  # fmt: skip
            except HusromError as error:
                self._refused(error, form)
            else:
                flash(STARTED, "success")
                return self.back(made)
        page: str = self.render(
            "admin/views/partners/new.html", form=form, heading="Start en framskaffelse", button="Start",
            lead="Framskaffelsen går gjennom fem faser. Ingen avtale kan inngås før resultatene av fase 1–3 står.",
        )  # fmt: skip
        return page

    @expose("/tittel-og-leder/", "GET", "POST")
    def change(self) -> ResponseReturnValue:
        """Change what it is called, who leads it, and when it began."""
        held = self.requested()

        def do(document: Any, form: Any) -> object:
            return starting.change(
                document, current_actor(), title=form.title.data, leading=_leading(form),
                started_on=form.started_on.data, why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        names = ("title", "leader", "external_leader", "external_reason", "started_on")
        return self.ask(forms.CHANGE, self.change_form, do, start={name: getattr(held, name) for name in names})

    @expose("/avlys/", "GET", "POST")
    def cancel(self) -> ResponseReturnValue:
        """Call it off with a reason."""

        def do(document: Any, form: Any) -> object:
            return starting.cancel(
                document, current_actor(), why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.CANCEL, self.cancel_form, do)
