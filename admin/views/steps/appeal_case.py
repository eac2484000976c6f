"""Where an appeal meets its case: registered on a decision, reached from the case, answered by a new proposal."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from bson import ObjectId
from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats, need
from admin.fields import term_choices
from admin.forms import Form
from admin.links import record_url, screen_of
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step
from admin.views.screen import Screen
from admin.views.steps.appeal_forms import RegisterForm
from admin.views.steps.deciding import DecidingSteps
from admin.views.steps.decision_form import FIRST_TIME, DecisionForm, start_of
from admin.views.steps.next_act import step_of
from models import Appeal, Applicant, Application, Decision, Letter
from rules import decisions as rule
from rules.appeals import PENDING
from rules.errors import DateBeforeCause, HusromError
from rules.terms import DecisionOutcome
from services import appeals, decisions, dispatch, merged, need_to_know, records
from services.decisions import Case

REGISTER = Step(
    heading="Registrer klage",
    lead="Skriv det som står i klagen. Husrom regner ut om den kom i tide, og gir oppgaven til saksbehandleren.",
    button="Registrer klagen",
    done="",
    facts=("application", "outcome", "decided_on", "appeal_body"),
)
ANSWER = Step(
    heading="Endre vedtaket etter klage",
    lead="Vedtaket kan bare endres til klagerens fordel, helt eller delvis (forvaltningsloven § 33).",
    button="Lag forslag og se brevet",
    done="Forslaget er laget. Se over brevet.",
)
OPEN_ONE = "Åpne vedtaket det klages på, og registrer klagen der."
NOT_OURS = "Klagen er ikke lenger til ny vurdering. Åpne den og se hva som er neste steg."


class RegisterAppeal(Screen):
    """What is done with a decision: an appeal on it is registered."""

    def acts(self, document: Any) -> Sequence[Act]:
        case = records.get(Application, records.reference(document, "application"))
        shows = need.works(case.pk) and self.may("appeal") and appeals.appealable(document, case)
        return [self.page("Registrer klage", "appeal", document)] if shows else []

    @expose("/klage/", "GET", "POST")
    def appeal(self) -> ResponseReturnValue:
        """Register an appeal on the decision, and go to it."""
        decision = self.requested()
        need_to_know.require(records.get(Application, records.reference(decision, "application")), current_actor())
        form = RegisterForm(get_form_data(), data={"nonce": uuid4().hex, "received_on": formats.today()})
        form.fit(
            asks_arrival=decision.letter is None and decision.arrived_on is None, representatives=_acting(decision)
        )
        if request.method == "POST" and form.validate():
            try:
                made = appeals.register(
                    decision, form.lodging(), current_actor(), today=formats.today(),
                    identity=ObjectId(form.nonce.data[:24]),
                )  # fmt: skip
            except HusromError as error:
                self._refused(error, form)
            else:
                flash(*_registered(made))
                return redirect(self.desk.page_url(made) or self.get_url(".details_view", id=decision.pk))
        page: str = self.render(
            "admin/views/appeal_register.html", model=decision, form=form, step=REGISTER, told=_deadline(decision)
        )
        return page

    def problems_of(self, error: HusromError, form: Form) -> dict[str, str]:
        """As the screen says; a day before its cause is told at its field."""
        if isinstance(error, DateBeforeCause):
            return {error.field: "Datoen er før det den bygger på."}
        return super().problems_of(error, form)


def _acting(decision: Any) -> list[str]:
    case = Application.objects(pk=records.reference(decision, "application")).only("applicant").no_dereference().first()
    person = Applicant.objects(pk=records.reference(case, "applicant")).first() if case else None
    return [one.name for one in dispatch.representatives(merged.root_of(person), formats.today())] if person else []


def _registered(appeal: Any) -> tuple[str, str]:
    if appeal.in_time:
        return "Klagen er registrert. Den kom i tide.", "success"
    return "Klagen er registrert. Den kom etter fristen: vurder om den kan behandles likevel.", "warning"


def _deadline(decision: Any) -> str:
    if decision.appeal_deadline:
        came = decision.arrived_on  # presumed from the dispatch, and then it may lie ahead
        verb = "regnes som kommet fram" if came and came > formats.today() else "kom fram"
        arrived = f"Vedtaket {verb} {formats.day(came)}. " if came else ""
        return f"{arrived}Klagefristen er {formats.day(decision.appeal_deadline)}."
    if decision.letter is None:
        return "Husrom vet ikke når vedtaket kom fram til parten. Skriv dagen hvis du vet den."
    return "Vedtaket er ikke kommet fram ennå. Klagefristen har ikke begynt å løpe, og klagen er i tide."


class AnswerForm(DecisionForm):
    """A decision that is changed to the appellant's advantage, on the legal basis it was made on."""

    def fit_to(self, case: Case, before: Decision) -> None:
        """Offer the outcomes alone that are better for the appellant."""
        self.fit(case)
        better = [one for one in FIRST_TIME if rule.in_favour(before.outcome, one)]
        self.outcome.choices = [self.outcome.choices[0], *term_choices(better)]
        self.basis.choices = term_choices([before.basis])


class AppealCaseSteps(DecidingSteps):
    """The steps of a case that an appeal asks for."""

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.decisions and need.works(document.pk) and appeals.open_to_appeal(document):
            found.append(("register_appeal", self.page("Registrer klage", "register_appeal", document)))
        return [*found, *self._appeal_acts(document)]

    def _appeal_acts(self, document: Any) -> list[tuple[str, Act]]:
        """The way to the appeal that waits for us: the main button where the case itself waits for nobody."""
        if not document.decisions:
            return []
        waits = Appeal.objects(application=document.pk, state__in=list(PENDING)).only("id").order_by("pk").first()
        url = record_url(self.desk, "appeal", waits.pk) if waits else None
        main = bool(url) and step_of(document) is None
        return [("details_view", Act(label="Åpne klagen", url=url, main=main, post=False))] if url else []

    @expose("/klage/")
    def register_appeal(self) -> ResponseReturnValue:
        """On to the decision that is appealed on; where there are several, to the case's list of them."""
        document = self.requested()
        found = appeals.open_to_appeal(document)
        screen = screen_of(self.desk, "decision")
        if len(found) != 1 or screen is None or not screen.may("appeal"):
            flash(OPEN_ONE, "info")
            return self.back(document)
        return redirect(screen.get_url(f"{screen.endpoint}.appeal", id=found[0]))

    @expose("/endre-etter-klage/", "GET", "POST")
    def answer_appeal(self) -> ResponseReturnValue:
        """Propose a decision that answers an appeal by own reassessment."""
        case = self.opened()
        appeal = self._appeal_of(case.application)
        if appeal is None or appeal.state not in PENDING:
            flash(NOT_OURS, "error")
            return self.back(case.application)
        before: Decision = records.get(Decision, records.reference(appeal, "decision"))
        form = AnswerForm(get_form_data(), data=start_of(case) | {"basis": before.basis} | _start(case, appeal))
        form.fit_to(case, before)

        def do(form: Any) -> Letter:
            return self.propose_draft(case, form.draft(replaces=before.pk, appeal=appeal.pk), form)

        return self.write(ANSWER, case, form, do, replaced=decisions.entry_of(case.application, before.pk))

    def _appeal_of(self, document: Any) -> Appeal | None:
        wanted = request.values.get("klage", "")
        if not ObjectId.is_valid(wanted):
            return None
        found: Appeal | None = Appeal.objects(pk=wanted, application=document.pk).no_dereference().first()
        return found

    def edit_url(self, document: Any) -> str | None:
        """Where the proposal is changed; an answer to an appeal where it was made."""
        held = document.proposal
        if held is None or held.appeal is None:
            return super().edit_url(document)
        if not self.may("answer_appeal"):
            return None
        return str(self.get_url(".answer_appeal", id=document.pk, klage=held.appeal))


def _start(case: Case, appeal: Appeal) -> dict[str, Any]:
    """A grant to begin with, unless the proposal that stands answers this appeal already."""
    held = case.application.proposal
    answers = held is not None and held.appeal == appeal.pk
    return {} if answers else {"outcome": DecisionOutcome.GRANTED}
