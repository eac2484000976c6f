"""Another candidate than the one recommended: still among the candidates, suited, and with reasons for those above."""

from datetime import date

from models import Application, Vacancy
from models.vacancy_parts import PassedOver
from services.allocations.recommending import Reasons, check, explained_as
from services.allocations.standing import explained, standing


def reasons_for(vacancy: Vacancy, application: Application, told: Reasons, today: date) -> list[PassedOver]:
    """The new reasons as they are stored, each for those above the household alone.

    Raises NotACandidate, SummaryMissing, NotSuited, CandidateOutdated, PassedOverUnexplained (neither the
    recommendation nor `told` says why).
    """
    found, wanted = standing(vacancy, today), [str(application.pk)]
    given = [(frozenset(map(str, ids)), why.strip()) for ids, why in told if why.strip()]
    check(vacancy, found, wanted, [*explained(vacancy), *(ids for ids, _ in given)])
    return explained_as(found, wanted, given)
