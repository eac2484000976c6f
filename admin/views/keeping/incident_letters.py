"""The letters of a complaint on its page: the written warning, and the answer to whoever complained."""

from typing import Any

from bson import ObjectId
from flask import abort, request
from flask.typing import ResponseReturnValue

from admin import formats, pdf_answer
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.keeping import incident_forms as forms
from admin.views.keeping.incident_steps import IncidentSteps
from admin.views.lettered import Lettered
from rules.terms import IncidentState
from services import incidents
from services.incidents import Warned

WHO = "hvem"


class IncidentLetters(IncidentSteps, Lettered):
    """Steps that end in a letter, which is looked at first."""

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state in (IncidentState.MAPPED, IncidentState.FOLLOWED_UP) and incidents.leases_of(document):
            found.insert(-1, ("warn", self.page(forms.WARN.heading, "warn", document)))
        return found

    @expose("/advarsel/", "GET", "POST")
    def warn(self) -> ResponseReturnValue:
        """Write a warning to one of the tenants; it is looked at before it goes out."""
        document = self.known()
        choices = self.lease_choices(document)

        def given(form: Any) -> Warned:
            return Warned(lease=form.lease.data, happened=form.happened.data or "", expected=form.expected.data or "")

        def draw(document: Any, form: Any) -> Any:
            return incidents.draw_warning(
                document, given(form), current_actor(), sender_of(document), version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        def do(document: Any, form: Any, seen: Any) -> object:
            return incidents.warn(
                document, given(form), current_actor(), sender_of(document), letter=seen,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        start = {"lease": choices[0][0]} if len(choices) == 1 else {}
        return self.with_letter(forms.WARN, forms.warn_form(choices), "warn", "letter_pdf", draw, do, start=start)

    @expose("/svar/", "GET", "POST")
    def answer(self) -> ResponseReturnValue:
        """Answer one of those who complained; the letter says nothing of anybody."""
        who = self._who()

        def draw(document: Any, form: Any) -> Any:
            return incidents.draw_answer(
                document, who, current_actor(), sender_of(document), language=form.language.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        def do(document: Any, form: Any, seen: Any) -> object:
            return incidents.answer(
                document, who, current_actor(), sender_of(document), letter=seen, language=form.language.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.with_letter(
            forms.ANSWER, forms.answer_form(), "answer", "letter_pdf", draw, do,
            template="admin/views/keeping/incident_letter.html", who=who,
        )  # fmt: skip

    @expose("/svar/notert/", "GET", "POST")
    def note_told(self) -> ResponseReturnValue:
        """Note that one of those who complained was told by word of mouth."""
        who = self._who()

        def do(document: Any, form: Any) -> object:
            return incidents.note_told(
                document, who, current_actor(), on=form.told_on.data, version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.TOLD, forms.told_form(), do, start={"told_on": formats.today()})

    def _who(self) -> ObjectId:
        """The one that the address or the posted preview names, of those who complained."""
        document, named = self.known(), request.values.get(WHO, "")
        known = {str(one.id) for one in document.complainants}
        return ObjectId(named) if named in known else abort(404)

    @expose("/brevet/")
    def letter_pdf(self) -> ResponseReturnValue:
        """A letter of the complaint, for the frame of a preview; the opening is logged by the service."""
        document = self.known()
        found = self.letter_about(document.pk, *(one.id for one in document.complainants))
        return pdf_answer.letter(found, framed=True)
