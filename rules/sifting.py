"""All who wait against a vacant dwelling: those it suits in the order of the key, and the others with why.

The households are put in order once, however many dwellings there are. Who is kept out by a fact is one whole number
with a bit for each household, worked out once for each answer that occurs, so a dwelling costs a few operations on such
numbers. Equals are shuffled when they are looked at, not before.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from itertools import count, islice
from operator import or_
from typing import NamedTuple

from rules import priority
from rules.matching import FACTS, Home, Need, exclusions
from rules.policy import Policy
from rules.priority import Household, Key
from rules.terms import Exclusion

BYTE = 256


class Waiting(NamedTuple):
    """One who waits: what the order looks at, what the hard facts look at, and marks that are neither."""

    household: Household
    need: Need
    office: Hashable = None  # its id
    stale: bool = False  # the assessment must be looked at again


class Fit(NamedTuple):
    """One whom the dwelling suits: equals share a rank, and the next rank leaves room for them."""

    rank: int
    waiting: Waiting
    key: Key
    shared: bool = False  # others have the same rank


class Kept(NamedTuple):
    """One whom the dwelling does not suit, with every reason."""

    waiting: Waiting
    why: tuple[Exclusion, ...]


class _Equals(NamedTuple):
    """Households with one key: where they stand in the pool."""

    key: Key
    first: int
    mask: int


class Pool:
    """All who wait, in the order of the key, ready to be held against dwellings."""

    def __init__(self, everybody: Iterable[Waiting], policy: Policy) -> None:
        key = priority.key_of(policy)
        equals: dict[Key, list[Waiting]] = {}
        for one in everybody:
            equals.setdefault(key(one.household), []).append(one)
        self.rows: list[Waiting] = []
        self.equals: list[_Equals] = []
        for same in sorted(equals, reverse=True):
            first = len(self.rows)
            self.rows.extend(equals[same])
            self.equals.append(_Equals(same, first, (1 << len(self.rows)) - (1 << first)))
        self.everybody = (1 << len(self.rows)) - 1
        self._answers = {
            part: dict(_by_answer(column))
            for part, column in zip(Need._fields, zip(*[one.need for one in self.rows], strict=True), strict=False)
        }

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each application stands in the pool."""
        return {one.household.id: at for at, one in enumerate(self.rows)}

    @cached_property
    def offices(self) -> Mapping[Hashable, int]:
        """The households of each office."""
        found: dict[Hashable, list[int]] = {}
        for at, one in enumerate(self.rows):
            found.setdefault(one.office, []).append(at)
        return {office: _mask(places, len(self.rows)) for office, places in found.items()}

    def kept_out(self, home: Home, extra_rooms: int) -> Mapping[Exclusion, int]:
        """Those whom each hard fact keeps out; a fact that keeps nobody out is left out."""
        found: dict[Exclusion, int] = {}
        for fact in FACTS:
            mask = 0
            for answer, households in self._answers.get(fact.part, {}).items():
                if fact.keeps_out(home, answer, extra_rooms):
                    mask |= households
            if mask:
                found[fact.exclusion] = mask
        return found


@dataclass(frozen=True)
class Sifted:
    """A pool held against one dwelling: who fits, ranked among all who fit, and who does not.

    With an `office`, its households alone are listed and counted; their ranks are among all.
    """

    pool: Pool
    home: Home
    extra_rooms: int
    tie: bytes
    office: Hashable = None

    @cached_property
    def _kept_out(self) -> Mapping[Exclusion, int]:
        return self.pool.kept_out(self.home, self.extra_rooms)

    @cached_property
    def _out(self) -> int:
        return reduce(or_, self._kept_out.values(), 0)

    @cached_property
    def _listed(self) -> int:
        return self.pool.everybody if self.office is None else self.pool.offices.get(self.office, 0)

    @property
    def fit_count(self) -> int:
        """How many the dwelling suits."""
        return (self.pool.everybody & ~self._out & self._listed).bit_count()

    @property
    def excluded_count(self) -> int:
        """How many it does not suit."""
        return (self._out & self._listed).bit_count()

    @property
    def counts(self) -> Mapping[Exclusion, int]:
        """How many each reason keeps out, the reasons in the order of the table; one may be kept out by several."""
        counted = {one: (mask & self._listed).bit_count() for one, mask in self._kept_out.items()}
        return {one: number for one, number in counted.items() if number}

    @cached_property
    def fits(self) -> tuple[Fit, ...]:
        """All whom it suits, ranked as `priority.rank` ranks them."""
        return tuple(self._fits())

    @cached_property
    def excluded(self) -> tuple[Kept, ...]:
        """All whom it does not suit, in the order of the key."""
        return tuple(self._kept(self._all_kept()))

    def fits_between(self, start: int, stop: int) -> Sequence[Fit]:
        """Some of those whom it suits, counted from the top; no others are put in order."""
        return list(islice(self._fits(start), max(stop - start, 0)))

    def excluded_between(self, start: int, stop: int, why: Exclusion | None = None) -> Sequence[Kept]:
        """Some of those whom it does not suit; with a reason, of those whom it keeps out."""
        return list(self._kept(islice(self._all_kept(why), start, stop)))

    def why(self, application: str) -> tuple[Exclusion, ...] | None:
        """Why it does not suit a household; empty where it does, None for one that is not on the list."""
        at = self.pool.places.get(application)
        return None if at is None else exclusions(self.home, self.pool.rows[at].need, self.extra_rooms)

    def fit(self, application: str) -> Fit | None:
        """A household that it suits, with its rank; None for any other."""
        at = self.pool.places.get(application)
        if at is None or self._out >> at & 1:
            return None
        same = next(one for one in self.pool.equals if one.mask >> at & 1)
        fitting = self.pool.everybody & ~self._out
        above, equals = fitting & ((1 << same.first) - 1), fitting & same.mask
        return Fit(above.bit_count() + 1, self.pool.rows[at], same.key, equals.bit_count() > 1)

    def _fits(self, skip: int = 0) -> Iterator[Fit]:
        everybody = self.pool.everybody & ~self._out
        rank = 1
        for same in self.pool.equals:
            fitting = everybody & same.mask
            listed = (fitting & self._listed).bit_count()
            if skip >= listed:
                skip -= listed
            else:
                shared = fitting.bit_count() > 1
                for one in self._shuffled(fitting & self._listed, same)[skip:]:
                    yield Fit(rank, one, same.key, shared)
                skip = 0
            rank += fitting.bit_count()

    def _all_kept(self, why: Exclusion | None = None) -> Iterator[Waiting]:
        kept = (self._out if why is None else self._kept_out.get(why, 0)) & self._listed
        for same in self.pool.equals:
            if kept & same.mask:
                yield from self._shuffled(kept & same.mask, same)

    def _kept(self, some: Iterable[Waiting]) -> Iterator[Kept]:
        for one in some:
            yield Kept(one, exclusions(self.home, one.need, self.extra_rooms))

    def _shuffled(self, mask: int, same: _Equals) -> list[Waiting]:
        """Equals in the order of a hash under the dwelling's own key: never by id, number or date."""
        hashed = priority.shuffler(self.tie)
        found = [self.pool.rows[same.first + at] for at in _places(mask >> same.first)]
        return sorted(found, key=lambda one: hashed(one.household.id))


def _by_answer(answers: Sequence[Hashable]) -> Iterator[tuple[Hashable, int]]:
    """Each answer that occurs, with the whole number of those who gave it: a bit for each, the first the lowest."""
    if answers.count(answers[0]) == len(answers):
        yield answers[0], (1 << len(answers)) - 1
        return
    numbers: defaultdict[Hashable, int] = defaultdict(count().__next__)
    numbered = list(map(numbers.__getitem__, reversed(answers)))
    if len(numbers) <= BYTE:
        text = bytes(numbered)
        for answer, number in numbers.items():
            yield answer, int(text.translate(_ones(number)), 2)
        return
    places: dict[int, list[int]] = {}
    for at, number in enumerate(reversed(numbered)):
        places.setdefault(number, []).append(at)
    for answer, number in numbers.items():
        yield answer, _mask(places[number], len(answers))


@cache
def _ones(number: int) -> bytes:
    """The table that makes a digit 1 of that byte, and 0 of every other."""
    return bytes(b"01"[one == number] for one in range(BYTE))


def _mask(places: Sequence[int], size: int) -> int:
    """The whole number with a bit at each of the places."""
    bits = bytearray(size // 8 + 1)
    for at in places:
        bits[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(bits, "little")


def _places(mask: int) -> Iterator[int]:
    """Where the bits of a number are, lowest first."""
    return (at for at, bit in enumerate(reversed(f"{mask:b}")) if bit == "1")
