"""Interest on rent paid late (forsinkelsesrenteloven §§ 2 and 3): simple, by the day, at the rate that holds that day.

A day counts for what was overdue when it began: the first is the day after the due date, the last the day of the
payment. A year has 365 days. Rent and claims carry interest, never fees or interest; nor does an opening balance,
which may hold both. The sum of a span is exact until it is rounded once, half an øre up: a span booked in parts comes
to the same as the whole, but for one øre at most for each part.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from rules import rent
from rules.keeping_policy import Dated, value_on
from rules.rent import Row
from rules.terms import RowKind

BEARING = frozenset({RowKind.CHARGE, RowKind.CLAIM})
YEAR_DAYS = 365
WHOLE = 10_000  # a rate is given in hundredths of a percent
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days on end, the last included, over which the same debt bore the same rate."""

    first: date
    last: date
    debt_ore: int
    rate: int  # hundredths of a percent a year

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def interest(self) -> Fraction:
        """Exact øre."""
        return Fraction(self.debt_ore * self.rate * self.days, WHOLE * YEAR_DAYS)


def spans(rows: Iterable[Row], first: date, last: date, rates: Sequence[Dated]) -> tuple[Span, ...]:
    """What bore interest from the first to the last day, both included, by rows and rates; nothing where none did."""
    held = list(rows)
    starts = sorted({first, *(day for day in _changes(held, rates) if first < day <= last)})
    ends = [start - DAY for start in starts[1:]] + [last]
    found = (
        Span(start, end, debt_on(held, start), value_on(rates, start)) for start, end in zip(starts, ends, strict=True)
    )
    return tuple(one for one in found if one.first <= one.last and one.debt_ore and one.rate)


def amount(found: Iterable[Span]) -> int:
    """What the spans come to in whole øre, half an øre up."""
    return int(sum((one.interest for one in found), Fraction()) + Fraction(1, 2))


def debt_on(rows: Iterable[Row], day: date) -> int:
    """The øre of rent and claims that were overdue when the day began: money goes to the oldest debt, of any kind."""
    account = rent.settle(row for row in rows if row.booked_on < day)
    return sum(item.open_ore for item in account.items if item.kind in BEARING and item.due_on < day)


def _changes(rows: Iterable[Row], rates: Iterable[Dated]) -> set[date]:
    """The days on which what bears interest, or its rate, may change."""
    found = {one.since for one in rates}
    for row in rows:
        found |= {row.booked_on + DAY, row.falls_due + DAY}
    return found
