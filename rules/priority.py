"""The order of households by the rulebook's key: equals are shown as equal, and seniority never ranks (S001)."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rules.policy import Criterion, Policy
from rules.terms import HousingSituation, PrioritySort

Key = tuple[int, ...]


class Household(NamedTuple):
    """What the order may look at: the application's id, how the household lives, its children, its factor levels.

    A named tuple, as `Ranked` is: the list makes one of each for every household whenever it is read.
    """

    id: str
    situation: HousingSituation
    children: int
    levels: Mapping[str, str]


class Ranked(NamedTuple):
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
    key, shuffled = key_of(policy), shuffler(tie)
    equals: dict[Key, list[tuple[bytes, Household]]] = {}
    for one in households:
        equals.setdefault(key(one), []).append((shuffled(one.id), one))
    ranked: list[Ranked] = []
    for same in sorted(equals, reverse=True):
        place = len(ranked) + 1
        ranked.extend([Ranked(place, one, same) for _, one in sorted(equals[same])])  # no two have one hash
    return ranked


def tie_key(secret: bytes, what: str) -> bytes:
    """The key under which the equals of one vacancy, or of the list as a whole, are shuffled."""
    return hmac.digest(secret, b"tie:" + what.encode(), "sha256")


def shuffler(tie: bytes) -> Callable[[str], bytes]:
    """The hash of an id under the key; the key is mixed in once, not for each household."""
    keyed = hashlib.blake2b(key=tie, digest_size=16)

    def shuffled(identity: str) -> bytes:
        one = keyed.copy()
        one.update(identity.encode())
        return one.digest()

    return shuffled


def key_of(policy: Policy) -> Callable[[Household], Key]:
    """The function that gives a household its key: one number for each criterion, higher = more pressing.

    Households that answer alike have one key, so each combination of answers is worked out once.
    """
    readers = [_reader(criterion, policy) for criterion in policy.priority]
    codes = [factor.code for factor in policy.factors]
    known: dict[tuple[Any, ...], Key] = {}

    def key(household: Household) -> Key:
        answers = (household.situation, household.children > 0, *map(household.levels.get, codes))
        found = known.get(answers)
        if found is None:
            found = known[answers] = tuple([read(household) for read in readers])
        return found

    return key


class _Points(dict[tuple[str, str], int]):
    """What each level of each factor adds; what the rulebook does not know adds nothing."""

    def __missing__(self, _level: tuple[str, str]) -> int:
        return 0


def _reader(criterion: Criterion, policy: Policy) -> Callable[[Household], int]:
    points = _Points({(one.code, level.code): level.points for one in policy.factors for level in one.levels})
    if criterion.sort is PrioritySort.SITUATION:
        worth = {one: len(criterion.order) - at for at, group in enumerate(criterion.order) for one in group}
        return lambda household: worth[household.situation]
    if criterion.sort is PrioritySort.CHILDREN:
        return lambda household: 1 if household.children else 0
    if criterion.sort is PrioritySort.FACTOR:
        return lambda household: points[criterion.factor, household.levels.get(criterion.factor, "")]
    return lambda household: sum(map(points.__getitem__, household.levels.items()))


def explain(household: Household, policy: Policy) -> tuple[Part, ...]:
    """Why a household stands where it stands, part by part of the key."""
    return parts_of(household, policy, key_of(policy)(household))


def parts_of(household: Household, policy: Policy, key: Key) -> tuple[Part, ...]:
    """The same, where the key is worked out already."""
    return tuple(
        Part(criterion.label, _found(criterion, household, policy, value), value)
        for criterion, value in zip(policy.priority, key, strict=True)
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
