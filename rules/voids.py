"""The void clock: days and kroner that a dwelling stands empty, by stage and month; counted, never typed (S004)."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from rules.deadlines import Month
from rules.terms import Urgency, VacancyStage

SOON_DAYS, URGENT_DAYS = 14, 30  # empty for so long, the next step is pressing whatever its own date
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class VoidFacts:
    """What the clock counts from. `vacated_on` is the first unlet day: until then the tenant pays.

    `reserved` are the times somebody was to have it (from, until and not with; None = still). `until` is the first
    day that costs nothing again: let, or taken off the market; None while it goes on.
    """

    rent_ore: int
    vacated_on: date | None
    preparation_on: date | None = None
    ready_on: date | None = None
    reserved: tuple[tuple[date, date | None], ...] = ()
    until: date | None = None


@dataclass(frozen=True)
class Span:
    """A time in one stage, from a day until another, which is not with."""

    stage: VacancyStage
    first: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.first).days


@dataclass(frozen=True)
class Part:
    """The empty days of one stage within one month, and the rent they cost in øre."""

    month: Month
    stage: VacancyStage
    days: int
    loss_ore: int


@dataclass(frozen=True)
class Void:
    """What a vacancy, or some of it, has cost."""

    days: int = 0
    loss_ore: int = 0

    def __add__(self, other: "Void") -> "Void":
        return Void(self.days + other.days, self.loss_ore + other.loss_ore)


def spans(facts: VoidFacts, today: date) -> tuple[Span, ...]:
    """The stages one after the other, without gap or overlap, from the first unlet day to the end or today (not with).

    An empty dwelling is reserved only once it is ready: what is being prepared is so for whoever comes.
    """
    end = min(today, facts.until or today)
    if facts.vacated_on is None or facts.vacated_on >= end:
        return ()
    ready = min(facts.ready_on or end, end)
    prepared = min(facts.preparation_on or ready, ready)
    found = [
        Span(VacancyStage.VACATED, facts.vacated_on, prepared),
        Span(VacancyStage.PREPARATION, prepared, ready),
        *_ready(facts.reserved, ready, end),
    ]
    return tuple(one for one in found if one.days > 0)


def _ready(reserved: Iterable[tuple[date, date | None]], ready: date, end: date) -> Iterator[Span]:
    """The time from ready on: reserved while it was, and otherwise ready for anybody."""
    at = ready
    for since, until in sorted(reserved, key=lambda one: one[0]):
        first, last = max(since, at), min(until or end, end)
        if first >= last:
            continue
        yield Span(VacancyStage.READY, at, first)
        yield Span(VacancyStage.RESERVED, first, last)
        at = last
    yield Span(VacancyStage.READY, at, end)


def parts(facts: VoidFacts, today: date) -> tuple[Part, ...]:
    """Each stage within each month, in order of time.

    A month's loss is the rent × empty days / days of the month. Stages share it by what has run so far, rounded, so
    that they sum to it exactly, and a whole empty month costs the rent.
    """
    found: list[Part] = []
    gone: dict[Month, int] = {}
    for span in spans(facts, today):
        for month, days in _by_month(span):
            before = gone.get(month, 0)
            gone[month] = before + days
            loss = month_loss(facts.rent_ore, month, before + days) - month_loss(facts.rent_ore, month, before)
            found.append(Part(month, span.stage, days, loss))
    return tuple(found)


def month_loss(rent_ore: int, month: Month, days: int) -> int:
    """What so many empty days of a month cost in øre, half an øre up."""
    length = month.last.day
    return (2 * rent_ore * days + length) // (2 * length)


def _by_month(span: Span) -> Iterator[tuple[Month, int]]:
    at = span.first
    while at < span.until:
        month = Month.of(at)
        after = min(month.last + timedelta(days=1), span.until)
        yield month, (after - at).days
        at = after


def total(found: Iterable[Part]) -> Void:
    """What it comes to."""
    return sum((Void(one.days, one.loss_ore) for one in found), Void())


def grouped(found: Iterable[Part], by: Callable[[Part], K]) -> dict[K, Void]:
    """Summed by stage, month or what else, in the order they first come."""
    sums: dict[K, Void] = {}
    for one in found:
        sums[by(one)] = sums.get(by(one), Void()) + Void(one.days, one.loss_ore)
    return sums


def empty_days(facts: VoidFacts, today: date) -> int:
    """How many days the dwelling has stood empty."""
    return sum(one.days for one in spans(facts, today))


def urgency(days: int) -> Urgency:
    """How pressing it is for that reason alone."""
    if days >= URGENT_DAYS:
        return Urgency.URGENT
    return Urgency.SOON if days >= SOON_DAYS else Urgency.NOTICE
