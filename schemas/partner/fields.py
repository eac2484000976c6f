"""Fields of landlords' calls and answers: strict, so that nothing is guessed, and documented where they stand."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, missing

from rules import public_ids
from rules.terms.term import Term
from schemas.partner.faults import Fault

MOST_ORE = 100_000_000_00  # a hundred million kroner
MOST_RENT_ORE = 100_000_00
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2150, 12, 31)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})")
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MESSAGES = {"required": Fault("required"), "null": Fault("null"), "validator_failed": Fault("text")}


def documented(description: str, example: Any, **more: Any) -> dict[str, Any]:
    """What the specification says of a field."""
    return {"description": description, "example": example, **more}


class Documented(fields.Field[Any]):
    """A field that cannot be made without saying what it is, with an example."""

    def __init__(self, description: str, example: Any, *, null: bool = False, **kwargs: Any) -> None:
        more: Mapping[str, Any] = kwargs.pop("metadata", {})
        metadata = documented(description, example, **more)
        super().__init__(allow_none=null, metadata=metadata, error_messages=dict(MESSAGES), **kwargs)


class Text(Documented, fields.String):
    """Text without control characters, at most `most` long; spaces around it are left out.

    `told` = what the specification says of it beside that, where a problem of its own tells what is wrong.
    """

    def __init__(
        self, description: str, example: Any, *, most: int, least: int = 1, pattern: str = "",
        told: Mapping[str, Any] | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        self.least, self.most, self.pattern = least, most, re.compile(pattern) if pattern else None
        shown: dict[str, Any] = {"maxLength": most, "minLength": least}
        if pattern:
            shown["pattern"] = pattern
        super().__init__(description, example, metadata={**shown, **(told or {})}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError(Fault("text"))
        if UNSTORABLE.search(value):
            raise ValidationError(Fault("characters"))
        if len(value) > self.most:
            raise ValidationError(Fault("too_long", most=self.most))
        held = value.strip()
        if len(held) < self.least:
            raise ValidationError(Fault("too_short", least=self.least))
        if self.pattern and not self.pattern.search(held):
            raise ValidationError(Fault("pattern", example=self.metadata["example"]))
        return held


class Whole(Documented, fields.Integer):
    """A whole number; 5.0 is one too, as in JSON Schema, "5" and true are not."""

    def __init__(self, description: str, example: Any, *, least: int, most: int, **kwargs: Any) -> None:
        self.least, self.most = least, most
        shown = {"minimum": least, "maximum": most}
        super().__init__(description, example, metadata=shown, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value % 1:
            raise ValidationError(Fault("whole"))
        return int(_within(value, self.least, self.most))


class Kroner(Whole):
    """An amount in øre."""

    def __init__(self, description: str, example: Any, *, least: int = 0, most: int = MOST_ORE, **kwargs: Any) -> None:
        super().__init__(description, example, least=least, most=most, **kwargs)


class Rent(Kroner):
    """A rent of a month in øre."""

    def __init__(self, description: str, example: Any, **kwargs: Any) -> None:
        super().__init__(description, example, least=1, most=MOST_RENT_ORE, **kwargs)


class Decimal(Documented, fields.Float):
    """A number with decimals."""

    def __init__(self, description: str, example: Any, *, least: float, most: float, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(description, example, metadata={"minimum": least, "maximum": most}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise ValidationError(Fault("number"))
        return float(_within(value, self.least, self.most))


def _within(value: Any, least: Any, most: Any) -> Any:
    if not least <= value <= most:
        raise ValidationError(Fault("range", least=least, most=most))
    return value


class YesNo(Documented, fields.Boolean):
    """True or false, and nothing that looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError(Fault("yes_no"))
        return value


class Day(Documented, fields.Date):
    """A calendar day, written 2026-12-01."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not DAY.fullmatch(value) or not value.isascii():
            raise ValidationError(Fault("day"))
        try:
            held = date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError(Fault("day")) from error
        if not FIRST_DAY <= held <= LAST_DAY:
            raise ValidationError(Fault("day_range", least=FIRST_DAY, most=LAST_DAY))
        return held


class Moment(Documented, fields.AwareDateTime):
    """A time with its zone; told in UTC."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not MOMENT.fullmatch(value) or not value.isascii():
            raise ValidationError(Fault("moment"))
        try:
            held = datetime.fromisoformat(value.upper())
        except ValueError as error:
            raise ValidationError(Fault("moment")) from error
        if held.utcoffset() is None or abs(held.utcoffset() or timedelta()) >= timedelta(hours=24):
            raise ValidationError(Fault("moment"))
        if not FIRST_DAY <= held.date() <= LAST_DAY:
            raise ValidationError(Fault("day_range", least=FIRST_DAY, most=LAST_DAY))
        return held


class Code(Documented, fields.String):
    """A code of the trade, in English as it is stored; the Norwegian term stands beside it (`Label`)."""

    def __init__(
        self, terms: type[Term], description: str, *, among: Iterable[Term] = (), example: Any = None, **kwargs: Any
    ) -> None:
        self.among = {one.value: one for one in (tuple(among) or tuple(terms))}
        example = example.value if example is not None else next(iter(self.among))
        choices: list[str | None] = [*self.among, *([None] if kwargs.get("null") else [])]
        meaning = "; ".join(f"`{code}` = {one.label}" for code, one in self.among.items())
        super().__init__(f"{description} {meaning}.", example, metadata={"enum": choices}, **kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value.value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or value not in self.among:
            raise ValidationError(Fault("choice", choices=", ".join(self.among)))
        return self.among[value]


class Label(Documented, fields.String):
    """The Norwegian term of the code in another field."""

    def __init__(self, of: str, example: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(f"Det norske ordet for `{of}`.", example, **kwargs)

    def get_value(self, obj: Any, attr: str, accessor: Any = None, default: Any = missing) -> Any:
        """The code itself."""
        return super().get_value(obj, self.of, accessor, default)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value.label)


class Id(Documented, fields.String):
    """What a record goes by in an address: its number, where that is plain."""

    def __init__(self, description: str, example: str, *, most: int = 220, of: str = "", **kwargs: Any) -> None:
        self.most, self.of = most, of
        shown = {"pattern": public_ids.PATTERN, "maxLength": most}
        super().__init__(description, example, metadata=shown, **kwargs)

    def get_value(self, obj: Any, attr: str, accessor: Any = None, default: Any = missing) -> Any:
        """The number that it is made of."""
        return super().get_value(obj, self.of or attr, accessor, default)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else public_ids.public(str(value))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        held = public_ids.number(value) if isinstance(value, str) and len(value) <= self.most else None
        if held is None:
            raise ValidationError(Fault("pattern", example=self.metadata["example"]))
        return held


class Codes(Documented, fields.List[Any]):
    """A list of different codes."""

    def __init__(self, inner: Code, description: str, example: Any, *, most: int, **kwargs: Any) -> None:
        self.most = most
        shown = {"minItems": 1, "maxItems": most, "uniqueItems": True}
        metadata = documented(description, example, **shown)
        fields.List.__init__(self, inner, metadata=metadata, error_messages=dict(MESSAGES), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValidationError(Fault("list"))
        if not 1 <= len(value) <= self.most:
            raise ValidationError(Fault("list_length", least=1, most=self.most))
        held: list[Any] = super()._deserialize(value, attr, data, **kwargs)
        if len(set(held)) != len(held):
            raise ValidationError(Fault("twice"))
        return held


class Body(Schema):
    """What a landlord sends: a field that is not known is refused by its name."""

    error_messages = {"unknown": Fault("unknown"), "type": Fault("object")}

    class Meta:
        """Unknown fields are refused; the specification says so."""

        unknown = RAISE


class Answer(Schema):
    """What a landlord is answered: every field is there, and null where there is nothing to tell."""

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The value of that name; the library's own look-up, which takes paths apart, is felt in a page of fifty."""
        return obj.get(attr, default) if isinstance(obj, Mapping) else getattr(obj, attr, default)

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Every field is promised."""
        field_obj.required = True
