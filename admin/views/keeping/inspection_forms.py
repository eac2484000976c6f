"""The pages and forms of an inspection: planned, told of, each room, the whole, signed, claimed."""

import re
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from admin.fields import (
    ChoiceField,
    DayField,
    KronerField,
    TypedField,
    WholeNumberField,
    blank_to_none,
    term_choices,
    term_reader,
)
from admin.forms import Form, VersionField
from admin.pickers import Picker, PickField
from admin.views.acting import MOST_WORDS, Step, form_of, reason
from admin.views.keeping.inspection_screen import photos_field
from rules.inspections import TENANT_THERE
from rules.terms import InspectionKind, RoomStandard

NONCE = r"^[0-9a-f]{32}$"
CLOCK = re.compile(r"^(\d{1,2})[.:](\d{2})$")
PLANNED = ("kind", "lease", "dwelling", "planned_on", "planned_time")
PLAN = Step(
    heading="Planlegg befaring",
    lead="Velg dag og klokkeslett. Leietakeren får ikke vite noe før du sender varsel fra befaringens side.",
    button="Planlegg befaringen",
    done="Befaringen er planlagt. Varsle leietakeren nå.",
)
MOVE = Step(
    heading="Flytt befaringen",
    lead="Et brev som ikke er sendt, trekkes tilbake. Er det sendt, får leietakeren et nytt brev fra deg.",
    button="Flytt befaringen",
    done="Befaringen er flyttet.",
    facts=PLANNED,
)
CANCEL = Step(
    heading="Avlys befaringen",
    lead="Et brev som ikke er sendt, trekkes tilbake. Er det sendt, må leietakeren få vite at dere ikke kommer.",
    button="Avlys befaringen",
    done="Befaringen er avlyst.",
    facts=PLANNED,
)
NOTIFY = Step(
    heading="Varsle leietakeren",
    lead="Du ser brevet før det legges til utsending.",
    button="Send brevet",
    done="Brevet står blant dem som skal sendes.",
    facts=PLANNED,
)
SIGN = Step(
    heading="Undertegn protokollen",
    lead="Du ser protokollen før du undertegner. Etterpå kan den ikke endres; er noe feil, holdes en ny befaring.",
    button="Se protokollen",
    done="Protokollen er undertegnet.",
    facts=("kind", "lease", "dwelling", "held_on", "present"),
)
CLAIM = Step(
    heading="Krev betaling av leietakeren",
    lead="Bare for mer enn vanlig slitasje, og for rom som var bedre ved innflytting (husleieloven §§ 10-2 og 10-3). "
    "Beløpet føres på leietakerens konto.",
    button="Før kravet",
    done="Kravet er ført på leietakerens konto.",
    facts=("lease", "held_on", "signed_on"),
    keeps=True,
)
UNDO = Step(
    heading="Trekk kravet",
    lead="Det samme beløpet føres tilbake på leietakerens konto. Kravet blir stående i historikken.",
    button="Trekk kravet",
    done="Kravet er trukket, og beløpet er ført tilbake.",
    facts=("lease", "claim_ore", "claimed_on"),
)
AGREES = {"ja": True, "nei": False, "borte": None}
AGREE_CHOICES = (("ja", "Enig"), ("nei", "Uenig i noe"), ("borte", "Var ikke til stede"))


class ClockField(TypedField):
    """A time of day as people type it."""

    wrong = "Skriv klokkeslettet som 10.00."

    def read(self, text: str) -> str:
        found = CLOCK.match(text)
        if found is None or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValueError
        return f"{int(found[1]):02d}.{found[2]}"


def plan_form(picker: Picker, *, lived_in: bool) -> type[Form]:
    """A home that stands empty has nobody who moves in or out."""
    kinds = [kind for kind in InspectionKind if lived_in or kind not in TENANT_THERE]
    return form_of(
        kind=ChoiceField(
            "Hva befaringen er for", choices=term_choices(kinds), coerce=term_reader(InspectionKind), required=True,
            validators=[InputRequired("Velg hva befaringen er for.")],
        ),
        planned_on=DayField("Dag", validators=[InputRequired("Skriv dagen.")]),
        planned_time=ClockField("Klokkeslett", validators=[Optional()], description="Må være med i varselet."),
        caseworker=PickField("Ansvarlig", picker=picker, description="Du selv, hvis du ikke velger en annen."),
    )  # fmt: skip


def move_form() -> type[Form]:
    return form_of(
        planned_on=DayField("Ny dag", validators=[InputRequired("Skriv dagen.")]),
        planned_time=ClockField("Klokkeslett", validators=[Optional()]),
        reason=reason("Hvorfor flyttes den?"),
    )


def notify_form() -> type[Form]:
    return form_of(
        agreed=BooleanField(
            "Leietakeren er enig i dagen selv om varselet er kort",
            description="Uten kryss må brevet rekke fram i god tid, etter dagene i regelboken (husleieloven § 5-6).",
        )
    )


class RoomForm(Form):
    """One room's card: how it is kept, a note, and pictures; the nonce makes a form that is sent twice add once."""

    version = VersionField()
    nonce = HiddenField(validators=[InputRequired(), Regexp(NONCE)])
    standard = RadioField(
        "Standard", choices=term_choices(RoomStandard), coerce=term_reader(RoomStandard),
        validators=[Optional()], validate_choice=False,
    )  # fmt: skip
    note = TextAreaField("Merknad", validators=[Optional(), Length(max=MOST_WORDS)], filters=[blank_to_none])
    files = photos_field()
    caption = StringField("Hva bildene viser", validators=[Optional(), Length(max=160)], filters=[blank_to_none])


def name_form() -> type[Form]:
    return form_of(
        name=StringField(
            "Rommets navn", validators=[InputRequired("Skriv hva rommet heter."), Length(max=60)],
            filters=[blank_to_none],
        )
    )  # fmt: skip


def whole_form() -> type[Form]:
    texts = [Optional(), Length(max=MOST_WORDS)]
    return form_of(
        held_on=DayField("Gjennomført", validators=[InputRequired("Skriv dagen.")]),
        present=StringField("Hvem var til stede", validators=[Optional(), Length(max=200)], filters=[blank_to_none]),
        keys_back=WholeNumberField(
            "Nøkler levert tilbake", validators=[Optional(), NumberRange(0, 99, "Skriv et tall fra 0 til 99.")]
        ),
        meter=StringField("Målerstand", validators=[Optional(), Length(max=60)], filters=[blank_to_none]),
        remarks=TextAreaField("Annet", validators=texts, filters=[blank_to_none]),
        tenant_says=TextAreaField("Det leietakeren sier", validators=texts, filters=[blank_to_none]),
    )


def sign_form() -> type[Form]:
    return form_of(
        agrees=ChoiceField(
            "Leietakeren er", choices=[SelectChoice(value=code, label=words) for code, words in AGREE_CHOICES],
            coerce=str, required=True, validators=[InputRequired("Velg hva leietakeren sier til protokollen.")],
        )
    )  # fmt: skip


def claim_form(rooms: list[tuple[Any, Any]], *, reasoned: str) -> type[Form]:
    """An amount and what it is for, for each room that something may be claimed for."""
    fields: dict[str, Any] = {}
    for room, was in rooms:
        told = f"Ved innflytting: {was.label if was else 'ikke kjent'}. Nå: {room.standard.label}."
        fields[f"ore_{room.id}"] = KronerField(f"{room.name}: beløp", validators=[Optional(), _some], description=told)
        fields[f"why_{room.id}"] = StringField(
            f"{room.name}: hva kravet gjelder", validators=[Optional(), Length(max=300)], filters=[blank_to_none]
        )
    if reasoned:
        fields["why"] = reason("Hvorfor kravet likevel er riktig", required=False, description=reasoned)
    return form_of(**fields)


def _some(_form: Any, field: Any) -> None:
    if field.data is not None and field.data <= 0:
        raise ValidationError("Skriv et beløp over null, eller la feltet stå tomt.")
