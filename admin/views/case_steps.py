"""What is done with an application: each step is a button or a short page that calls `services.applications`."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from admin import formats, wording
from admin.fields import ChoiceField, DayField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.links import screen_of
from admin.pages import Act
from admin.people import current_actor
from admin.pickers import PickField
from admin.routes import expose
from admin.views import validators
from admin.views.acting import Step, form_of, reason
from admin.views.screen import Screen
from models import User
from rules.errors import AlreadyExists, HusromError
from rules.terms import JournalKind, ReasonGroup
from services import applications, journals

LONGEST_ENTRY = 20_000
OTHER_ENTRY = (
    "Notatet er ikke lagret ennå: dette skjemaet er alt brukt til et annet notat, som står i journalen. "
    "Se over teksten, og lagre på nytt hvis den også skal stå der."
)
NONCE = r"^[0-9a-f]{32}$"
WRITTEN = [kind for kind in JournalKind if kind is not JournalKind.CORRECTION]

TAKEN_UP = "Søknaden er tatt opp til behandling."
WITHDRAW = Step(
    heading="Trekk søknaden",
    lead="Når søkeren selv trekker søknaden, avsluttes saken uten vedtak.",
    button="Trekk søknaden",
    done="Søknaden er trukket.",
    facts=("applicant", "state", "received_on"),
)
REPLY = Step(
    heading="Foreløpig svar",
    lead="Noter dagen da søkeren fikk beskjed om at svaret tar mer enn en måned (forvaltningsloven § 11 a).",
    button="Noter foreløpig svar",
    done="Foreløpig svar er notert.",
    facts=("applicant", "received_on", "preliminary_reply_on"),
)
ASSIGN = Step(
    heading="Gi til saksbehandler",
    lead="Den du velger får saken i «Mine saker» og alle påminnelser om den.",
    button="Gi saken",
    done="Saken har fått ny saksbehandler.",
    facts=("applicant", "state", "caseworker", "office"),
)
ARCHIVE = Step(
    heading="Saksnummer i arkivet",
    lead="Nummeret saken har i kommunens sak- og arkivsystem.",
    button="Lagre saksnummeret",
    done="Saksnummeret er lagret.",
    facts=("applicant", "archive_case_number"),
)
REASON_GROUP = Step(
    heading="Hovedårsak",
    lead="Hovedårsaken til boligbehovet, slik den telles i KOSTRA. Den vises bare for dem som arbeider med saken.",
    button="Lagre hovedårsaken",
    done="Hovedårsaken er lagret.",
    facts=("applicant", "tenant_status"),
)


class JournalForm(Form):
    """A new entry; the nonce makes a form that is sent twice write once."""

    nonce = HiddenField(validators=[InputRequired(), Regexp(NONCE)])
    kind = ChoiceField(
        "Slag",
        choices=term_choices(WRITTEN),
        coerce=term_reader(JournalKind),
        required=True,
        validators=[InputRequired("Velg hva notatet er.")],
    )
    text = TextAreaField(
        "Tekst",
        validators=[DataRequired("Skriv det som skal stå i journalen."), Length(max=LONGEST_ENTRY)],
        filters=[blank_to_none],
        description="Notatet kan ikke endres etterpå. Er noe feil, skriver du en rettelse.",
    )


class CaseSteps(Screen):
    """The steps of a case, and its journal."""

    def declare(self) -> None:
        day = [InputRequired("Skriv datoen svaret ble sendt."), validators.not_future]
        self.forms = {
            "withdraw": form_of(reason=reason("Hvorfor trekkes søknaden?")),
            "reply": form_of(preliminary_reply_on=DayField("Sendt", validators=day)),
            "assign": form_of(
                caseworker=PickField(
                    "Ny saksbehandler",
                    picker=self.picker("assign", User),
                    validators=[InputRequired("Velg hvem som skal ha saken.")],
                )
            ),
            "archive": form_of(
                archive_case_number=StringField(
                    "Saksnummer", validators=[Optional(), Length(max=30)], filters=[blank_to_none],
                    description="For eksempel 2026/1234. La feltet stå tomt for å fjerne nummeret.",
                )
            ),
            "reason_group": form_of(
                reason_group=ChoiceField(
                    "Hovedårsak", choices=term_choices(ReasonGroup), coerce=term_reader(ReasonGroup), required=True,
                    validators=[InputRequired("Velg en hovedårsak.")],
                )
            ),
        }  # fmt: skip

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        """The steps that a part of the case's way adds: the method's name and its button. Parts call super()."""
        return []

    @expose("/ta-opp/", "POST")
    def take_up(self) -> ResponseReturnValue:
        """Begin the assessment."""
        case = self.requested()
        return self.settle(case, lambda: applications.take_up(case, current_actor(), version=self.seen()), TAKEN_UP)

    @expose("/trekk/", "GET", "POST")
    def withdraw(self) -> ResponseReturnValue:
        """The applicant takes the application back."""

        def do(case: Any, form: Any) -> object:
            return applications.withdraw(case, current_actor(), why=form.reason.data, version=form.version.data or 0)

        return self.ask(WITHDRAW, self.forms["withdraw"], do)

    @expose("/forelopig-svar/", "GET", "POST")
    def preliminary_reply(self) -> ResponseReturnValue:
        """Note that the applicant has been told why it takes time."""

        def do(case: Any, form: Any) -> object:
            return applications.note_preliminary_reply(
                case,
                form.preliminary_reply_on.data,
                current_actor(),
                version=form.version.data or 0,
                today=formats.today(),
            )

        return self.ask(REPLY, self.forms["reply"], do, start={"preliminary_reply_on": formats.today()})

    @expose("/saksbehandler/", "GET", "POST")
    def assign(self) -> ResponseReturnValue:
        """Give the case to a caseworker."""

        def do(case: Any, form: Any) -> object:
            return applications.assign(case, form.caseworker.data, current_actor(), version=form.version.data or 0)

        return self.ask(ASSIGN, self.forms["assign"], do)

    @expose("/saksnummer/", "GET", "POST")
    def archive_case(self) -> ResponseReturnValue:
        """Note the archive's case number."""

        def do(case: Any, form: Any) -> object:
            number = form.archive_case_number.data or ""
            return applications.note_archive_case(case, number, current_actor(), version=form.version.data or 0)

        start = {"archive_case_number": self.requested().archive_case_number}
        return self.ask(ARCHIVE, self.forms["archive"], do, start=start)

    @expose("/hovedarsak/", "GET", "POST")
    def reason_group(self) -> ResponseReturnValue:
        """Note KOSTRA's main reason."""

        def do(case: Any, form: Any) -> object:
            return applications.note_reason_group(
                case, form.reason_group.data, current_actor(), version=form.version.data or 0
            )

        return self.ask(
            REASON_GROUP, self.forms["reason_group"], do, start={"reason_group": self.requested().reason_group}
        )

    @expose("/journal/", "GET", "POST")
    def journal(self) -> ResponseReturnValue:
        """The case's journal with room for a new entry; opening it is logged by the service."""
        case = self.requested()
        form = JournalForm(get_form_data(), data={"nonce": uuid4().hex})
        if request.method == "POST" and form.validate() and self._write(case, form):
            return redirect(self.get_url(".journal", id=case.pk))
        entries = journals.read(case, current_actor())
        page: str = self.render("admin/views/journal.html", model=case, form=form, entries=entries)
        return page

    moment = staticmethod(formats.moment)

    def correct_url(self, entry: Any) -> str | None:
        """Where an entry is corrected; None for those who may not."""
        screen = screen_of(self.desk, "journal_entry")
        return screen.get_url("journal_entry.correct", id=entry.pk) if screen and screen.may("correct") else None

    def _write(self, case: Any, form: Any) -> bool:
        actor = current_actor()
        try:
            journals.write(case, form.kind.data, form.text.data, actor, nonce=form.nonce.data, now=actor.at)
        except AlreadyExists:
            form.nonce.data = uuid4().hex
            flash(OTHER_ENTRY, "error")
            return False
        except HusromError as error:
            flash(wording.explain(error), "error")
            return False
        flash("Notatet står i journalen.", "success")
        return True
