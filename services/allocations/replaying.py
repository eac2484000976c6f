"""Fairness replay: a choice worked out anew from the candidates, facts and rulebook frozen with it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models import Vacancy
from models.vacancy_parts import AnotherChoice, Recommendation
from rules import choosing
from rules.choosing import Basis
from rules.frozen import Difference
from rules.terms import Role
from services import rulebooks
from services.actor import Actor
from services.allocations import basis
from services.allocations.recommending import CHOOSERS
from services.allocations.standing import reads, require_part

REPLAYERS = (*CHOOSERS, Role.AUDITOR)


Choice = Recommendation | AnotherChoice


@dataclass(frozen=True)
class Replay:
    """What a recomputation gave; `intact` = the file is the one that the choice was made on."""

    number: str
    choice: Choice
    intact: bool
    basis: Basis | None  # None where it cannot be read
    differences: tuple[Difference, ...]


def choices(vacancy: Vacancy) -> Iterator[Choice]:
    """Every choice made for the vacancy: the round that stands first, then the newest; in each, the last choice first.

    A round begins with a recommendation; a meeting, the department head or the committee may have chosen another.
    """
    given: list[Any] = [one for one in (vacancy.allocation, *reversed(vacancy.earlier)) if one is not None]
    seen = set()
    rounds: list[Any] = [*given, vacancy, *reversed(vacancy.sent_back)]
    for one in rounds:
        said = [getattr(one, "another", None), one.settlement and one.settlement.another]
        said += [meeting.another for meeting in reversed(one.discussions)]
        for held in (*said, one.recommendation):
            if held is not None and held.id not in seen:
                seen.add(held.id)
                yield held


def replay(vacancy: Vacancy, actor: Actor, held: Choice) -> Replay:
    """Work a choice out anew under the rulebook it was made under.

    For those who made the choice, or choose and work the households it chose, and for auditors, who see numbers alone.
    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, NotFound (the file or the rulebook is gone).
    """
    actor.require(*REPLAYERS, what="vacancy.replay")
    if Role.AUDITOR not in actor.roles and not reads(vacancy, actor):
        require_part(held.chosen, actor)
    text = basis.read(held.basis)
    intact = hashlib.sha256(text.encode()).hexdigest() == held.basis_sha256
    rules = rulebooks.numbered(held.rulebook)
    found = choosing.replay(text, rules.policy, rules.letting.extra_rooms)
    return Replay(vacancy.number, held, intact, choosing.find_basis(text), found)
