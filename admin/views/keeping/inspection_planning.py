"""An inspection before it is held: moved, called off, the tenant told by a letter that is looked at first."""

from dataclasses import replace
from typing import Any

from flask import abort, flash, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats, pdf_answer, wording
from admin.people import current_actor, sees_protected
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import form_of, reason
from admin.views.keeping import inspection_forms as forms
from admin.views.keeping.inspection_screen import HomeScreen
from admin.views.letting.previewing import Previewing
from rules.errors import HusromError
from rules.terms import InspectionState
from services import inspections


class PlanningSteps(HomeScreen, Previewing):
    """The steps of a planned inspection."""

    def declare(self) -> None:
        super().declare()
        self.move_form, self.notify_form = forms.move_form(), forms.notify_form()
        self.cancel_form = form_of(reason=reason("Hvorfor blir den ikke noe av?"))

    def step_acts(self, document: Any) -> list[Any]:
        found = super().step_acts(document)
        if not self.works(document):
            return found
        if document.state is InspectionState.PLANNED:
            if self.lease_of(document) is not None and not inspections.is_told(document):
                late = document.planned_on <= formats.today()
                found.append(("notify", self.page("Varsle leietakeren", "notify", document, main=not late)))
            found.append(("move", self.page("Flytt", "move", document)))
        if document.state in (InspectionState.PLANNED, InspectionState.HELD):
            found.append(("cancel", self.page("Avlys", "cancel", document)))
        if inspections.to_call_off(document):
            found.append(("notify", self.page("Varsle om avlysningen", "notify", document, main=True)))
        return found

    @expose("/flytt/", "GET", "POST")
    def move(self) -> ResponseReturnValue:
        """Hold it another day."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            return inspections.move(
                document, current_actor(), on=form.planned_on.data, time=form.planned_time.data,
                why=form.reason.data or "", version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        start = {"planned_on": document.planned_on, "planned_time": document.planned_time}
        return self.ask(forms.MOVE, self.move_form, do, start=start)

    @expose("/avlys/", "GET", "POST")
    def cancel(self) -> ResponseReturnValue:
        """Call it off."""

        def do(document: Any, form: Any) -> object:
            return inspections.cancel(
                document, current_actor(), why=form.reason.data or "", version=form.version.data or 0
            )

        return self.ask(forms.CANCEL, self.cancel_form, do)

    @expose("/varsle/", "GET", "POST")
    def notify(self) -> ResponseReturnValue:
        """Tell the tenant by a letter that is looked at before it goes out."""
        document = self.requested()
        form: Any = self.notify_form(get_form_data(), data={"version": document.version})
        if request.method == "POST" and form.validate() and not self.goes_back():
            actor, sender, seen = current_actor(), sender_of(document), self.seen_letter()
            told = {"agreed": form.agreed.data, "version": form.version.data or 0, "today": formats.today()}
            try:
                if seen is None:
                    letter = inspections.draw_notice(document, actor, sender, **told)
                    return self.preview(document, letter, forms.NOTIFY, "notify", "notice_pdf")
                inspections.notify(document, actor, sender, letter=seen, **told)
            except HusromError as error:
                flash(wording.explain(error), "error")
                form.version.data = self.requested().version
            else:
                flash(forms.NOTIFY.done, "success")
                return self.back(document)
        step = replace(forms.NOTIFY, button="Se brevet")
        page: str = self.render("admin/views/step.html", model=document, form=form, step=step)
        return page

    @expose("/varsel/")
    def notice_pdf(self) -> ResponseReturnValue:
        """A letter of the inspection, for the frame of its preview; the opening is logged by the service."""
        document = self.requested()
        letter = self.letter_about(document.pk)
        if letter is None:
            abort(404)
        actor, name = current_actor(), f"{letter.title}.pdf"
        with inspections.open_notice(document, letter, actor, sees_protected=sees_protected()) as source:
            return pdf_answer.shown(source.read(), name, framed=True)
