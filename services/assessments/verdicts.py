"""The facts of a case, what the rulebook makes of them, and who may add to them."""

from datetime import date

from models import Appeal, Applicant, Application
from rules.applications import OPEN
from rules.eligibility import CaseFacts, Verdict, age_on, assess
from rules.errors import ConsentMissing, TransitionRefused
from rules.rulebook import Rules
from rules.terms import AppealState, ApplicationState, Consent, Role
from services import need_to_know, records
from services.actor import Actor
from services.applications import refuse_disqualified

ASSESSORS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
MAPPED_IN = frozenset({ApplicationState.RECEIVED, ApplicationState.IN_ASSESSMENT, ApplicationState.WAITING})
ASSESSED_IN = frozenset({ApplicationState.IN_ASSESSMENT, ApplicationState.WAITING})


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


def may_assess(application: Application) -> bool:
    """Whether the case stands where its musts and factors are answered: under assessment, or anew."""
    return not _waits_for_consent(application) and (application.state in ASSESSED_IN or reassessed(application))


def may_map(application: Application) -> bool:
    """Whether the case stands where facts are found out."""
    return not _waits_for_consent(application) and (application.state in MAPPED_IN or reassessed(application))


def _waits_for_consent(application: Application) -> bool:
    return application.consent is Consent.AWAITED


def reassessed(application: Application) -> bool:
    """Whether a closed case is looked at anew because an appeal waits for our own reassessment (fvl. § 33)."""
    if application.state in OPEN:
        return False
    pending = [AppealState.RECEIVED, AppealState.UNDER_REASSESSMENT]
    return Appeal.objects(application=application.pk, state__in=pending).only("pk").first() is not None


def allow(application: Application, actor: Actor, version: int, states: frozenset[ApplicationState], what: str) -> None:
    """Let those through who work the case, on the version they saw, in one of the states.

    Raises NotAuthorised, ConflictOfInterest (fvl. § 6), NoNeedToKnow (fvl. § 13 b), StaleState, ConsentMissing
    (fvl. § 12), TransitionRefused.
    """
    actor.require(*ASSESSORS, what=f"application.{what}")
    refuse_disqualified(application, actor)
    need_to_know.require(application, actor)
    records.check_version(application, version)
    if _waits_for_consent(application):
        raise ConsentMissing(application.number)
    if application.state not in states and not (states >= ASSESSED_IN and reassessed(application)):
        raise TransitionRefused("application", application.state.value, what)
