"""Whether an assessment still comes to what it came to: asked when facts, the person or the rulebook change."""

import json
from collections.abc import Iterator

from models import Applicant, Application
from models.base import Effect, Record
from rules import frozen
from rules.applications import OPEN
from rules.deadlines import oslo_date
from rules.eligibility import Verdict
from rules.errors import StaleState
from rules.rulebook import Rules
from rules.terms import ApplicationState
from services import merged, next_steps, records, rulebooks
from services.actor import Actor
from services.assessments.verdicts import verdict_of

RECHECK_EFFECT = "assessment_recheck"
PERSON_EFFECT = "assessments_of_person"
RECHECKED_AFTER = ("situation", "target_group", "children", "resident")  # facts of the case that it may rest on
TRIES = 3


def recheck(application: Application, rules: Rules, actor: Actor) -> bool:
    """Mark the assessment stale where it comes to something else now, and clear the mark where it does not.

    False = nothing changed. Raises StaleState.
    """
    if application.assessment is None or application.state not in OPEN:
        return False
    today = oslo_date(actor.at)
    person = merged.root_of(records.get(Applicant, records.reference(application, "applicant")))
    stale = _is_stale(application, verdict_of(application, person, rules, today))
    if stale is application.assessment_stale:
        return False
    values = {"assessment_stale": stale, "stale_on": today if stale else None}
    action = "assessment_stale" if stale else "assessment_holds"
    owed = [next_steps.owed(application)]
    return records.change(application, actor, values=values, action=action, owed=owed, rulebook=rules.number)


def _is_stale(application: Application, verdict: Verdict) -> bool:
    """Whether a person must look again.

    On the waiting list, where points alone change the place, which is computed when read: if it points elsewhere now.
    Before the decision also if the answers were given about another housing situation, or if the children that are
    there now were not considered (Grunnloven § 104).
    """
    held = application.assessment
    assert held is not None  # noqa: S101 - asked by recheck
    if application.state is ApplicationState.WAITING:
        return bool(held.advice is not verdict.advice)
    unseen_children = bool(application.children) and not held.best_interest
    moved = _situation_in(held.facts) != application.situation.value
    return unseen_children or moved or not frozen.same_verdict(held.facts, verdict)


def _situation_in(text: str) -> str | None:
    try:
        return str(json.loads(text)["facts"]["situation"])
    except (ValueError, KeyError, TypeError):
        return None


def recheck_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Look again at the case whose own facts were changed (a command effect)."""
    application = Application.objects(pk=document.pk).no_dereference().first()
    if application is not None:
        recheck(application, rulebooks.current(oslo_date(actor.at)), actor)


def recheck_person(document: Record, _effect: Effect, actor: Actor) -> None:
    """Look again at the open cases of a person whose birth date or merging was changed (a command effect)."""
    rules = rulebooks.current(oslo_date(actor.at))
    wanted = Application.objects(applicant__in=merged.ids_of(document.pk), state__in=list(OPEN))
    for application in wanted.no_dereference().order_by("pk"):
        recheck(application, rules, actor)


def open_assessed() -> Iterator[Application]:
    """The open cases that hold an assessment, oldest first (index `application_state`)."""
    wanted = Application.objects(state__in=list(OPEN), assessment__exists=True).no_dereference()
    yield from wanted.order_by("received_on", "id")


def recheck_open(rules: Rules, actor: Actor) -> int:
    """Look again at all open assessed cases, as a new rulebook asks. Returns how many changed."""
    return sum(_recheck_anew(application, rules, actor) for application in open_assessed())


def _recheck_anew(application: Application, rules: Rules, actor: Actor) -> bool:
    """One case that others may be working on meanwhile: asked again on what they stored."""
    for _ in range(TRIES):
        try:
            return recheck(application, rules, actor)
        except StaleState:
            application = records.get(Application, application.pk)
    return recheck(application, rules, actor)
