"""What is done with an appeal: each step is a button or a short page that calls `services.appeals`."""

from typing import Any

from flask.typing import ResponseReturnValue

from admin import appeal_words, formats, need
from admin.forms import Form
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of
from admin.views.steps import appeal_forms
from admin.views.steps.appeal_page import AppealPage
from models import Decision
from rules import appeals as rule
from rules.errors import DateBeforeCause, HusromError
from rules.terms import AppealState, DecidingBody, LetterKind
from services import appeals, records

FACTS = ("application", "decision", "received_on", "deadline")
TAKEN_UP = "Klagen er tatt opp. Nå vurderes saken på nytt."
REINSTATEMENT = Step(
    heading="Klagen kom etter fristen",
    lead="Vurder om den kan behandles likevel (forvaltningsloven § 31). Kan den ikke det, avvises den.",
    button="Lagre vurderingen",
    done="Vurderingen er lagret.",
    keeps=True,
    facts=(*FACTS, "submitted_on"),
)
DEFERRAL = Step(
    heading="Utsatt iverksetting",
    lead="Skal vedtaket vente til klagen er avgjort? Svar raskt, og begrunn det (forvaltningsloven § 42).",
    button="Lagre svaret",
    done="Svaret er lagret. Se over brevet til klageren.",
    keeps=True,
    facts=FACTS,
)
FORWARD = Step(
    heading="Send klagen til klageinstansen",
    lead="Vedtaket blir stående etter ny vurdering. Klageinstansen får uttalelsen og saken, klageren får kopi.",
    button="Send til klageinstansen",
    done="Klagen er oversendt. Se over brevet med uttalelsen.",
    keeps=True,
    facts=("application", "decision", "received_on", "appeal_body"),
)
FOLLOW_UP = Step(
    heading="Klageinstansen er spurt",
    lead="Noter dagen du spurte hvordan det går. Husrom minner deg på det igjen.",
    button="Noter datoen",
    done="Datoen er notert.",
    facts=("forwarded_on", "appeal_body", "followed_up_on"),
)
OUTCOME = Step(
    heading="Klageinstansens avgjørelse",
    lead="Avgjørelsen kan ikke påklages videre (forvaltningsloven § 28). Klageren får brev om den.",
    button="Før avgjørelsen",
    done="",
    keeps=True,
    facts=("application", "decision", "forwarded_on", "appeal_body"),
)
WITHDRAW = Step(
    heading="Klagen er trukket",
    lead="Klageren trekker klagen. Vedtaket blir stående. Er klagen oversendt, sier du fra til klageinstansen.",
    button="Noter at klagen er trukket",
    done="Klagen er trukket.",
    facts=(*FACTS, "state"),
)


class AppealSteps(AppealPage):
    """The steps of an appeal."""

    def declare(self) -> None:
        super().declare()
        self.forms = {
            "reinstatement": form_of(**appeal_forms.reinstatement_fields()),
            "deferral": form_of(**appeal_forms.deferral_fields()),
            "forward": form_of(**appeal_forms.forward_fields()),
            "follow_up": form_of(followed_up_on=appeal_forms.day("Spurt", "Skriv dagen du spurte.")),
            "outcome": form_of(**appeal_forms.outcome_fields()),
            "withdraw": form_of(closed_on=appeal_forms.day("Trukket", "Skriv dagen klagen ble trukket.")),
        }

    # --- Steps ---------------------------------------------------------------------------------------------------

    @expose("/ta-opp/", "POST")
    def take_up(self) -> ResponseReturnValue:
        """Begin the own reassessment."""
        appeal = self.requested()
        seen: dict[str, Any] = {"version": self.seen(), "today": formats.today()}
        return self.settle(appeal, lambda: appeals.take_up(appeal, current_actor(), **seen), TAKEN_UP)

    @expose("/etter-fristen/", "GET", "POST")
    def reinstatement(self) -> ResponseReturnValue:
        """Whether a late appeal is treated all the same."""

        def do(appeal: Any, form: Any) -> object:
            granted = form.granted.data == "ja"
            appeals.consider_reinstatement(
                appeal, current_actor(), granted=granted, because=form.because.data, **self.seen_in(form)
            )
            if granted:
                return "Klagen behandles. Nå vurderes saken på nytt."
            self.try_letter(appeal, LetterKind.APPEAL_OUTCOME)
            return "Klagen er avvist. Se over brevet til klageren."

        return self.ask(REINSTATEMENT, self.forms["reinstatement"], do, template="admin/views/appeal_late.html")

    @expose("/utsatt-iverksetting/", "GET", "POST")
    def deferral(self) -> ResponseReturnValue:
        """Whether the decision waits until the appeal is answered."""

        def do(appeal: Any, form: Any) -> None:
            appeals.decide_deferral(
                appeal,
                current_actor(),
                granted=form.granted.data == "ja",
                because=form.because.data,
                asked_on=form.deferral_asked_on.data,
                **self.seen_in(form),
            )
            self.try_letter(appeal, LetterKind.DEFERRED_EFFECT)

        start = {"deferral_asked_on": self.requested().deferral_asked_on}
        return self.ask(DEFERRAL, self.forms["deferral"], do, start=start)

    @expose("/ny-vurdering/")
    def reassess(self) -> ResponseReturnValue:
        """What the appeal and the decision say, and the two ways on."""
        appeal = self.requested()
        if appeal.state is not AppealState.UNDER_REASSESSMENT or not need.works(self.case_of(appeal)):
            return self.back(appeal)
        self.log_opening(appeal)
        change = self.case_url(appeal, "answer_appeal", klage=str(appeal.pk))
        page: str = self.render("admin/views/appeal_reassess.html", model=appeal, change_url=change)
        return page

    @expose("/oversend/", "GET", "POST")
    def forward(self) -> ResponseReturnValue:
        """Send the appeal on to its body."""

        def do(appeal: Any, form: Any) -> None:
            own = appeal_forms.reassessment(form)
            appeals.forward(
                appeal, form.statement.data, own, current_actor(), on=form.forwarded_on.data, **self.seen_in(form)
            )
            self.try_letter(appeal, LetterKind.APPEAL_FORWARDED)

        kind, today = self.forms["forward"], formats.today()
        body = appeals.body_of(records.get(Decision, records.reference(self.requested(), "decision")), today)
        alone = rule.reassesses_alone(body, current_actor().roles)
        help_ = appeal_forms.who_reassesses(alone, body is DecidingBody.COMMITTEE)
        start = {"reassessed_on": today, "forwarded_on": today}
        template = "admin/views/appeal_forward.html"
        return self.ask(FORWARD, kind, do, start=start, help_=help_, needed=not alone, template=template)

    @expose("/spurt/", "GET", "POST")
    def follow_up(self) -> ResponseReturnValue:
        """Note that the body was asked."""

        def do(appeal: Any, form: Any) -> object:
            on = form.followed_up_on.data
            return appeals.follow_up(appeal, current_actor(), on=on, **self.seen_in(form))

        return self.ask(FOLLOW_UP, self.forms["follow_up"], do, start={"followed_up_on": formats.today()})

    @expose("/utfall/", "GET", "POST")
    def outcome(self) -> ResponseReturnValue:
        """Note what the body came to."""

        def do(appeal: Any, form: Any) -> str:
            given = appeal_forms.answer(form)
            appeals.note_outcome(appeal, given, current_actor(), **self.seen_in(form))
            self.try_letter(appeal, LetterKind.APPEAL_OUTCOME)
            told = appeal_words.LET_IN if appeal.state in rule.PENDING else appeal_words.outcome_told(given.outcome)
            return f"{told} Se over brevet til klageren."

        return self.ask(OUTCOME, self.forms["outcome"], do, template="admin/views/appeal_outcome.html")

    @expose("/trukket/", "GET", "POST")
    def withdraw(self) -> ResponseReturnValue:
        """Note that the party has taken the appeal back."""

        def do(appeal: Any, form: Any) -> object:
            return appeals.withdraw(appeal, current_actor(), on=form.closed_on.data, **self.seen_in(form))

        return self.ask(WITHDRAW, self.forms["withdraw"], do, start={"closed_on": formats.today()})

    def seen_in(self, form: Any) -> dict[str, Any]:
        """The version the person saw, and the day."""
        return {"version": form.version.data or 0, "today": formats.today()}

    def problems_of(self, error: HusromError, form: Form) -> dict[str, str]:
        """As the screen says; a day before its cause is told at its field."""
        if isinstance(error, DateBeforeCause):
            return {error.field: "Datoen er før det den bygger på."}
        return super().problems_of(error, form)
