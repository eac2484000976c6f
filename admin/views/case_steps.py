"""What is done with an application: each step is a button or a short page that calls `services.applications`."""

from typing import Any

from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from admin import formats
from admin.fields import ChoiceField, DayField, blank_to_none, term_choices, term_reader
from admin.pages import Act
from admin.people import current_actor
from admin.pickers import PickField
from admin.routes import expose
from admin.views import validators
from admin.views.acting import Step, form_of, reason
from admin.views.steps.journal import JournalSteps
from models import User
from rules.terms import ReasonGroup
from services import applications, need_to_know

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


class CaseSteps(JournalSteps):
    """The steps of a case beside its journal."""

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

        case = self.requested()
        need_to_know.require(case, current_actor())
        return self.ask(REASON_GROUP, self.forms["reason_group"], do, start={"reason_group": case.reason_group})
