"""Homes that others own: the numbers, the results of each phase, the criteria, the duties and the areas of need."""

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from admin.fields import blank_to_none
from admin.forms import Form
from admin.rulebook_forms import part
from admin.rulebook_forms.limits import key, number
from admin.rulebook_forms.part import Content, Part, always
from admin.rulebook_names import PARTNER_LIMITS, source
from admin.rulebook_numbers import numbers
from admin.rulebook_partner_words import CHIEF_EXECUTIVE
from rules import rulebook
from rules.partner_policy import WHOLE
from rules.policy import LABEL
from rules.terms import AgreementKind, DutyParty, Phase, ResultSort

CHIEF_KEY = key("procurement.chief_executive_decides")

PartnersForm: type[Form] = type(
    "PartnersForm",
    (Form,),
    {CHIEF_KEY: BooleanField(CHIEF_EXECUTIVE)} | {key(path): number(path) for path in PARTNER_LIMITS},
)


class ResultForm(Form):
    """One result of a phase."""

    code = part.code()
    phase = part.choice("Fase", Phase)
    label = part.long_name("Resultat")
    sort = part.choice("Slik vises det at det står", ResultSort)
    required = BooleanField("Må stå før fasen er ferdig")
    help = part.hint("Hjelp")
    source = StringField("Kilde", validators=[Optional(), Length(max=LABEL)], filters=[blank_to_none])


class ResultsForm(Form):
    """All results of the five phases."""

    procurement_results = part.rows(
        ResultForm, "Resultat", "De som må stå, kreves før en avtale kan inngås (fase 1–3)."
    )


class CriterionForm(Form):
    """What bids are scored by."""

    code = part.code()
    label = part.long_name("Kriterium")
    weight = part.whole("Vekt i prosent", least=1, most=WHOLE)
    help = part.hint("Hva det ses etter")


class CriteriaForm(Form):
    """All criteria."""

    bid_criteria = part.rows(CriterionForm, "Kriterium", f"Vektene må bli {WHOLE} prosent til sammen.")


class DutyForm(Form):
    """A duty that a new agreement gets."""

    code = part.code()
    label = part.long_name("Plikt")
    party = part.choice("Hvem", DutyParty)
    first_months = part.whole("Første gang, måneder etter at avtalen er inngått")
    every_months = part.whole("Så hver … måned", description="0: bare én gang.")
    kinds = part.ticks("Gjelder", AgreementKind, "Minst én avtaletype.")


class DutiesForm(Form):
    """All duties."""

    agreement_duties = part.rows(DutyForm, "Plikt")


class AreaForm(Form):
    """One part of the municipality."""

    label = StringField("Område", validators=[DataRequired("Skriv et navn."), Length(max=60)], filters=[blank_to_none])
    postcodes = TextAreaField(
        "Postnumre", validators=[DataRequired("Skriv minst ett postnummer."), Length(max=2000)],
        filters=[blank_to_none], description="Fire siffer, med mellomrom eller komma mellom.",
    )  # fmt: skip


class AreasForm(Form):
    """The areas that the need is counted for."""

    areas = part.rows(AreaForm, "Område", "Uten områder telles behovet for poststedet.")


def _start(content: Content, _one: str) -> Content:
    rules = rulebook.parse(1, content)
    held = numbers(rules)
    found: Content = {key(path): held[path] for path in PARTNER_LIMITS}
    return found | {CHIEF_KEY: rules.partnering.chief_executive_decides}


def _apply(content: Content, form: Any, _one: str) -> None:
    for path in PARTNER_LIMITS:
        table, name = path.split(".")
        content[table][name] = form[key(path)].data
    content["procurement"]["chief_executive_decides"] = bool(form[CHIEF_KEY].data)


def _start_results(content: Content, _one: str) -> Content:
    at = "procurement_results"
    return {at: [row | ({"source": source(row["source"])} if "source" in row else {}) for row in content[at]]}


def _apply_results(content: Content, form: Any, _one: str) -> None:
    known = [row["source"] for row in content["procurement_results"] if "source" in row]
    content["procurement_results"] = [
        part.without_blanks(
            {
                "phase": row["phase"].value,
                "code": row["code"],
                "label": row["label"],
                "sort": row["sort"].value,
                "required": bool(row["required"]),
                "help": row["help"],
                "source": row["source"] and part.stored_source(row["source"], known),
            }
        )
        for row in part.coded(form.procurement_results.data)
    ]


def _apply_criteria(content: Content, form: Any, _one: str) -> None:
    content["bid_criteria"] = [
        part.without_blanks({name: row[name] for name in ("code", "label", "weight", "help")})
        for row in part.coded(form.bid_criteria.data)
    ]


def _apply_duties(content: Content, form: Any, _one: str) -> None:
    content["agreement_duties"] = [
        {
            "code": row["code"],
            "label": row["label"],
            "party": row["party"].value,
            "first_months": row["first_months"],
            "every_months": row["every_months"],
            "kinds": part.values(row["kinds"]),
        }
        for row in part.coded(form.agreement_duties.data)
    ]


def _start_areas(content: Content, _one: str) -> Content:
    return {"areas": [row | {"postcodes": ", ".join(row["postcodes"])} for row in content["need"]["areas"]]}


def _apply_areas(content: Content, form: Any, _one: str) -> None:
    content["need"]["areas"] = [
        {"label": row["label"], "postcodes": row["postcodes"].replace(",", " ").split()} for row in form.areas.data
    ]


PARTNERS = Part(
    slug="utleiere",
    heading="Utleiere: framskaffelse, avtaler og tilvisning",
    lead="Tallene for boliger som andre eier. Avtaler som er inngått, beholder varigheten de fikk.",
    form=always(PartnersForm),
    start=_start,
    apply=_apply,
)
RESULTS = Part(
    slug="framskaffelse",
    heading="Resultater i hver fase av en framskaffelse",
    lead="Det som skal stå i hver fase, og det som er en sjekkliste.",
    form=always(ResultsForm),
    start=_start_results,
    apply=_apply_results,
)
CRITERIA = Part(
    slug="kriterier",
    heading="Kriterier for tilbud fra utleiere",
    lead="Det tilbud gis poeng etter. En framskaffelse som er kunngjort, beholder kriteriene den ble kunngjort med.",
    form=always(CriteriaForm),
    start=lambda content, _one: {"bid_criteria": [dict(row) for row in content["bid_criteria"]]},
    apply=_apply_criteria,
)
DUTIES = Part(
    slug="avtaleplikter",
    heading="Plikter i nye utleieavtaler",
    lead="Pliktene en ny avtale får. De kan endres på hver avtale.",
    form=always(DutiesForm),
    start=lambda content, _one: {"agreement_duties": [dict(row) for row in content["agreement_duties"]]},
    apply=_apply_duties,
)
AREAS = Part(
    slug="omrader",
    heading="Områder boligbehovet telles for",
    lead="Deler av kommunen, med postnumrene deres.",
    form=always(AreasForm),
    start=_start_areas,
    apply=_apply_areas,
)
