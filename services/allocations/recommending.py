"""The recommendation: who should have the dwelling, and why those above are passed over (S004 step 6)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Vacancy
from models.vacancy_parts import EarlierRecommendation, PassedOver, Recommendation
from rules import choosing, states
from rules.errors import (
    CandidateOutdated,
    MissingReason,
    NotACandidate,
    NotEqual,
    NotSuited,
    PassedOverUnexplained,
    SummaryMissing,
    TransitionRefused,
)
from rules.terms import ChoosingBody, Role, VacancyState
from services import candidates, records, vacancy_steps
from services.actor import Actor
from services.allocations import basis
from services.allocations.standing import Standing, require_part, standing

CHOOSERS = (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)
TAKEN_BACK = (
    VacancyState.PROPOSED, VacancyState.RECOMMENDED, VacancyState.DOUBTED, VacancyState.DISPUTED, VacancyState.AGREED,
)  # fmt: skip
Reasons = Sequence[tuple[Collection[ObjectId], str]]  # for whom, and why: one reason may serve several


def recommend(
    vacancy: Vacancy,
    actor: Actor,
    *,
    chosen: Sequence[ObjectId],
    reasons: str,
    passed_over: Reasons = (),
    although: str = "",
    version: int,
    today: date,
) -> ObjectId:
    """Recommend one household, or two that are equal where unit or committee chooses between them.

    `although` is required where one of them is referred to a landlord's home and waits for the answer there.
    What it rests on is stored first, then the one write that makes it stand. Returns the recommendation's id.
    Raises NotAuthorised, StaleState, TransitionRefused, MissingReason, NotACandidate, SummaryMissing, NotSuited,
    CandidateOutdated, NotEqual, PassedOverUnexplained, ConflictOfInterest (fvl. § 6), NoNeedToKnow.
    """
    actor.require(*CHOOSERS, what="vacancy.recommend")
    records.check_version(vacancy, version)
    states.check(states.VACANCY, vacancy.state, VacancyState.PROPOSED)
    found = standing(vacancy, today)
    wanted = list(dict.fromkeys(str(one) for one in chosen))
    told = [(frozenset(map(str, ids)), why.strip()) for ids, why in passed_over if why.strip()]
    require_part(map(ObjectId, found.concerned(wanted)), actor)
    check(vacancy, found, wanted, [ids for ids, _ in told])
    if not reasons.strip():
        raise MissingReason("vacancy.recommend")
    if not although.strip() and candidates.referred([ObjectId(one) for one in wanted]):
        raise MissingReason("vacancy.recommend_referred")
    made = _made(vacancy, found, actor, wanted, reasons, told, today)
    made.although = although.strip() or None
    records.change(
        vacancy,
        actor,
        values={"recommendation": made, "state": VacancyState.PROPOSED},
        action="recommended",
        version=version,
        owed=[vacancy_steps.owed(vacancy, vacancy.pk)],
        rulebook=found.rules.number,
    )
    return ObjectId(made.id)


def check(vacancy: Vacancy, found: Standing, wanted: Sequence[str], explained: Iterable[Collection[str]]) -> None:
    """Raise what keeps these households from being recommended as things stand; `explained` have a reason.

    Raises what check_chosen() raises, and PassedOverUnexplained.
    """
    check_chosen(vacancy, found, wanted)
    if rest := choosing.unexplained(choosing.passed_over(found.places, wanted), explained):
        raise PassedOverUnexplained(vacancy.number, tuple(found.numbers[one] for one in rest))


def check_chosen(vacancy: Vacancy, found: Standing, wanted: Sequence[str]) -> None:
    """Raise what keeps these households from being chosen, whoever they rank below.

    Raises NotACandidate, SummaryMissing, NotSuited, CandidateOutdated, NotEqual.
    """
    if not wanted or not all(found.is_candidate(one) for one in wanted):
        raise NotACandidate(vacancy.number)
    if left := found.unsummed():
        raise SummaryMissing(vacancy.number, left)
    for one in wanted:
        if why := found.why_not(one):
            raise NotSuited(found.numbers[one], tuple(code.value for code in why))
        if found.is_stale(one):
            raise CandidateOutdated(found.numbers[one])
    if len(wanted) > most_chosen(vacancy) or not choosing.equals(found.places, wanted):
        raise NotEqual(vacancy.number)


def most_chosen(vacancy: Vacancy) -> int:
    """Two where somebody else, the unit or the committee, chooses between equals (S004 step 7); otherwise one."""
    return 2 if vacancy.with_services or vacancy.body is ChoosingBody.COMMITTEE else 1


def _made(
    vacancy: Vacancy,
    found: Standing,
    actor: Actor,
    wanted: Sequence[str],
    reasons: str,
    told: Sequence[tuple[Collection[str], str]],
    today: date,
) -> Recommendation:
    """The recommendation on its stored basis."""
    stored = basis.store(vacancy, found.rules, found.sifted, found.numbers, actor)
    return Recommendation(
        id=ObjectId(),
        chosen=[ObjectId(one) for one in wanted],
        chosen_numbers=[found.numbers[one] for one in wanted],
        reasons=reasons.strip(),
        passed_over=explained_as(found, wanted, told),
        basis=stored.pk,
        basis_sha256=stored.sha256,
        rulebook=found.rules.number,
        on=today,
        by=actor.id,
        by_name=actor.name,
    )


def explained_as(
    found: Standing, wanted: Collection[str], told: Iterable[tuple[Collection[str], str]]
) -> list[PassedOver]:
    """The reasons as they are stored, each for those it is about and for nobody who is not passed over."""
    above = choosing.passed_over(found.places, wanted)
    kept = [([one for one in above if one in ids], why) for ids, why in told]
    return [
        PassedOver(applications=[ObjectId(one) for one in ids], numbers=[found.numbers[one] for one in ids], reason=why)
        for ids, why in kept
        if ids
    ]


def take_back(vacancy: Vacancy, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Take a recommendation back before the dwelling is allocated; it is kept with why, and the work starts anew.

    Raises NotAuthorised, MissingReason, TransitionRefused, ConflictOfInterest, StaleState.
    """
    actor.require(*CHOOSERS, what="vacancy.take_back")
    records.check_version(vacancy, version)
    if vacancy.recommendation is None or vacancy.state not in TAKEN_BACK:
        raise TransitionRefused("vacancy", vacancy.state.value, VacancyState.OPEN.value)
    if not why.strip():
        raise MissingReason("vacancy.take_back")
    require_part(vacancy.recommendation.chosen, actor)
    return send_back(vacancy, actor, action="recommendation_taken_back", why=why, version=version, today=today)


def send_back(vacancy: Vacancy, actor: Actor, *, action: str, why: str, version: int, today: date) -> bool:
    """Open the vacancy again, its recommendation kept among those that fell, with why."""
    states.check(states.VACANCY, vacancy.state, VacancyState.OPEN)
    fell = EarlierRecommendation(
        recommendation=vacancy.recommendation,
        hearing=vacancy.hearing,
        discussions=list(vacancy.discussions),
        settlement=vacancy.settlement,
        why=why.strip(),
        on=today,
        by_name=actor.name,
    )
    return records.change(
        vacancy,
        actor,
        values={"state": VacancyState.OPEN, "sent_back": [*vacancy.sent_back, fell], **cleared()},
        action=action,
        version=version,
        owed=[vacancy_steps.owed(vacancy, vacancy.pk)],
    )


def cleared() -> dict[str, Any]:
    """A vacancy's values once nobody is recommended for it any longer."""
    return {"recommendation": None, "hearing": None, "discussions": [], "settlement": None, "meeting": None}
