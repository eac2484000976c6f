"""How a register is read: one marshmallow schema per kind of file, one entry per row, every fault of a row told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar, cast

from marshmallow import Schema, ValidationError, fields, post_load, validates_schema

from rules.identifiers import Modulus, NationalId
from schemas.faults import Fault
from schemas.identity import agreed_modulus, parse_kid, parse_national_id
from schemas.parsing import Parse, parse_day
from schemas.tables import RawRow, Table, read_table

RowT = TypeVar("RowT")
MISSING = "Mangler. Feltet må fylles ut."


class Cell(fields.Field[Any]):
    """One column of a register: its name in the file, how it is read, and whether it may be empty (then None)."""

    def __init__(self, column: str, parse: Parse[Any], *, optional: bool = False) -> None:
        super().__init__(data_key=column, required=True, allow_none=optional, error_messages={"null": MISSING})
        self.parse = parse

    @property
    def register(self) -> "RegisterSchema[Any]":
        """The schema this column is read for, with its day and settings."""
        return cast("RegisterSchema[Any]", self.root)

    def read(self, cell: str) -> Any:
        """The value of a cell; ValueError tells in bokmål why there is none."""
        return self.parse(cell)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        try:
            return self.read(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class PastDay(Cell):
    """A day that has been: what is said to have happened on it cannot be ahead."""

    def __init__(self, column: str, *, optional: bool = False) -> None:
        super().__init__(column, parse_day, optional=optional)

    def read(self, cell: str) -> date:
        day = parse_day(cell)
        if day > self.register.today:
            raise ValueError(f"Datoen er fram i tid ({day:%d.%m.%Y}).")
        return day


class Identity(Cell):
    """An identity number; synthetic ones only where the setting allows."""

    def __init__(self, column: str) -> None:
        super().__init__(column, str)

    def read(self, cell: str) -> NationalId:
        register = self.register
        return parse_national_id(cell, allow_synthetic=register.allow_synthetic, today=register.today)


class Reference(Cell):
    """A KID by the check that the file's account has."""

    def __init__(self, column: str) -> None:
        super().__init__(column, str)

    def read(self, cell: str) -> str:
        return parse_kid(cell, modulus=self.register.kid_modulus)


class RegisterSchema(Schema, Generic[RowT]):
    """The columns of one kind of file, and the frozen row that they make."""

    row_class: ClassVar[type]

    def __init__(self, *, today: date, allow_synthetic: bool, kid_modulus: Modulus, dated: date | None) -> None:
        super().__init__()
        self.today = today
        self.allow_synthetic = allow_synthetic
        self.kid_modulus: Modulus = kid_modulus
        self.dated = dated  # what the name of a dated column says

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """The names that the file's columns must have, in the order of the schema."""
        return tuple(str(field.data_key) for field in cls._declared_fields.values())

    @post_load
    def make(self, values: dict[str, Any], **_: Any) -> RowT:
        """The row, once every cell is right."""
        return cast(RowT, self.row_class(**self.facts(values)))

    @validates_schema(skip_on_field_errors=False)
    def agrees_with_itself(self, values: dict[str, Any], **_: Any) -> None:
        """Refuses what no two columns can both be right about."""
        wrong = self.contradictions(values)
        if wrong:
            raise ValidationError({str(self.fields[name].data_key): [reason] for name, reason in wrong.items()})

    def contradictions(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Field → what is wrong with it beside the others; `values` lacks the fields that are wrong by themselves."""
        return {}

    def facts(self, values: dict[str, Any]) -> dict[str, Any]:
        """The row's fields from the columns' values; for the register that tells some of them otherwise."""
        return values


@dataclass(frozen=True)
class Entry(Generic[RowT]):
    """One row of a file: its record, or None with the faults that refuse it. `fault` adds what only a service sees."""

    line: int
    cells: tuple[str, ...] = field(repr=False)
    record: RowT | None
    faults: tuple[Fault, ...]
    headings: Mapping[str, str] = field(repr=False)  # expected column name → the file's own
    sound: Mapping[str, Any] = field(default_factory=dict, repr=False)  # what is right by itself in a refused row

    @property
    def facts(self) -> Mapping[str, Any]:
        """The record's fields by name; of a refused row those that could be read, so that all its faults are told."""
        return self.sound if self.record is None else vars(self.record)

    def fault(self, column: str, reason: str) -> Fault:
        """A fault in this row; `column` as expected or as in the file, "" = the row as such; reason in bokmål."""
        for at, (name, heading) in enumerate(self.headings.items()):
            if column in (name, heading):
                return Fault(self.line, heading, self.cells[at] if at < len(self.cells) else "", reason)
        return Fault(self.line, column, "", reason)


@dataclass(frozen=True)
class Reading(Generic[RowT]):
    """A register that has passed as a file; walk over it for its rows (each time anew)."""

    table: Table
    schema: RegisterSchema[RowT]

    @property
    def headings(self) -> dict[str, str]:
        """Expected column name → the file's own, in the file's order."""
        return dict(zip(self.table.names, self.table.columns, strict=True))

    def __len__(self) -> int:
        return len(self.table.rows)

    def __iter__(self) -> Iterator[Entry[RowT]]:
        headings = self.headings
        for row in self.table.rows:
            yield self._entry(row, headings)

    def _entry(self, row: RawRow, headings: Mapping[str, str]) -> Entry[RowT]:
        bare = Entry[RowT](row.line, row.cells, None, (), headings)
        if reason := row.problem or _wrong_length(len(row.cells), len(headings)):
            surplus = ";".join(row.cells[len(headings) :])
            return Entry(row.line, row.cells, None, (Fault(row.line, "", surplus, reason),), headings)
        try:
            record = self.schema.load(dict(zip(headings, (cell or None for cell in row.cells), strict=True)))
        except ValidationError as error:
            told = cast(dict[str, list[str]], error.messages)
            faults = tuple(bare.fault(column, reason) for column in headings for reason in told.get(column, ()))
            return Entry(row.line, row.cells, None, faults, headings, cast(dict[str, Any], error.valid_data))
        return Entry(row.line, row.cells, cast(RowT, record), (), headings)


def _wrong_length(found: int, expected: int) -> str | None:
    if found == expected:
        return None
    return f"Raden har {found} kolonner, men skal ha {expected}."


def read_register(
    schema: type[RegisterSchema[RowT]],
    data: bytes,
    *,
    today: date,
    allow_synthetic: bool = False,
    kid_modulus: Modulus | None = None,
) -> Reading[RowT]:
    """A register from the bytes of its file; raises a FileRefused where nothing may go in.

    `kid_modulus` None = the one that most of the file's KIDs hold by.
    """
    table = read_table(data, schema.columns())
    modulus = kid_modulus or agreed_modulus(_cells(table, "KID"))
    return Reading(table, schema(today=today, allow_synthetic=allow_synthetic, kid_modulus=modulus, dated=table.dated))


def _cells(table: Table, name: str) -> Iterator[str]:
    """All cells of the column of that name, none where there is no such column."""
    if name in table.names:
        at = table.names.index(name)
        yield from (row.cells[at] for row in table.rows if at < len(row.cells))
