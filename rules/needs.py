"""The need for homes: what each household and home counts as, their sums over two terms, and what may be told of them.

Sizes are whole rooms. Nothing here names anybody: what is counted is how many, of which sort (S000 phase 1).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from rules.terms import NeedTerm, TargetGroup, Term

WHOLE = "Hele kommunen"
MOST_ROOMS = 10
FEW = 5  # fewer persons than this may be known again in a published table
K = TypeVar("K", bound=Hashable)


class Sort(Term):
    """What is counted."""

    WAITING = "waiting", "Venter"
    LEAVING = "leaving", "Må ha ny bolig"
    EXPIRING = "expiring", "Avtalen utløper"
    VACANT = "vacant", "Ledige"


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One sort of home: rooms, whether it is accessible, where, and for whom."""

    rooms: int
    accessible: bool
    area: str
    target_group: TargetGroup


@dataclass(frozen=True)
class Counted:
    """One household or one home.

    `on` is the day that a lease's or an agreement's term runs out; `before` the day from which the same home is counted
    as another sort.
    """

    sort: Sort
    slot: Slot
    on: date | None = None
    before: date | None = None

    def is_within(self, last: date) -> bool:
        """Whether it counts in the term that ends on the day."""
        return (self.on is None or self.on <= last) and (self.before is None or last < self.before)


@dataclass(frozen=True, kw_only=True)
class Use:
    """What a landlord's home is used for."""

    free: bool = False  # it is among the free, whoever lives there still
    promised: bool = False  # a household that does not wait has the next contract for it
    lived_in: bool = False  # by a household that neither waits nor has a contract for another home
    term_ends: date | None = None  # the last day of the fixed term that it is lived in under


@dataclass(frozen=True)
class Sums:
    """Homes asked for, falling away and free, as counted; `added` is what people have put to it."""

    waiting: int = 0
    leaving: int = 0
    expiring: int = 0
    vacant: int = 0
    added: int = 0

    @property
    def lacking(self) -> int:
        """Homes that lack; below nothing where more are free than asked for."""
        return self.waiting + self.leaving + self.expiring + self.added - self.vacant

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.waiting + other.waiting,
            self.leaving + other.leaving,
            self.expiring + other.expiring,
            self.vacant + other.vacant,
            self.added + other.added,
        )


@dataclass(frozen=True)
class Line:
    """One sort of home over one term."""

    term: NeedTerm
    slot: Slot
    sums: Sums


def rooms_needed(approved: int | None, wanted: int | None, adults: int, children: int) -> int:
    """Rooms for a household: what is approved, else what it asks for, else a living room and room to sleep.

    Two adults share a room to sleep in; each child has one.
    """
    found = approved or wanted or 1 + (adults + 1) // 2 + children
    return size(found)


def size(rooms: int) -> int:
    """A number of rooms as the overview counts it: ten are ten or more."""
    return max(1, min(rooms, MOST_ROOMS))


def area_of(named: str, place: str | None) -> str:
    """Where a home counts: the rulebook's area, else the town of its postcode, else the whole municipality."""
    return named or (place or "").strip()[:60] or WHOLE


def covered_until(ends: Iterable[date | None]) -> date | None:
    """The last day of the agreements that cover one home: the latest; None where one of them has no end yet."""
    found = list(ends)
    days = [day for day in found if day is not None]
    return max(days) if days and len(days) == len(found) else None


def expiring(slot: Slot, ends_on: date, use: Use) -> Counted | None:
    """A home in use that falls away with its agreement; None where nobody needs it replaced.

    Once its household's own term runs out it is that household that counts. A home that is free counts among the free
    and here: it helps nobody past the day.
    """
    if use.free or use.promised:
        return Counted(Sort.EXPIRING, slot, ends_on)
    return Counted(Sort.EXPIRING, slot, ends_on, use.term_ends) if use.lived_in else None


def lines(counted: Iterable[Counted], until: Mapping[NeedTerm, date]) -> tuple[Line, ...]:
    """The sums of each sort of home over each term, in a fixed order.

    Those who wait and the homes that are free count in every term; whoever must have a new home, and whatever home
    falls away, counts in the terms that end on the day or later.
    """
    held = list(counted)
    found = []
    for term in NeedTerm:
        tally = Counter((one.slot, one.sort) for one in held if one.is_within(until[term]))
        for slot in sorted({slot for slot, _ in tally}, key=_place):
            sums = Sums(**{sort.value: tally[slot, sort] for sort in Sort})
            found.append(Line(term, slot, sums))
    return tuple(found)


def _place(slot: Slot) -> tuple[str, int, bool, str]:
    return slot.area, slot.rooms, slot.accessible, slot.target_group.value


def by(found: Iterable[Line], term: NeedTerm, key: Callable[[Slot], K]) -> dict[K, Sums]:
    """The sums of a term by one side of the homes."""
    sums: dict[K, Sums] = {}
    for line in found:
        if line.term is term:
            at = key(line.slot)
            sums[at] = sums.get(at, Sums()) + line.sums
    return sums


def whole(found: Iterable[Line], term: NeedTerm) -> Sums:
    """All of a term in one."""
    return sum((line.sums for line in found if line.term is term), Sums())


def told(number: int) -> str:
    """A number as it may be published: few are not told, the rest to the nearest five: no sum gives them away."""
    if number == 0:
        return "0"
    if abs(number) < FEW:
        return f"færre enn {FEW}"
    return f"om lag {round(number / FEW) * FEW}"
