"""What a follow-up plan asks of people."""

from collections.abc import Iterator
from datetime import date, timedelta

from letters import keeping_texts
from models import FollowUp
from models.base import Effect, Record
from rules.deadlines import oslo_date
from rules.followups import AHEAD_DAYS, LATE_DAYS
from rules.terms import FollowUpKind, FollowUpState, Role, TaskKind, Urgency
from services import tasks
from services.actor import Actor
from services.tasks import Finding


def due(today: date) -> Iterator[FollowUp]:
    """Plans with something that is due or near, the oldest first (index `followup_next`)."""
    soon = today + timedelta(days=AHEAD_DAYS + 1)
    wanted = FollowUp.objects(state=FollowUpState.ACTIVE, next_on__lt=soon).no_dereference()
    yield from wanted.order_by("next_on", "id").batch_size(200)


def finding(plan: FollowUp, today: date) -> Finding | None:
    """What a plan asks for; None where nothing is near."""
    if plan.state is not FollowUpState.ACTIVE or plan.next_on is None:
        return None
    if plan.next_on > today + timedelta(days=AHEAD_DAYS):
        return None
    kinds = [one.kind for one in plan.items if one.is_open and one.due_on == plan.next_on]
    return Finding.about(
        plan,
        TaskKind.FOLLOW_UP,
        plan.next_on,
        urgency=_urgency(plan.next_on, today),
        text=keeping_texts.follow_up(kinds[0] if kinds else FollowUpKind.VISIT),
        due_on=plan.next_on,
        role=Role.CASEWORKER,
    )


def _urgency(due_on: date, today: date) -> Urgency:
    if due_on >= today:
        return Urgency.NOTICE
    return Urgency.SOON if due_on >= today - timedelta(days=LATE_DAYS) else Urgency.URGENT


def keep_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring a plan's task up to date (a command effect)."""
    today = oslo_date(actor.at)
    plan: FollowUp = FollowUp.objects(pk=document.pk).no_dereference().get()
    tasks.keep(finding(plan, today), TaskKind.FOLLOW_UP, plan.pk, actor, today)
