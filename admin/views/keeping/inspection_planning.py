"""An inspection before it is held: moved, called off, the tenant told by a letter that is looked at first."""

from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats, pdf_answer
from admin.people import current_actor, sees_protected
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import form_of, reason
from admin.views.keeping import inspection_forms as forms
from admin.views.keeping.inspection_screen import HomeScreen
from admin.views.lettered import Lettered
from models import Letter
from rules.terms import InspectionState
from services import inspections


class InspectionPlanningSteps(HomeScreen, Lettered):
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

        def draw(document: Any, form: Any) -> Letter:
            return inspections.draw_notice(
                document, current_actor(), sender_of(document), agreed=form.agreed.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        def do(document: Any, form: Any, seen: Any) -> object:
            return inspections.notify(
                document, current_actor(), sender_of(document), letter=seen, agreed=form.agreed.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.with_letter(forms.NOTIFY, self.notify_form, "notify", "notice_pdf", draw, do)

    @expose("/varsel/")
    def notice_pdf(self) -> ResponseReturnValue:
        """A letter of the inspection, for the frame of its preview; the opening is logged by the service."""
        document = self.requested()
        letter = self.letter_about(document.pk)
        actor, name = current_actor(), f"{letter.title}.pdf"
        with inspections.open_notice(document, letter, actor, sees_protected=sees_protected()) as source:
            return pdf_answer.shown(source.read(), name, framed=True)
