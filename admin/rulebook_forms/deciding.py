"""The priority key, and who decides."""

from typing import Any

from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from admin.fields import ChoiceField, blank_to_none
from admin.forms import Form
from admin.rulebook_forms import part
from admin.rulebook_forms.part import Content, Part, always
from rules.terms import AppealBody, DecidingBody, HousingSituation, LegalBasis, PrioritySort

FACTOR = "factor:"
GROUP = "group__"


def _looked_at(content: Content) -> list[SelectChoice]:
    """What a part of the key may look at: the house's own sorts, and each factor by its name."""
    plain = [one for one in PrioritySort if one is not PrioritySort.FACTOR]
    choices = [SelectChoice(value=one.value, label=one.label) for one in plain]
    return choices + [SelectChoice(value=FACTOR + one["code"], label=one["label"]) for one in content["factors"]]


def _priority_form(content: Content, _one: str) -> type[Form]:
    place, label = part.whole("Plass", least=1), part.name()
    what = ChoiceField(
        "Ser på", choices=_looked_at(content), coerce=blank_to_none, required=True,
        validators=[InputRequired("Velg hva plassen ser på.")],
    )  # fmt: skip
    row = type("CriterionForm", (Form,), {"place": place, "label": label, "what": what})
    listed = part.rows(row, "Del av nøkkelen", "Plass 1 veier mest. Ansiennitet teller aldri.")
    groups = {GROUP + one.value: part.whole(one.label, least=1, most=len(HousingSituation)) for one in HousingSituation}
    return type("PriorityForm", (Form,), {"priority": listed, **groups})


def _priority_start(content: Content, _one: str) -> Content:
    found: Content = {"priority": []}
    for place, one in enumerate(content["priority"], 1):
        what = FACTOR + one["factor"] if one["sort"] == PrioritySort.FACTOR.value else one["sort"]
        found["priority"].append({"place": place, "label": one["label"], "what": what})
    order: list[list[str]] = next((one["order"] for one in content["priority"] if one.get("order")), [])
    found |= {GROUP + one.value: len(order) or 1 for one in HousingSituation}
    return found | {GROUP + code: at for at, group in enumerate(order, 1) for code in group}


def _priority_apply(content: Content, form: Any, _one: str) -> None:
    placed = sorted(form.priority.data, key=lambda row: row["place"])
    content["priority"] = [_criterion(row, form) for row in placed]


def _criterion(row: Content, form: Any) -> Content:
    what = str(row["what"])
    if what.startswith(FACTOR):
        return {"sort": PrioritySort.FACTOR.value, "label": row["label"], "factor": what.removeprefix(FACTOR)}
    criterion: Content = {"sort": what, "label": row["label"]}
    return criterion | ({"order": _order(form)} if what == PrioritySort.SITUATION.value else {})


def _order(form: Any) -> list[list[str]]:
    """The situations in groups, the most pressing first; a number that nobody has leaves no gap."""
    numbers = {one.value: form[GROUP + one.value].data for one in HousingSituation}
    return [[code for code, number in numbers.items() if number == group] for group in sorted(set(numbers.values()))]


DecidingForm: type[Form] = type(
    "DecidingForm",
    (Form,),
    {f"body__{one.value}": part.choice(f"{one.label}: avgjøres av", DecidingBody) for one in LegalBasis}
    | {f"appeal__{one.value}": part.choice(f"{one.label}: klageinstans", AppealBody) for one in LegalBasis}
    | {
        "four_eyes": BooleanField("Den som avgjør, må være en annen enn den som har forberedt saken"),
        "quorum": part.whole("Utvalget er vedtaksført med minst (medlemmer)", least=1),
        "agencies": part.whole("De som er til stede, kommer fra minst (etater)", least=1),
    },
)


def _deciding_start(content: Content, _one: str) -> Content:
    bodies = {f"body__{one.value}": DecidingBody(content["deciding"][one.value]) for one in LegalBasis}
    appeals = {f"appeal__{one.value}": AppealBody(content["appeal_bodies"][one.value]) for one in LegalBasis}
    return {**bodies, **appeals, "four_eyes": content["deciding"]["four_eyes"], **content["committee"]}


def _deciding_apply(content: Content, form: Any, _one: str) -> None:
    content["deciding"] = {one.value: form[f"body__{one.value}"].data.value for one in LegalBasis}
    content["deciding"]["four_eyes"] = bool(form.four_eyes.data)
    content["appeal_bodies"] = {one.value: form[f"appeal__{one.value}"].data.value for one in LegalBasis}
    content["committee"] = {"quorum": form.quorum.data, "agencies": form.agencies.data}


PRIORITY = Part(
    slug="prioritering",
    heading="Prioriteringsnøkkel",
    lead="Rekkefølgen på ventelisten, det viktigste først. De som står likt, vises som like.",
    form=_priority_form,
    start=_priority_start,
    apply=_priority_apply,
)
DECIDING = Part(
    slug="avgjorelse",
    heading="Hvem avgjør",
    lead="Hvem som avgjør etter hvert rettsgrunnlag, hvem klagen går til, og hva utvalget trenger for å avgjøre.",
    form=always(DecidingForm),
    start=_deciding_start,
    apply=_deciding_apply,
)
