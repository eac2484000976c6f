"""The phases of a procurement: planned, confirmed as finished, and opened again."""

from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from admin import formats
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step
from admin.views.partners import procurement_forms as forms
from admin.views.screen import Screen
from models import User
from rules.terms import Phase
from services.procurements import phasing

PHASE = "fase"


def asked_phase() -> Phase:
    """The phase that the address names; 404 for another."""
    try:
        return Phase(request.args.get(PHASE, ""))
    except ValueError:
        abort(404)


def title(phase: Phase) -> str:
    """«Fase 2: Vi trenger»."""
    return f"Fase {list(Phase).index(phase) + 1}: {phase.label}"


class PhaseSteps(Screen):
    """What is done with one phase."""

    def declare(self) -> None:
        super().declare()
        self.plan_form = forms.plan_form(self.picker("plan.responsible", User))
        self.finish_form = forms.finish_form()
        self.reopen_form = forms.why_form("Hvorfor åpnes den igjen?")

    @expose("/fase/", "GET", "POST")
    def plan(self) -> ResponseReturnValue:
        """Name who answers for the phase, and its days."""
        phase, held = asked_phase(), self.requested().work_on(asked_phase())

        def do(document: Any, form: Any) -> object:
            return phasing.plan(
                document, phase, current_actor(), responsible=form.responsible.data, begun_on=form.begun_on.data,
                due_on=form.due_on.data, notes=form.notes.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        step = Step(
            heading=title(phase), lead="Den ansvarlige får en oppgave når fasen skal være ferdig.", button="Lagre",
            done="Fasen er oppdatert.",
        )  # fmt: skip
        names = ("responsible", "begun_on", "due_on", "notes")
        return self.ask(step, self.plan_form, do, start={name: getattr(held, name) for name in names})

    @expose("/fase/ferdig/", "GET", "POST")
    def finish(self) -> ResponseReturnValue:
        """Confirm that the phase is gone through."""
        phase = asked_phase()

        def do(document: Any, form: Any) -> object:
            return phasing.finish(
                document, phase, current_actor(), on=form.finished_on.data, next_due_on=form.next_due_on.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        last = phase is Phase.OPERATION
        step = Step(
            heading=f"{title(phase)} er ferdig",
            lead="Med dette er framskaffelsen gjennomført." if last else "Neste fase begynner samme dag.",
            button="Bekreft at fasen er ferdig", done=f"Fasen «{phase.label}» er ferdig.",
        )  # fmt: skip
        return self.ask(step, self.finish_form, do, start={"finished_on": formats.today()})

    @expose("/fase/apne/", "GET", "POST")
    def reopen(self) -> ResponseReturnValue:
        """Open a finished phase again."""
        phase = asked_phase()

        def do(document: Any, form: Any) -> object:
            return phasing.reopen(
                document, phase, current_actor(), why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        step = Step(
            heading=f"Åpne {title(phase)} igjen", lead="Det går så lenge ingenting senere bygger på fasen.",
            button="Åpne fasen igjen", done="Fasen er åpnet igjen.",
        )  # fmt: skip
        return self.ask(step, self.reopen_form, do)
