"""The unit's answer on one screen: who is recommended, why and with what services; yes, doubt or no (S004 step 7)."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import formats, hearing_words
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of, reason
from admin.views.letting import hearing_forms as forms
from admin.views.letting.choosing_screen import ChoosingScreen
from rules.errors import HusromError
from rules.terms import UnitAnswer, VacancyState
from services import allocations, records


class HearingSteps(ChoosingScreen):
    """What the unit's leader does, and the consultant who writes down what the leader said."""

    def declare(self) -> None:
        super().declare()
        self.aside_form = form_of(because=reason("Hvorfor er du inhabil?"))

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state is not VacancyState.RECOMMENDED:
            return found
        if allocations.may_answer(document, current_actor()):
            found.append(("answer_unit", self.page("Svar på innstillingen", "answer_unit", document, main=True)))
            found.append(("step_aside", self.page("Jeg er inhabil", "step_aside", document)))
        else:
            found.append(("note_answer", self.page("Noter enhetens svar", "note_answer", document)))
        return found

    def about(self, document: Any) -> Markup | None:
        """The answer, the meetings and the decision; the reasons for those who work the households."""
        before = super().about(document)
        tells, names = self.knows(document), self.names(document)
        lines = list(hearing_words.heard_in_words(document, tells=tells, names=names))
        if not lines:
            return before
        told = render_template("admin/views/letting/_heard.html", lines=lines)
        return Markup("{}{}").format(before or "", Markup(told))  # noqa: S704 - our own template

    @expose("/svar-enheten/", "GET", "POST")
    def answer_unit(self) -> ResponseReturnValue:
        """The unit's own answer."""
        return self._answer(forms.ANSWER)

    @expose("/noter-svar/", "GET", "POST")
    def note_answer(self) -> ResponseReturnValue:
        """An answer given by telephone."""
        document = self.requested()
        leader = allocations.leader_of(document)
        return self._answer(forms.NOTE, noted_for=leader.name if leader else "")

    def _answer(self, step: Step, noted_for: str | None = None) -> ResponseReturnValue:
        document, actor, posted = self.requested(), current_actor(), request.method == "POST"
        if posted and self.seen() != document.version:
            return self.refused(document, records.stale(document, self.seen()))
        noted = noted_for is not None
        try:
            shown = allocations.present(document, actor, noted=noted, log=not posted)
        except HusromError as error:
            return self.refused(document, error)

        def do(vacancy: Any, form: Any) -> object:
            said = UnitAnswer(form.answer.data)
            allocations.answer(
                vacancy,
                actor,
                answer=said,
                prefers=forms.identity(form.prefers.data) if "prefers" in form._fields else None,
                reasons=form.reasons.data or "",
                mix=form.mix.data or "",
                given_by=form.given_by.data if noted else "",
                version=form.version.data or 0,
                today=formats.today(),
            )
            return forms.ANSWERED[said]

        named = [(str(one.application), f"{one.name} ({one.number})") for one in shown]
        kind = forms.answer_form(named, noted_for=noted_for)
        return self.ask(step, kind, do, shown=shown, template="admin/views/letting/answer_unit.html")

    @expose("/fratre/", "GET", "POST")
    def step_aside(self) -> ResponseReturnValue:
        """The leader leaves the answer to the deputy (fvl. § 6)."""

        def do(vacancy: Any, form: Any) -> object:
            return allocations.step_aside(
                vacancy, current_actor(), because=form.because.data, version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.ASIDE, self.aside_form, do)
