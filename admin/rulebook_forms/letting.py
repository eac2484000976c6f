"""From vacancy to keys: who chooses, the numbers, the days of each step, and the two lists that are gone through."""

from typing import Any

from wtforms import BooleanField, StringField
from wtforms.validators import Length, Optional

from admin.fields import blank_to_none
from admin.forms import Form
from admin.rulebook_forms import part
from admin.rulebook_forms.limits import key, number
from admin.rulebook_forms.part import Content, Part, always, whole
from admin.rulebook_names import KEYS_FIRST, LETTING_LIMITS, source
from admin.rulebook_numbers import numbers
from rules import rulebook
from rules.policy import LABEL
from rules.terms import ChoosingBody, VacancyStep

ROADS = {"with_services": "Boliger med tjenester", "ordinary": "Vanlige boliger"}
STEP_HELP = {
    VacancyStep.AWAIT_ANSWER: "Regnes fra svarfristen på tilbudet.",
    VacancyStep.HAND_OVER: "Regnes fra dagen leien begynner.",
}

LettingForm: type[Form] = type(
    "LettingForm",
    (Form,),
    {key(f"allocation.{road}"): part.choice(f"{words}: velges av", ChoosingBody) for road, words in ROADS.items()}
    | {key("contract.security_before_keys"): BooleanField(KEYS_FIRST)}
    | {key(path): number(path) for path in LETTING_LIMITS},
)
VacancyStepsForm: type[Form] = type(
    "VacancyStepsForm",
    (Form,),
    {step.value: whole(f"{step.label} (dager)", description=STEP_HELP.get(step, "")) for step in VacancyStep},
)


class PointForm(Form):
    """One point of a list that is gone through."""

    code = part.code()
    label = part.long_name("Punkt")
    source = StringField("Kilde", validators=[Optional(), Length(max=LABEL)], filters=[blank_to_none])


class ChecklistForm(Form):
    """What is documented of each candidate."""

    candidate_checklist = part.rows(PointForm, "Punkt", "Minst ett.")


class ContractPointsForm(Form):
    """What is seen to at the contract meeting."""

    contract_points = part.rows(PointForm, "Punkt")


def _start(content: Content, _one: str) -> Content:
    rules = rulebook.parse(1, content)
    held = numbers(rules)
    found: Content = {key(path): held[path] for path in LETTING_LIMITS}
    found |= {key(f"allocation.{road}"): getattr(rules.letting, road) for road in ROADS}
    return found | {key("contract.security_before_keys"): rules.letting.security_before_keys}


def _apply(content: Content, form: Any, _one: str) -> None:
    for path in LETTING_LIMITS:
        table, name = path.split(".")
        content[table][name] = form[key(path)].data
    for road in ROADS:
        content["allocation"][road] = form[key(f"allocation.{road}")].data.value
    content["contract"]["security_before_keys"] = bool(form[key("contract.security_before_keys")].data)


def _apply_steps(content: Content, form: Any, _one: str) -> None:
    content["vacancy_steps"] = {step.value: form[step.value].data for step in VacancyStep}


def _list_start(table: str) -> Any:
    return lambda content, _one: {
        table: [row | ({"source": source(row["source"])} if "source" in row else {}) for row in content[table]]
    }


def _list_apply(table: str) -> Any:
    def apply(content: Content, form: Any, _one: str) -> None:
        known = [row["source"] for row in content[table] if "source" in row]
        content[table] = [
            part.without_blanks(
                {
                    "code": row["code"],
                    "label": row["label"],
                    "source": row["source"] and part.stored_source(row["source"], known),
                }
            )
            for row in part.coded(form[table].data)
        ]

    return apply


LETTING = Part(
    slug="tildeling",
    heading="Fra ledig bolig til nøkler",
    lead="Hvem som velger leietaker, og tallene for tilbud og kontrakt. En ledig bolig som alt er meldt, følger veien "
    "den fikk da.",
    form=always(LettingForm),
    start=_start,
    apply=_apply,
)
VACANCY_STEPS = Part(
    slug="boligsteg",
    heading="Dager til hvert steg med en ledig bolig",
    lead="Så mange dager etter forrige steg bør hvert steg være gjort. Oppgavene får fristen herfra.",
    form=always(VacancyStepsForm),
    start=lambda content, _one: content["vacancy_steps"],
    apply=_apply_steps,
)
CHECKLIST = Part(
    slug="sjekkliste",
    heading="Sjekkliste for kandidater",
    lead="Det kontoret må svare på før det kan melde inn en kandidat til en ledig bolig.",
    form=always(ChecklistForm),
    start=_list_start("candidate_checklist"),
    apply=_list_apply("candidate_checklist"),
)
CONTRACT_POINTS = Part(
    slug="kontraktsmote",
    heading="Kontraktsmøtet",
    lead="Det som gås gjennom med leietakeren i kontraktsmøtet.",
    form=always(ContractPointsForm),
    start=_list_start("contract_points"),
    apply=_list_apply("contract_points"),
)
