"""Fairness replay: a recommendation worked out anew from the candidates, facts and rulebook frozen with it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from models import Vacancy
from models.vacancy_parts import Recommendation
from rules import choosing
from rules.choosing import Basis
from rules.frozen import Difference
from rules.terms import Role
from services import rulebooks
from services.actor import Actor
from services.allocations import basis
from services.allocations.recommending import CHOOSERS
from services.allocations.standing import require_part

REPLAYERS = (*CHOOSERS, Role.AUDITOR)


@dataclass(frozen=True)
class Replay:
    """What a recomputation gave; `intact` = the file is the one that the recommendation was made on."""

    number: str
    recommendation: Recommendation
    intact: bool
    basis: Basis | None  # None where it cannot be read
    differences: tuple[Difference, ...]


def recommendations(vacancy: Vacancy) -> Iterator[Recommendation]:
    """Every recommendation that was made for the vacancy, the one that stands first, then the newest."""
    earlier = [one.recommendation for one in reversed(vacancy.earlier) if one.recommendation is not None]
    fell = [one.recommendation for one in reversed(vacancy.sent_back)]
    seen = set()
    for one in (vacancy.recommendation, *earlier, *fell):
        if one is not None and one.id not in seen:
            seen.add(one.id)
            yield one


def replay(vacancy: Vacancy, actor: Actor, held: Recommendation) -> Replay:
    """Work a recommendation out anew under the rulebook it was made under.

    For those who choose and work the households it chose or passed over, and for auditors, who are shown numbers alone.
    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, NotFound (the file or the rulebook is gone).
    """
    actor.require(*REPLAYERS, what="vacancy.replay")
    if Role.AUDITOR not in actor.roles:
        require_part(held.chosen, actor)
    text = basis.read(held.basis)
    intact = hashlib.sha256(text.encode()).hexdigest() == held.basis_sha256
    rules = rulebooks.numbered(held.rulebook)
    found = choosing.replay(text, rules.policy, rules.letting.extra_rooms)
    return Replay(vacancy.number, held, intact, choosing.find_basis(text), found)
