"""What a notice of a vacant dwelling and its dated stages ask for."""

from dataclasses import replace
from typing import Any

from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from admin import formats
from admin.fields import ChoiceField, DayField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.pickers import PickField
from admin.views import validators
from admin.views.acting import Step, form_of, reason
from rules.terms import VacancyCause, VacancyStage

STAGES = {  # the word in the address of a stage's page
    "fraflyttet": VacancyStage.VACATED,
    "klargjoring": VacancyStage.PREPARATION,
    "klar": VacancyStage.READY,
}
WORDS = {stage: word for word, stage in STAGES.items()}
BUTTONS = {
    VacancyStage.VACATED: "Før fraflyttet",
    VacancyStage.PREPARATION: "Klargjøring har begynt",
    VacancyStage.READY: "Boligen er klar",
}
ASKED = {
    VacancyStage.VACATED: ("Tom fra og med", "Den første dagen det ikke betales husleie for boligen."),
    VacancyStage.PREPARATION: ("Klargjøring begynte", ""),
    VacancyStage.READY: ("Klar til innflytting fra", ""),
}
STEPS = {
    VacancyStage.VACATED: Step(
        heading="Boligen er fraflyttet",
        lead="Leieforholdet som slutter, avsluttes dagen før boligen står tom, og det kreves ikke husleie etter den.",
        button="Lagre datoen",
        done="Boligen er ført som fraflyttet.",
        facts=("dwelling", "cause", "free_from"),
    ),
    VacancyStage.PREPARATION: Step(
        heading="Klargjøringen har begynt",
        lead="Dagen noen begynte å vaske, reparere eller sette i stand boligen.",
        button="Lagre datoen",
        done="Boligen er ført som under klargjøring.",
        facts=("dwelling", "vacated_on"),
    ),
    VacancyStage.READY: Step(
        heading="Boligen er klar til innflytting",
        lead="Fra denne dagen kan neste leietaker få nøklene.",
        button="Lagre datoen",
        done="Boligen er ført som klar til innflytting.",
        facts=("dwelling", "vacated_on", "preparation_on"),
    ),
}
NEW = "Den første dagen boligen står tom og er kommunens å leie ut. Tomgangen regnes fra den."
MENDED = Step(
    heading="Rett datoen",
    lead="Datoen kan rettes eller tas bort til neste trinn er ført. Tomgangen regnes ut på nytt av seg selv.",
    button="Lagre",
    done="Datoen er rettet, og tomgangen er regnet ut på nytt.",
    facts=("dwelling", "vacated_on", "preparation_on", "ready_on"),
)
CANCEL = Step(
    heading="Avlys ledigmeldingen",
    lead="Brukes når leietakeren blir boende, eller når meldingen var feil. Kandidater som er meldt inn, og tilbud som "
    "venter på svar, faller bort.",
    button="Avlys ledigmeldingen",
    done="Ledigmeldingen er avlyst.",
    facts=("dwelling", "cause", "stage", "state"),
)


def step_of(stage: VacancyStage, *, lease: bool) -> Step:
    """The page of a stage that is dated for the first time; `lease`: one ends with the vacancy."""
    step = STEPS[stage]
    return replace(step, lead=NEW) if stage is VacancyStage.VACATED and not lease else step


def report_form(picker: Any) -> type[Form]:
    """The notice; `picker` looks dwellings up."""
    return type("ReportForm", (Form,), {
        "dwelling": PickField("Bolig", picker=picker, validators=[InputRequired("Velg boligen.")],
                              description="Søk med bolignummer eller adresse."),
        "cause": ChoiceField("Hvorfor blir boligen ledig?", choices=term_choices(VacancyCause),
                             coerce=term_reader(VacancyCause), required=True,
                             validators=[InputRequired("Velg hvorfor boligen blir ledig.")],
                             description="Bor det noen der, slutter leieforholdet når boligen føres som fraflyttet."),
        "known_on": DayField("Når ble det kjent?", validators=[InputRequired("Skriv datoen."), validators.not_future],
                             default=formats.today,
                             description="Dagen enheten eller boligkontoret fikk vite at boligen blir ledig."),
        "free_from": DayField("Ventes fraflyttet", validators=[Optional()],
                              description="Siste dag det bor noen der. Tomt hvis det ikke er kjent."),
        "note": TextAreaField("Om boligen", validators=[Optional(), Length(max=500)], filters=[blank_to_none],
                              description="Beskriv boligen og stedet, aldri personene."),
    })  # fmt: skip


def stage_form(stage: VacancyStage, *, mend: bool) -> type[Form]:
    """The day of a stage; where it is mended, also why, and whether it is taken away."""
    label, description = ASKED[stage]
    day = [InputRequired("Skriv datoen."), validators.not_future]
    fields: dict[str, Any] = {"on": DayField(label, validators=day, description=description)}
    if mend:
        fields["away"] = BooleanField("Ta bort datoen: boligen er ikke kommet så langt likevel")
        fields["reason"] = reason("Hvorfor rettes datoen?")
    return form_of(**fields)
