"""Whether an application meets the musts, what the factors come to, and what that points to (S001)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.policy import Factor, Level, Policy, Requirement
from rules.terms import (
    Advice,
    ApplicationKind,
    HousingSituation,
    RequirementResult,
    RequirementSort,
    TargetGroup,
)


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """All that an assessment may look at: nothing of sex, ethnicity, language, religion, disability or seniority.

    `age` is in whole years on the day of the assessment, None where the birth date is unknown; `answers` are the musts
    that a person has answered, `levels` the factors, both by code; `barred` is None until a person has answered.
    """

    kind: ApplicationKind
    target_group: TargetGroup
    situation: HousingSituation
    age: int | None
    resident: bool
    children: int
    answers: Mapping[str, bool] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    barred: bool | None = None


@dataclass(frozen=True)
class RequirementVerdict:
    """How one must came out."""

    requirement: Requirement
    result: RequirementResult


@dataclass(frozen=True)
class FactorVerdict:
    """How one factor was answered; no level = not answered."""

    factor: Factor
    level: Level | None

    @property
    def points(self) -> int:
        return self.level.points if self.level else 0


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the rulebook makes of the facts: each must, each factor, the sum, and where it points."""

    requirements: tuple[RequirementVerdict, ...]
    factors: tuple[FactorVerdict, ...]
    barred: bool | None
    score: int
    advice: Advice

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Labels of what a person has still to answer."""
        musts = [one.requirement.label for one in self.requirements if one.result is RequirementResult.UNANSWERED]
        return (*musts, *(one.factor.label for one in self.factors if one.level is None))


def assess(facts: CaseFacts, policy: Policy) -> Verdict:
    """Settle every must and factor. The score is advice; seniority is not among the facts (S001)."""
    requirements = tuple(RequirementVerdict(one, _result(one, facts)) for one in policy.requirements)
    factors = tuple(FactorVerdict(one, one.level(facts.levels.get(one.code))) for one in policy.factors)
    return Verdict(
        requirements=requirements,
        factors=factors,
        barred=facts.barred,
        score=sum(one.points for one in factors),
        advice=_advice([one.result for one in requirements], factors, facts.barred),
    )


def _result(requirement: Requirement, facts: CaseFacts) -> RequirementResult:
    if facts.target_group in requirement.exempt:
        return RequirementResult.EXEMPT
    held: bool | None
    if requirement.sort is RequirementSort.AGE:
        held = None if facts.age is None else facts.age >= requirement.at_least
    elif requirement.sort is RequirementSort.RESIDENT:
        held = facts.resident
    else:
        held = facts.answers.get(requirement.code)
    if held is None:
        return RequirementResult.UNANSWERED
    return RequirementResult.MET if held else RequirementResult.NOT_MET


def _advice(results: list[RequirementResult], factors: tuple[FactorVerdict, ...], barred: bool | None) -> Advice:
    """One must that is not met, or the bar, is enough to refuse; a grant needs every answer."""
    if barred or RequirementResult.NOT_MET in results:
        return Advice.REFUSE
    if barred is None or RequirementResult.UNANSWERED in results or any(one.level is None for one in factors):
        return Advice.INCOMPLETE
    return Advice.GRANT


def age_on(born: date | None, day: date) -> int | None:
    """Whole years on a day; None where the birth date is unknown. Who is born on 29 February ages on 1 March."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
