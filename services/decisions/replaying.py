"""Replay: a decision recomputed from the facts and the rulebook that were stored with it."""

from dataclasses import dataclass

from models import Decision
from rules import frozen
from rules.frozen import Difference
from services import rulebooks


@dataclass(frozen=True)
class Replay:
    """What a recomputation gave; without facts (an imported decision) there is nothing to recompute."""

    number: str
    rulebook: int | None
    has_facts: bool
    differences: tuple[Difference, ...] = ()


def replay(decision: Decision) -> Replay:
    """Recompute a decision under the rulebook version it was made under. Raises NotFound where that is gone."""
    if not decision.facts or decision.rulebook is None:
        return Replay(decision.number, decision.rulebook, has_facts=False)
    policy = rulebooks.numbered(decision.rulebook).policy
    return Replay(decision.number, decision.rulebook, True, frozen.replay(decision.facts, policy))
