"""An appeal on our own dismissal of a late appeal: registered and sent on to the body in one step."""

from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of
from admin.views.steps import appeal_forms
from admin.views.steps.appealing import AppealSteps
from rules.terms import LetterKind
from services import appeals

ON_DISMISSAL = Step(
    heading="Klage på avvisningen",
    lead="Klageren har klaget på at klagen ble avvist. Klageinstansen avgjør om den skal behandles "
    "(forvaltningsloven §§ 28 og 34). Klageinstansen får uttalelsen og saken, klageren får kopi.",
    button="Send til klageinstansen",
    done="",
    keeps=True,
    facts=("application", "decision", "received_on", "reinstatement_on", "appeal_body"),
)
SENT = "Klagen på avvisningen er oversendt. Se over brevet med uttalelsen."
SENT_LATE = (
    "Klagen på avvisningen kom etter fristen. Den er oversendt, og klageinstansen avgjør hva det betyr. "
    "Se over brevet med uttalelsen."
)


class DismissalSteps(AppealSteps):
    """The step that a dismissal of ours takes."""

    def declare(self) -> None:
        super().declare()
        self.forms["appeal_dismissal"] = form_of(**appeal_forms.dismissal_fields())

    def _other_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super()._other_acts(document)
        if appeals.takes_appeal(document):
            found.append(("appeal_dismissal", self.page("Klage på avvisningen", "appeal_dismissal", document)))
        return found

    @expose("/klage-pa-avvisningen/", "GET", "POST")
    def appeal_dismissal(self) -> ResponseReturnValue:
        """Send an appeal on our own dismissal on to the body."""

        def do(appeal: Any, form: Any) -> str:
            appeals.forward_dismissal(
                appeal,
                form.statement.data,
                current_actor(),
                appealed_on=form.dismissal_appealed_on.data,
                on=form.forwarded_on.data,
                **self.seen_in(form),
            )
            self.try_letter(appeal, LetterKind.APPEAL_FORWARDED)
            return SENT if appeal.dismissal_in_time else SENT_LATE

        start = {"dismissal_appealed_on": formats.today(), "forwarded_on": formats.today()}
        return self.ask(ON_DISMISSAL, self.forms["appeal_dismissal"], do, start=start)
