"""What is wrong with a row, and the list of refused rows that the importer mends and brings in again."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from schemas.tables import FAULT_COLUMNS

JOIN = " | "
_FORMULA = re.compile(r"'*[=+\-@]")
_NUMBER = re.compile(r"[+\-]?[0-9\s.,]*")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one line; the value is for the importer alone, so it is in no repr and thus in no log."""

    line: int
    column: str
    value: str = field(repr=False)
    reason: str


class Refused(Protocol):
    """A row that did not go in, as Entry is one: its own cells, and where they stood."""

    @property
    def line(self) -> int: ...
    @property
    def cells(self) -> Sequence[str]: ...


def armour(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run as a formula.

    Plain numbers, negative ones and +47 telephone numbers too, stay as they are. `tables.read_table` takes exactly
    one such apostrophe off, so a list that is mended and read again holds what the first file held.
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def write_header(columns: Sequence[str]) -> bytes:
    """A CSV file as write_faults makes one, of the columns alone."""
    return (";".join(columns) + "\r\n").encode("utf-8-sig")


def write_faults(columns: Sequence[str], refused: Iterable[tuple[Refused, Sequence[Fault]]]) -> bytes:
    """A CSV file (semicolon, UTF-8 with mark, CRLF) of refused rows with line, columns, values and reasons behind.

    A cell too many has no column of its own: it is among the values of its fault.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*columns, *FAULT_COLUMNS])
    for row, faults in refused:
        own = [*row.cells, *[""] * len(columns)][: len(columns)]
        told = [
            str(row.line),
            JOIN.join(fault.column for fault in faults),
            JOIN.join(fault.value for fault in faults),
            JOIN.join(fault.reason for fault in faults),
        ]
        writer.writerow([armour(cell) for cell in [*own, *told]])
    return out.getvalue().encode("utf-8-sig")
