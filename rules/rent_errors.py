"""Refusals at changes of the rent (husleieloven ch. 4)."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError
from rules.terms import RentLineKind


@dataclass(eq=False)
class RentNegative(HusromError):
    """A rent line costs nothing or more, never less."""

    line: RentLineKind


@dataclass(eq=False)
class RentBeforeLease(HusromError):
    """No rent is owed before the lease begins."""

    number: str
    starts_on: date


@dataclass(eq=False)
class RentLinesOverlap(HusromError):
    """One rent line follows the other; `since` is when the one that stands begins."""

    number: str
    line: RentLineKind
    since: date


@dataclass(eq=False)
class MonthCharged(HusromError):
    """The rent of a month that is charged changes by a correction alone; `free_from` is the first day that is not."""

    number: str
    free_from: date


@dataclass(eq=False)
class RentUnchanged(HusromError):
    """The new rent is the old one."""

    number: str


@dataclass(eq=False)
class RentFixingUnknown(HusromError):
    """Nobody has recorded when the rent was last fixed, and the index counts from that day (husll. § 4-2)."""

    number: str


@dataclass(eq=False)
class IndexNotLater(HusromError):
    """The rent was fixed after the index of that month, `month` as YYYY-MM; `fixed` is the one it was fixed by."""

    month: str
    fixed: str


@dataclass(eq=False)
class RentTooEarly(HusromError):
    """The rent may not change before a day: a year since the last fixing, or the notice (husll. §§ 4-2, 4-3)."""

    number: str
    earliest: date
    why: str  # fixing | notice | market


@dataclass(eq=False)
class RentChangeStands(HusromError):
    """A lease has one change of rent under way at a time."""

    number: str


@dataclass(eq=False)
class RentChangeOutdated(HusromError):
    """The lease's rent is not what the change was made from."""

    number: str


@dataclass(eq=False)
class IndexMonthMissing(HusromError):
    """The price index has no value for a month."""

    series: str
    month: str


@dataclass(eq=False)
class IndexHole(HusromError):
    """A table of the price index leaves out a month between two others."""

    series: str
    month: str
