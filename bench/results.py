"""What a comparison found, and how it is told."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass

BUSY = 1.5  # load average
COLUMNS = (58, 11, 11, 9, 8, 10)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One comparison: ours and the yardstick in the same unit; `limit` None = told, not judged."""

    what: str
    ours: float
    yardstick: float
    unit: str
    limit: float | None
    rows: int

    @property
    def ratio(self) -> float:
        return self.ours / self.yardstick

    @property
    def over(self) -> bool:
        return self.limit is not None and self.ratio > self.limit

    def line(self, server: str) -> str:
        """The comparison on one line."""
        cells = (
            self.what,
            f"{number(self.ours)} {self.unit}",
            f"{number(self.yardstick)} {self.unit}",
            number(self.ratio, 2),
            number(self.limit) if self.limit is not None else "–",
            f"{self.rows:,}".replace(",", " "),
        )
        return f"{_columns(cells)}  {server}{'  OVER GRENSEN' if self.over else ''}"


def number(value: float, decimals: int = 1) -> str:
    """A number with a decimal comma."""
    return f"{value:.{decimals}f}".replace(".", ",")


def heading() -> str:
    """The names of the columns."""
    return f"{_columns(('Hva', 'Husrom', 'Målestokk', 'Forhold', 'Grense', 'Rader'))}  Databasetjener"


def machine() -> str:
    """What the numbers were taken on, in general terms, and whether something else took its time."""
    told = f"{os.cpu_count()} kjerner, {platform.system()}, Python {platform.python_version()}"
    load = os.getloadavg()[0]
    return f"{told}. Maskinen er opptatt (last {number(load)}): forholdene svinger" if load > BUSY else told


def _columns(cells: Sequence[str]) -> str:
    first, *rest = zip(cells, COLUMNS, strict=True)
    return f"{first[0]:<{first[1]}}" + "".join(f"{text:>{width}}" for text, width in rest)
