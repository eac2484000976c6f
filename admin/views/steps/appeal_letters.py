"""The letters of an appeal on the screen: drawn, looked over, approved."""

from typing import Any

from bson import ObjectId
from flask import abort, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from admin import formats, need, pdf_answer, security, wording
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.screen import Screen
from models import Application, Letter
from rules.errors import HusromError
from rules.terms import LetterKind, LetterState
from services import appeals, records

APPROVED = "Brevet er godkjent og klart til utsending."
DRAWN = "Brevet er laget. Se over det."
NOTHING_DUE = "Ingen brev venter i denne klagesaken."


class AppealLetterSteps(Screen):
    """A letter that an appeal owes its party: nobody gets it before a person has looked it over."""

    day = staticmethod(formats.day)

    @expose("/brev/")
    def letter(self) -> ResponseReturnValue:
        """The next letter that is due, as it will be sent."""
        appeal = self.requested()
        due = self._due(appeal)
        if due is None or not need.works(self.case_of(appeal)):
            flash(NOTHING_DUE, "info")
            return self.back(appeal)
        stored = Letter.objects(pk=due.letter).first() if due.letter else None
        draft = stored if stored is not None and stored.state is LetterState.DRAFT else None
        page = make_response(
            self.render(
                "admin/views/appeal_letter.html",
                model=appeal,
                due=due,
                letter=draft,
                outdated=draft is not None and draft.drawn_on != formats.today(),
            )
        )
        page.headers["Content-Security-Policy"] = f"{security.POLICY.format(nonce=security.nonce())}; frame-src 'self'"
        return page

    def _due(self, appeal: Any) -> Any:
        """The letter that is due first and that nobody has approved, or that was thrown away."""
        gone = {
            one.pk
            for one in Letter.objects(pk__in=[one.letter for one in appeal.tellings if one.approved]).only("state")
            if one.state is LetterState.VOID
        }
        found = [one for one in appeal.tellings if not one.approved or one.letter in gone]
        return min(found, key=lambda one: one.by, default=None)

    @expose("/brev-pdf/")
    def letter_pdf(self) -> ResponseReturnValue:
        """One of the appeal's letters for the frame of the page; the opening is logged by the service."""
        appeal = self.requested()
        stored = records.get(Letter, request.args.get("brev", ""))
        if stored.about != appeal.pk:
            abort(404)
        return pdf_answer.letter(stored, framed=True)

    @expose("/lag-brev/", "POST")
    def draw_letter(self) -> ResponseReturnValue:
        """Draw the letter with the day's date; an earlier draft is thrown away."""
        appeal = self.requested()
        try:
            kind = LetterKind(request.form.get("slag", ""))
        except ValueError:
            return self.back(appeal)
        try:
            self.draw(appeal, kind, version=self.seen())
        except HusromError as error:
            return self.refused(appeal, error)
        flash(DRAWN, "success")
        return redirect(self.get_url(".letter", id=appeal.pk))

    @expose("/godkjenn-brev/", "POST")
    def approve_letter(self) -> ResponseReturnValue:
        """Approve the letter that was looked over."""
        appeal = self.requested()
        wanted = request.form.get("brev", "")
        identity = ObjectId(wanted) if ObjectId.is_valid(wanted) else ObjectId()
        seen: dict[str, Any] = {"version": self.seen(), "today": formats.today()}
        return self.settle(appeal, lambda: appeals.approve(appeal, identity, current_actor(), **seen), APPROVED)

    def draw(self, appeal: Any, kind: LetterKind, *, version: int) -> None:
        case = records.get(Application, records.reference(appeal, "application"))
        appeals.draw(appeal, kind, current_actor(), sender_of(case), version=version, today=formats.today())

    def try_letter(self, appeal: Any, kind: LetterKind) -> None:
        """Draw the letter that a step has just made due; what stands stands, and it can be drawn later too."""
        try:
            self.draw(appeal, kind, version=appeal.version)
        except HusromError as error:
            flash(f"Brevet er ikke laget ennå. {wording.explain(error)}", "error")
