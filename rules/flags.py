"""What the nightly jobs find: one flag per thing to act on, told in order and never twice unless it escalates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from rules.terms import TaskKind, Urgency


@dataclass(frozen=True, kw_only=True)
class Flag:
    """One thing to act on: what it is, the number people know it by, how urgent, and the day it counts from or to."""

    kind: TaskKind
    subject: str
    urgency: Urgency
    day: date


F = TypeVar("F", bound=Flag)


def most_urgent_first(flags: Iterable[F]) -> list[F]:
    """The order of a digest: urgency, then the oldest day, then kind and number."""
    kinds = list(TaskKind)
    return sorted(flags, key=lambda flag: (-flag.urgency.level, flag.day, kinds.index(flag.kind), flag.subject))


ON_SCREEN = frozenset({TaskKind.NEXT_STEP})
"""What every open case has: while there is time it stands on the screen, and no mail tells of it."""


def to_be_told(urgency: Urgency, told: Urgency | None, kind: TaskKind | None = None) -> bool:
    """Whether a flag is told: the first time, and again only when it is more urgent than when last told.

    A case's next step is told of from when it is soon.
    """
    if kind in ON_SCREEN and urgency is Urgency.NOTICE:
        return False
    return told is None or urgency.level > told.level
