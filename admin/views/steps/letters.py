"""What a person notes of a letter: sent, arrived, come back, thrown away."""

from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired

from admin import formats
from admin.fields import DayField
from admin.people import current_actor
from admin.routes import expose
from admin.views import validators
from admin.views.acting import Step, form_of, reason
from admin.views.screen import Screen
from services import dispatch

FACTS = ("about", "letter_kind", "applicant", "drawn_on")
SEND = Step(
    heading="Noter at brevet er sendt",
    lead="Skriv dagen brevet ble postlagt. Husrom regner ut når det antas å ha kommet fram, og fristene følger av det.",
    button="Noter som sendt",
    done="Brevet er notert som sendt.",
    facts=FACTS,
)
ARRIVE = Step(
    heading="Brevet kom fram",
    lead="Skriv dagen du vet at brevet kom fram. Den erstatter dagen Husrom har regnet ut, og fristene følger med.",
    button="Noter at det kom fram",
    done="Dagen er notert.",
    facts=(*FACTS, "dispatched_on", "arrived_on"),
)
CORRECT = Step(
    heading="Rett dagen brevet kom fram",
    lead="Fristene som løper fra dagen, regnes på nytt.",
    button="Rett dagen",
    done="Dagen er rettet.",
    facts=(*FACTS, "dispatched_on", "arrived_on"),
)
COME_BACK = Step(
    heading="Brevet kom i retur",
    lead="Da er det ikke kommet fram, og ingen frist løper. Rett adressen på personen, og send brevet på nytt.",
    button="Noter returen",
    done="Returen er notert. Brevet står blant dem som skal sendes.",
    facts=(*FACTS, "dispatched_on"),
)
THROW_AWAY = Step(
    heading="Forkast brevet",
    lead="Brevet blir ikke sendt. Det blir liggende i saken som forkastet.",
    button="Forkast brevet",
    done="Brevet er forkastet.",
    facts=FACTS,
)


class LetterSteps(Screen):
    """The steps of a letter."""

    today = staticmethod(formats.today)

    def declare(self) -> None:
        super().declare()

        def day(label: str, missing: str) -> DayField:
            return DayField(label, validators=[InputRequired(missing), validators.not_future])

        self.forms = {
            "send": form_of(on=day("Sendt", "Skriv dagen brevet ble sendt.")),
            "arrive": form_of(on=day("Kom fram", "Skriv dagen brevet kom fram.")),
            "correct_arrival": form_of(
                on=day("Kom fram", "Skriv dagen brevet kom fram."), reason=reason("Hvorfor rettes dagen?")
            ),
            "come_back": form_of(
                on=day("Kom i retur", "Skriv dagen brevet kom i retur."),
                reason=reason("Hvorfor kom det i retur?", description="For eksempel: Ukjent på adressen."),
            ),
            "throw_away": form_of(reason=reason("Hvorfor forkastes brevet?")),
        }

    @expose("/sendt/", "GET", "POST")
    def send(self) -> ResponseReturnValue:
        """Note that the letter was posted."""

        def do(letter: Any, form: Any) -> object:
            return dispatch.dispatch(letter, current_actor(), **self._noted(form))

        return self.ask(SEND, self.forms["send"], do, start={"on": self.today()})

    @expose("/kom-fram/", "GET", "POST")
    def arrive(self) -> ResponseReturnValue:
        """Note the day that the letter is known to have arrived."""

        def do(letter: Any, form: Any) -> object:
            return dispatch.note_arrival(letter, current_actor(), **self._noted(form))

        return self.ask(ARRIVE, self.forms["arrive"], do)

    @expose("/rett-dagen/", "GET", "POST")
    def correct_arrival(self) -> ResponseReturnValue:
        """Put right the day noted for the arrival."""

        def do(letter: Any, form: Any) -> object:
            return dispatch.correct_arrival(letter, current_actor(), why=form.reason.data, **self._noted(form))

        return self.ask(CORRECT, self.forms["correct_arrival"], do)

    @expose("/retur/", "GET", "POST")
    def come_back(self) -> ResponseReturnValue:
        """Note that the letter came back."""

        def do(letter: Any, form: Any) -> object:
            return dispatch.note_return(letter, current_actor(), why=form.reason.data, **self._noted(form))

        return self.ask(COME_BACK, self.forms["come_back"], do, start={"on": self.today()})

    @expose("/forkast/", "GET", "POST")
    def throw_away(self) -> ResponseReturnValue:
        """Throw a letter away that is not on its way."""

        def do(letter: Any, form: Any) -> object:
            actor, version = current_actor(), form.version.data or 0
            return dispatch.discard(letter, actor, why=form.reason.data, version=version)

        return self.ask(THROW_AWAY, self.forms["throw_away"], do)

    def _noted(self, form: Any) -> dict[str, Any]:
        day: date = form.on.data
        return {"on": day, "today": self.today(), "version": form.version.data or 0}
