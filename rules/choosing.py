"""Who is chosen for a dwelling, who is passed over, what must be explained, and what it all rested on (S001, S004).

Those who suit the dwelling stand in the order of the rulebook's key: `places` are their ranks by application id, equals
share one. Whoever is chosen may have households above; each of those needs a stored reason. Equals need none, and how
long anybody has waited is never looked at. The basis is frozen as text, and worked out anew from that text alone.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.frozen import Difference
from rules.matching import Home, Need, exclusions
from rules.policy import Policy
from rules.priority import Household, Key
from rules.sifting import Fit, Kept, Pool, Sifted, Waiting
from rules.terms import DwellingType, Exclusion, HousingSituation, Purpose, TargetGroup

Places = Mapping[str, int]
SUITS = "Ja"
UNREADABLE = Difference("Grunnlaget for innstillingen", "Lagret med innstillingen", "Kan ikke leses")


# --- Who is passed over ----------------------------------------------------------------------------------------------


def passed_over(places: Places, chosen: Collection[str]) -> list[str]:
    """Those who suit and rank strictly above the best placed of those chosen, in order; none where none is placed."""
    best = min((places[one] for one in chosen if one in places), default=0)
    return [one for one in in_order(places, places) if places[one] < best]


def equals(places: Places, chosen: Collection[str]) -> bool:
    """Whether all who are chosen suit and share one place."""
    return all(one in places for one in chosen) and len({places[one] for one in chosen}) == 1


def unexplained(passed: Iterable[str], explained: Iterable[Collection[str]]) -> list[str]:
    """Those passed over whom no reason is given for; one reason may serve several."""
    told = {identity for group in explained for identity in group}
    return [one for one in passed if one not in told]


def in_order(places: Places, wanted: Iterable[str]) -> list[str]:
    """Those of the wanted who suit, the highest placed first; those of one place as they come."""
    return sorted((one for one in wanted if one in places), key=lambda one: places[one])


def outdated(before: Places, now: Places, chosen: Collection[str], explained: Iterable[Collection[str]]) -> bool:
    """Whether a choice no longer holds on the households as they are now; `before` are the places it was made on.

    It holds while those chosen suit and are equal, nobody stands above them without a reason, and those who stood at
    or above them then stand in the same order among themselves. One who is gone from above them changes nothing.
    """
    if not equals(now, chosen) or unexplained(passed_over(now, chosen), explained):
        return True
    lowest = max((before[one] for one in chosen if one in before), default=0)
    still = [one for one, place in before.items() if place <= lowest and one in now]
    return _groups(before, still) != _groups(now, still)


def _groups(places: Places, wanted: Iterable[str]) -> list[set[str]]:
    """The wanted in their order, those of one place together."""
    found: dict[int, set[str]] = {}
    for one in wanted:
        found.setdefault(places[one], set()).add(one)
    return [found[place] for place in sorted(found)]


# --- What it rested on -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """One household as it was frozen: its facts, and its place or why the dwelling does not suit it."""

    number: str
    waiting: Waiting
    rank: int | None
    key: Key
    why: tuple[Exclusion, ...]


@dataclass(frozen=True)
class Basis:
    """What a recommendation rested on: the rulebook's number, the dwelling's hard facts, every household looked at."""

    rulebook: int
    extra_rooms: int
    home: Home
    candidates: tuple[Candidate, ...]

    @property
    def places(self) -> Places:
        """The ranks of those whom the dwelling suits, by application id."""
        return {one.waiting.household.id: one.rank for one in self.candidates if one.rank is not None}


def freeze(
    rulebook: int,
    home: Home,
    extra_rooms: int,
    fits: Iterable[Fit],
    kept: Iterable[Kept],
    numbers: Mapping[str, str],
) -> str:
    """The basis as JSON text; the same facts give the same text, however the equals were shuffled."""
    looked_at = [(one.waiting, {"rank": one.rank, "key": list(one.key)}) for one in fits]
    looked_at += [(one.waiting, {"why": [code.value for code in one.why]}) for one in kept]
    candidates = [
        {"number": numbers[one.household.id], **_household(one), "verdict": verdict} for one, verdict in looked_at
    ]
    candidates.sort(key=lambda one: (one["verdict"].get("rank", len(candidates) + 1), one["id"]))
    held = {"rulebook": rulebook, "extra_rooms": extra_rooms, "home": _home(home), "candidates": candidates}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def basis_in(text: str) -> Basis:
    """The basis of a frozen text. Raises ValueError, KeyError, TypeError where it cannot be read."""
    held = json.loads(text)
    return Basis(
        rulebook=int(held["rulebook"]),
        extra_rooms=int(held["extra_rooms"]),
        home=_home_in(held["home"]),
        candidates=tuple(_candidate_in(one) for one in held["candidates"]),
    )


def find_basis(text: str) -> Basis | None:
    """The same; None where it cannot be read."""
    try:
        return basis_in(text)
    except (ValueError, KeyError, TypeError):
        return None


def replay(text: str, policy: Policy, extra_rooms: int) -> tuple[Difference, ...]:
    """Work the frozen facts out anew under a rulebook, and tell what comes out otherwise than was frozen."""
    try:
        return differences(basis_in(text), policy, extra_rooms)
    except (ValueError, KeyError, TypeError):
        return (UNREADABLE,)


def differences(basis: Basis, policy: Policy, extra_rooms: int) -> tuple[Difference, ...]:
    """What comes out otherwise than was frozen: whom the dwelling suits, each part of the key, the place."""
    pool = Pool([one.waiting for one in basis.candidates], policy)
    sifted = Sifted(pool, basis.home, extra_rooms, b"")
    now = {one.waiting.household.id: one for one in sifted.fits}
    found: list[Difference] = []
    if basis.extra_rooms != extra_rooms:
        found.append(Difference("Rom mer enn behovet", str(basis.extra_rooms), str(extra_rooms)))
    labels = [one.label for one in policy.priority]
    for one in basis.candidates:
        found.extend(_differs(one, now.get(one.waiting.household.id), basis.home, extra_rooms, labels))
    return tuple(found)


def _differs(
    one: Candidate, fit: Fit | None, home: Home, extra_rooms: int, labels: Sequence[str]
) -> Iterable[Difference]:
    why = exclusions(home, one.waiting.need, extra_rooms)
    if why != one.why:
        yield Difference(f"{one.number}: passer boligen", suits(one.why), suits(why))
    if fit is None or one.rank is None:
        return
    if len(labels) != len(one.key):
        yield Difference(f"{one.number}: deler av nøkkelen", str(len(one.key)), str(len(labels)))
    else:
        for label, before, after in zip(labels, one.key, fit.key, strict=True):
            if before != after:
                yield Difference(f"{one.number}: {label}", str(before), str(after))
    if fit.rank != one.rank:
        yield Difference(f"{one.number}: plass", str(one.rank), str(fit.rank))


def suits(why: Collection[Exclusion]) -> str:
    """Whether the dwelling suits, in words, with every reason why not."""
    return f"Nei. {'. '.join(one.label for one in why)}" if why else SUITS


# --- To text and back ------------------------------------------------------------------------------------------------


def _home(home: Home) -> dict[str, Any]:
    plain = {name: getattr(home, name) for name in sorted(Home.__dataclass_fields__)}
    return plain | {
        "kind": home.kind.value,
        "purpose": home.purpose.value if home.purpose else None,
        "not_for": sorted(one.value for one in home.not_for),
    }


def _home_in(held: Mapping[str, Any]) -> Home:
    return Home(
        **{
            **held,
            "kind": DwellingType(held["kind"]),
            "purpose": Purpose(held["purpose"]) if held["purpose"] else None,
            "not_for": frozenset(TargetGroup(one) for one in held["not_for"]),
        }
    )


def _household(one: Waiting) -> dict[str, Any]:
    household, need = one.household, one.need
    return {
        "id": household.id,
        "situation": household.situation.value,
        "children": household.children,
        "levels": dict(sorted(household.levels.items())),
        "need": need._asdict()
        | {
            "target_group": need.target_group.value,
            "dwelling_type": need.dwelling_type.value if need.dwelling_type else None,
            "held_back_until": need.held_back_until.isoformat() if need.held_back_until else None,
            "lives_in": sorted(need.lives_in),
        },
    }


def _candidate_in(held: Mapping[str, Any]) -> Candidate:
    need, verdict = held["need"], held["verdict"]
    waiting = Waiting(
        Household(held["id"], HousingSituation(held["situation"]), held["children"], dict(held["levels"])),
        Need(
            **{
                **need,
                "target_group": TargetGroup(need["target_group"]),
                "dwelling_type": DwellingType(need["dwelling_type"]) if need["dwelling_type"] else None,
                "held_back_until": date.fromisoformat(need["held_back_until"]) if need["held_back_until"] else None,
                "lives_in": frozenset(need["lives_in"]),
            }
        ),
    )
    why = tuple(Exclusion(one) for one in verdict.get("why", ()))
    return Candidate(held["number"], waiting, verdict.get("rank"), tuple(verdict.get("key", ())), why)
