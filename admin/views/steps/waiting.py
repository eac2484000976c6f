"""While a case waits: consent, guidance, letters to look over, the right unit, and who may not handle it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms.fields import TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from admin import formats
from admin.access import LEADERS
from admin.fields import ChoiceField, DayField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor, current_roles
from admin.pickers import PickField
from admin.routes import expose
from admin.sender import sender_of
from admin.views import validators
from admin.views.acting import Step, form_of, reason
from admin.views.steps import waiting_words as words
from admin.views.steps.papers import PaperSteps
from models import Office, User
from rules.applications import OPEN
from rules.intake import ANSWERS
from rules.slow_cases import UNDECIDED
from rules.terms import Consent, LetterKind
from services import applications, records
from services.applications import papers

DRAFTS = (
    LetterKind.PRELIMINARY_REPLY, LetterKind.SLOW_NOTICE, LetterKind.MISSING_PAPERS, LetterKind.CONSENT_REQUEST,
)  # fmt: skip


class WaitingSteps(PaperSteps):
    """The steps of a case that is not yet assessed."""

    def declare(self) -> None:
        super().declare()
        past = [validators.not_future]
        self.waiting: Mapping[str, type[Form]] = {
            "consent": form_of(
                consent=ChoiceField(
                    "Hva sier søkeren?", choices=term_choices(one for one in Consent if one in ANSWERS),
                    coerce=term_reader(Consent), required=True, validators=[InputRequired("Velg hva søkeren sier.")],
                ),
                consent_on=DayField("Dato", validators=[InputRequired("Skriv datoen."), *past]),
            ),
            "guidance": form_of(guidance_on=DayField("Dato", validators=[InputRequired("Skriv datoen."), *past])),
            "consent_request": form_of(due_on=DayField("Svarfrist", validators=[InputRequired("Skriv svarfristen.")])),
            "draw_reply": form_of(
                because=TextAreaField(
                    "Hvorfor tar det tid?", filters=[blank_to_none],
                    validators=[DataRequired("Skriv hvorfor det tar tid."), Length(max=1000)],
                    description="Står i brevet til søkeren, med dine ord.",
                ),
                expected_on=DayField(
                    "Når får søkeren svar?", validators=[Optional()],
                    description="Tomt hvis du ikke vet det ennå: da står det «så snart vi kan».",
                ),
            ),
            "pass_on": form_of(
                office=PickField(
                    "Riktig kontor", picker=self.picker("pass_on", Office), validators=[InputRequired("Velg kontoret.")]
                ),
                reason=reason("Hvorfor hører saken til der?"),
            ),
            "declare_conflict": form_of(
                user=PickField(
                    "Hvem", picker=self.picker("declare_conflict", User), validators=[Optional()],
                    description="Tomt betyr deg selv. Bare ledere kan føre opp andre.",
                ),
                reason=reason("Hvorfor er du eller kollegaen inhabil?"),
            ),
            "lift_conflict": form_of(reason=reason("Hvorfor er grunnen falt bort?")),
        }  # fmt: skip

    # --- On the case's page ------------------------------------------------------------------------------------------

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.consent is Consent.AWAITED and document.state in UNDECIDED:
            found.insert(0, ("consent", self.page("Noter samtykke", "consent", document, main=True)))
            found.insert(1, ("consent_request", self.page("Spør om samtykke", "consent_request", document)))
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
        """Drafts of letters that somebody must look over before they go out."""
        above = super().about(document)
        if not self.may("draw_reply"):
            return above
        rows = [
            Markup('<li><a href="{}">{}</a></li>').format(self.desk.page_url(one), words.drawn(one))
            for one in papers.drafts(document, DRAFTS)
        ]
        if not rows:
            return above
        box = Markup(
            '<section class="notices drafts" aria-labelledby="utkast"><h2 id="utkast">{}</h2><ul>{}</ul></section>'
        )
        return (above or Markup("")) + box.format(words.DRAFTS, Markup("").join(rows))

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

        return self._draw(words.CONSENT_REQUEST, "consent_request", draw)

    @expose("/skriv-forelopig-svar/", "GET", "POST")
    def draw_reply(self) -> ResponseReturnValue:
        """Draw the preliminary reply."""

        def draw(case: Any, form: Any) -> Any:
            because, expected = form.because.data, form.expected_on.data
            return applications.draw_reply(
                case, current_actor(), sender_of(case), because=because, expected_on=expected, **_seen(form)
            )

        return self._draw(words.REPLY, "draw_reply", draw)

    def _draw(self, step: Step, name: str, draw: Callable[[Any, Any], Any]) -> ResponseReturnValue:
        """A step that ends on the page of the letter it has drawn."""
        drawn: list[Any] = []

        def do(case: Any, form: Any) -> object:
            drawn.append(draw(case, form))
            return True

        answer = self.ask(step, self.waiting[name], do)
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
        mine = str(conflict.user) == current_actor().id
        may = self.may("lift_conflict") and (mine or bool(current_roles() & LEADERS))
        return self.get_url(".lift_conflict", id=document.pk, hvem=conflict.user) if may else None


def _seen(form: Any) -> dict[str, Any]:
    return {"version": form.version.data or 0, "today": formats.today()}
