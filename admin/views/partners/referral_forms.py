"""The pages and forms of a referral: the viewing, the landlord's answer, the household's, and taken back."""

from datetime import UTC, datetime
from typing import Any

from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from admin.fields import ChoiceField, DayField, term_choices, term_reader
from admin.forms import Form
from admin.views.acting import Step, form_of, reason
from admin.views.letting.offer_forms import ClockField, real_hour
from rules.deadlines import OSLO, oslo_moment
from rules.terms import DeclineReason, RejectionReason

FACTS = ("applicant", "dwelling", "landlord", "valid_to")
VIEWING = Step(
    heading="Visning",
    lead="Tidspunktet utleieren har gitt. Fortell husstanden når og hvor: ingenting sendes av seg selv.",
    button="Lagre visningen",
    done="Visningen er lagret. Fortell husstanden når den er.",
    facts=FACTS,
)
REJECT = Step(
    heading="Utleieren sier nei",
    lead="Velg grunnen utleieren oppga. En av dere vurderer etterpå om den er lovlig (husleieloven § 1-8).",
    button="Før at utleieren sa nei",
    done="Svaret er ført. Vurder utleierens grunn.",
    facts=FACTS,
    keeps=True,
)
DECLINE = Step(
    heading="Husstanden takker nei",
    lead="Tilvisningen faller bort, og boligen kan gis til en annen husstand. Utleieren skal vite at den er trukket, "
    "aldri hvorfor.",
    button="Før at husstanden takket nei",
    done="Svaret er ført, og tilvisningen er trukket.",
    facts=FACTS,
    keeps=True,
)
WITHDRAW = Step(
    heading="Trekk tilvisningen",
    lead="Boligen kan gis til en annen husstand. Utleieren skal vite at tilvisningen er trukket, men ikke hvorfor. "
    "Fortell husstanden det selv.",
    button="Trekk tilvisningen",
    done="Tilvisningen er trukket. Fortell husstanden det.",
    facts=FACTS,
    keeps=True,
)
JUDGE = Step(
    heading="Vurder utleierens grunn",
    lead="Er grunnen en som loven godtar (husleieloven § 1-8)? Vurderingen kan gjøres om.",
    button="Lagre vurderingen",
    done="Vurderingen er lagret.",
    facts=("landlord", "dwelling", "rejection", "rejection_note"),
    keeps=True,
)
ACCEPT = "Har utleieren godtatt husstanden? Utleieren får da vite navn, telefon og e-post."
ACCEPTED = "Tilvisningen er godtatt. Neste steg er leieavtalen."
NO, YES = "nei", "ja"


def moment_of(form: Any) -> datetime:
    return oslo_moment(form.day.data, form.clock.data)


def start_of(at: datetime) -> dict[str, Any]:
    """The day and the hour of a viewing by the Norwegian clock, as its form asks for them."""
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(OSLO)
    return {"day": local.date(), "clock": local.time()}


def viewing_form() -> type[Form]:
    return form_of(
        day=DayField("Dag", validators=[InputRequired("Skriv dagen."), real_hour]),
        clock=ClockField("Klokkeslett", validators=[InputRequired("Skriv klokkeslettet som 13.00.")]),
    )


def reject_form() -> type[Form]:
    return form_of(
        reason=ChoiceField(
            "Utleierens grunn", choices=term_choices(RejectionReason), coerce=term_reader(RejectionReason),
            required=True, validators=[InputRequired("Velg utleierens grunn.")],
        ),
        note=reason("Hva utleieren sa", required=False),
    )  # fmt: skip


def decline_form() -> type[Form]:
    return form_of(
        reason=ChoiceField(
            "Hvorfor?", choices=term_choices(DeclineReason), coerce=term_reader(DeclineReason), required=True,
            validators=[InputRequired("Velg en grunn.")],
        ),
        said=reason("Husstandens egne ord", required=False, description="Må fylles ut når grunnen er «Annet»."),
    )  # fmt: skip


def withdraw_form() -> type[Form]:
    return form_of(reason=reason("Hvorfor trekkes den?"))


def judge_form() -> type[Form]:
    choices = [
        SelectChoice(value=NO, label="Vi godtar grunnen"),
        SelectChoice(value=YES, label="Vi bestrider grunnen"),
    ]
    answer = ChoiceField(
        "Vurdering", choices=choices, required=True, coerce=lambda value: value or None,
        validators=[InputRequired("Velg ett av svarene.")],
    )  # fmt: skip
    return form_of(answer=answer, why=reason("Begrunnelse"))
