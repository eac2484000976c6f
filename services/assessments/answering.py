"""The assessment (vurdering): a person's answers with evidence, and the verdict of the day kept with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models import Applicant, Application
from models.assessment import Assessment, FactorAnswer, RequirementAnswer
from rules import frozen
from rules.deadlines import oslo_date
from rules.eligibility import CaseFacts, Verdict, age_on, assess
from rules.errors import AssessmentMissing, InvalidRecord
from rules.policy import Policy
from rules.rulebook import Rules
from rules.terms import Advice, RequirementSort
from services import merged, next_steps, records, rulebooks
from services.actor import Actor
from services.assessments.verdicts import ASSESSED_IN, allow


@dataclass(frozen=True)
class Must:
    """A person's answer to a must of the rulebook, and what it rests on."""

    met: bool
    evidence: str


@dataclass(frozen=True)
class Choice:
    """The level a person chose for a factor, and what it rests on."""

    level: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Answers:
    """All that a person answers in one assessment; `rulebook` is the version whose questions they saw."""

    rulebook: int
    requirements: Mapping[str, Must] = field(default_factory=dict)
    factors: Mapping[str, Choice] = field(default_factory=dict)
    barred: bool | None = None
    bar_evidence: str = ""
    best_interest: str = ""


def answer(application: Application, answers: Answers, actor: Actor, *, version: int, now: datetime) -> bool:
    """Store the assessment with the verdict of the day; the version before stays in the history.

    Factors may be left open only where a must is not met already: that alone points to a refusal. On the waiting list
    it is a new assessment on new facts, and the place follows it at once.
    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, InvalidRecord (field by field), AssessmentMissing,
    TransitionRefused, StaleState.
    """
    allow(application, actor, version, ASSESSED_IN, "assess")
    today = oslo_date(now)
    rules = rulebooks.current(today)
    problems = dict(_problems(application, answers, rules))
    if problems:
        raise InvalidRecord("assessment", problems)
    person = merged.root_of(records.get(Applicant, records.reference(application, "applicant")))
    facts = _facts(application, answers, age_on(person.born_on, today))
    verdict = assess(facts, rules.policy)
    if verdict.advice is Advice.INCOMPLETE:
        raise AssessmentMissing(application.number, verdict.unanswered)
    values = {
        "assessment": _assessment(answers, facts, verdict, rules, actor, now),
        "factor_levels": dict(facts.levels),
        "assessment_stale": False,
        "stale_on": None,
    }
    owed = [next_steps.owed(application)]
    return records.change(
        application, actor, values=values, action="assessed", version=version, owed=owed, rulebook=rules.number
    )


def _problems(application: Application, answers: Answers, rules: Rules) -> Iterator[tuple[str, str]]:
    """What is wrong with the answers: «must.code», «factor.code» or the field's name → the problem's code."""
    if answers.rulebook != rules.number:
        yield "rulebook", "rulebook_changed"
    yield from _wrong_musts(answers, rules.policy)
    yield from _wrong_factors(answers, rules.policy)
    if answers.barred and not answers.bar_evidence.strip():
        yield "bar_evidence", "no_evidence"
    if application.children and not answers.best_interest.strip():
        yield "best_interest", "best_interest_missing"


def _wrong_musts(answers: Answers, policy: Policy) -> Iterator[tuple[str, str]]:
    for code, must in answers.requirements.items():
        asked = policy.requirement(code)
        if asked is None or asked.sort is not RequirementSort.ANSWERED:
            yield f"must.{code}", "unknown_question"
        elif not must.evidence.strip():
            yield f"must.{code}", "no_evidence"


def _wrong_factors(answers: Answers, policy: Policy) -> Iterator[tuple[str, str]]:
    for code, choice in answers.factors.items():
        asked = policy.factor(code)
        if asked is None or asked.level(choice.level) is None:
            yield f"factor.{code}", "unknown_question"
        elif not choice.evidence.strip():
            yield f"factor.{code}", "no_evidence"


def _facts(application: Application, answers: Answers, age: int | None) -> CaseFacts:
    return CaseFacts(
        kind=application.kind,
        target_group=application.target_group,
        situation=application.situation,
        age=age,
        resident=application.resident,
        children=application.children,
        answers={code: must.met for code, must in answers.requirements.items()},
        levels={code: choice.level for code, choice in answers.factors.items()},
        barred=answers.barred,
    )


def _assessment(
    answers: Answers, facts: CaseFacts, verdict: Verdict, rules: Rules, actor: Actor, now: datetime
) -> Assessment:
    return Assessment(
        requirements=[
            RequirementAnswer(code=code, met=must.met, evidence=must.evidence.strip())
            for code, must in answers.requirements.items()
        ],
        factors=[
            FactorAnswer(code=code, level=choice.level, evidence=choice.evidence.strip())
            for code, choice in answers.factors.items()
        ],
        barred=answers.barred,
        bar_evidence=answers.bar_evidence.strip() or None,
        best_interest=answers.best_interest.strip() or None,
        rulebook=rules.number,
        advice=verdict.advice,
        score=verdict.score,
        facts=frozen.freeze(facts, verdict, rules.number),
        assessed_on=oslo_date(now),
        at=now,
        by=actor.id,
        by_name=actor.name,
    )


def earlier(application: Application) -> list[Assessment]:
    """The assessments that a later one took the place of, newest first, as the history holds them."""
    field_: Any = Application._fields["assessment"]
    held = [entry.changes["assessment"][0] for entry in application.history if "assessment" in entry.changes]
    return [field_.to_python(one) for one in reversed(held) if one is not None]
