"""An ending until the tenant is out: approved, told of in letters, protested, disputed, taken back, moved out."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from admin import formats, pdf_answer
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import form_of, reason
from admin.views.keeping import ending_forms as forms
from admin.views.keeping import ending_words as words
from admin.views.keeping.screen import TenancyScreen
from admin.views.lettered import Lettered
from rules.terms import EndingState, LeaseEnd, Party
from services import endings, records

LIVE = (EndingState.NOTIFIED, EndingState.PROTESTED, EndingState.SUED)
IN_DISPUTE = (EndingState.PROTESTED, EndingState.SUED)


class EndingSteps(Lettered, TenancyScreen):
    """The steps before the tenant has moved out."""

    def declare(self) -> None:
        super().declare()
        self.plain_form = form_of()
        self.refuse_form = form_of(reason=reason("Hvorfor ikke?"))
        self.withdraw_form = form_of(reason=reason("Hvorfor trekkes den tilbake?"))
        self.protest_form, self.stand_form = forms.protest_form(), forms.stand_form()
        self.agree_form, self.move_form = forms.agree_form(), forms.move_form()

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        """The next step first, the rest plain."""
        found: list[tuple[str, Act]] = []
        state = document.state
        if state is EndingState.PROPOSED:
            own = document.proposed_by == current_actor().id
            if not own:
                found.append(("approve", self.page(words.APPROVE.heading, "approve", document, main=True)))
            label = "Trekk forslaget" if own else words.REFUSE.heading
            found.append(("refuse", self.page(label, "refuse", document)))
        if state in LIVE:
            found += self._live_acts(document)
        return found

    def _live_acts(self, document: Any) -> list[tuple[str, Act]]:
        state, today = document.state, formats.today()
        found: list[tuple[str, Act]] = []
        unsent = document.by_party is Party.TENANT and document.receipt is None and state is EndingState.NOTIFIED
        if unsent:
            found.append(("send_receipt", self.page(words.RECEIPT.heading, "send_receipt", document, main=True)))
        if document.reason is LeaseEnd.LANDLORD_NOTICE and state is EndingState.NOTIFIED:
            found.append(("protest", self.page(words.PROTEST.heading, "protest", document)))
        if state is EndingState.PROTESTED:
            url = url_for("lease.open_dispute", id=records.reference(document, "lease"))
            found.append(("stand", Act(label="Registrer saken", url=url, main=True, post=False)))
        if state in IN_DISPUTE:
            found.append(("stand", self.page(words.STAND.heading, "stand", document)))
        main = not unsent and document.ends_on <= today and state is EndingState.NOTIFIED
        found.append(("move_out", self.page(words.MOVE.heading, "move_out", document, main=main)))
        found.append(("agree_day", self.page(words.AGREE.heading, "agree_day", document)))
        found.append(("withdraw", self.page(words.WITHDRAW.heading, "withdraw", document)))
        return found

    # --- Our own notice ---------------------------------------------------------------------------------------------

    @expose("/godkjenn/", "GET", "POST")
    def approve(self) -> ResponseReturnValue:
        """A leader approves what another proposed; the letter is looked at first."""

        def draw(document: Any, form: Any) -> Any:
            return endings.draw_notice(
                document, current_actor(), sender_of(document), version=form.version.data or 0, today=formats.today()
            )

        def do(document: Any, form: Any, seen: Any) -> object:
            return endings.approve(
                document, current_actor(), sender_of(document), letter=seen, version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.with_letter(words.APPROVE, self.plain_form, "approve", "letter_pdf", draw, do)

    @expose("/si-nei/", "GET", "POST")
    def refuse(self) -> ResponseReturnValue:
        """The proposal falls."""

        def do(document: Any, form: Any) -> object:
            return endings.refuse(
                document, current_actor(), why=form.reason.data, version=form.version.data or 0, today=formats.today()
            )

        return self.ask(words.REFUSE, self.refuse_form, do)

    @expose("/brevet/")
    def letter_pdf(self) -> ResponseReturnValue:
        """One of the ending's own letters, for the frame of a preview; the opening is logged by the service."""
        return pdf_answer.letter(self.letter_about(self.requested().pk), framed=True)

    # --- What the tenant is told and says ---------------------------------------------------------------------------

    @expose("/bekreft/", "GET", "POST")
    def send_receipt(self) -> ResponseReturnValue:
        """Tell the tenant that the notice has come."""

        def draw(document: Any, form: Any) -> Any:
            return endings.draw_receipt(
                document, current_actor(), sender_of(document), version=form.version.data or 0, today=formats.today()
            )

        def do(document: Any, form: Any, seen: Any) -> object:
            return endings.send_receipt(
                document, current_actor(), sender_of(document), letter=seen, version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.with_letter(words.RECEIPT, self.plain_form, "send_receipt", "letter_pdf", draw, do)

    @expose("/protest/", "GET", "POST")
    def protest(self) -> ResponseReturnValue:
        """The tenant protests; whether in time, the service says."""

        def do(document: Any, form: Any) -> object:
            in_time = endings.protest(
                document, current_actor(), on=form.protested_on.data, words=form.protest.data or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip
            return True if in_time else words.LATE

        return self.ask(words.PROTEST, self.protest_form, do, start={"protested_on": formats.today()})

    @expose("/star/", "GET", "POST")
    def stand(self) -> ResponseReturnValue:
        """The notice stands after the dispute."""

        def do(document: Any, form: Any) -> object:
            return endings.stand(
                document, current_actor(), ends_on=form.ends_on.data, why=form.reason.data,
                version=form.version.data or 0,
            )  # fmt: skip

        return self.ask(words.STAND, self.stand_form, do, start={"ends_on": self.requested().ends_on})

    @expose("/blir-boende/", "GET", "POST")
    def withdraw(self) -> ResponseReturnValue:
        """The tenant stays."""

        def do(document: Any, form: Any) -> object:
            return endings.withdraw(
                document, current_actor(), why=form.reason.data, version=form.version.data or 0, today=formats.today()
            )

        return self.ask(words.WITHDRAW, self.withdraw_form, do)

    @expose("/siste-dag/", "GET", "POST")
    def agree_day(self) -> ResponseReturnValue:
        """Another last day is agreed."""

        def do(document: Any, form: Any) -> object:
            return endings.agree_day(
                document, form.ends_on.data, current_actor(), why=form.reason.data or "",
                version=form.version.data or 0,
            )  # fmt: skip

        return self.ask(words.AGREE, self.agree_form, do, start={"ends_on": self.requested().ends_on})

    @expose("/flyttet/", "GET", "POST")
    def move_out(self) -> ResponseReturnValue:
        """The tenant is out, and the keys are back."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            return endings.move_out(
                document, current_actor(), on=form.moved_out_on.data, keys_back_on=form.keys_back_on.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        over = (
            document.ends_on <= formats.today()
        )  # before that, rent owed to the last day would be lost by a mere press
        start = {
            "moved_out_on": document.moved_out_on or (document.ends_on if over else None),
            "keys_back_on": document.keys_back_on,
        }
        return self.ask(words.MOVE, self.move_form, do, start=start)
