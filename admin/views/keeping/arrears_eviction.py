"""Toward eviction on the case's page: asked for, approved or refused, dated, taken back, carried out."""

from typing import Any

from bson import ObjectId
from flask import abort
from flask.typing import ResponseReturnValue

from admin import formats
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.keeping import arrears_forms as forms
from admin.views.keeping.arrears_steps import STEP, ArrearsSteps
from models.arrears_case import OPEN
from rules.arrears import NEEDS_APPROVAL, ArrearsReason
from rules.terms import ArrearsState
from services import arrears

ASKED = "admin/views/keeping/arrears_asked.html"


class EvictionSteps(ArrearsSteps):
    """Steps that a leader approves, and what follows a petition."""

    def declare(self) -> None:
        super().declare()
        self.date_form, self.evicted_form = forms.day_form("Dag for fravikelse"), forms.day_form("Fraveket den")
        self.back_form, self.refuse_form = forms.why_form(), forms.why_form("Begrunnelse")

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state not in OPEN:
            return found
        if document.state is ArrearsState.PETITIONED:
            found.insert(0, ("set_date", self.page(forms.DATE.heading, "set_date", document, main=True)))
        if document.state is ArrearsState.DATE_SET:
            found.append(("set_date", self.page("Endre dagen", "set_date", document)))
            found.append(("note_evicted", self.page(forms.EVICTED.heading, "note_evicted", document)))
        if document.state in (ArrearsState.PETITIONED, ArrearsState.DATE_SET):
            paid = document.next_reason is ArrearsReason.PETITION_PAID
            found.append(("take_back", self.page(forms.TAKE_BACK.heading, "take_back", document, main=paid)))
        return [*self._approving(document), *found]

    def _approving(self, document: Any) -> list[tuple[str, Act]]:
        """Asked for where it is due; answered by those who did not ask."""
        actor = current_actor()
        if document.asked:
            if not arrears.may_approve(actor) or document.asked[0].by == actor.id:
                return []
            words = f"Godkjenn «{document.asked[0].step.label}»"
            return [
                ("approve_step", self.page(words, "approve_step", document, main=True)),
                ("refuse_step", self.page(forms.REFUSE.heading, "refuse_step", document)),
            ]
        if document.next_reason is not ArrearsReason.APPROVAL_NEEDED or document.next_step not in NEEDS_APPROVAL:
            return []
        step = document.next_step
        if document.children is None:
            return [("note_household", self.page("Avklar om det bor barn der", "note_household", document, main=True))]
        words = f"Be om godkjenning av «{step.label}»"
        return [("ask_approval", self._to(words, "ask_approval", document, main=True, steg=step.value))]

    @expose("/be-om-godkjenning/", "GET", "POST")
    def ask_approval(self) -> ResponseReturnValue:
        """Ask a leader to approve a step toward eviction."""
        step = self._step()

        def do(document: Any, form: Any) -> object:
            note = form.best_interest.data if "best_interest" in form else ""
            return arrears.ask(
                document, current_actor(), step=step, reasons=form.reasons.data, best_interest=note or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        kind = forms.ask_form(children=bool(self.known().children))
        return self.ask(forms.ASK, kind, do, start={STEP: step.value})

    @expose("/godkjenn/", "GET", "POST")
    def approve_step(self) -> ResponseReturnValue:
        """Approve what is asked for."""
        held, document = self._asked(), self.requested()

        def do(document: Any, form: Any) -> object:
            note = form.best_interest.data if "best_interest" in form else ""
            return arrears.approve(
                document, current_actor(), asked=held, reasons=form.reasons.data, best_interest=note or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        kind = forms.approve_form(children=bool(document.children))
        return self.ask(forms.APPROVE, kind, do, template=ASKED, asked=_told(document))

    @expose("/si-nei/", "GET", "POST")
    def refuse_step(self) -> ResponseReturnValue:
        """Say no to what is asked for."""
        held = self._asked()

        def do(document: Any, form: Any) -> object:
            return arrears.refuse(
                document, current_actor(), asked=held, reasons=form.reason.data, version=form.version.data or 0
            )

        return self.ask(forms.REFUSE, self.refuse_form, do, template=ASKED, asked=_told(self.requested()))

    def _asked(self) -> ObjectId:
        """The first step that waits for an answer."""
        asked = self.known().asked
        return ObjectId(asked[0].id) if asked else abort(404)

    @expose("/berammet/", "GET", "POST")
    def set_date(self) -> ResponseReturnValue:
        """The day that the enforcement officer has set."""

        def do(document: Any, form: Any) -> object:
            return arrears.set_date(
                document, current_actor(), on=form.on.data, version=form.version.data or 0, today=formats.today()
            )

        return self.ask(forms.DATE, self.date_form, do, start={"on": self.known().eviction_on})

    @expose("/trekk-begjaeringen/", "GET", "POST")
    def take_back(self) -> ResponseReturnValue:
        """That the petition was taken back."""

        def do(document: Any, form: Any) -> object:
            return arrears.take_back(document, current_actor(), why=form.reason.data, version=form.version.data or 0)

        self.known()
        return self.ask(forms.TAKE_BACK, self.back_form, do)

    @expose("/fraveket/", "GET", "POST")
    def note_evicted(self) -> ResponseReturnValue:
        """That the tenant was evicted."""

        def do(document: Any, form: Any) -> object:
            return arrears.note_evicted(
                document, current_actor(), on=form.on.data, version=form.version.data or 0, today=formats.today()
            )

        return self.ask(forms.EVICTED, self.evicted_form, do, start={"on": self.known().eviction_on})


def _told(document: Any) -> list[tuple[str, str]]:
    """What the leader reads before answering: the step, who asks, why, and what is best for the children."""
    one = document.asked[0]
    found = [
        ("Steg", one.step.label), ("Bedt om av", f"{one.by_name} {formats.day(one.on)}"), ("Begrunnelse", one.reasons),
    ]  # fmt: skip
    return [*found, ("Barnets beste (Grunnloven § 104)", one.best_interest)] if one.best_interest else found
