"""How a rent may change: by the price index, to the going rent, or as agreed (husleieloven ch. 4).

Amounts are int øre a month, index values hundredths. What the index may move is the rent itself with what is let with
it (garage, furniture); electricity and shared costs follow what they cost and are changed as charges (§ 4-5, § 3-4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.deadlines import Month, add_months
from rules.rent_errors import (
    MonthCharged,
    RentBeforeLease,
    RentLinesOverlap,
    RentNegative,
    RentTooEarly,
    RentUnchanged,
)
from rules.terms import RentLineKind
from rules.terms.term import Term

INDEXED = frozenset({RentLineKind.BASE, RentLineKind.GARAGE, RentLineKind.FURNITURE})
ALL = 100_00  # hundredths of a percent


class IndexObstacle(Term):
    """Why a lease's rent is not moved by the index."""

    OPEN_CHANGE = "open_change", "En annen endring er under arbeid"
    NOT_RECORDED = "not_recorded", "Det er ikke registrert når husleien sist ble fastsatt"
    TOO_SOON = "too_soon", "Mindre enn ett år siden husleien sist ble fastsatt"
    NO_VALUE = "no_value", "Indekstallet for måneden husleien sist ble fastsatt, mangler"
    NOT_LATER = "not_later", "Husleien er fastsatt etter dette indekstallet"
    NOTHING = "nothing", "Husleien blir den samme"
    ENDING = "ending", "Leieforholdet slutter før endringen gjelder"
    CHARGED = "charged", "Husleien for måneden er alt krevd"


@dataclass(frozen=True)
class Line:
    """A rent line as a lease has it; both days are included."""

    key: str
    kind: RentLineKind
    amount_ore: int
    valid_from: date
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it is charged for the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class NewAmount:
    """What a rent line costs from a day on; `line` is the one it takes over from, none where it is new."""

    line: str | None
    kind: RentLineKind
    old_ore: int
    new_ore: int


@dataclass(frozen=True)
class Fixing:
    """When the rent that holds took effect, and the index month it was set by."""

    on: date
    month: str
    recorded: bool = True


@dataclass(frozen=True)
class IndexVerdict:
    """New amounts, or why there are none."""

    amounts: tuple[NewAmount, ...] = ()
    obstacle: IndexObstacle | None = None
    earliest: date | None = None


def fixing_of(starts_on: date, set_on: date | None, index_month: str | None) -> Fixing:
    """The last fixing; where none is recorded, the lease's first day and its month."""
    on = set_on or starts_on
    return Fixing(on, index_month or str(Month.of(on)), recorded=set_on is not None)


def next_first(day: date) -> date:
    """The first day of a month that is not before the day."""
    return day if day.day == 1 else add_months(day.replace(day=1), 1)


def earliest_index(fixing: Fixing, notified_on: date, *, index_months: int, notice_months: int) -> date:
    """The first month's day from which the index may move the rent (husll. § 4-2).

    A year after the last fixing took effect, and a month's written notice counted from the letter's dispatch (§ 1-5).
    """
    return max(next_first(add_months(fixing.on, index_months)), first_noticed(notified_on, notice_months))


def first_noticed(notified_on: date, months: int) -> date:
    """The first month's day that a notice of so many months, dispatched on a day, reaches: no lease's is earlier."""
    return next_first(add_months(notified_on, months))


def indexed(amount_ore: int, base: int, new: int, most: int | None = None) -> int:
    """An amount moved by the index, rounded down: never more than prices rose (husll. § 4-2).

    `most` is the highest rise that the municipality asks for, in hundredths of a percent.
    """
    moved = amount_ore * new // base
    return moved if most is None else min(moved, max(amount_ore * (ALL + most) // ALL, 0))


def index_change(
    lines: Iterable[Line],
    fixing: Fixing,
    *,
    effective_from: date,
    base_value: int | None,
    new_month: str,
    new_value: int,
    index_months: int,
    most: int | None = None,
) -> IndexVerdict:
    """What the index makes of the rent from a day, all years since the last fixing in one step (husll. § 4-2)."""
    earliest = next_first(add_months(fixing.on, index_months))
    if effective_from < earliest:
        return IndexVerdict(obstacle=IndexObstacle.TOO_SOON, earliest=earliest)
    if new_month <= fixing.month:
        return IndexVerdict(obstacle=IndexObstacle.NOT_LATER)
    if base_value is None:
        return IndexVerdict(obstacle=IndexObstacle.NO_VALUE)
    amounts = tuple(
        NewAmount(line.key, line.kind, line.amount_ore, new)
        for line in lines
        if line.kind in INDEXED
        and line.holds(effective_from)
        and (new := indexed(line.amount_ore, base_value, new_value, most)) != line.amount_ore
    )
    return IndexVerdict(amounts) if amounts else IndexVerdict(obstacle=IndexObstacle.NOTHING)


def percent(base: int, new: int) -> int:
    """How much the index has moved, in hundredths of a percent, toward zero."""
    moved = abs(new - base) * ALL // base
    return moved if new >= base else -moved


def check_market(
    number: str,
    *,
    since: date,
    last_change: date,
    demanded_on: date,
    effective_from: date,
    market_months: int,
    notice_months: int,
    index_months: int,
) -> None:
    """Raise RentTooEarly where going rent may not be demanded yet, or not from that day (husll. § 4-3).

    `since` is when the rent was last set otherwise than by the index, `last_change` when any change took effect.
    """
    may_demand = add_months(since, market_months)
    if demanded_on < may_demand:
        raise RentTooEarly(number, may_demand, "market")
    earliest = earliest_market(last_change, demanded_on, notice_months=notice_months, index_months=index_months)
    if effective_from < earliest:
        raise RentTooEarly(number, earliest, "notice")


def earliest_market(last_change: date, demanded_on: date, *, notice_months: int, index_months: int) -> date:
    """The first month's day that going rent may hold from: six months after the demand, a year after any change."""
    return next_first(max(add_months(demanded_on, notice_months), add_months(last_change, index_months)))


def check(
    number: str,
    lines: Sequence[Line],
    amounts: Sequence[NewAmount],
    *,
    effective_from: date,
    starts_on: date,
    charged_until: date | None,
    correction: bool,
) -> None:
    """Raise RentNegative, RentBeforeLease, MonthCharged, RentLinesOverlap or RentUnchanged.

    `charged_until` is the last day of the last month that is charged; a correction alone may reach behind it.
    """
    if negative := next((one for one in amounts if one.new_ore < 0), None):
        raise RentNegative(negative.kind)
    if effective_from < starts_on:
        raise RentBeforeLease(number, starts_on)
    if charged_until is not None and effective_from <= charged_until and not correction:
        raise MonthCharged(number, charged_until + timedelta(days=1))
    for one in amounts:
        _check_chain(number, lines, one, effective_from)
    if all(one.new_ore == one.old_ore for one in amounts):
        raise RentUnchanged(number)


def _check_chain(number: str, lines: Sequence[Line], one: NewAmount, effective_from: date) -> None:
    for line in lines:
        void = line.valid_to is not None and line.valid_to < line.valid_from
        if line.kind is not one.kind or void or (line.key == one.line and line.valid_from <= effective_from):
            continue
        if line.valid_to is None or line.valid_to >= effective_from:
            raise RentLinesOverlap(number, line.kind, line.valid_from)


def followed(lines: Sequence[Line], amounts: Sequence[NewAmount], effective_from: date) -> tuple[Line, ...]:
    """The lines of a lease when new amounts hold from a day: each changed one is ended the day before and followed."""
    until = effective_from - timedelta(days=1)
    changed = {one.line for one in amounts if one.line is not None and one.new_ore != one.old_ore}
    ended = [
        Line(line.key, line.kind, line.amount_ore, line.valid_from, until) if line.key in changed else line
        for line in lines
    ]
    taken = {line.key for line in lines}
    numbers = (str(number) for number in range(len(lines) + 1, len(lines) + len(taken) + len(amounts) + 2))
    free = iter([number for number in numbers if number not in taken])
    new = [
        Line(next(free), one.kind, one.new_ore, effective_from)
        for one in amounts
        if one.new_ore != one.old_ore and one.new_ore
    ]
    return (*ended, *new)
