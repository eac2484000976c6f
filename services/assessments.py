"""Mapping and assessment: what people find out and answer, and what the rulebook makes of it."""

from datetime import date

from models import Applicant, Application
from rules.eligibility import CaseFacts, Verdict, age_on, assess
from rules.rulebook import Rules


def facts_of(application: Application, person: Applicant, today: date) -> CaseFacts:
    """The facts of a case that may be looked at, as they stand."""
    answered = application.assessment
    return CaseFacts(
        kind=application.kind,
        target_group=application.target_group,
        situation=application.situation,
        age=age_on(person.born_on, today),
        resident=application.resident,
        children=application.children,
        answers={one.code: one.met for one in answered.requirements} if answered else {},
        levels=dict(application.factor_levels),
        barred=answered.barred if answered else None,
    )


def verdict_of(application: Application, person: Applicant, rules: Rules, today: date) -> Verdict:
    """What the rulebook makes of the case as it stands."""
    return assess(facts_of(application, person, today), rules.policy)
