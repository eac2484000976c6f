"""The forms and words of recommending, going through and allocating."""

from collections.abc import Collection, Sequence
from typing import Any

from bson import ObjectId
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf

from admin.forms import Form
from admin.views.acting import Step, form_of, reason
from rules.terms import ChoosingBody

RECOMMEND = Step(
    heading="Lag innstilling",
    lead="Kandidatene står etter prioriteringsnøkkelen. Hvor lenge noen har ventet, teller ikke. Velg hvem som bør få "
    "boligen. Går du forbi noen som står foran, skriver du hvorfor.",
    button="Lag innstillingen",
    done="",
    keeps=True,
)
SUM_UP = Step(
    heading="Oppsummer kandidaten",
    lead="Skriv kort hva som er situasjonen, og hva boligen betyr for husstanden. Den andre boligkonsulenten og "
    "enhetslederen leser dette.",
    button="Lagre oppsummeringen",
    done="Oppsummeringen er lagret.",
    keeps=True,
)
GO_THROUGH = Step(
    heading="Gå gjennom innstillingen",
    lead="Se om valget følger prioriteringsnøkkelen, og om begrunnelsene holder.",
    button="Lagre",
    done="",
    keeps=True,
)
TAKE_BACK = Step(
    heading="Trekk innstillingen",
    lead="Boligen kan innstilles på nytt. Innstillingen og hvorfor den ble trukket, blir stående i saken.",
    button="Trekk innstillingen",
    done="Innstillingen er trukket. Lag en ny når du er klar.",
)
UNDO = Step(
    heading="Angre tildelingen",
    lead="Tildelingen kan angres til noen har fått tilbud. Innstillingen står, og boligen kan tildeles på nytt. De som "
    "har fått e-post om tildelingen, får beskjed.",
    button="Angre tildelingen",
    done="Tildelingen er angret.",
)
ALLOCATE = "Registrere at {} får boligen? Saksbehandler og enhet får beskjed på e-post."
ALLOCATED = "Tildelingen er registrert. Neste steg er å gi tilbud om boligen."
AGREED = {
    "ja": {True: "Innstillingen er gått gjennom. Enhetslederen har fått beskjed og skal svare.",
           False: "Innstillingen er gått gjennom. Boligen er klar til tildeling."},
    "nei": {True: "Innstillingen er sendt tilbake.", False: "Innstillingen er sendt tilbake."},
}  # fmt: skip
SHARED = "Begrunnelse for dem du går forbi"
OWN = "Egen begrunnelse for {}"
ALTHOUGH = "{} er tilvist til en utleiers bolig. Hvorfor innstilles husstanden likevel?"
FALLS = "Takker husstanden ja til denne boligen, faller tilvisningen bort."
WHY, WHY_EITHER, MANY = "Hvorfor bør husstanden få boligen?", "Hvorfor bør en av de to få boligen?", 2


def told_recommended(vacancy: Any) -> str:
    """What comes after a recommendation, in words."""
    if vacancy.body is ChoosingBody.COMMITTEE and not vacancy.with_services:
        return "Innstillingen er laget. Sett boligen på dagsorden for utvalget."
    return "Innstillingen er laget. En annen boligkonsulent går gjennom den."


def recommend_form(over: Sequence[tuple[str, str]], chosen: int = 1, referred: Sequence[str] = ()) -> type[Form]:
    """Reasons for the choice, and for those passed over (id, number): one for all, or one's own for some.

    `referred` are the numbers of those chosen who wait for a landlord's answer.
    """
    fields = {"reasons": reason(WHY if chosen < MANY else WHY_EITHER)}
    if referred:
        fields["although"] = reason(ALTHOUGH.format(" og ".join(referred)), description=FALLS)
    if over:
        several = "Gjelder alle som ikke får en egen begrunnelse under." if len(over) > 1 else ""
        label = SHARED if len(over) > 1 else f"Hvorfor går du forbi {over[0][1]}?"
        fields["shared"] = reason(label, required=False, description=several)
    if len(over) > 1:
        fields |= {f"why_{identity}": reason(OWN.format(number), required=False) for identity, number in over}
    return form_of(**fields)


def reasons_of(form: Form, over: Collection[str]) -> list[tuple[list[ObjectId], str]]:
    """What the form says of those passed over: each own reason, and the shared one for all the others."""
    own = {one: form[f"why_{one}"].data for one in over if f"why_{one}" in form._fields}
    found = [([ObjectId(one)], why) for one, why in own.items() if why]
    rest = [ObjectId(one) for one in over if not own.get(one)]
    shared = form._fields["shared"].data if "shared" in form._fields else None
    return [*found, (rest, shared)] if rest and shared else found


def go_through_form() -> type[Form]:
    """Yes, or no with why."""
    choices = [
        SelectChoice(value="ja", label="Enig. Innstillingen går videre"),
        SelectChoice(value="nei", label="Ikke enig. Send den tilbake"),
    ]
    chosen = [AnyOf([one.value for one in choices], "Velg ett av svarene.")]
    answer = RadioField("Er du enig?", choices=choices, validators=chosen, validate_choice=False)
    return form_of(agree=answer, reason=reason("Hvorfor er du ikke enig?", required=False))
