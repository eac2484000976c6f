"""A grant that may have to be withdrawn on new facts: prior notice first, then a new decision (fvl. § 16, S001)."""

from typing import Any, cast

from bson import ObjectId
from flask import abort, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from admin import decision_words, formats, need
from admin.fields import blank_to_none
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import Step, form_of
from admin.views.steps.deciding import DecidingSteps
from admin.views.steps.decision_form import LONGEST, ReasonedForm
from admin.views.steps.next_act import step_of
from models import Letter
from models.deciding import DecisionEntry
from rules.errors import HusromError
from rules.terms import CaseStep, DecisionOutcome, LetterKind, LetterState
from services import decisions, rulebooks
from services.decisions import Case, Draft

NOTICE = Step(
    heading="Varsle om tilbaketrekking",
    lead="Søkeren får vite hva som er nytt, og får tid til å svare, før noen avgjør om vedtaket trekkes tilbake "
    "(forvaltningsloven § 16).",
    button="Lag varselet og se det",
    done="Varselet er laget. Se over det.",
)
WITHDRAW_GRANT = Step(
    heading="Trekk tilbake vedtaket",
    lead="Et vedtak trekkes tilbake når det er kommet fram opplysninger som ville ført til avslag. Det er et nytt "
    "vedtak, som kan påklages.",
    button="Lag forslag og se brevet",
    done="Forslaget er laget. Se over brevet.",
)
GIVEN = "Varselet er klart til utsending."
THROWN = "Varselet er forkastet."


class WithdrawingSteps(DecidingSteps):
    """Prior notice, and the withdrawal when the time to answer is over."""

    def declare(self) -> None:
        super().declare()
        rules = [DataRequired("Skriv hva som er nytt i saken."), Length(max=LONGEST)]
        self.notice_form = form_of(
            new_facts=TextAreaField(
                "Hva som er nytt i saken", validators=rules, filters=[blank_to_none],
                description="Teksten står i brevet til søkeren.",
            )
        )  # fmt: skip

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if need.works(document.pk) and step_of(document) is CaseStep.WEIGH_ANSWER:
            found.append(("withdraw_grant", self.page("Trekk tilbake vedtaket", "withdraw_grant", document, main=True)))
        return found

    def grant(self, document: Any) -> DecisionEntry:
        """The grant that stands; without one the page is not there."""
        wanted = request.values.get("vedtak", "")
        found = [one for one in document.decisions if one.open and one.outcome is DecisionOutcome.GRANTED]
        named = [one for one in found if str(one.id) == wanted] if wanted else found
        if not named:
            abort(404)
        return cast("DecisionEntry", named[0])

    @expose("/varsel/", "GET", "POST")
    def prior_notice(self) -> ResponseReturnValue:
        """Write the prior notice; it is looked at before it goes out."""
        case = self.opened()
        document, entry = case.application, self.grant(case.application)
        form: Any = self.notice_form(get_form_data(), data={"version": document.version})
        if request.method == "POST" and form.validate():
            actor, seen = current_actor(), form.version.data or 0
            try:
                letter = decisions.draw_prior_notice(
                    document, entry.id, form.new_facts.data, actor, sender_of(document), version=seen, now=actor.at
                )
            except HusromError as error:
                self._refused(error, form)
                form.version.data = document.version
            else:
                return redirect(self.get_url(".preview_notice", id=document.pk, brev=letter.pk))
        page: str = self.render("admin/views/notice.html", model=document, form=form, step=NOTICE, entry=entry)
        return page

    @expose("/varsel/se/")
    def preview_notice(self) -> ResponseReturnValue:
        """The prior notice as it goes out."""
        document = self.opened().application
        letter = self.notice_of(document)
        page = self.render("admin/views/notice_preview.html", model=document, letter=letter, ready=_ready(letter))
        return self.framing(make_response(page))

    def notice_of(self, document: Any) -> Letter:
        """The prior notice that the page is about; one of another case is not there."""
        wanted = request.values.get("brev", "")
        kinds = {"application": document.pk, "letter_kind": LetterKind.PRIOR_NOTICE}
        found = Letter.objects(pk=wanted, **kinds).first() if ObjectId.is_valid(wanted) else None
        if found is None:
            abort(404)
        return cast("Letter", found)

    @expose("/varsel/send/", "POST")
    def give_notice(self) -> ResponseReturnValue:
        """Put the notice on the dispatch list as it was looked at."""
        document, actor = self.requested(), current_actor()
        letter = self.notice_of(document)

        def do() -> object:
            return decisions.give_prior_notice(document, letter, actor, version=self.seen(), now=actor.at)

        return self.settle(document, do, GIVEN)

    @expose("/varsel/forkast/", "POST")
    def drop_notice(self) -> ResponseReturnValue:
        """Throw the notice away before it goes out."""
        document = self.requested()
        letter = self.notice_of(document)

        def do() -> object:
            return decisions.drop_prior_notice(document, letter, current_actor(), version=self.seen())

        return self.settle(document, do, THROWN)

    @expose("/tilbaketrekking/", "GET", "POST")
    def withdraw_grant(self) -> ResponseReturnValue:
        """Propose that a grant is withdrawn; the rule asks for the notice and the time to answer."""
        case = self.opened()
        entry = self.grant(case.application)
        letter = decisions.given_notice(case.application, entry.id)
        form = ReasonedForm(get_form_data(), data=_start(case, entry))

        def do(form: Any) -> Letter:
            draft = Draft(
                outcome=DecisionOutcome.WITHDRAWN,
                basis=entry.basis,
                reasons=form.reasons.data,
                weighed=form.weighed.data,
                replaces=entry.id,
                prior_notice=letter.pk if letter else None,
            )
            return self.propose_draft(case, draft, form)

        return self.write(WITHDRAW_GRANT, case, form, do, replaced=entry, waits=_waits(case, entry, letter))


def _start(case: Case, entry: DecisionEntry) -> dict[str, Any]:
    held = case.application.proposal
    start: dict[str, Any] = {"version": case.application.version}
    if held is not None and held.replaces == entry.id:
        start |= {"reasons": held.reasons, "weighed": held.weighed}
    return start


def _waits(case: Case, entry: DecisionEntry, letter: Letter | None) -> str:
    if letter is None:
        return "Søkeren er ikke varslet. Varsle først, og vent til svarfristen er ute."
    until = decisions.answer_by(case.application, letter.pk, entry.id, rulebooks.current(case.today))
    return decision_words.days_left(until, case.today)


def _ready(letter: Letter) -> str:
    """Why the notice cannot be sent as it is; empty where it can."""
    if letter.state is not LetterState.DRAFT:
        return f"{letter.letter_kind.label}: {letter.state.inside}."
    if letter.drawn_on != formats.today():
        return "Varselet er laget en annen dag, og svarfristen i det stemmer ikke lenger. Forkast det, og lag et nytt."
    return ""
