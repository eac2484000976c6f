"""The order of households by the rulebook's key: equals are shown as equal, and seniority never ranks (S001)."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rules.policy import Criterion, Policy
from rules.terms import HousingSituation, PrioritySort

Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Household:
    """What the order may look at: the application's id, how the household lives, its children, its factor levels."""

    id: str
    situation: HousingSituation
    children: int
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A household's place: equals share a rank, and the next rank leaves room for them (1, 2, 2, 4)."""

    rank: int
    household: Household
    key: Key


@dataclass(frozen=True)
class Part:
    """One part of a household's key in words: what was looked at, what was found, the number it came to."""

    label: str
    found: str
    value: int


def rank(households: Iterable[Household], policy: Policy, tie: bytes) -> list[Ranked]:
    """Order households by the key, the highest first; rows of one rank by a hash under `tie`, never by id or date."""
    key = key_of(policy)
    placed = [(key(one), _shuffled(tie, one.id), one) for one in households]
    placed.sort(key=_order)
    ranked: list[Ranked] = []
    for same, group in groupby(placed, key=lambda row: row[0]):
        place = len(ranked) + 1
        ranked.extend(Ranked(place, one, same) for _, _, one in group)
    return ranked


def _order(row: tuple[Key, bytes, Household]) -> tuple[Key, bytes]:
    return tuple(-part for part in row[0]), row[1]


def tie_key(secret: bytes, vacancy: str) -> bytes:
    """The key under which the equals of one vacancy, or of the list as a whole, are shuffled."""
    return hashlib.blake2b(vacancy.encode(), key=secret[:64], digest_size=32).digest()


def _shuffled(tie: bytes, identity: str) -> bytes:
    return hashlib.blake2b(identity.encode(), key=tie, digest_size=8).digest()


def key_of(policy: Policy) -> Callable[[Household], Key]:
    """The function that gives a household its key: one number for each criterion, higher = more pressing."""
    readers = [_reader(criterion, policy) for criterion in policy.priority]
    return lambda household: tuple(read(household) for read in readers)


def _reader(criterion: Criterion, policy: Policy) -> Callable[[Household], int]:
    points = {factor.code: {level.code: level.points for level in factor.levels} for factor in policy.factors}
    if criterion.sort is PrioritySort.SITUATION:
        worth = {one: len(criterion.order) - at for at, group in enumerate(criterion.order) for one in group}
        return lambda household: worth[household.situation]
    if criterion.sort is PrioritySort.CHILDREN:
        return lambda household: 1 if household.children else 0
    if criterion.sort is PrioritySort.FACTOR:
        mine: dict[str, int] = points[criterion.factor]
        return lambda household: mine.get(household.levels.get(criterion.factor, ""), 0)
    nothing: dict[str, int] = {}
    return lambda household: sum(points.get(code, nothing).get(level, 0) for code, level in household.levels.items())


def explain(household: Household, policy: Policy) -> tuple[Part, ...]:
    """Why a household stands where it stands, part by part of the key."""
    values = key_of(policy)(household)
    return tuple(
        Part(criterion.label, _found(criterion, household, policy, value), value)
        for criterion, value in zip(policy.priority, values, strict=True)
    )


def _found(criterion: Criterion, household: Household, policy: Policy, value: int) -> str:
    if criterion.sort is PrioritySort.SITUATION:
        return household.situation.label
    if criterion.sort is PrioritySort.CHILDREN:
        return "Ja" if household.children else "Nei"
    if criterion.sort is PrioritySort.FACTOR:
        factor = policy.factor(criterion.factor)
        level = factor.level(household.levels.get(criterion.factor)) if factor else None
        return level.label if level else "Ikke besvart"
    return f"{value} poeng"


def decisive(above: Sequence[Any], below: Sequence[Any]) -> int | None:
    """The first part of the key in which the two differ; None where they are equal."""
    return next((at for at, (one, other) in enumerate(zip(above, below, strict=True)) if one != other), None)
