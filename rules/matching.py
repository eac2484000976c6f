"""Whether a vacant dwelling suits a household that waits: hard facts alone, one row of the table for each.

Nothing here knows age, gender, origin, belief, health or how long anybody has waited (husll. § 1-8, S001): a household
is what it was granted and how many children it has, a dwelling what stands in the register of dwellings. That a place
is unsuitable for families because of known drug problems in the area is a fact of the place (S003), never of persons.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from rules.terms import DwellingType, Exclusion, Purpose, TargetGroup

GROUND = (0, 1)  # the floors that need no stairs; one below ground does, and one that is not known proves nothing
# Whom a dwelling of a purpose is for (domain 5.1). Transit and emergency homes are stays for a time: nobody who was
# granted a home to live in and waits for it is given one. The other purposes are told by the dwelling type granted.
ONLY_FOR: Mapping[Purpose, frozenset[TargetGroup]] = {
    Purpose.STAFF: frozenset({TargetGroup.EMPLOYEE}),
    Purpose.REFUGEE: frozenset({TargetGroup.REFUGEE}),
    Purpose.TRANSIT: frozenset(),
    Purpose.EMERGENCY: frozenset(),
}


@dataclass(frozen=True, kw_only=True)
class Home:
    """The hard facts of one vacant dwelling; `step_free` is any of the register's three marks of it."""

    id: str
    rooms: int
    kind: DwellingType
    purpose: Purpose | None = None
    floor: int | None = None
    lift: bool = False
    step_free: bool = False
    family_suitable: bool = False
    services_day: bool = False
    services_evening: bool = False
    services_night: bool = False
    not_for: frozenset[TargetGroup] = field(default_factory=frozenset)

    @property
    def without_stairs(self) -> bool:
        """Whether it is known to be reached by lift, or to be on the ground."""
        return self.lift or self.floor in GROUND


class Need(NamedTuple):
    """What a household was granted, and what else a dwelling may not suit it for.

    Ids of dwellings, where one matters: `promised` is the one it has accepted, `lives_in` those it has a lease of.
    `held_back_until` is a day to come. A named tuple, so that equal needs are one and are looked at once.
    """

    rooms: int | None = None
    step_free: bool = False
    lift: bool = False
    services_day: bool = False
    services_evening: bool = False
    services_night: bool = False
    children: int = 0
    target_group: TargetGroup = TargetGroup.DISADVANTAGED
    dwelling_type: DwellingType | None = None  # imported grants name none
    held_back_until: date | None = None
    promised: str | None = None
    lives_in: frozenset[str] = frozenset()
    referred: bool = False  # a private landlord has said yes to it


class Fact(NamedTuple):
    """One hard fact: the one part of a need that it looks at, and when the dwelling does not do for that."""

    exclusion: Exclusion
    part: str
    keeps_out: Callable[[Home, Any, int], bool]  # the dwelling, that part, how many rooms more than needed may be


FACTS: tuple[Fact, ...] = (
    Fact(Exclusion.TOO_SMALL, "rooms", lambda home, rooms, _: rooms is not None and home.rooms < rooms),
    Fact(Exclusion.TOO_LARGE, "rooms", lambda home, rooms, extra: rooms is not None and home.rooms > rooms + extra),
    Fact(Exclusion.ACCESS, "step_free", lambda home, needed, _: needed and not home.step_free),
    Fact(Exclusion.FLOOR, "lift", lambda home, needed, _: needed and not home.without_stairs),
    Fact(Exclusion.FAMILY, "children", lambda home, children, _: children > 0 and not home.family_suitable),
    Fact(Exclusion.SERVICES_DAY, "services_day", lambda home, needed, _: needed and not home.services_day),
    Fact(Exclusion.SERVICES_EVENING, "services_evening", lambda home, needed, _: needed and not home.services_evening),
    Fact(Exclusion.SERVICES_NIGHT, "services_night", lambda home, needed, _: needed and not home.services_night),
    Fact(
        Exclusion.PURPOSE,
        "target_group",
        lambda home, group, _: home.purpose is not None and group not in ONLY_FOR.get(home.purpose, TargetGroup),
    ),
    Fact(Exclusion.SPREAD, "target_group", lambda home, group, _: group in home.not_for),
    Fact(Exclusion.KIND, "dwelling_type", lambda home, granted, _: granted is not None and granted is not home.kind),
    Fact(Exclusion.SAME_DWELLING, "lives_in", lambda home, lived_in, _: home.id in lived_in),
    Fact(Exclusion.HELD_BACK, "held_back_until", lambda _home, until, _: until is not None),
    Fact(Exclusion.PROMISED, "promised", lambda home, promised, _: promised is not None and promised != home.id),
    Fact(Exclusion.REFERRED, "referred", lambda _home, referred, _: referred),
)


def exclusions(home: Home, need: Need, extra_rooms: int) -> tuple[Exclusion, ...]:
    """Why the dwelling does not suit the household, every reason; empty where it does.

    `extra_rooms` is how many rooms more than it needs a household may be given (the rulebook).
    """
    return tuple(fact.exclusion for fact in FACTS if fact.keeps_out(home, getattr(need, fact.part), extra_rooms))
