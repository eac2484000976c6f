"""A municipal CSV file cut into rows: which columns, which lines, what was skipped, and whether it is whole."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from schemas.errors import CommaSeparated, CutFile, EmptyFile, WrongColumns
from schemas.parsing import parse_day
from schemas.text import decode

DATE_MARK = " dd.mm.åååå"  # an expected column that ends so carries a date of its own in the file
FAULT_COLUMNS = ("Linje", "Kolonne", "Verdi", "Årsak")
_ARMOURED = re.compile(r"'+[=+\-@]")
_BAD_QUOTES = "Anførselstegnene i raden er ikke lukket riktig."


@dataclass(frozen=True)
class RawRow:
    """One row as it stands, cells trimmed and in the file's order; `line` is where it starts in the file."""

    line: int
    cells: tuple[str, ...] = field(repr=False)
    problem: str | None = None


@dataclass(frozen=True)
class Table:
    """A whole file: `columns` as written, `names` as expected (same order), rows without blank and repeated ones."""

    columns: tuple[str, ...]
    names: tuple[str, ...]
    dated: date | None
    rows: tuple[RawRow, ...]
    blank: int
    repeats: int


class _Header(NamedTuple):
    """Which cells of a row are the register's; a whole row has at least `least` cells and at most `most`."""

    keep: tuple[int, ...]
    columns: tuple[str, ...]
    names: tuple[str, ...]
    dated: date | None
    least: int
    most: int


def read_table(data: bytes, expected: Sequence[str]) -> Table:
    """The rows of a semicolon-separated file; an expected name ending in " dd.mm.åååå" matches any date there.

    The columns that our own list of faults adds are left out. Raises a FileRefused: empty, binary, wrong encoding,
    wrong columns, cut.
    """
    rows = _rows(decode(data), ";")
    first = next((row for row in rows if any(row.cells)), None)
    if first is None:
        raise EmptyFile
    if len(first.cells) == 1 and has_columns(first.cells[0].split(","), expected):
        raise CommaSeparated
    return _table(_header(first.cells, expected), rows)


def header_of(data: bytes) -> tuple[str, ...]:
    """The cells of a file's first line, by semicolon or, where there is none, by comma; raises as read_table does."""
    line = decode(data).lstrip().partition("\n")[0]
    return tuple(cell.strip(' \t\r"') for cell in line.split(";" if ";" in line else ","))


def has_columns(cells: Sequence[str], expected: Sequence[str]) -> bool:
    """Whether the cells are the names of all these columns, those of a list of faults beside them or not."""
    try:
        _header([cell.strip(' "') for cell in cells], expected)
    except WrongColumns:
        return False
    return True


def read_bare_table(data: bytes, names: Sequence[str]) -> Table:
    """The rows of a tab-separated file without a line of column names; raises as read_table does."""
    return _table(_header(names, names), _rows(decode(data), "\t"))


def _table(header: _Header, rows: Iterable[RawRow]) -> Table:
    kept: dict[tuple[str, ...], RawRow] = {}
    blank = repeats = 0
    last = None
    for row in rows:
        if not any(row.cells):
            blank += 1
            continue
        last = row
        own = _without_extras(row, header)
        if own.cells in kept:
            repeats += 1
        else:
            kept[own.cells] = own
    if last and not last.problem and len(last.cells) < header.least:
        raise CutFile(last.line, f"raden har {len(last.cells)} av {header.least} kolonner.")
    return Table(header.columns, header.names, header.dated, tuple(kept.values()), blank, repeats)


def _rows(text: str, separator: str) -> Iterator[RawRow]:
    """Every row with the line it starts on; raises CutFile where a quote is opened and never closed."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            broken = lines[line - 1]
            # A quote that swallows the lines after it has cost us rows, whether or not it ends somewhere.
            if reader.line_num > line or broken.count('"') % 2:
                raise CutFile(line, "et anførselstegn åpnes og lukkes ikke.") from None
            yield RawRow(line, tuple(cell.strip() for cell in broken.split(separator)), _BAD_QUOTES)
        else:
            yield RawRow(line, tuple(cell.strip() for cell in cells))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _header(cells: Sequence[str], expected: Sequence[str]) -> _Header:
    """Which columns the file has; raises WrongColumns with all that is wrong at once."""
    plain = {_key(name): name for name in expected if not name.endswith(DATE_MARK)}
    stems = {_key(name.removesuffix(DATE_MARK)): name for name in expected if name.endswith(DATE_MARK)}
    extra = {_key(name) for name in FAULT_COLUMNS}
    keep, names, unknown, dated = [], [], [], None
    for at, cell in enumerate(cells):
        key = _key(cell)
        stem, _, day = key.rpartition(" ")
        if stem in stems and (found := _day(day)):
            name, dated = stems[stem], found
        elif key in plain:
            name = plain[key]
        else:
            if key not in extra:
                unknown.append(cell or "(uten navn)")
            continue
        keep.append(at)
        names.append(name)
    missing = tuple(name for name in expected if name not in names)
    repeated = tuple(name for name in expected if names.count(name) > 1)
    if unknown or missing or repeated:
        # A first line without one known name may be a person: its cells are not to be told in an error.
        raise WrongColumns(tuple(expected), tuple(unknown) if names else (), missing, repeated)
    return _Header(tuple(keep), tuple(cells[at] for at in keep), tuple(names), dated, max(keep) + 1, len(cells))


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except ValueError:
        return None


def _without_extras(row: RawRow, header: _Header) -> RawRow:
    """The register's cells alone, free of what faults.armour put before a formula; a wrong length stays wrong."""
    cells = tuple(row.cells[at] for at in header.keep if at < len(row.cells)) + row.cells[header.most :]
    return RawRow(row.line, tuple(cell[1:] if _ARMOURED.match(cell) else cell for cell in cells), row.problem)
