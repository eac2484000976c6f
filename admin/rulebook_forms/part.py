"""What the pages of a rulebook's parts share: how one is described, and inputs that several of them have."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from admin.fields import ChoiceField, TickList, WholeNumberField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.parts import PartField, PartList
from admin.rulebook_names import SOURCES, source
from rules.policy import LABEL
from rules.reading import CODE, LONGEST, MOST
from rules.terms import Term

Content = dict[str, Any]
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
LONGEST_CODE = 40


@dataclass(frozen=True, kw_only=True)
class Part:
    """One page: its form (which may depend on the draft), what stands in it, and the draft with what was written.

    `one` tells which of several the page is about, where it is about one of them.
    """

    slug: str
    heading: str
    lead: str
    form: Callable[[Content, str], type[Form]]
    start: Callable[[Content, str], Mapping[str, Any]]
    apply: Callable[[Content, Form, str], None]
    others: Callable[[Content], Iterable[tuple[str, str]]] = lambda _: ()  # the pages of the single ones: name, which


def always(form: type[Form]) -> Callable[[Content, str], type[Form]]:
    """The same form whatever the draft holds."""
    return lambda _content, _one: form


def whole(label: str, *, least: int = 0, most: int = MOST, description: str = "", optional: bool = False) -> Field:
    """A whole number."""
    first = Optional() if optional else InputRequired("Skriv et tall.")
    within = NumberRange(min=least, max=most, message=f"Skriv et tall fra {least} til {most}.".replace("-", "−"))
    return WholeNumberField(label, validators=[first, within], description=description)


def name(label: str = "Navn") -> Field:
    """A short text that is demanded."""
    rules = [DataRequired("Skriv et navn."), Length(max=LABEL)]
    return StringField(label, validators=rules, filters=[blank_to_none])


def long_name(label: str) -> Field:
    """The same, with room for a whole sentence on one line."""
    rules = [DataRequired("Skriv et navn."), Length(max=LABEL)]
    return TextAreaField(label, validators=rules, filters=[one_line, blank_to_none])


def hint(label: str = "Hjelp til saksbehandleren") -> Field:
    """A longer text that may be left out."""
    return TextAreaField(label, validators=[Optional(), Length(max=LONGEST)], filters=[one_kind_of_line, blank_to_none])


def long_text(label: str, description: str = "") -> Field:
    """A longer text that is demanded."""
    rules = [DataRequired("Skriv teksten."), Length(max=LONGEST)]
    return TextAreaField(label, validators=rules, filters=[one_kind_of_line, blank_to_none], description=description)


def where_from() -> Field:
    """The source of a rule: a law or the council's own guidelines."""
    rules = [DataRequired("Skriv hvor regelen står."), Length(max=LABEL)]
    return StringField("Kilde", validators=rules, filters=[blank_to_none])


def choice(label: str, kind: type[Term]) -> Field:
    """One word of the trade."""
    rules = [InputRequired("Velg en av verdiene i listen.")]
    return ChoiceField(label, choices=term_choices(kind), coerce=term_reader(kind), required=True, validators=rules)


def ticks(label: str, kind: type[Term], description: str = "") -> Field:
    """Some words of the trade, or none."""
    return TickList(label, choices=term_choices(kind), coerce=term_reader(kind), description=description)


def rows(form: type[Form], label: str, description: str = "") -> Field:
    """A list to which rows are added and from which they are taken."""
    row = PartField(form, label=label, part=dict, optional=False)
    return PartList(row, label=label, description=description)


def code() -> Field:
    """What records know the row by; a new row gets one from its name."""
    return HiddenField(filters=[blank_to_none])


def one_kind_of_line(text: Any) -> Any:
    """A text with the line ends of ours: a browser sends two signs."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def one_line(text: Any) -> Any:
    """A text without line ends."""
    return " ".join(text.split()) if isinstance(text, str) else text


def coded(rows_: Iterable[Mapping[str, Any]]) -> list[Content]:
    """Rows with a code each: their own where they had one, else one made of the name that no other row has."""
    given = [dict(row) for row in rows_]
    taken = {row["code"] for row in given if row.get("code")}
    for row in given:
        if not row.get("code"):
            row["code"] = _new_code(str(row["label"]), taken)
            taken.add(row["code"])
    return given


def _new_code(label: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", label.lower().translate(LETTERS)).strip("_")[: LONGEST_CODE - 4]
    if not CODE.fullmatch(base):
        base = f"nr_{base}".strip("_")[: LONGEST_CODE - 4]
    number = 2
    found = base
    while found in taken:
        found, number = f"{base}_{number}", number + 1
    return found


def stored_source(written: str, before: Iterable[str]) -> str:
    """The source as the rulebook keeps it: one that was not touched stays what it was."""
    known = next((one for one in before if source(one) == written), None)
    return known or next((one for one, words in SOURCES.items() if words == written), written)


def values(terms: Iterable[Term]) -> list[str]:
    """Words of the trade as the rulebook keeps them."""
    return [one.value for one in terms]


def without_blanks(row: Mapping[str, Any]) -> Content:
    """A row without what was left blank."""
    return {key: held for key, held in row.items() if held not in (None, "", [])}
