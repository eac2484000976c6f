"""Every deadline of the house is counted here: domstolloven §§ 148-149 with Norwegian holidays."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
SATURDAY = 5


class Month(NamedTuple):
    """A calendar month; its text is the period that ledger keys and job runs carry ("2026-09")."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def of(cls, day: date) -> Self:
        """The month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, period: str) -> Self:
        """Read "2026-09"; ValueError for anything else."""
        match = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", period)
        if not match:
            raise ValueError(f"no period: {period!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def first(self) -> date:
        """First day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Last day of the month."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    # Half a second to import, so only when first asked for; a whole year at a time, as the library's own lazy
    # calendar shows other threads a year that it has not filled yet. "nb" would silently give English.
    from holidays import country_holidays

    return frozenset(country_holidays("NO", years=year, language="no", expand=False))


def is_working_day(day: date) -> bool:
    """Whether a deadline may end on the day: not a Saturday, Sunday or public holiday (domstolloven § 149)."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def next_working_day(day: date) -> date:
    """The day itself if it is a working day, else the nearest one after it (domstolloven § 149)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on (or back), the month's last where it has no such day (§ 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def appeal_deadline(arrived: date, weeks: int = 3) -> date:
    """Last day for an appeal: the same weekday three weeks after notice arrived, moved to a working day (fvl. § 29)."""
    return next_working_day(arrived + timedelta(weeks=weeks))


def presumed_arrival(dispatched: date, posting_days: int) -> date:
    """The day a letter in the post is presumed to have arrived: so many days on, moved to a working day.

    The posting allowance is the rulebook's; the law counts from the day it arrived (fvl. § 29).
    """
    return next_working_day(dispatched + timedelta(days=posting_days))


def answer_deadline(arrived: date, days: int) -> date:
    """Last day to answer a prior notice: so many days after it arrived, moved to a working day (fvl. § 16).

    The days are the rulebook's.
    """
    return next_working_day(arrived + timedelta(days=days))


def last_reinstatement(decided: date) -> date:
    """The last day on which a late appeal may be treated at all: a year from the decision (fvl. § 31).

    The year is absolute: no working day is waited for.
    """
    return add_months(decided, 12)


def rent_due(year: int, month: int, day: int = 20) -> date:
    """Due date of a month's rent, moved to the next working day (husleieloven § 3-2)."""
    return next_working_day(date(year, month, min(day, monthrange(year, month)[1])))


def oslo_date(instant: datetime) -> date:
    """The day in Norway at an aware instant; ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("naive datetime")
    return instant.astimezone(OSLO).date()


def oslo_moment(day: date, clock: time) -> datetime:
    """The instant of an hour in Norway; the earlier where summer time gives it twice.

    ValueError for an hour that the clock leaps over.
    """
    local = datetime.combine(day, clock, OSLO)
    if local.astimezone(UTC).astimezone(OSLO).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError("no such hour")
    return local.astimezone(UTC)


def month_periods(first: date, last: date) -> tuple[Month, ...]:
    """The months from the one `first` lies in to the one `last` lies in, both included; none if `last` is before."""
    start, end = Month.of(first), Month.of(last)
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    return tuple(Month.of(add_months(start.first, n)) for n in range(count))
