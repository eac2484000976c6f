"""Inputs of our own: days, kroner, numbers, terms, ticked lists. Blank always becomes None."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from admin import formats

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # not tab and new line, which long texts hold
BLANK = "Ikke oppgitt"
CHOOSE = "Velg …"
NOT_LISTED = "Velg en av verdiene i listen."


def blank_to_none(value: Any) -> Any:
    """A text without control characters and the spaces around it; nothing is None, never an empty text."""
    return CONTROL.sub("", value).strip() or None if isinstance(value, str) else value


class TypedField(Field):
    """A text input whose text stands for another value; subclasses say how to read and write it."""

    widget = TextInput()
    wrong = ""

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def write(self, value: Any) -> str:
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation  # what cannot be read has one thing wrong with it

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = self.read(text)
            except formats.OutOfReachError:
                raise
            except ValueError:
                raise ValueError(self.wrong) from None


class DayField(TypedField):
    """A day as dd.mm.yyyy; a calendar button is added in the browser."""

    wrong = "Skriv datoen som dd.mm.åååå, for eksempel 22.11.2026."

    def read(self, text: str) -> date:
        return formats.read_day(text)

    def write(self, value: date) -> str:
        return formats.day(value)


class KronerField(TypedField):
    """An amount typed in kroner, held in øre."""

    wrong = "Skriv beløpet i kroner med komma foran ørene, for eksempel 6 293,50."

    def read(self, text: str) -> int:
        return formats.read_kroner(text)

    def write(self, value: int) -> str:
        return formats.plain_kroner(value)


def read_whole(text: str) -> int:
    """A whole number as people type it; raises ValueError."""
    return formats.within_reach(int(text.replace(formats.NO_BREAK, "").replace(" ", "").replace(formats.MINUS, "-")))


class WholeNumberField(TypedField):
    """A whole number; where it has bounds, they are said of what cannot be read."""

    wrong = "Skriv et helt tall, for eksempel 12."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = next((one for one in self.validators if isinstance(one, NumberRange)), None)
        if within is not None and within.min is not None and within.max is not None:
            self.wrong = f"Skriv et helt tall fra {formats.number(within.min)} til {formats.number(within.max)}."

    def read(self, text: str) -> int:
        return read_whole(text)


class DecimalNumberField(TypedField):
    wrong = "Skriv et tall, for eksempel 12,5."

    def read(self, text: str) -> float:
        return float(text.replace(formats.NO_BREAK, "").replace(" ", "").replace(",", "."))

    def write(self, value: float) -> str:
        return f"{value:g}".replace(".", ",")


def term_reader(kind: type[Enum]) -> Callable[[Any], Enum | None]:
    """What a posted code, a member or nothing stands for; raises ValueError for an unknown code."""

    def read(value: Any) -> Enum | None:
        if value is None or value == "":
            return None
        return value if isinstance(value, kind) else kind(value)

    return read


def term_choices(kind: Iterable[Enum]) -> list[SelectChoice]:
    return [SelectChoice(value=member.value, label=str(getattr(member, "label", member.value))) for member in kind]


class ChoiceField(SelectField):
    """One value of a list; the first choice is none at all."""

    def __init__(self, *args: Any, choices: list[SelectChoice], required: bool = False, **kwargs: Any) -> None:
        first = SelectChoice(value="", label=CHOOSE if required else BLANK)
        super().__init__(*args, choices=[first, *choices], **kwargs)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            super().pre_validate(form)


def read_yes_no(value: Any) -> bool | None:
    return {"ja": True, "nei": False, True: True, False: False}.get(value)


YES_NO = [SelectChoice(value="ja", label="Ja"), SelectChoice(value="nei", label="Nei")]


class TickList(SelectMultipleField):
    """Several values of a short list, as boxes to tick."""

    grouped = True
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)
