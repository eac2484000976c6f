"""When jobs fall due: the periods of an entry of the page, counted in Norway."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from apscheduler.triggers.cron import CronTrigger

from rules.deadlines import OSLO, Month, month_periods, oslo_date

if TYPE_CHECKING:
    from config.schedule import Entry

MONTH = "month"


@dataclass(frozen=True)
class Due:
    """One period of a job that has fallen due: its business day and the instant."""

    entry: "Entry"
    period: str
    day: date
    at: datetime


def trigger(entry: "Entry") -> CronTrigger:
    """The entry's times, in Norway's clock whatever the machine's."""
    return CronTrigger.from_crontab(entry.cron, timezone=OSLO)


def period_of(entry: "Entry", day: date) -> str:
    """The period that a day lies in: "2026-11-22" or "2026-11"."""
    return str(Month.of(day)) if entry.every.value == MONTH else day.isoformat()


def first_day(entry: "Entry", day: date) -> date:
    """The first day of the period that a day lies in."""
    return Month.of(day).first if entry.every.value == MONTH else day


def fallen_due(entry: "Entry", since: datetime, now: datetime) -> list[Due]:
    """The periods that fell due since the beginning of the one `since` lies in, up to now, within the grace."""
    earliest = max(oslo_date(since), oslo_date(now - entry.grace))
    times = trigger(entry)
    found = []
    for start, end in _spans(entry, earliest, oslo_date(now)):
        at: datetime | None = times.get_next_fire_time(None, _midnight(start))
        if at is not None and at <= now and at < _midnight(end):
            found.append(Due(entry, period_of(entry, start), oslo_date(at), at))
    return found


def in_order(page: Iterable["Entry"], found: Iterable[Due]) -> list[Due]:
    """The order in which to run: day by day, each day in the order of the page."""
    places = {entry.id: place for place, entry in enumerate(page)}
    return sorted(found, key=lambda due: (due.day, places[due.entry.id]))


def next_time(entry: "Entry", now: datetime) -> datetime | None:
    """When the job runs next."""
    at: datetime | None = trigger(entry).get_next_fire_time(None, now)
    return at


def _spans(entry: "Entry", first: date, last: date) -> Iterator[tuple[date, date]]:
    """Each period from the one `first` lies in: its first day and the next one's."""
    if entry.every.value == MONTH:
        for month in month_periods(first, last):
            yield month.first, month.last + timedelta(days=1)
        return
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield day, day + timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OSLO)
