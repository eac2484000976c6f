"""Inspections and repairs: the rooms, what is more than ordinary wear, when the next one is due (husll. ch. 5, 10).

Nothing here reads a clock: days are arguments.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.deadlines import add_months, next_working_day
from rules.terms import InspectionKind, RoomStandard, Urgency

SPREAD_DAYS = 730  # imported leases: the first inspections are spread over this, or the interval where that is shorter
HASTE = 4  # what is urgent gets a quarter of the time
BEST_FIRST = tuple(RoomStandard)
DAMAGED = frozenset({RoomStandard.NEEDS_REPAIR, RoomStandard.UNFIT})
TENANT_THERE = frozenset({InspectionKind.MOVE_IN, InspectionKind.MOVE_OUT})


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What a dwelling has: `rooms` are its living rooms and bedrooms together, as rooms are counted in Norway."""

    rooms: int
    bedrooms: int | None = None
    balcony: bool = False
    storage: bool = False


def rooms_of(layout: Layout) -> list[str]:
    """The rooms that an inspection begins with, in the order one walks through them; people add and take away."""
    sleeping = layout.rooms - 1 if layout.bedrooms is None else min(layout.bedrooms, layout.rooms)
    living = max(layout.rooms - sleeping, 0 if sleeping else 1)
    found = ["Entré", *_counted("Stue", living), "Kjøkken", *_counted("Soverom", sleeping), "Bad"]
    return [*found, *(["Balkong"] if layout.balcony else []), *(["Bod"] if layout.storage else [])]


def _counted(name: str, count: int) -> list[str]:
    return [name] if count == 1 else [f"{name} {number}" for number in range(1, count + 1)]


def same_room(one: str, other: str) -> bool:
    """Whether two inspections speak of the same room."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def before(name: str, moved_in: Mapping[str, RoomStandard]) -> RoomStandard | None:
    """How a room was at the move-in inspection; None where nobody looked."""
    return next((standard for room, standard in moved_in.items() if same_room(room, name)), None)


def is_worse(now: RoomStandard, was: RoomStandard) -> bool:
    """Whether a room is kept worse than it was."""
    return BEST_FIRST.index(now) > BEST_FIRST.index(was)


def may_claim(now: RoomStandard | None, was: RoomStandard | None) -> bool:
    """Whether the tenant may be asked to pay: for more than ordinary wear alone (husll. §§ 10-2, 10-3).

    The room is damaged now, and was better when they moved in; where nobody knows how it was, a person must reason.
    """
    if now is None or now not in DAMAGED:
        return False
    return was is None or is_worse(now, was)


def is_late(held_on: date, today: date, days: int) -> bool:
    """Whether a claim comes later than the rulebook takes for a reasonable time after the inspection (§ 10-3)."""
    return today > held_on + timedelta(days=days)


def first_day(told_on: date, posting_days: int, notice_days: int) -> date:
    """The first day a tenant told by letter that day can be visited: posted, and the notice days gone (§ 5-6)."""
    return next_working_day(told_on) + timedelta(days=posting_days + notice_days)


def unseen(rooms: Iterable[tuple[str, RoomStandard | None]]) -> tuple[str, ...]:
    """The rooms that nobody has set a standard for."""
    return tuple(name for name, standard in rooms if standard is None)


# --- Repairs --------------------------------------------------------------------------------------------------------


def repair_due(reported_on: date, urgency: Urgency, days: int) -> date:
    """The day a repair is to be done: the rulebook's days, a quarter where it is urgent, the next day if critical."""
    if urgency is Urgency.CRITICAL:
        return next_working_day(reported_on + timedelta(days=1))
    return reported_on + timedelta(days=max(1, days // HASTE) if urgency is Urgency.URGENT else days)


# --- When a home is to be inspected -----------------------------------------------------------------------------------


def counted_from(number: str, starts_on: date | None, ledger_from: date | None, imported: bool) -> date | None:
    """What the time to a lease's first inspection is counted from: its start.

    A lease that was running when it was imported gets a day of its own before that, by its number, so that not all
    come due at once. It is the same however often it is asked.
    """
    if starts_on is None or not imported or ledger_from is None or starts_on >= ledger_from:
        return starts_on
    return ledger_from - timedelta(days=SPREAD_DAYS - _share(number, SPREAD_DAYS))


def _share(number: str, whole: int) -> int:
    """A day from 0 to less than `whole`, by a number that people know."""
    return int.from_bytes(hashlib.sha256(number.encode()).digest()[:4], "big") % whole


def counted_until(today: date, months: int) -> date:
    """Leases counted from that day or before may be due an inspection today."""
    return add_months(today, -months)


def inspection_due(
    number: str, counted: date, months: int, *, imported_on: date | None = None, inspected: bool = False
) -> date:
    """The day a home is to be inspected; `imported_on` is set for a lease that was running when it was imported.

    Where the interval is shorter than the spread, its first one is spread over the interval instead.
    """
    due = add_months(counted, months)
    interval = (add_months(imported_on, months) - imported_on).days if imported_on else SPREAD_DAYS
    if imported_on is None or inspected or interval >= SPREAD_DAYS:
        return due
    return imported_on + timedelta(days=_share(number, SPREAD_DAYS) * interval // SPREAD_DAYS)


def total(charges: Sequence[int]) -> int:
    """What the rooms come to, in øre."""
    return sum(charges)
