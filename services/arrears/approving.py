"""A step toward eviction is asked for by one, and approved or refused by a leader, before it is taken (domain 3.2)."""

from datetime import date

from bson import ObjectId

from letters import keeping_texts
from models import ArrearsCase
from models.arrears_case import OPEN, Approval, Asked
from models.base import Effect, Record
from rules import eviction
from rules.deadlines import oslo_date
from rules.errors import MissingReason, NotFound, StepHeld, StepTaken
from rules.eviction import Household
from rules.terms import ArrearsState, ArrearsStep, Role, TaskKind, Urgency
from services import records, tasks
from services.actor import Actor
from services.arrears import common
from services.arrears.common import APPROVERS
from services.effects import Owed
from services.tasks import Finding


def ask(
    case: ArrearsCase,
    actor: Actor,
    *,
    step: ArrearsStep,
    reasons: str,
    best_interest: str = "",
    version: int,
    today: date,
) -> bool:
    """Ask a leader to approve a step toward eviction, with what they need to judge it.

    Raises NotAuthorised, NoNeedToKnow, StepHeld (needs none, or no clause), ChildrenUnanswered, BestInterestMissing,
    MissingReason, StepTaken (asked for or approved already), TransitionRefused, StaleState.
    """
    lease = common.opened(case, actor, "arrears.ask", version)
    eviction.check_asking(step, Household(case.children, best_interest), reasons)
    if step is not ArrearsStep.SOCIAL_NOTICE and not lease.eviction_clause:
        raise StepHeld(step.value, "no_clause")
    standing = next((one for one in [*case.asked, *common.unused(case)] if one.step is step), None)
    if standing is not None:
        raise StepTaken(step.value, standing.on)
    new = Asked(
        id=ObjectId(), step=step, reasons=reasons.strip(), best_interest=best_interest.strip() or None, on=today,
        by=actor.id, by_name=actor.name,
    )  # fmt: skip
    values = {"asked": [*case.asked, new]}
    return records.change(case, actor, values=values, action="approval_asked", version=version, owed=_owed(case))


def approve(
    case: ArrearsCase,
    actor: Actor,
    *,
    asked: ObjectId,
    reasons: str,
    best_interest: str = "",
    version: int,
    today: date,
) -> ObjectId:
    """Approve a step that another has asked for; with children, what is best for them stands in the approval.

    Raises NotAuthorised, NoNeedToKnow, NotFound, ApproverAsked, BestInterestMissing (Grunnloven § 104),
    MissingReason, TransitionRefused, StaleState.
    """
    found = _asked(case, actor, asked, "arrears.approve", version)
    note = best_interest.strip() or found.best_interest or ""
    eviction.check_approver(actor.id, found.by)
    eviction.check_asking(found.step, Household(case.children, note), reasons)
    given = Approval(
        id=ObjectId(), step=found.step, reasons=reasons.strip(), best_interest=note or None, on=today, by=actor.id,
        by_name=actor.name,
    )  # fmt: skip
    values = {"approvals": [*case.approvals, given], "asked": [one for one in case.asked if one.id != asked]}
    records.change(case, actor, values=values, action="step_approved", version=version, owed=_owed(case))
    return ObjectId(given.id)


def refuse(case: ArrearsCase, actor: Actor, *, asked: ObjectId, reasons: str, version: int) -> bool:
    """Say no to a step toward eviction, and why. Raises as approve()."""
    found = _asked(case, actor, asked, "arrears.refuse", version)
    eviction.check_approver(actor.id, found.by)
    if not reasons.strip():
        raise MissingReason("arrears.refuse")
    values = {"asked": [one for one in case.asked if one.id != asked]}
    return records.change(
        case, actor, values=values, action="step_refused", why=reasons.strip(), version=version, owed=_owed(case)
    )


def _asked(case: ArrearsCase, actor: Actor, identity: ObjectId, what: str, version: int) -> Asked:
    common.opened(case, actor, what, version, roles=APPROVERS)
    found = next((one for one in case.asked if one.id == identity), None)
    if found is None:
        raise NotFound("arrears_asked", str(identity))
    return found


def _owed(case: ArrearsCase) -> list[Owed]:
    task = Owed(common.APPROVAL_TASK, f"{common.APPROVAL_TASK}:{case.pk}:{case.version + 1}")
    return [task, *common.owed_after(case)]


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """What waits for approval is the unit leaders' task until it is answered (a command effect)."""
    today = oslo_date(actor.at)
    case = records.get(ArrearsCase, document.pk)
    if not case.asked or case.state not in OPEN:
        tasks.settle(TaskKind.APPROVAL, str(case.pk), actor, today)
        return
    first = min(case.asked, key=lambda one: (one.on, str(one.id)))
    tasks.flag(_finding(case, first.on, Urgency.URGENT, keeping_texts.approval_asked()), actor, today)


def _finding(case: ArrearsCase, since: date, urgency: Urgency, text: str) -> Finding:
    return Finding(
        kind=TaskKind.APPROVAL,
        subject_kind="arrears_case",
        subject_id=str(case.pk),
        subject_number=case.number,
        since=since.isoformat(),
        urgency=urgency,
        text=text,
        due_on=since,
        role=Role.UNIT_LEADER,
        office=records.reference(case, "office"),
    )


def withdraw_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """A petition that is averted is taken back at the enforcement officer's by a person (a command effect)."""
    case = records.get(ArrearsCase, document.pk)
    today = oslo_date(actor.at)
    finding = Finding.about(
        case,
        TaskKind.WITHDRAW_PETITION,
        case.closed_on or today,
        urgency=Urgency.CRITICAL,
        text=keeping_texts.withdraw_petition(planned=case.state is ArrearsState.PLAN),
        due_on=case.closed_on or today,
        role=Role.HOUSING_CONSULTANT,
    )
    tasks.flag(finding, actor, today)
