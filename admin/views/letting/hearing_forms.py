"""The forms and words of the unit's answer, the discussion meeting and the department head's decision."""

from collections.abc import Iterable, Sequence
from typing import Any

from bson import ObjectId
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from admin.fields import DayField, TickList, blank_to_none
from admin.forms import Form
from admin.views.acting import MOST_WORDS, Step, form_of, reason
from rules.terms import DiscussionOutcome, UnitAnswer

NAME, LINES = 120, 1500
ANSWER = Step(
    heading="Svar på innstillingen",
    lead="Du ser det du trenger for å svare: hvem som er innstilt, hvorfor, og hvilke tjenester som er innvilget. Det "
    "føres i innsynsloggen at du har sett det.",
    button="Send svaret",
    done="",
)
NOTE = Step(
    heading="Noter enhetens svar",
    lead="Har lederen svart på telefon, skriver du svaret her. Det står at du har notert det, og hvem som svarte. "
    "Lederen får e-post om det.",
    button="Lagre svaret",
    done="",
)
ASIDE = Step(
    heading="Fratre som inhabil",
    lead="Er du i slekt med eller nær en av dem som er innstilt, svarer du ikke selv (forvaltningsloven § 6). "
    "Stedfortrederen din får e-post og svarer i stedet. Har du ingen, får boligkonsulentene beskjed.",
    button="Fratre",
    done="Det er notert at du er inhabil. Du svarer ikke på innstillingen.",
)
DISCUSS = Step(
    heading="Skriv ned drøftingsmøtet",
    lead="Møtet skal gi en felles forståelse av hva husstanden trenger, og trygge enheten på at det går bra.",
    button="Lagre møtet",
    done="",
    keeps=True,
)
SETTLE = Step(
    heading="Avgjør uenigheten",
    lead="Enheten og boligkonsulentene er ikke enige. Du avgjør hvem som skal få boligen, og begrunner det. Enheten og "
    "boligkonsulentene får e-post.",
    button="Avgjør",
    done="Uenigheten er avgjort, og boligen er klar til tildeling.",
    keeps=True,
)
CALL = "Innkalle til drøftingsmøte før avdelingslederen avgjør? Enheten og saksbehandleren får e-post."
CALLED = "Partene har fått e-post om drøftingsmøtet. Skriv det ned når det er holdt."
ANSWERED = {
    UnitAnswer.YES: "Svaret er lagret. Boligkonsulentene har fått beskjed og tildeler boligen.",
    UnitAnswer.DOUBT: "Svaret er lagret. Boligkonsulentene innkaller til drøftingsmøte.",
    UnitAnswer.NO: "Svaret er lagret. Boligkonsulentene og avdelingslederen har fått beskjed.",
}
DISCUSSED = {
    DiscussionOutcome.AGREED: "Møtet er lagret, og boligen er klar til tildeling.",
    DiscussionOutcome.OTHER: "Møtet er lagret, og boligen er klar til tildeling.",
    DiscussionOutcome.DISAGREED: "Møtet er lagret. Avdelingslederen har fått e-post og avgjør.",
}
MIX = (
    "Skriv om huset som helhet: hvor mange som trenger mye ro eller mye hjelp, og om det er rom for en til. Skriv "
    "aldri navn, og ikke noe som gjelder én bestemt beboer."
)
OTHERS = "Én på hver linje, med navn og rolle. For eksempel: Per Hansen, spesialisthelsetjenesten."
OVER = "Trengs bare hvis noen som står foran den du velger, ikke får boligen. Én begrunnelse kan gjelde flere."
Choices = Sequence[tuple[str, str]]


def _pick(label: str, choices: Choices, *, need: str = "", description: str = "") -> RadioField:
    rule = DataRequired(need) if need else Optional()
    return RadioField(label, choices=_listed(choices), validators=[rule], description=description)


def _listed(choices: Choices) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in choices]


def answer_form(chosen: Choices, *, noted_for: str | None = None) -> type[Form]:
    """Yes, doubt or no; which of two where two are equal; and who said it where a consultant writes it down."""
    answers = [
        (UnitAnswer.YES.value, "Ja. Husstanden kan få boligen"),
        (UnitAnswer.DOUBT.value, "Usikker. Vi trenger et drøftingsmøte"),
        (UnitAnswer.NO.value, "Nei. Boligen eller enheten passer ikke"),
    ]
    fields: dict[str, Any] = {}
    if noted_for is not None:
        rules = [DataRequired("Skriv hvem som svarte."), Length(max=NAME)]
        fields["given_by"] = StringField("Hvem svarte?", validators=rules, filters=[blank_to_none], default=noted_for)
    fields["answer"] = _pick("Hva svarer enheten?", answers, need="Velg ett av svarene.")
    if len(chosen) > 1:
        fields["prefers"] = _pick("Hvem bør få boligen?", chosen, description="Må velges når svaret er ja.")
    fields["reasons"] = reason("Begrunnelse", required=False, description="Må fylles ut ved usikker og nei.")
    fields["mix"] = reason("Sammensetningen i huset", required=False, description=MIX)
    return form_of(**fields)


def discuss_form(people: Choices, candidates: Choices) -> type[Form]:
    """What was asked, who met, and what it came to."""
    outcomes = [(one.value, one.label) for one in DiscussionOutcome]
    rules = [Optional(), Length(max=LINES)]
    return form_of(
        held_on=DayField("Dato for møtet", validators=[InputRequired("Skriv datoen for møtet.")]),
        people=TickList("Deltakere", choices=_listed(people)),
        others=TextAreaField("Andre deltakere", validators=rules, filters=[blank_to_none], description=OTHERS),
        questions=_words("Hva ble drøftet?", "Skriv hva som ble drøftet."),
        outcome=_pick("Hva kom møtet til?", outcomes, need="Velg hva møtet kom til."),
        chosen=_pick("Hvem er dere enige om?", candidates, description="Trengs ikke når dere fortsatt er uenige."),
        conclusion=_words("Begrunnelse", "Skriv hvorfor møtet kom til dette."),
        over=reason("Hvorfor får ikke de som står foran, boligen?", required=False, description=OVER),
    )


def settle_form(candidates: Choices) -> type[Form]:
    """Who is to have the dwelling, and why."""
    return form_of(
        chosen=_pick("Hvem skal få boligen?", candidates, need="Velg hvem som skal få boligen."),
        reasons=_words("Begrunnelse", "Skriv en begrunnelse."),
        over=reason("Hvorfor får ikke de som står foran, boligen?", required=False, description=OVER),
    )


def _words(label: str, missing: str) -> TextAreaField:
    rules = [DataRequired(missing), Length(max=MOST_WORDS)]
    return TextAreaField(label, validators=rules, filters=[blank_to_none])


def identity(text: Any) -> ObjectId | None:
    """The id that a choice holds."""
    return ObjectId(text) if text and ObjectId.is_valid(text) else None


def reasons_for_others(candidates: Iterable[str], chosen: Any, why: str | None) -> list[tuple[list[ObjectId], str]]:
    """One reason for all but the one chosen; the service keeps it for those who stand above."""
    return [([ObjectId(one) for one in candidates if one != chosen], why)] if why else []
