"""Another candidate than the one recommended: still among the candidates, suited, and with reasons for those above."""

from datetime import date
from typing import Any

from bson import ObjectId

from models import Application, Vacancy
from models.vacancy_parts import AnotherChoice, PassedOver
from services.actor import Actor
from services.allocations import basis
from services.allocations.recommending import Reasons, check, explained_as
from services.allocations.standing import standing


def chosen(vacancy: Vacancy, application: Application, told: Reasons, actor: Actor, today: date) -> dict[str, Any]:
    """`passed_over` and `another` of such a choice: every reason that holds for those above the household (the new
    ones, else those stored before), and what it was chosen from, frozen in a file that is stored here.

    Raises NotACandidate, SummaryMissing, NotSuited, CandidateOutdated, PassedOverUnexplained (neither the
    recommendation nor `told` says why).
    """
    found, wanted = standing(vacancy, today), [str(application.pk)]
    given = [(frozenset(map(str, ids)), why.strip()) for ids, why in told if why.strip()]
    anew = {one for ids, _ in given for one in ids}
    before = [(frozenset(map(str, one.applications)) - anew, one.reason) for one in stored_reasons(vacancy)]
    check(vacancy, found, wanted, [ids for ids, _ in (*given, *before)])
    stored = basis.store(vacancy, found.rules, found.sifted, found.numbers, actor)
    frozen = AnotherChoice(
        id=ObjectId(),
        chosen=[application.pk],
        chosen_numbers=[application.number],
        basis=stored.pk,
        basis_sha256=stored.sha256,
        rulebook=found.rules.number,
        on=today,
        by_name=actor.name,
    )
    return {"passed_over": explained_as(found, wanted, [*given, *before]), "another": frozen}


def stored_reasons(vacancy: Vacancy) -> list[PassedOver]:
    """The reasons that the recommendation, the last meeting and the department head gave, the latest first."""
    last = vacancy.discussions[-1] if vacancy.discussions else None
    held = [one for one in (vacancy.settlement, last, vacancy.recommendation) if one is not None]
    seen: set[str] = set()
    found: list[PassedOver] = []
    for group in (group for one in held for group in one.passed_over):
        new = [at for at, identity in enumerate(group.applications) if str(identity) not in seen]
        seen |= {str(identity) for identity in group.applications}
        if new:
            found.append(_only(group, new))
    return found


def _only(group: PassedOver, places: list[int]) -> PassedOver:
    return PassedOver(
        applications=[group.applications[at] for at in places],
        numbers=[group.numbers[at] for at in places],
        reason=group.reason,
    )
