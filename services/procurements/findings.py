"""What a procurement asks of the person responsible: a phase whose day is near or past."""

from collections.abc import Iterator
from datetime import date, timedelta

from letters import task_texts
from models import Procurement
from models.base import Effect, Record
from rules.deadlines import oslo_date
from rules.terms import ProcurementState, Role, Urgency
from services import records, tasks
from services.actor import Actor
from services.procurements.common import TASK
from services.procurements.common import TASK_EFFECT as TASK_EFFECT
from services.tasks import Finding

SOON = timedelta(days=14)
LATE = timedelta(days=14)


def running() -> Iterator[Procurement]:
    """Procurements that run, few at any time (index `procurement_state`)."""
    found = Procurement.objects(state__in=[ProcurementState.RUNNING]).no_dereference()
    yield from found.order_by("-started_on", "id")


def finding(procurement: Procurement, today: date) -> Finding | None:
    """What the phase that the procurement has come to asks for; None where no day is set, or it is not near."""
    if procurement.state is not ProcurementState.RUNNING:
        return None
    work = procurement.work_on(procurement.current)
    due = work.due_on
    if due is None or today < due - SOON:
        return None
    named = work._data.get("responsible") or procurement._data.get("leader")
    return Finding(
        kind=TASK,
        subject_kind="procurement",
        subject_id=str(procurement.pk),
        subject_number=procurement.number,
        since=f"{procurement.current.value}:{due.isoformat()}",
        urgency=_urgency(due, today),
        text=task_texts.phase_due(procurement.current, late=today > due),
        due_on=due,
        role=Role.HOUSING_CONSULTANT,
        caseworker=getattr(named, "id", named),
        office=records.reference(procurement, "office"),
    )


def _urgency(due: date, today: date) -> Urgency:
    if today <= due:
        return Urgency.NOTICE
    return Urgency.URGENT if today > due + LATE else Urgency.SOON


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about a procurement up to date (a command effect)."""
    today = oslo_date(actor.at)
    procurement: Procurement = records.get(Procurement, document.pk)
    tasks.keep(finding(procurement, today), TASK, procurement.pk, actor, today)
