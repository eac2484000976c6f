"""The pages and forms of a complaint about disorder."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId
from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from admin.fields import ChoiceField, DayField, TickList, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.views.acting import MOST_WORDS, Step, form_of, reason
from rules.terms import ContactChannel, IncidentKind, IncidentOutcome, MeasureKind

FACTS = ("incident_number", "kinds", "received_on")
MAP = Step(
    heading="Kartlegg",
    lead="Hør leietakeren før noe legges til grunn. Før hva de sier, og hva du ellers har funnet ut.",
    button="Lagre kartleggingen",
    done="Kartleggingen er lagret.",
    facts=(*FACTS, "what"),
    keeps=True,
)
MEASURE = Step(
    heading="Bestem tiltak",
    lead="Si hva som skal gjøres, og når det senest skal være gjort. Skriftlig advarsel har sin egen knapp.",
    button="Lagre tiltaket",
    done="Tiltaket er bestemt.",
    facts=FACTS,
)
FINISH = Step(
    heading="Før at tiltaket er gjort",
    lead="Skriv hva som kom ut av det. Det er det du bygger på hvis det skjer igjen.",
    button="Tiltaket er gjort",
    done="Tiltaket er ført som gjort.",
    facts=FACTS,
    keeps=True,
)
WITHDRAW = Step(
    heading="Trekk tiltaket",
    lead="Tiltaket blir stående i saken som trukket. En advarsel som ikke er sendt, blir forkastet.",
    button="Trekk tiltaket",
    done="Tiltaket er trukket.",
    facts=FACTS,
)
WARN = Step(
    heading="Skriftlig advarsel",
    lead="Brevet går til leietakeren, på målformen de har valgt. Skriv aldri hvem som har klaget, og ingenting om "
    "andre. Du ser brevet før det legges til utsending.",
    button="Legg advarselen til utsending",
    done="Advarselen ligger klar til utsending. Den er gitt den dagen brevet er sendt.",
    facts=FACTS,
    keeps=True,
)
ANSWER = Step(
    heading="Svar den som klaget",
    lead="Brevet sier bare at klagen er mottatt eller behandlet, aldri hvem den gjelder eller hva som er gjort.",
    button="Legg svaret til utsending",
    done="Svaret ligger klar til utsending.",
)
TOLD = Step(
    heading="Noter at den som klaget, har fått svar",
    lead="Si bare at klagen er mottatt eller behandlet. Hvem den gjelder og hva som er gjort, er taushetsbelagt.",
    button="Lagre",
    done="Svaret er notert.",
)
ADD = Step(
    heading="Enda en som klager",
    lead="Flere som klager på det samme, hører til samme sak. Hvem de er, ser bare de som følger opp leieforholdet.",
    button="Legg til",
    done="Den som klaget, er lagt til.",
    facts=FACTS,
)
CLOSE = Step(
    heading="Avslutt",
    lead="Si hva klagen førte til. Kommer det nye klager, kan saken tas opp igjen.",
    button="Avslutt saken",
    done="Saken er avsluttet.",
    facts=FACTS,
)
REOPEN = Step(
    heading="Ta opp igjen",
    lead="Saken blir tatt opp der den slapp.",
    button="Ta opp igjen",
    done="Saken er tatt opp igjen.",
    facts=FACTS,
)
LONG_NAME, LONG_ADDRESS, LONG_PHONE = 120, 300, 40
LANGUAGES = [SelectChoice(value="nb", label="Bokmål"), SelectChoice(value="nn", label="Nynorsk")]


def identity(value: Any) -> ObjectId | None:
    """The id that a posted choice stands for; raises ValueError for garbage."""
    if not value:
        return None
    if isinstance(value, ObjectId):
        return value
    if not ObjectId.is_valid(str(value)):
        raise ValueError("no id")
    return ObjectId(str(value))


def teller_fields(*, required: bool) -> dict[str, Field]:
    """Who complained; blank where they wish to be unknown."""
    first = DataRequired("Skriv navnet.") if required else Optional()
    return {
        "name": StringField(
            "Navnet til den som klager", validators=[first, Length(max=LONG_NAME)], filters=[blank_to_none],
            description="" if required else "La feltet stå tomt hvis de ikke vil si hvem de er.",
        ),
        "address": TextAreaField(
            "Adressen til den som klager", validators=[Optional(), Length(max=LONG_ADDRESS)], filters=[blank_to_none],
            description="Gate på første linje, postnummer og sted på den andre. Trengs hvis de skal få svar i brev.",
        ),
        "phone": StringField(
            "Telefon", validators=[Optional(), Length(max=LONG_PHONE)], filters=[blank_to_none]
        ),
    }  # fmt: skip


def long_text(label: str, description: str = "", *, required: bool = True, missing: str = "Skriv noe her.") -> Field:
    return reason(label, required=required, description=description, missing=missing)


def map_form() -> type[Form]:
    return form_of(
        heard=long_text("Hva leietakeren sier", "Bor det flere i de berørte boligene, skriver du hva hver av dem sier.",
                        required=False),
        mapped=long_text("Hva vi har funnet ut", missing="Skriv hva dere har funnet ut."),
    )  # fmt: skip


def lease_field(leases: Sequence[tuple[ObjectId, str]], *, all_of_them: bool) -> Field:
    """Which of the complaint's leases; all of them where that makes sense."""
    choices = [SelectChoice(value=str(key), label=words) for key, words in leases]
    if all_of_them:
        field: Field = ChoiceField("Hvem det gjelder", choices=choices, coerce=identity)
        field.kwargs["description"] = "Ikke oppgitt: alle leieforholdene i saken."
        return field
    return ChoiceField(
        "Hvem advarselen gjelder", choices=choices, coerce=identity, required=True,
        validators=[DataRequired("Velg hvem advarselen gjelder.")],
    )  # fmt: skip


def measure_form(leases: Sequence[tuple[ObjectId, str]]) -> type[Form]:
    kinds = [kind for kind in MeasureKind if kind is not MeasureKind.WARNING]
    fields: dict[str, Field] = {
        "kind": ChoiceField("Tiltak", choices=term_choices(kinds), coerce=term_reader(MeasureKind), required=True,
                            validators=[InputRequired("Velg et tiltak.")]),
    }  # fmt: skip
    if len(leases) > 1:
        fields["lease"] = lease_field(leases, all_of_them=True)
    return form_of(
        **fields,
        due_on=DayField("Gjøres innen", validators=[InputRequired("Skriv dagen det skal være gjort.")]),
        what=long_text("Hva som skal gjøres", required=False),
    )


def finish_form() -> type[Form]:
    return form_of(
        done_on=DayField("Gjort", validators=[InputRequired("Skriv dagen det ble gjort.")]),
        result=long_text("Hva som kom ut av det", missing="Skriv hva som kom ut av det."),
    )


def warn_form(leases: Sequence[tuple[ObjectId, str]]) -> type[Form]:
    return form_of(
        lease=lease_field(leases, all_of_them=False),
        happened=long_text("Hva som har skjedd", "Dager, klokkeslett og hva det var. Ingen navn på andre.",
                           missing="Skriv hva som har skjedd."),
        expected=long_text("Hva vi forventer", "Hva leietakeren skal gjøre, eller slutte med.",
                           missing="Skriv hva som forventes."),
    )  # fmt: skip


def answer_form() -> type[Form]:
    return form_of(language=RadioField("Målform", choices=LANGUAGES, default="nb"))


def told_form() -> type[Form]:
    return form_of(told_on=DayField("Fikk svar", validators=[InputRequired("Skriv dagen de fikk svar.")]))


def close_form() -> type[Form]:
    return form_of(
        outcome=ChoiceField("Hva klagen førte til", choices=term_choices(IncidentOutcome),
                            coerce=term_reader(IncidentOutcome), required=True,
                            validators=[InputRequired("Velg hva klagen førte til.")]),
        reason=reason("Hvorfor saken avsluttes"),
    )  # fmt: skip


def register_form(picks: Sequence[Field]) -> type[Form]:
    """A complaint as it came in; `picks` choose the homes."""
    homes = {f"dwelling{number or ''}": pick for number, pick in enumerate(picks)}
    fields = {
        "nonce": HiddenField(default=lambda: str(ObjectId())),
        **homes,
        "kinds": TickList("Hva det gjelder", choices=term_choices(IncidentKind), coerce=term_reader(IncidentKind),
                          validators=[DataRequired("Kryss av for minst én ting.")]),
        "happened_on": DayField("Skjedde", validators=[InputRequired("Skriv dagen det skjedde.")],
                                description="Skjedde det flere ganger, skriver du den siste dagen."),
        "received_on": DayField("Vi fikk vite om det", validators=[InputRequired("Skriv dagen vi fikk vite det.")]),
        "channel": ChoiceField("Kom per", choices=term_choices(ContactChannel), coerce=term_reader(ContactChannel),
                               required=True, validators=[InputRequired("Velg hvordan klagen kom.")]),
        "what": TextAreaField("Hva som skjedde", filters=[blank_to_none],
                              validators=[DataRequired("Skriv hva som skjedde."), Length(max=MOST_WORDS)]),
        **teller_fields(required=False),
    }  # fmt: skip
    return type("RegisterForm", (Form,), fields)
