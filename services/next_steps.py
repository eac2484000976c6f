"""The next step of each open case as a task with a date on somebody's list (rules.next_steps)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from letters import task_texts
from models import Application, Letter, Meeting
from models.base import Effect, Record
from rules.applications import OPEN
from rules.deadlines import oslo_date
from rules.next_steps import GONE, CaseProgress, next_step
from rules.rulebook import Rules
from rules.terms import ApplicationState, LetterKind, LetterState, PaperState, Role, TaskKind
from services import records, rulebooks, tasks
from services.actor import Actor
from services.effects import Owed
from services.tasks import Finding

EFFECT = "next_step"


def owed(application: Application) -> Owed:
    """What every change of a case owes: its task brought up to date. Call it before the change is made."""
    return Owed(EFFECT, f"next:{application.pk}:{application.version + 1}")


def owed_by_new(application: Application) -> Owed:
    """The same for a case that is about to be stored for the first time."""
    return Owed(EFFECT, f"next:{application.pk}:1")


def by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the case's task up to date (a command effect)."""
    today = oslo_date(actor.at)
    application = Application.objects(pk=document.pk).no_dereference().first()
    found = finding(application, today, rulebooks.current(today)) if application else None
    tasks.keep(found, TaskKind.NEXT_STEP, document.pk, actor, today)


def open_cases() -> Iterator[Application]:
    """The cases that wait for a step, oldest first; then decided ones with a proposal that changes the decision.

    Indexes `application_state` and `application_proposed`.
    """
    every = Application.objects.exclude("history", "pending").no_dereference()
    yield from every.filter(state__in=list(OPEN)).order_by("received_on", "id")
    yield from every.filter(proposal__on__exists=True, state__nin=[*OPEN, *GONE]).order_by("proposal.on", "id")


def finding(application: Application, today: date, rules: Rules) -> Finding | None:
    """The case's next step as something to flag; None where the case waits for nobody."""
    policy = rules.policy
    step = next_step(progress(application), policy.step_days, policy.review_months, today)
    if step is None:
        return None
    # The step is the occasion: a step that was marked as done does not silence the next one.
    return Finding(
        kind=TaskKind.NEXT_STEP,
        subject_kind="application",
        subject_id=str(application.pk),
        subject_number=application.number,
        since=f"{step.step.value}:{step.due_on.isoformat()}",
        urgency=step.urgency,
        text=task_texts.next_step(step.step),
        due_on=step.due_on,
        role=step.role,
        **_owner(application, step.role),
    )


def _owner(application: Application, role: Role) -> dict[str, Any]:
    """The caseworker has the caseworker's steps; those of deciders wait for the role, whatever office."""
    if role is not Role.CASEWORKER:
        return {}
    return {
        "caseworker": records.reference(application, "caseworker"),
        "office": records.reference(application, "office"),
    }


def progress(application: Application) -> CaseProgress:
    """How far the case has come."""
    missing = [paper.due_on for paper in application.papers if paper.state is PaperState.ASKED and paper.due_on]
    proposal, assessment = application.proposal, application.assessment
    return CaseProgress(
        state=application.state,
        received_on=application.received_on,
        consent=application.consent,
        papers_due=min(missing, default=None),
        mapped_on=application.mapped_on,
        assessed_on=assessment.assessed_on if assessment else None,
        stale=application.assessment_stale,
        stale_on=application.stale_on,
        proposed_on=proposal.on if proposal else None,
        body=proposal.body if proposal else None,
        meeting_on=_meeting_day(application),
        notice_came_on=_notice_day(application),
        need_reviewed_on=application.need_reviewed_on,
        decided_on=application.decided_on,
    )


def _notice_day(application: Application) -> date | None:
    """When prior notice on a grant that stands came or is presumed to come (index `letter_application`)."""
    if application.state is not ApplicationState.WAITING:
        return None
    wanted = {"letter_kind": LetterKind.PRIOR_NOTICE, "state__in": [LetterState.DISPATCHED, LetterState.ARRIVED]}
    found = Letter.objects(application=application.pk, **wanted).only("about", "arrived_on").order_by("-drawn_on", "id")
    stands = {one.id for one in application.decisions if one.open}
    return next((letter.arrived_on for letter in found.no_dereference() if letter.about in stands), None)


def _meeting_day(application: Application) -> date | None:
    if application.meeting is None:
        return None
    meeting = Meeting.objects(pk=application.meeting).only("held_on").first()
    return meeting.held_on if meeting else None
