"""Another candidate than the one recommended: still among the candidates, suited, and with reasons for those above."""

from datetime import date

from models import Application, Vacancy
from models.vacancy_parts import PassedOver
from services.allocations.recommending import Reasons, check, explained_as
from services.allocations.standing import standing


def reasons_for(vacancy: Vacancy, application: Application, told: Reasons, today: date) -> list[PassedOver]:
    """Every reason that holds for those above the household: the new ones, else those stored before.

    Raises NotACandidate, SummaryMissing, NotSuited, CandidateOutdated, PassedOverUnexplained (neither the
    recommendation nor `told` says why).
    """
    found, wanted = standing(vacancy, today), [str(application.pk)]
    given = [(frozenset(map(str, ids)), why.strip()) for ids, why in told if why.strip()]
    anew = {one for ids, _ in given for one in ids}
    before = [(frozenset(map(str, one.applications)) - anew, one.reason) for one in stored_reasons(vacancy)]
    check(vacancy, found, wanted, [ids for ids, _ in (*given, *before)])
    return explained_as(found, wanted, [*given, *before])


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
