"""The letters of a complaint on its page: the written warning, and the answer to whoever complained."""

from dataclasses import replace
from typing import Any

from bson import ObjectId
from flask import abort, flash, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats, pdf_answer, wording
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import KEPT, Step
from admin.views.keeping import incident_forms as forms
from admin.views.keeping.incident_steps import IncidentSteps
from admin.views.letting.previewing import LETTER, Previewing
from models import Letter
from rules.errors import HusromError, StaleState
from rules.terms import IncidentState
from services import incidents
from services.incidents import Warned

WHO = "hvem"


class IncidentLetters(IncidentSteps, Previewing):
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

        def do(document: Any, form: Any) -> ResponseReturnValue | None:
            actor, sender, seen = current_actor(), sender_of(document), self.seen_letter()
            warned = Warned(lease=form.lease.data, happened=form.happened.data or "", expected=form.expected.data or "")
            given: dict[str, Any] = {"version": form.version.data or 0, "today": formats.today()}
            if seen is None:
                letter = incidents.draw_warning(document, warned, actor, sender, **given)
                return self.preview(document, letter, forms.WARN, "warn", "letter_pdf")
            incidents.warn(document, warned, actor, sender, letter=seen, **given)
            return None

        start = {"lease": choices[0][0]} if len(choices) == 1 else {}
        return self._with_letter(forms.WARN, forms.warn_form(choices), do, **start)

    @expose("/svar/", "GET", "POST")
    def answer(self) -> ResponseReturnValue:
        """Answer one of those who complained; the letter says nothing of anybody."""
        who = self._who()

        def do(document: Any, form: Any) -> ResponseReturnValue | None:
            actor, sender, seen = current_actor(), sender_of(document), self.seen_letter()
            given: dict[str, Any] = {
                "language": form.language.data, "version": form.version.data or 0, "today": formats.today(),
            }  # fmt: skip
            if seen is None:
                letter = incidents.draw_answer(document, who, actor, sender, **given)
                return self.preview(document, letter, forms.ANSWER, "answer", "letter_pdf")
            incidents.answer(document, who, actor, sender, letter=seen, **given)
            return None

        return self._with_letter(forms.ANSWER, forms.answer_form(), do)

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

    def _with_letter(self, step: Step, kind: Any, do: Any, **start: Any) -> ResponseReturnValue:
        """Ask, show the letter, and do it when it comes back with the letter that was looked at."""
        document = self.known()
        form: Any = kind(get_form_data(), data={"version": document.version, **start})
        if request.method == "POST" and form.validate() and not self.goes_back():
            try:
                shown = do(document, form)
            except StaleState as error:
                flash(f"{wording.explain(error)} {KEPT}", "error")
                form.version.data = self.requested().version
            except HusromError as error:
                self._refused(error, form)
                if not form.problems():
                    flash(wording.explain(error), "error")
            else:
                if shown is None:
                    flash(step.done, "success")
                    return self.back(document)
                answer: ResponseReturnValue = shown
                return answer
        page: str = self.render(
            "admin/views/keeping/incident_letter.html",
            model=document, form=form, step=replace(step, button=forms.LOOK), who=request.values.get(WHO, ""),
        )  # fmt: skip
        return page

    @expose("/brevet/")
    def letter_pdf(self) -> ResponseReturnValue:
        """A letter of the complaint, for the frame of a preview; the opening is logged by the service."""
        document, named = self.known(), request.args.get(LETTER, "")
        about = [document.pk, *(one.id for one in document.complainants)]
        found = Letter.objects(pk=named, about__in=about).first() if ObjectId.is_valid(named) else None
        return pdf_answer.letter(found, framed=True) if found else abort(404)
