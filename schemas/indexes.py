"""The price index as a table (SSB): series, month and value, a month a row, without holes in any series."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rules import price_index
from rules.deadlines import Month
from schemas.errors import FileRefused
from schemas.parsing import text, tidy
from schemas.registers import Cell, Reading, RegisterSchema

_MONTH = re.compile(r"([0-9]{4})(?:M|-)([0-9]{2})|([0-9]{1,2})\.([0-9]{4})")
_VALUE = re.compile(r"([0-9]{1,5})(?:[.,]([0-9]{1,2}))?")
FIRST_YEAR, LAST_YEAR = 1900, 2100
LEAST = 1_00  # hundredths: a price index is near a hundred, what is below one is a slip


@dataclass(eq=False)
class MonthMissing(FileRefused):
    """A series in the file leaves out a month between two others."""

    series: str
    month: str

    def __str__(self) -> str:
        year, month = self.month.split("-")
        return (
            f"Indeksen {self.series} mangler {month}.{year}. Ingenting er lest. Hent tabellen på nytt uten hull, og "
            "prøv igjen."
        )


@dataclass(frozen=True, kw_only=True)
class IndexRow:
    """One month of one series; the value in hundredths."""

    series: str
    month: str
    value: int


def parse_month(cell: str) -> str:
    """A month written 2026M09 (as SSB does), 2026-09 or 09.2026, as «2026-09»."""
    match = _MONTH.fullmatch(tidy(cell).upper())
    if not match:
        raise ValueError("Måneden må skrives 2026M09, 2026-09 eller 09.2026.")
    year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
    if not FIRST_YEAR <= int(year) <= LAST_YEAR or not 1 <= int(month) <= 12:
        raise ValueError(f"Måneden finnes ikke ({month}.{year}).")
    return str(Month(int(year), int(month)))


def parse_value(cell: str) -> int:
    """An index value with a decimal comma or point, in hundredths."""
    match = _VALUE.fullmatch(tidy(cell))
    if not match:
        raise ValueError("Indekstallet kan ikke leses. Skriv det slik: 133,9.")
    value = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))
    if value < LEAST:
        raise ValueError("Indekstallet er for lite. Skriv det slik: 133,9.")
    return value


class IndexSchema(RegisterSchema[IndexRow]):
    """The columns of a table of the price index."""

    row_class = IndexRow

    series = Cell("Indeks", text(40))
    month = Cell("Måned", parse_month)
    value = Cell("Verdi", parse_value)


def whole(reading: Reading[IndexRow]) -> Reading[IndexRow]:
    """The reading, where no series leaves out a month; a row that cannot be read counts for its month.

    Raises MonthMissing.
    """
    months: dict[str, set[str]] = defaultdict(set)
    for entry in reading:
        facts = entry.facts
        if "series" in facts and "month" in facts:
            months[facts["series"]].add(facts["month"])
    _refuse_holes(months.items())
    return reading


def _refuse_holes(series: Iterable[tuple[str, set[str]]]) -> None:
    for name, months in series:
        if missing := price_index.missing_months(months):
            raise MonthMissing(name, missing[0])
