"""A proposal on the screen: written beside the advice, and kept in the form whatever is refused."""

from collections.abc import Callable, Sequence
from typing import Any

from bson import ObjectId
from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import change_log, decision_words, formats, wording
from admin.forms import Form
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.stale import Notice
from admin.views.acting import Step
from admin.views.case_steps import CaseSteps
from admin.views.steps.decision_form import DecisionForm, start_of
from models import Letter
from models.deciding import DecisionEntry
from rules.errors import HusromError, MissingReason, StaleState
from rules.terms import DecisionOutcome, LegalBasis
from services import decisions, need_to_know
from services.decisions import Case

PROPOSE = Step(
    heading="Forslag til vedtak",
    lead="Skriv hva som skal avgjøres, og hvorfor. Du ser brevet før noen avgjør saken.",
    button="Lag forslag og se brevet",
    done="Forslaget er laget. Se over brevet.",
)
AGAINST = "Utfallet går mot det regelboken peker mot. Skriv hvorfor rådet ikke følges."
BEYOND = "Søkeren har fått innvilget bytte før. Skriv hvorfor det skal innvilges en gang til."


class ProposingSteps(CaseSteps):
    """The form of a proposal."""

    day = staticmethod(formats.day)
    today = staticmethod(formats.today)

    @expose("/forslag/", "GET", "POST")
    def propose(self) -> ResponseReturnValue:
        """Write a proposal, or change the one that stands."""
        case = self.opened()
        wanted = request.args.get("vedtak", "")
        asked = decisions.entry_of(case.application, ObjectId(wanted) if ObjectId.is_valid(wanted) else None)
        start = start_of(case) | ({"basis": asked.basis} if asked is not None else {})
        form = DecisionForm(get_form_data(), data=start)
        form.fit(case)

        def do(form: Any) -> Letter:
            changed = _changed(case, form.basis.data)
            return self.propose_draft(case, form.draft(replaces=changed and changed.id), form)

        return self.write(PROPOSE, case, form, do, replaced=_changed(case, form.basis.data))

    def opened(self) -> Case:
        """The case that the page is about, for those who work it; the opening is logged."""
        document = self.requested()
        need_to_know.require(document, current_actor())
        self.log_opening(document)
        return decisions.case_of(document, current_actor().at)

    def propose_draft(self, case: Case, draft: decisions.Draft, form: Any) -> Letter:
        """Put the draft before the deciding body, as the person at the screen saw the case."""
        actor, seen = current_actor(), form.version.data or 0
        sender = sender_of(case.application)
        return decisions.propose(case.application, draft, actor, sender, version=seen, now=actor.at)

    def write(
        self, step: Step, case: Case, form: Any, do: Callable[[Any], object], **extra: Any
    ) -> ResponseReturnValue:
        """The page of a form whose words are long: whatever is refused, what was typed stays in it."""
        if request.method == "POST" and form.validate():
            try:
                do(form)
            except StaleState as error:
                case = self._meet(case, form, error, extra)
            except HusromError as error:
                self._refused(error, form)
            else:
                flash(step.done, "success")
                return redirect(self.get_url(".preview", id=case.application.pk))
        page: str = self.render(
            "admin/views/propose.html", model=case.application, form=form, step=step,
            advice=decision_words.advice(case), bodies=_bodies(case), **extra,
        )  # fmt: skip
        return page

    def _meet(self, case: Case, form: Any, error: StaleState, extra: dict[str, Any]) -> Case:
        """Another was first: show what they changed beside what was typed; the next try counts as seen."""
        fresh = self.get_one(case.application.pk)
        since = [one for one in fresh.history if one.version > (form.version.data or 0)]
        entries = tuple(change_log.shown(self, fresh, entry) for entry in reversed(since))
        extra["stale"] = Notice(entries, ())
        form.version.data = fresh.version
        if not entries:
            flash(wording.explain(error), "error")
        return decisions.case_of(fresh, case.now)

    def problems_of(self, error: HusromError, form: Form) -> dict[str, str]:
        """As the screen says; reasons that are missing stand at their field."""
        if isinstance(error, MissingReason) and error.what in ("decision.override", "decision.swap"):
            return {"override": AGAINST if error.what == "decision.override" else BEYOND}
        return super().problems_of(error, form)


def _changed(case: Case, basis: LegalBasis | None) -> DecisionEntry | None:
    """The refusal on that basis that a new proposal changes to the party's advantage, where one stands (§ 35 a)."""
    held = decisions.open_entry(case.application, basis) if basis is not None else None
    return held if held is not None and held.outcome is not DecisionOutcome.GRANTED else None


def _bodies(case: Case) -> Sequence[tuple[str, str, str]]:
    """Who decides and who decides an appeal, by legal basis."""
    rules = case.rules
    return [
        (basis.label, rules.policy.deciding.bodies[basis].label, rules.appeal_bodies[basis].label)
        for basis in rules.appeal_bodies
    ]
