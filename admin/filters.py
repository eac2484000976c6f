"""Filters of a list: each is one labelled input in the filter panel and one readable word in the address."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bson.errors import InvalidId
from flask_admin.contrib.mongoengine.filters import BaseMongoEngineFilter
from mongoengine import (
    BooleanField,
    DateField,
    DateTimeField,
    EnumField,
    IntField,
    ListField,
    Q,
    QuerySet,
    ReferenceField,
    StringField,
)
from mongoengine.base import BaseField

from admin import formats, searching
from admin.fields import NOT_LISTED, DayField, KronerField, WholeNumberField, read_whole, term_choices
from admin.pickers import PICK, Picker
from models import Applicant
from models.fields import Ore
from services import merged

Condition = Callable[[Any], Q]
YES_NO = (("ja", "Ja"), ("nei", "Nei"))
BACKWARDS = {
    "day": "«Til og med» er før «fra og med». Bytt dem, eller rett en av dem.",
    "number": "«Høyst» er mindre enn «minst». Bytt dem, eller rett en av dem.",
}
NOT_UNDERSTOOD = {
    "day": DayField.wrong,
    "kroner": KronerField.wrong,
    "number": WholeNumberField.wrong,
    "choice": NOT_LISTED,
    "pick": PICK,
}


class Filter(BaseMongoEngineFilter):
    """One input of the panel: `kind` is how it is shown, `read` what the text means, `condition` what it asks."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        column: str = "",
        kind: str = "text",
        read: Callable[[str], Any] = str,
        condition: Condition,
        options: Sequence[tuple[str, str]] = (),
        picker: Picker | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(column or key, label, options=list(options) or None)
        self.key, self.label, self.kind, self.hint = key, label, kind, hint
        self.read, self.condition, self.picker = read, condition, picker

    def validate(self, value: str) -> bool:
        try:
            self.clean(value)
        except (ValueError, KeyError, InvalidId):
            return False
        return True

    def fault(self, value: str) -> str:
        """Why the text cannot be used, with what to write; nothing where it can."""
        try:
            self.clean(value)
        except formats.OutOfReachError as error:
            return str(error)
        except (ValueError, KeyError, InvalidId):
            pass
        return "" if self.validate(value) else NOT_UNDERSTOOD.get(self.kind, "Verdien er ikke gyldig.")

    def clean(self, value: str) -> Any:
        return self.read(value.strip()[: searching.LONGEST])

    def apply(self, query: QuerySet, value: Any) -> QuerySet:
        return query.filter(self.condition(value))

    def operation(self) -> str:
        return self.label

    def shown(self, value: str) -> str:
        """The value as it stands on the list's «filter is on» mark."""
        if self.picker:
            found = self.picker.seen(value)
            return self.picker.view.desk.label(found) if found else value
        return str(dict(self.options or ()).get(value, value))


def choice(key: str, label: str, answers: Mapping[str, tuple[str, Q]]) -> Filter:
    """A filter of a screen's own: code in the address → (words in the list, what it asks of the database)."""
    return Filter(
        key,
        label,
        kind="choice",
        read=lambda code: answers[code][1],
        condition=lambda wanted: wanted,
        options=[(code, words) for code, (words, _) in answers.items()],
    )


def of_field(field: BaseField, key: str, label: str, make_picker: Callable[[], Picker]) -> list[Filter]:
    """The inputs that a field of the document gets: a term one list, a day «fra og med» and «til og med» …"""
    kind = field.field if isinstance(field, ListField) else field
    name = key.replace(".", "__")
    if isinstance(kind, EnumField):
        terms = [(str(one.value), str(one.label)) for one in term_choices(kind._enum_cls)]
        return [Filter(key, label, kind="choice", read=kind._enum_cls, condition=_is(name), options=terms)]
    if isinstance(kind, BooleanField):
        return [Filter(key, label, kind="choice", read=_read_yes_no, condition=_truth(name), options=YES_NO)]
    if isinstance(kind, DateTimeField) and not isinstance(kind, DateField):
        return _span(key, label, "day", formats.read_day, _from_moment(name), _to_moment(name))
    if isinstance(kind, DateField):
        return _span(key, label, "day", formats.read_day, _at(name, "gte"), _below(name, timedelta(days=1)))
    if isinstance(kind, Ore):
        return _span(key, label, "kroner", formats.read_kroner, _at(name, "gte"), _below(name, 1))
    if isinstance(kind, IntField):
        return _span(key, label, "number", read_whole, _at(name, "gte"), _below(name, 1))
    if isinstance(kind, ReferenceField):
        picker = make_picker()
        condition = _any_record_of(name) if kind.document_type is Applicant else _is(name)
        return [Filter(key, label, kind="pick", read=_read_picked(picker), condition=condition, picker=picker)]
    if isinstance(kind, StringField) and kind.choices:
        return [Filter(key, label, kind="choice", condition=_is(name), options=list(kind.choices))]
    if isinstance(kind, StringField):
        return [Filter(key, label, condition=lambda text: searching.from_start(key, text), hint="Begynner med")]
    raise TypeError(f"no filter for {type(kind).__name__} {key}")


def faults(filters: Sequence[Filter], typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the texts of a panel, by the filter's key: not understood, or an end before its beginning."""
    found = {one.key: why for one in filters if (value := typed.get(one.key)) and (why := one.fault(value))}
    for one in filters:
        first = one.key.removesuffix(".til") + ".fra"
        if one.key in found or first in found or not (one.key.endswith(".til") and typed.get(one.key)):
            continue
        if typed.get(first) and one.clean(typed[first]) > one.clean(typed[one.key]):
            found[one.key] = BACKWARDS["day" if one.kind == "day" else "number"]
    return found


def _span(key: str, label: str, kind: str, read: Callable[[str], Any], low: Condition, high: Condition) -> list[Filter]:
    first, last = ("fra og med", "til og med") if kind == "day" else ("minst", "høyst")
    label = label.removesuffix(" fra") if kind == "day" else label
    return [
        Filter(f"{key}.fra", f"{label} {first}", column=key, kind=kind, read=read, condition=low),
        Filter(f"{key}.til", f"{label} {last}", column=key, kind=kind, read=read, condition=high),
    ]


def _is(name: str) -> Condition:
    return lambda value: Q(**{name: value})


def _any_record_of(name: str) -> Condition:
    """A person, by whichever of the records that stand for them."""
    return lambda value: Q(**{f"{name}__in": merged.ids_of(value)})


def _at(name: str, operator: str) -> Condition:
    return lambda value: Q(**{f"{name}__{operator}": value})


def _below(name: str, step: Any) -> Condition:
    """Up to and with the value; as «below the next», since the embedded server loses `$lte` inside a longer index."""
    return lambda value: Q(**{f"{name}__lt": value + step})


def _from_moment(name: str) -> Condition:
    return lambda day: Q(**{f"{name}__gte": formats.day_start(day)})


def _to_moment(name: str) -> Condition:
    return lambda day: Q(**{f"{name}__lt": formats.day_start(day + timedelta(days=1))})


def _truth(name: str) -> Condition:
    return lambda value: Q(**{name: True}) if value else Q(**{f"{name}__ne": True})


def _read_picked(picker: Picker) -> Callable[[str], Any]:
    def read(identity: str) -> Any:
        found = picker.seen(identity)
        if found is None:
            raise ValueError(identity)
        return found.pk

    return read


def _read_yes_no(text: str) -> bool:
    return {"ja": True, "nei": False}[text]
