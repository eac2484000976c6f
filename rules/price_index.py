"""The consumer price index as a table: months without holes, in one series (SSB rebases it, so series never mix)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.deadlines import Month, month_periods


@dataclass(frozen=True)
class Index:
    """One series: «2026-09» → hundredths."""

    series: str
    values: Mapping[str, int]

    @property
    def latest(self) -> str | None:
        """The last month that has a value."""
        return max(self.values, default=None)

    def value(self, month: str) -> int | None:
        """The month's value in hundredths; None where it has none."""
        return self.values.get(month)


def key_of(series: str, month: str) -> str:
    """What tells one value from another."""
    return f"{series}:{month}"


def missing_months(months: Iterable[str]) -> tuple[str, ...]:
    """The months that a table leaves out between its first and its last, oldest first."""
    held = set(months)
    if not held:
        return ()
    first, last = (Month.parse(month).first for month in (min(held), max(held)))
    return tuple(month for one in month_periods(first, last) if (month := str(one)) not in held)
