"""The price index, a row for each month of a series: what is read joins what stands without a hole."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models import PriceIndex
from rules import price_index
from services.imports.books import Book, Change, lookup
from services.imports.files import Facts, Problem

HOLE = "Mellom denne måneden og dem som står i Husrom, mangler {month}. Les inn en tabell som har den med."
SOURCE = "Lest fra fil"


class IndexBook(Book):
    """Values by series and month; another series is another index."""

    document = PriceIndex
    key_field = "month"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._found: dict[str, PriceIndex] = {}
        self._known: dict[str, set[str]] = {}
        self._standing: dict[str, set[str]] = {}

    def look_up(self, rows: Sequence[Facts]) -> None:
        keys = [self._key(row) for row in rows if "series" in row and "month" in row]
        self._found = lookup(PriceIndex, "key", keys)
        for series in {row["series"] for row in rows if "series" in row}:
            if series not in self._known:
                self._known[series] = set(PriceIndex.objects(series=series).scalar("month"))
                self._standing[series] = set(self._known[series])
        for row in rows:
            if "series" in row and "month" in row:
                self._known[row["series"]].add(row["month"])

    def key(self, row: Facts) -> Any:
        return self._key(row)

    def _key(self, row: Facts) -> str:
        return price_index.key_of(row["series"], row["month"])

    def problems(self, row: Facts) -> Iterator[Problem]:
        if "series" not in row or "month" not in row:
            return
        standing = self._standing[row["series"]]
        hole = price_index.missing_months(self._known[row["series"]])
        if hole and standing and row["month"] not in standing:
            yield Problem("month", HOLE.format(month=".".join(reversed(hole[0].split("-")))))

    def find(self, row: Facts) -> Any | None:
        return self._found.get(self._key(row))

    def build(self, row: Facts) -> PriceIndex:
        return PriceIndex(
            key=self._key(row), series=row["series"], month=row["month"], value=row["value"], source=SOURCE
        )

    def values(self, row: Facts) -> dict[str, Any]:
        return {"value": row["value"]}

    def change(self, row: Facts, found: Any, differing: Mapping[str, Any]) -> Change:
        return Change(differing)
