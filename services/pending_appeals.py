"""Appeals that wait for us: neither reassessed nor forwarded (fvl. § 33)."""

from collections.abc import Iterator
from datetime import date, timedelta

from letters import task_texts
from models import Appeal
from rules.appeals import PENDING, AppealLimits, pending_appeal, reassessment_due
from rules.terms import Role, TaskKind
from services.tasks import Finding


def received(today: date) -> Iterator[Appeal]:
    """Appeals received by the day that are still ours to act on, oldest first (index `appeal_state`)."""
    # Not `$lte` today: the embedded server loses its bound inside a longer index.
    wanted = Appeal.objects(state__in=list(PENDING), received_on__lt=today + timedelta(days=1))
    yield from wanted.no_dereference().order_by("received_on", "id")


def finding(appeal: Appeal, today: date, limits: AppealLimits) -> Finding | None:
    """How pressing an appeal is; None once it is out of our hands."""
    urgency = pending_appeal(appeal.received_on, appeal.state, today, limits)
    if urgency is None:
        return None
    return Finding.about(
        appeal,
        TaskKind.PENDING_APPEAL,
        appeal.received_on,
        urgency=urgency,
        text=task_texts.waiting_appeal(urgency),
        due_on=reassessment_due(appeal.received_on, limits),
        role=Role.CASEWORKER,
    )
