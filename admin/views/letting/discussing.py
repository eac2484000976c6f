"""Where the unit doubts or says no: the discussion meeting written down, and the head's decision (S004 step 8)."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from admin import choosing_words, formats, hearing_words
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.letting import hearing_forms as forms
from admin.views.letting.choosing_screen import ChoosingScreen
from admin.views.letting.next_act import step_of
from rules.terms import DiscussionOutcome, VacancyState, VacancyStep
from services import allocations
from services.allocations import Note, Standing


class DiscussingSteps(ChoosingScreen):
    """The consultants' meeting and the department head's decision."""

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state is VacancyState.DOUBTED:
            main = step_of(document) is VacancyStep.HOLD_DISCUSSION
            found.append(("discuss", self.page("Skriv ned drøftingsmøtet", "discuss", document, main=main)))
        if document.state is VacancyState.DISPUTED:
            if current_actor().id not in allocations.took_part(document):
                found.append(("settle_dispute", self.page("Avgjør uenigheten", "settle_dispute", document, main=True)))
            call = self.press("Innkall til drøftingsmøte", "call_discussion", document, confirm=forms.CALL)
            found.append(("call_discussion", call))
        return found

    @expose("/innkall-drofting/", "POST")
    def call_discussion(self) -> ResponseReturnValue:
        """A meeting before the department head decides."""
        document = self.requested()
        return self.settle(
            document,
            lambda: allocations.call_discussion(document, current_actor(), version=self.seen()),
            forms.CALLED,
        )

    @expose("/drofting/", "GET", "POST")
    def discuss(self) -> ResponseReturnValue:
        """What was discussed, by whom, and what it came to."""
        document = self.requested()
        if document.state is not VacancyState.DOUBTED and request.method == "GET":
            return self.not_now(document)
        if (refusal := self.closed_to(allocations.concerned(document))) is not None:
            return self.refused(document, refusal)
        self.log_households(allocations.concerned(document))
        people = {str(one.pk): one for one in allocations.invited(document)}
        found = self.standing_of(document)

        def do(vacancy: Any, form: Any) -> object:
            outcome = DiscussionOutcome(form.outcome.data)
            note = Note(
                held_on=form.held_on.data,
                questions=form.questions.data,
                outcome=outcome,
                conclusion=form.conclusion.data,
                people=[people[one] for one in form.people.data or () if one in people],
                others=(form.others.data or "").splitlines(),
                chosen=forms.identity(form.chosen.data),
                passed_over=forms.reasons_for_others(found.places, form.chosen.data, form.over.data),
            )
            allocations.discuss(vacancy, current_actor(), note, version=form.version.data or 0, today=formats.today())
            return forms.DISCUSSED[outcome]

        named = [(identity, person.name) for identity, person in people.items()]
        kind = forms.discuss_form(named, _choices(found))
        return self.ask(
            forms.DISCUSS, kind, do, start={"held_on": formats.today()}, **self._shown(document, found),
            template="admin/views/letting/discuss.html",
        )  # fmt: skip

    @expose("/avgjor-uenighet/", "GET", "POST")
    def settle_dispute(self) -> ResponseReturnValue:
        """Who is to have the dwelling after all."""
        document = self.requested()
        if document.state is not VacancyState.DISPUTED and request.method == "GET":
            return self.not_now(document)
        if (refusal := self.closed_to(allocations.concerned(document))) is not None:
            return self.refused(document, refusal)
        self.log_households(allocations.concerned(document))
        found = self.standing_of(document)

        def do(vacancy: Any, form: Any) -> object:
            chosen = forms.identity(form.chosen.data)
            return chosen is not None and allocations.settle(
                vacancy, current_actor(), chosen=chosen, reasons=form.reasons.data,
                passed_over=forms.reasons_for_others(found.places, form.chosen.data, form.over.data),
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(
            forms.SETTLE, forms.settle_form(_choices(found)), do, **self._shown(document, found),
            template="admin/views/letting/discuss.html",
        )  # fmt: skip

    def _shown(self, document: Any, found: Standing) -> dict[str, Any]:
        """What was said until now, and the candidates side by side."""
        held = document.recommendation
        return {
            "lines": [
                *choosing_words.chosen_in_words(document, tells=True),
                *hearing_words.heard_in_words(document, tells=True),
            ],
            "shown": choosing_words.Gallery(self.desk, found).show(found.places),
            "chosen": [str(one) for one in held.chosen] if held else [],
            "criteria": [one.label for one in found.rules.policy.priority],
        }


def _choices(found: Standing) -> forms.Choices:
    """The candidates whom the dwelling suits, in their order, by application number."""
    ordered = sorted(found.places, key=lambda one: (found.places[one], found.numbers[one]))
    return [(one, f"{found.numbers[one]} (plass {found.places[one]})") for one in ordered]
