"""The pages and forms of offers made unasked: registered, answered."""

from collections.abc import Iterable

from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from admin.fields import ChoiceField, DayField, blank_to_none
from admin.forms import Form
from admin.pickers import Picker, PickField
from admin.rulebook_names import LANGUAGES
from admin.views import validators
from admin.views.acting import MOST_WORDS, Step, form_of
from admin.views.bid_forms import count, line, new_form, nonce, words

ANSWER = Step(
    heading="Svar på henvendelsen",
    lead="Brevet forklarer at kommunen alltid lyser ut behovet først, og hvor. Ingenting avtales med utleieren her.",
    button="Lag svarbrevet",
    done="Svarbrevet er laget, men ikke sendt. Åpne brevet og send det. Velg så «Brevet er sendt».",
    facts=("from_name", "email", "homes", "what", "received_on"),
    keeps=True,
)


def approach_form(landlords: Picker, people: Picker) -> type[Form]:
    """An offer that nobody asked for."""
    return new_form(
        nonce=nonce(),
        from_name=line("Fra", 160, "Skriv hvem henvendelsen kommer fra."),
        landlord=PickField("Utleier", picker=landlords, description="Hvis utleieren er registrert fra før."),
        email=StringField("E-post", filters=[blank_to_none], validators=[Optional(), validators.email]),
        received_on=DayField("Mottatt", validators=[InputRequired("Skriv dagen henvendelsen kom.")]),
        homes=count("Antall boliger"),
        what=words("Hva som tilbys", 4000, "Skriv hva utleieren tilbyr."),
        responsible=PickField("Ansvarlig for å svare", picker=people, description="Uten navn ser alle oppgaven."),
    )


def answer_form(open_calls: Iterable[tuple[str, str]]) -> type[Form]:
    """The letter's language, the call that it shows to, where needs are announced, and a word of one's own."""
    return form_of(
        language=ChoiceField(
            "Målform", choices=[SelectChoice(value=code, label=name) for code, name in LANGUAGES.items()],
            required=True, validators=[InputRequired("Velg målform.")],
        ),
        address=words(
            "Adresse", 300,
            description="Gate og poststed, en linje hver. Kan stå tomt når svaret sendes til en e-postadresse.",
        ),
        procurement=ChoiceField(
            "Vis til en utlysing som er åpen", validators=[Optional()],
            choices=[SelectChoice(value=code, label=name) for code, name in open_calls],
            description="Utleieren må gi tilbud på samme måte som alle andre.",
        ),
        where=line(
            "Kommunen kunngjør behovet sitt her", 400,
            description="Står i brevet når ingen utlysing er åpen.",
        ),
        note=words("Eget avsnitt i brevet", MOST_WORDS),
    )  # fmt: skip
