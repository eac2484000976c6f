"""Factors: a page for each, with its levels."""

from collections.abc import Iterator
from typing import Any

from wtforms import BooleanField

from admin.forms import Form
from admin.rulebook_forms import part
from admin.rulebook_forms.part import Content, Part
from admin.rulebook_names import source
from rules.reading import MOST

NEW = "ny"


class LevelForm(Form):
    """One answer to a factor."""

    code = part.code()
    label = part.name("Nivå")
    points = part.whole("Poeng", least=-MOST, description="Kan være negativt.")


class FactorForm(Form):
    """A new factor."""

    label = part.long_name("Moment")
    help = part.hint()
    source = part.where_from()
    levels = part.rows(LevelForm, "Nivå", "Minst to. Rekkefølgen her er rekkefølgen på skjermen.")


class KeptFactorForm(FactorForm):
    """One that stands in the draft, which may be taken out."""

    gone = BooleanField("Ta dette momentet ut av regelboken")


def _index(content: Content, one: str) -> int | None:
    """Which of the factors a page is about; None for a new one, and for one that is there no more."""
    return int(one) if one.isdecimal() and len(one) < 4 and int(one) < len(content["factors"]) else None


def _form(content: Content, one: str) -> type[Form]:
    return FactorForm if _index(content, one) is None else KeptFactorForm


def _start(content: Content, one: str) -> Content:
    at = _index(content, one)
    if at is None:
        return {}
    factor = content["factors"][at]
    return {**factor, "source": source(factor["source"])}


def _apply(content: Content, form: Any, one: str) -> None:
    factors, at = content["factors"], _index(content, one)
    if at is not None and form.gone.data:
        del factors[at]
        return
    written = {
        "code": factors[at]["code"] if at is not None else None,
        "label": form.label.data,
        "help": form.help.data,
        "source": part.stored_source(form.source.data, [one["source"] for one in factors]),
        "levels": [
            {"code": row["code"], "label": row["label"], "points": row["points"]}
            for row in part.coded(form.levels.data)
        ],
    }
    if at is None:
        content["factors"] = [*factors, part.without_blanks(part.coded([*factors, written])[-1])]
    else:
        factors[at] = part.without_blanks(written)


def _others(content: Content) -> Iterator[tuple[str, str]]:
    yield from ((factor["label"], str(at)) for at, factor in enumerate(content["factors"]))
    yield "Nytt moment", NEW


FACTORS = Part(
    slug="momenter",
    heading="Moment",
    lead="Det som veies når vilkårene er oppfylt. Poengene er et råd: et menneske avgjør.",
    form=_form,
    start=_start,
    apply=_apply,
    others=_others,
)
