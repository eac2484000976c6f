"""Replay: a decision recomputed from the facts and the rulebook that were stored with it."""

from dataclasses import dataclass

from bson import ObjectId

from models import Decision
from rules import frozen
from rules.eligibility import assess
from rules.frozen import Difference
from rules.terms import Advice
from services import rulebooks


@dataclass(frozen=True)
class Replay:
    """What a recomputation gave; without facts (an imported decision) there is nothing to recompute."""

    number: str
    rulebook: int | None
    has_facts: bool
    differences: tuple[Difference, ...] = ()
    advice: Advice | None = None  # where it points now, and the sum
    score: int | None = None


def replay(decision: Decision) -> Replay:
    """Recompute a decision under the rulebook version it was made under. Raises NotFound where that is gone."""
    if not decision.facts or decision.rulebook is None:
        return Replay(decision.number, decision.rulebook, has_facts=False)
    policy = rulebooks.numbered(decision.rulebook).policy
    verdict = assess(frozen.facts_in(decision.facts), policy)
    found = frozen.replay(decision.facts, policy)
    return Replay(decision.number, decision.rulebook, True, found, verdict.advice, verdict.score)


def named(number: str) -> list[Decision]:
    """The decisions of a case by its number, or the one with that id, oldest first (index `decision_number`)."""
    wanted = Decision.objects(pk=number) if ObjectId.is_valid(number) else Decision.objects(application_number=number)
    return list(wanted.no_dereference().order_by("pk"))
