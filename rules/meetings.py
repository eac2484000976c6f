"""How pressing a committee meeting is, and whether it can decide a case with those who are left in it (S001)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from rules.decisions import Participant
from rules.policy import Deciding
from rules.terms import Urgency

SOON_DAYS = 3


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """Who is counted, and what is asked for."""

    members: int
    agencies: int
    needed_members: int
    needed_agencies: int

    @property
    def reached(self) -> bool:
        return self.members >= self.needed_members and self.agencies >= self.needed_agencies


def quorum(present: Collection[Participant], deciding: Deciding) -> Quorum:
    """How many of how many agencies are there, beside what the rulebook asks for."""
    return Quorum(
        members=len(present),
        agencies=len({one.agency for one in present}),
        needed_members=deciding.quorum,
        needed_agencies=deciding.agencies,
    )


def urgency(held_on: date, today: date) -> Urgency:
    """Urgent from the day after: a meeting is held and its minutes are made on its day."""
    if held_on < today:
        return Urgency.URGENT
    return Urgency.SOON if held_on <= today + timedelta(days=SOON_DAYS) else Urgency.NOTICE
