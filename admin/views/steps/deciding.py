"""From proposal to decision on the screen: written, looked at with its letter, signed by one decider, undone."""

from collections.abc import Callable
from typing import Any

from bson import ObjectId
from flask import Response, abort, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import decision_words, formats, need, pdf_answer, security, wording
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import Step, form_of, reason
from admin.views.steps.next_act import step_of
from admin.views.steps.proposing import ProposingSteps
from models import Letter
from rules.errors import AlreadyExists, HusromError
from rules.next_steps import UNDECIDED
from rules.terms import CaseStep, DecisionOutcome
from services import decisions, records, rulebooks

UNDO = Step(
    heading="Angre vedtaket",
    lead="Brevet tas tilbake før det er sendt, og saken er som før vedtaket. Det står i saken at vedtaket er angret.",
    button="Angre vedtaket",
    done="Vedtaket er angret, og brevet er tatt tilbake.",
    facts=("applicant", "state", "decided_on"),
)
DECIDED = "Vedtaket er fattet, og brevet er klart til utsending."
REDRAWN = "Brevet er laget på nytt med dagens dato. Se over det."
DROPPED = "Forslaget er trukket. Brevet er forkastet."
NO_ROOM = (
    "Ingenting er lagret. Husstanden har en annen åpen søknad av samme slag, eller et bytte av det samme leieforholdet "
    "er alt innvilget. Avslutt den andre saken først."
)
SIGN = "Signere vedtaket? Brevet blir klart til utsending."


class DecidingSteps(ProposingSteps):
    """The way of a case from proposal to decision."""

    def declare(self) -> None:
        super().declare()
        self.undo_form = form_of(reason=reason("Hvorfor angres vedtaket?"))

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if not need.works(document.pk):
            return found
        step = step_of(document)
        if document.proposal is not None:
            main = step is CaseStep.DECIDE
            found.append(("preview", self.page("Se forslaget til vedtak", "preview", document, main=main)))
        elif document.state in UNDECIDED:
            main = step is CaseStep.PROPOSE
            found.append(("propose", self.page("Lag forslag til vedtak", "propose", document, main=main)))
        if self.undoable(document) is not None:
            found.append(("undo", self.page("Angre vedtaket", "undo", document)))
        return found

    def about(self, document: Any) -> Markup | None:
        """What has been proposed and decided, for those who work the case."""
        before = super().about(document)
        if not need.works(document.pk):
            return before
        wanted = decision_words.letter_of(document.decisions)
        letters = {one.pk: one for one in Letter.objects(pk__in=wanted).only("state")} if wanted else {}
        lines = decision_words.standing(document, letters)
        if not lines:
            return before
        rows = Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)
        told = Markup('<div class="decided">{}</div>').format(rows)
        return Markup("{}{}").format(before or "", told)

    def undoable(self, document: Any) -> ObjectId | None:
        """The last decision that the person at the screen may take back."""
        actor = current_actor()
        for entry in reversed(document.decisions):
            if entry.open and entry.proposal is not None and actor.id in entry.decided_by:
                letter = Letter.objects(pk=entry.proposal.letter).only("state").first()
                if decisions.may_undo(entry, letter, actor):
                    return ObjectId(entry.id)
        return None

    # --- Looking and signing --------------------------------------------------------------------------------------

    @expose("/forhandsvisning/")
    def preview(self) -> ResponseReturnValue:
        """What is proposed, in words and as the letter that goes out."""
        document = self.opened().application
        if document.proposal is None:
            return self.back(document)
        actor, today = current_actor(), formats.today()
        letter = records.get(Letter, document.proposal.letter)
        rules = rulebooks.current(today)
        page = make_response(
            self.render(
                "admin/views/preview.html",
                model=document,
                held=document.proposal,
                lines=decision_words.proposal(document.proposal, rules.appeal_weeks),
                letter=letter,
                outdated=letter.drawn_on != today or document.proposal.rulebook != rules.number,
                sign_words=SIGN,
                signs=decisions.may_decide(document, actor) and self.may("decide"),
                own=rules.policy.deciding.four_eyes and document.proposal.by == actor.id,
                edit_url=self.edit_url(document),
            )
        )
        return self.framing(page)

    def framing(self, page: Response) -> Response:
        """A page that shows a letter of ours in a frame."""
        page.headers["Content-Security-Policy"] = f"{security.POLICY.format(nonce=security.nonce())}; frame-src 'self'"
        return page

    def edit_url(self, document: Any) -> str | None:
        """Where the proposal is changed; None for those who may not."""
        method = "withdraw_grant" if document.proposal.outcome is DecisionOutcome.WITHDRAWN else "propose"
        if document.proposal.appeal is not None or not self.may(method):
            return None  # an answer to an appeal is changed where the appeal is
        return str(self.get_url(f".{method}", id=document.pk))

    @expose("/brevet/")
    def letter_pdf(self) -> ResponseReturnValue:
        """One of the case's letters for the frame of a preview; the opening is logged by the service."""
        document = self.requested()
        letter = records.get(Letter, request.args.get("brev", ""))
        if records.reference(letter, "application") != document.pk:
            abort(404)
        return pdf_answer.letter(letter, framed=True)

    @expose("/avgjor/", "POST")
    def decide(self) -> ResponseReturnValue:
        """Sign the proposal as it was looked at."""
        document, actor = self.requested(), current_actor()
        letter = request.form.get("letter", "")
        seen = ObjectId(letter) if ObjectId.is_valid(letter) else ObjectId()
        return self._sign(
            document, lambda: decisions.decide(document, actor, letter=seen, version=self.seen(), now=actor.at)
        )

    def _sign(self, document: Any, do: Callable[[], object]) -> ResponseReturnValue:
        try:
            do()
        except AlreadyExists:
            flash(NO_ROOM, "error")
        except HusromError as error:
            flash(wording.explain(error), "error")
        else:
            flash(DECIDED, "success")
            return self.back(document)
        return self.to_preview(document)

    def to_preview(self, document: Any) -> ResponseReturnValue:
        return redirect(self.get_url(".preview", id=document.pk))

    @expose("/lag-brev/", "POST")
    def redraw(self) -> ResponseReturnValue:
        """Draw the proposal's letter anew, with the day's date."""
        document, actor = self.requested(), current_actor()
        try:
            decisions.redraw(document, actor, sender_of(document), version=self.seen(), now=actor.at)
        except HusromError as error:
            flash(wording.explain(error), "error")
        else:
            flash(REDRAWN, "success")
        return self.to_preview(document)

    @expose("/trekk-forslag/", "POST")
    def drop_proposal(self) -> ResponseReturnValue:
        """Take the proposal back before anybody has decided it."""
        document = self.requested()
        return self.settle(
            document,
            lambda: decisions.drop_proposal(document, current_actor(), why="", version=self.seen()),
            DROPPED,
        )

    @expose("/angre/", "GET", "POST")
    def undo(self) -> ResponseReturnValue:
        """Take a decision back while its letter is in the house."""

        def do(document: Any, form: Any) -> object:
            wanted = self.undoable(document)
            if wanted is None:
                raise records.stale(document, form.version.data or 0)
            decisions.undo(document, wanted, current_actor(), why=form.reason.data, version=form.version.data or 0)
            return True

        return self.ask(UNDO, self.undo_form, do)
