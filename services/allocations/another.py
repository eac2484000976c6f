"""Another candidate than the one recommended: still among the candidates, suited, and with reasons for those above."""

from datetime import date

from models import Application, Vacancy
from models.vacancy_parts import PassedOver
from rules import choosing
from rules.errors import PassedOverUnexplained
from services.allocations.recommending import Reasons, check_chosen, explained_as
from services.allocations.standing import explained, standing


def reasons_for(vacancy: Vacancy, application: Application, told: Reasons, today: date) -> list[PassedOver]:
    """The new reasons as they are stored, each for those above the household alone.

    Raises NotACandidate, SummaryMissing, NotSuited, CandidateOutdated, PassedOverUnexplained (neither the
    recommendation nor `told` says why).
    """
    found, wanted = standing(vacancy, today), [str(application.pk)]
    check_chosen(vacancy, found, wanted)
    given = [(frozenset(map(str, ids)), why.strip()) for ids, why in told if why.strip()]
    known = [*explained(vacancy), *(ids for ids, _ in given)]
    if rest := choosing.unexplained(choosing.passed_over(found.places, wanted), known):
        raise PassedOverUnexplained(vacancy.number, tuple(found.numbers[one] for one in rest))
    return explained_as(found, wanted, given)
