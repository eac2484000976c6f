"""Musts, the bar, papers and the arrears ladder: lists whose rows are added and taken away."""

from typing import Any

from admin.forms import Form
from admin.rulebook_forms import part
from admin.rulebook_forms.part import Content, Part, always
from admin.rulebook_names import source
from rules.terms import ApplicationKind, ArrearsStep, RequirementSort, TargetGroup, Urgency


class MustForm(Form):
    """One must."""

    code = part.code()
    label = part.long_name("Vilkår")
    sort = part.choice("Avgjøres", RequirementSort)
    at_least = part.whole(
        "Alder, minst", optional=True, most=120, description="Bare når det regnes ut av fødselsdatoen."
    )
    exempt = part.ticks("Gjelder ikke for", TargetGroup)
    source = part.where_from()
    help = part.hint()


class MustsForm(Form):
    """All musts."""

    requirements = part.rows(MustForm, "Vilkår")


class PaperForm(Form):
    """One paper of the checklist."""

    code = part.code()
    label = part.long_name("Papir")
    groups = part.ticks("Bare for", TargetGroup, "Uten kryss gjelder papiret alle målgrupper.")
    kinds = part.ticks("Bare ved", ApplicationKind, "Uten kryss gjelder papiret alle søknader.")


class PapersForm(Form):
    """The whole checklist."""

    papers = part.rows(PaperForm, "Papir")


class RungForm(Form):
    """One step of the arrears ladder."""

    step = part.choice("Steg", ArrearsStep)
    after_days = part.whole("Dager etter forfall")
    urgency = part.choice("Hastegrad", Urgency)
    days_to_pay = part.whole("Dager til å betale", optional=True)
    source = part.where_from()


class LadderForm(Form):
    """The arrears ladder."""

    arrears = part.rows(RungForm, "Steg")


class BarForm(Form):
    """What shuts a household out."""

    label = part.long_name("Hva som stenger")
    help = part.hint()
    source = part.where_from()


def _shown(row: Content) -> Content:
    return {**row, "source": source(row["source"])} if "source" in row else dict(row)


def _start(table: str) -> Any:
    return lambda content, _one: {table: [_shown(row) for row in content[table]]}


def _sourced(content: Content, table: str, row: Content) -> str:
    return part.stored_source(row["source"], [one["source"] for one in content[table]])


def _apply_musts(content: Content, form: Any, _one: str) -> None:
    content["requirements"] = [_must(content, row) for row in part.coded(form.requirements.data)]


def _must(content: Content, row: Content) -> Content:
    must = {
        "code": row["code"],
        "label": row["label"],
        "sort": row["sort"].value,
        "at_least": row["at_least"] or 0 if row["sort"] is RequirementSort.AGE else None,
        "exempt": part.values(row["exempt"]),
        "help": row["help"],
        "source": _sourced(content, "requirements", row),
    }
    return part.without_blanks(must)


def _apply_papers(content: Content, form: Any, _one: str) -> None:
    content["papers"] = [
        part.without_blanks(
            {
                "code": row["code"],
                "label": row["label"],
                "groups": part.values(row["groups"]),
                "kinds": part.values(row["kinds"]),
            }
        )
        for row in part.coded(form.papers.data)
    ]


def _apply_ladder(content: Content, form: Any, _one: str) -> None:
    content["arrears"] = [
        part.without_blanks(
            {
                "step": row["step"].value,
                "after_days": row["after_days"],
                "urgency": row["urgency"].value,
                "source": _sourced(content, "arrears", row),
                "days_to_pay": row["days_to_pay"],
            }
        )
        for row in form.arrears.data
    ]


def _apply_bar(content: Content, form: Any, _one: str) -> None:
    written = part.stored_source(form.source.data, [content["bar"]["source"]])
    content["bar"] = {"label": form.label.data, "help": form.help.data or "", "source": written}


MUSTS = Part(
    slug="vilkar",
    heading="Vilkår",
    lead="Alle vilkårene må være oppfylt før en søknad kan innvilges. Et nytt vilkår må besvares i alle åpne saker.",
    form=always(MustsForm),
    start=_start("requirements"),
    apply=_apply_musts,
)
BAR = Part(
    slug="sperre",
    heading="Sperre",
    lead="Det som stenger for ny bolig uansett, til saksbehandleren har svart på om det gjelder.",
    form=always(BarForm),
    start=lambda content, _one: _shown(content["bar"]),
    apply=_apply_bar,
)
PAPERS = Part(
    slug="papirer",
    heading="Papirer",
    lead="Papirene som hører til en søknad.",
    form=always(PapersForm),
    start=_start("papers"),
    apply=_apply_papers,
)
LADDER = Part(
    slug="restanser",
    heading="Restansestige",
    lead="Stegene når husleie ikke er betalt, det mildeste først. Husrom gir råd; et menneske gjør det.",
    form=always(LadderForm),
    start=_start("arrears"),
    apply=_apply_ladder,
)
