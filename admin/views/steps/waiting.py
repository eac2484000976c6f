"""While a case waits: consent, guidance, letters to look over, the right unit, and who may not handle it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import formats
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import Step
from admin.views.steps import waiting_forms
from admin.views.steps import waiting_words as words
from admin.views.steps.next_act import in_words, next_of
from admin.views.steps.papers import PaperSteps
from models import Letter, User
from rules.applications import OPEN
from rules.slow_cases import UNDECIDED
from rules.terms import Consent, LegalBasis, LetterKind
from services import applications, records, rulebooks
from services.applications import papers

DRAFTS = (
    LetterKind.PRELIMINARY_REPLY, LetterKind.SLOW_NOTICE, LetterKind.MISSING_PAPERS, LetterKind.CONSENT_REQUEST,
)  # fmt: skip


class WaitingSteps(PaperSteps):
    """The steps of a case that is not yet assessed."""

    def declare(self) -> None:
        super().declare()
        self.waiting = waiting_forms.forms(self.picker)

    # --- On the case's page ------------------------------------------------------------------------------------------

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.consent is Consent.AWAITED and document.state in UNDECIDED:
            asked = papers.has_letter(document, LetterKind.CONSENT_REQUEST)
            found.insert(0, ("consent", self.page("Noter samtykke", "consent", document, main=asked)))
            found.insert(
                1, ("consent_request", self.page("Spør om samtykke", "consent_request", document, main=not asked))
            )
        if document.state in UNDECIDED:
            found.append(("draw_reply", self.page("Foreløpig svar", "draw_reply", document)))
        return found

    def shown(self, document: Any, name: str) -> Any:
        """A fact has the way to the step that changes it beside it, on the record's own page."""
        value = super().shown(document, name)
        step = words.FACT_STEPS.get(name)
        if step is None or request.endpoint != f"{self.endpoint}.details_view" or not self.may(step.method):
            return value
        if step.open_only and document.state not in OPEN:
            return value
        url = self.get_url(f".{step.method}", id=document.pk)
        link = Markup('<a class="fact-change" href="{}">{}<span class="sr-only"> {}</span></a>')
        return Markup("{} {}").format(value, link.format(url, step.word, step.about))

    def about(self, document: Any) -> Markup | None:
        """The next step in words, and the letters that somebody must look over or send."""
        above = super().about(document) or Markup("")
        found = next_of(document)
        if found is not None:
            above = Markup('<p class="next-step">{}</p>').format(in_words(found) + _beside(document)) + above
        if self.may("draw_reply"):
            above += self._letters("utkast", words.DRAFTS, papers.drafts(document, DRAFTS), words.drawn)
            above += self._letters("usendt", words.UNSENT, papers.unsent(document), words.released)
        return above or None

    def _letters(self, name: str, heading: str, letters: Sequence[Letter], told: Callable[[Any], str]) -> Markup:
        """A box of letters that wait for somebody; nothing where none does."""
        row = Markup('<li><a href="{}">{}</a></li>')
        rows = Markup("").join(row.format(self.desk.page_url(one), told(one)) for one in letters)
        box = Markup('<section class="notices drafts" aria-labelledby="{}"><h2 id="{}">{}</h2><ul>{}</ul></section>')
        return box.format(name, name, heading, rows) if rows else Markup("")

    # --- Steps -------------------------------------------------------------------------------------------------------

    @expose("/samtykke/", "GET", "POST")
    def consent(self) -> ResponseReturnValue:
        """Note what the applicant says to what another has applied for."""

        def do(case: Any, form: Any) -> object:
            return applications.note_consent(
                case, form.consent.data, form.consent_on.data, current_actor(), **_seen(form)
            )

        return self.ask(words.CONSENT, self.waiting["consent"], do, start={"consent_on": formats.today()})

    @expose("/veiledning/", "GET", "POST")
    def guidance(self) -> ResponseReturnValue:
        """Note that the household has had guidance."""

        def do(case: Any, form: Any) -> object:
            return applications.note_guidance(case, form.guidance_on.data, current_actor(), **_seen(form))

        return self.ask(words.GUIDANCE, self.waiting["guidance"], do, start={"guidance_on": formats.today()})

    @expose("/spor-om-samtykke/", "GET", "POST")
    def consent_request(self) -> ResponseReturnValue:
        """Draw the question whether the applicant stands behind the application."""

        def draw(case: Any, form: Any) -> Any:
            return applications.draw_consent_request(
                case, current_actor(), sender_of(case), due_on=form.due_on.data, **_seen(form)
            )

        due_on = formats.today() + timedelta(days=rulebooks.current(formats.today()).answer_days)
        return self._draw(words.CONSENT_REQUEST, "consent_request", draw, due_on=due_on)

    @expose("/skriv-forelopig-svar/", "GET", "POST")
    def draw_reply(self) -> ResponseReturnValue:
        """Draw the preliminary reply."""

        def draw(case: Any, form: Any) -> Any:
            because, expected = form.because.data, form.expected_on.data
            return applications.draw_reply(
                case, current_actor(), sender_of(case), because=because, expected_on=expected, **_seen(form)
            )

        return self._draw(words.REPLY, "draw_reply", draw)

    def _draw(self, step: Step, name: str, draw: Callable[[Any, Any], Any], **start: Any) -> ResponseReturnValue:
        """A step that ends on the page of the letter it has drawn."""
        drawn: list[Any] = []

        def do(case: Any, form: Any) -> object:
            drawn.append(draw(case, form))
            return True

        answer = self.ask(step, self.waiting[name], do, start=start)
        if not drawn:
            return answer
        return self.to_letter(self.requested(), drawn[0])

    @expose("/send-videre/", "GET", "POST")
    def pass_on(self) -> ResponseReturnValue:
        """Give the case to the right office."""

        def do(case: Any, form: Any) -> object:
            return applications.pass_on(case, form.office.data, current_actor(), why=form.reason.data, **_seen(form))

        return self.ask(words.PASS_ON, self.waiting["pass_on"], do)

    @expose("/inhabil/", "GET", "POST")
    def declare_conflict(self) -> ResponseReturnValue:
        """Note that somebody is disqualified in the case."""

        def do(case: Any, form: Any) -> object:
            actor = current_actor()
            user = form.user.data or records.get(User, actor.id)
            return applications.declare_conflict(case, user, actor, because=form.reason.data, **_seen(form))

        return self.ask(words.CONFLICT, self.waiting["declare_conflict"], do)

    @expose("/opphev-inhabilitet/", "GET", "POST")
    def lift_conflict(self) -> ResponseReturnValue:
        """Note that somebody is no longer disqualified in the case."""
        user = records.get(User, request.args.get("hvem", ""))

        def do(case: Any, form: Any) -> object:
            version = form.version.data or 0
            return applications.lift_conflict(case, user, current_actor(), why=form.reason.data, version=version)

        step = words.lift(user.name)
        return self.ask(step, self.waiting["lift_conflict"], do)

    def lift_url(self, document: Any, conflict: Any) -> str | None:
        """Where a declared conflict is lifted; None for those who may not."""
        may = self.may("lift_conflict") and applications.may_lift(conflict, current_actor())
        return self.get_url(".lift_conflict", id=document.pk, hvem=conflict.user) if may else None


def _seen(form: Any) -> dict[str, Any]:
    return {"version": form.version.data or 0, "today": formats.today()}


def _beside(document: Any) -> str:
    """Why a case that has a decision still waits for one: it was made on another basis, which moves nothing."""
    beside = [one for one in document.decisions if one.open and one.basis is not LegalBasis.LOCAL_GUIDELINES]
    if document.state not in UNDECIDED or not beside:
        return ""
    basis = beside[-1].basis.inside
    return f" Vedtaket etter {basis} står ved siden av: søknaden om kommunal bolig er ikke avgjort ennå."
