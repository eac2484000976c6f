"""What is noted on the pages of housing allowances and of claims on guarantees."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.keeping import benefit_forms as forms
from admin.views.keeping.plan_forms import why_form
from admin.views.keeping.screen import TenancyScreen
from rules.terms import AllowanceState, GuaranteeState
from services import benefits


class _Stepping(TenancyScreen):
    """A record whose buttons are its steps: those that the person's role opens, for those who follow the lease up."""

    also = benefits.ALSO

    def steps_of(self, document: Any) -> list[tuple[str, Act]]:
        """Pairs of method and act."""
        return []

    def acts(self, document: Any) -> Sequence[Act]:
        if not self.knows(document):
            return super().acts(document)
        return [*super().acts(document), *(act for method, act in self.steps_of(document) if self.may(method))]


class AllowanceSteps(_Stepping):
    """An allowance is answered, paid to the municipality, and ended."""

    def declare(self) -> None:
        super().declare()
        self.grant_form, self.refuse_form, self.end_form = forms.grant_form(), forms.refuse_form(), forms.end_form()
        self.transport_form, self.end_transport_form = forms.transport_form(), forms.end_transport_form()

    def steps_of(self, document: Any) -> list[tuple[str, Act]]:
        applied, granted = (document.state is one for one in (AllowanceState.APPLIED, AllowanceState.GRANTED))
        transported = document.transport_on is not None and document.transport_until is None
        found = []
        if applied:
            found += [
                ("grant", self.page("Innvilget", "grant", document, main=True)),
                ("refuse", self.page("Avslått", "refuse", document)),
            ]
        if granted and transported:
            label = "Leietakeren får den igjen"
            found.append(("end_transport", self.page(label, "end_transport", document)))
        elif granted:
            found.append(("transport", self.page("Utbetales til kommunen", "transport", document)))
        if applied or granted:
            found.append(("end", self.page("Opphørt eller trukket", "end", document)))
        return found

    @expose("/innvilget/", "GET", "POST")
    def grant(self) -> ResponseReturnValue:
        """What was granted a month."""

        def do(document: Any, form: Any) -> object:
            return benefits.grant(
                document, current_actor(), amount_ore=form.amount_ore.data, first_month=form.first_month.data,
                answered_on=form.answered_on.data, version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.GRANT, self.grant_form, do, start={"first_month": self.requested().first_month})

    @expose("/avslag/", "GET", "POST")
    def refuse(self) -> ResponseReturnValue:
        """The state said no."""

        def do(document: Any, form: Any) -> object:
            return benefits.refuse(
                document, current_actor(), answered_on=form.answered_on.data, note=form.note.data or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.REFUSE, self.refuse_form, do)

    @expose("/opphort/", "GET", "POST")
    def end(self) -> ResponseReturnValue:
        """It is paid no longer, or the application was withdrawn."""

        def do(document: Any, form: Any) -> object:
            return benefits.end(
                document, current_actor(), ended_on=form.ended_on.data, note=form.note.data or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.END, self.end_form, do)

    @expose("/til-kommunen/", "GET", "POST")
    def transport(self) -> ResponseReturnValue:
        """It is paid to the municipality on default."""

        def do(document: Any, form: Any) -> object:
            return benefits.transport(
                document, current_actor(), since=form.since.data, why=form.reason.data, version=form.version.data or 0
            )

        return self.ask(forms.TRANSPORT, self.transport_form, do)

    @expose("/til-leietakeren/", "GET", "POST")
    def end_transport(self) -> ResponseReturnValue:
        """The tenant gets it again."""

        def do(document: Any, form: Any) -> object:
            return benefits.end_transport(
                document, current_actor(), until=form.until.data, why=form.reason.data, version=form.version.data or 0
            )

        return self.ask(forms.END_TRANSPORT, self.end_transport_form, do)


class ClaimSteps(_Stepping):
    """A claim is answered or withdrawn, and what was paid is taken back from the tenant."""

    def declare(self) -> None:
        super().declare()
        self.paid_form, self.refused_form = forms.paid_form(), forms.refused_form()
        self.recourse_form, self.claim_why_form = forms.recourse_form(), why_form()

    def steps_of(self, document: Any) -> list[tuple[str, Act]]:
        if document.state is GuaranteeState.CLAIMED:
            return [
                ("note_paid", self.page("Utbetalt", "note_paid", document, main=True)),
                ("note_refused", self.page("Avslått", "note_refused", document)),
                ("withdraw", self.page(forms.WITHDRAW.heading, "withdraw", document)),
            ]
        if document.state is GuaranteeState.PAID:
            return [("note_recourse", self.page("Noter tilbakekrav", "note_recourse", document))]
        return []

    @expose("/utbetalt/", "GET", "POST")
    def note_paid(self) -> ResponseReturnValue:
        """What the guarantor paid."""

        def do(document: Any, form: Any) -> object:
            return benefits.note_paid(
                document, current_actor(), paid_ore=form.paid_ore.data, paid_on=form.paid_on.data,
                answer=form.answer.data or "", version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.PAID, self.paid_form, do, start={"paid_ore": self.requested().claimed_ore})

    @expose("/avslag/", "GET", "POST")
    def note_refused(self) -> ResponseReturnValue:
        """The guarantor said no."""

        def do(document: Any, form: Any) -> object:
            return benefits.note_refused(
                document, current_actor(), answer=form.answer.data, version=form.version.data or 0
            )

        return self.ask(forms.REFUSED, self.refused_form, do)

    @expose("/trekk/", "GET", "POST")
    def withdraw(self) -> ResponseReturnValue:
        """The claim is taken back."""

        def do(document: Any, form: Any) -> object:
            return benefits.withdraw(document, current_actor(), why=form.reason.data, version=form.version.data or 0)

        return self.ask(forms.WITHDRAW, self.claim_why_form, do)

    @expose("/regress/", "GET", "POST")
    def note_recourse(self) -> ResponseReturnValue:
        """What is taken back from the tenant."""

        def do(document: Any, form: Any) -> object:
            return benefits.note_recourse(
                document, current_actor(), recourse_ore=form.recourse_ore.data, recourse_on=form.recourse_on.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        held = self.requested()
        start = {"recourse_ore": held.recourse_ore or held.paid_ore, "recourse_on": held.recourse_on}
        return self.ask(forms.RECOURSE, self.recourse_form, do, start=start)
