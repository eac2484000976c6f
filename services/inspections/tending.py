"""What inspections and repairs ask of people: a home due to be seen, a tenant to tell, a protocol, a late repair."""

from collections.abc import Iterator
from datetime import date, timedelta

from letters import keeping_texts
from models import Inspection, Lease, Repair
from models.base import Effect, Record
from models.inspection import OPEN
from rules import inspections as rules
from rules.deadlines import oslo_date
from rules.rulebook import Rules
from rules.terms import InspectionState, LeaseState, RepairState, Role, TaskKind, Urgency
from services import records, rulebooks, tasks
from services.actor import Actor
from services.inspections.common import lease_of
from services.inspections.planning import is_told, to_call_off
from services.inspections.repairing import UNDER_WAY
from services.tasks import Finding

SIGN_DAYS = 3  # after it was held: what is remembered well
LONG_DUE_DAYS = 60
TELL_EARLY = timedelta(days=3)  # before the last day a letter can go out in time


def to_tend(day: date, rules_: Rules) -> Iterator[Inspection | Lease]:
    """Inspections that may ask for something, and the homes due to be inspected (`inspection_state`, `lease_inspect`).

    One list, for a job that settles what is no longer on it.
    """
    until = day + TELL_EARLY + timedelta(days=rules_.posting_days + rules_.keeping.inspection_notice_days + 1)
    planned = Inspection.objects(state__in=[InspectionState.PLANNED], planned_on__lt=until).no_dereference()
    yield from planned.order_by("planned_on", "id")
    held = Inspection.objects(state__in=[InspectionState.HELD]).no_dereference()
    yield from held.order_by("planned_on", "id")
    off = Inspection.objects(state__in=[InspectionState.CANCELLED], planned_on__gte=day).no_dereference()
    yield from off.order_by("planned_on", "id")
    yield from due_leases(day, rules_)


def due_leases(day: date, rules_: Rules) -> Iterator[Lease]:
    """Lived-in homes whose inspection may be due (index `lease_inspect`)."""
    counted = rules.counted_until(day, rules_.keeping.inspection_months) + timedelta(days=1)
    found = Lease.objects(state__in=[LeaseState.OCCUPYING], inspect_from__lt=counted).no_dereference()
    yield from found.order_by("inspect_from", "id")


def finding(one: Inspection | Lease, today: date, rules_: Rules) -> Finding | None:
    """What an inspection or a home due for one asks for."""
    return _of_inspection(one, today, rules_) if isinstance(one, Inspection) else _of_lease(one, today, rules_)


def _of_inspection(inspection: Inspection, today: date, rules_: Rules) -> Finding | None:
    asked = _asked(inspection, today, rules_)
    if asked is None:
        return None
    text, due, urgency = asked
    return Finding.about(
        inspection, TaskKind.INSPECTION, due, urgency=urgency, text=text, due_on=due, role=Role.PROPERTY
    )


def _asked(inspection: Inspection, today: date, rules_: Rules) -> tuple[str, date, Urgency] | None:
    """What is to be done, by when, and how pressing."""
    on = inspection.planned_on
    if inspection.state is InspectionState.HELD and inspection.held_on is not None:
        due = inspection.held_on + timedelta(days=SIGN_DAYS)
        return (keeping_texts.inspection_unsigned(), due, Urgency.SOON) if today >= due else None
    if to_call_off(inspection):
        return (keeping_texts.inspection_called_off(), on, Urgency.URGENT) if today <= on else None
    if inspection.state is not InspectionState.PLANNED:
        return None
    if on <= today:
        return keeping_texts.inspection_now(), on, Urgency.SOON if on == today else Urgency.URGENT
    if records.reference(inspection, "lease") is None or is_told(inspection):
        return None
    days = rules_.posting_days + rules_.keeping.inspection_notice_days
    last = on - timedelta(days=days)
    if today < last - TELL_EARLY:
        return None
    return keeping_texts.inspection_untold(), last, Urgency.URGENT if today >= last else Urgency.SOON


def _of_lease(lease: Lease, today: date, rules_: Rules) -> Finding | None:
    if lease.state is not LeaseState.OCCUPYING or lease.inspect_from is None:
        return None
    imported_on = lease.ledger_from if lease.imported and lease.ledger_from else None
    ran = imported_on is not None and lease.starts_on < imported_on
    due = rules.inspection_due(
        lease.contract_number,
        lease.inspect_from,
        rules_.keeping.inspection_months,
        imported_on=imported_on if ran else None,
        inspected=lease.inspected_on is not None,
    )
    if today < due or is_planned(lease):
        return None
    late = today > due + timedelta(days=LONG_DUE_DAYS)
    return Finding.about(
        lease,
        TaskKind.INSPECTION,
        due,
        urgency=Urgency.SOON if late else Urgency.NOTICE,
        text=keeping_texts.inspection_due(),
        due_on=due,
        role=Role.PROPERTY,
    )


def is_planned(lease: Lease) -> bool:
    """Whether an inspection of the lease's home is planned or begun (index `inspection_lease`)."""
    return Inspection.objects(lease=lease.pk, state__in=OPEN).only("pk").first() is not None


def late_repairs(day: date) -> Iterator[Repair]:
    """Repairs under way whose day has come (index `repair_state`)."""
    found = Repair.objects(state__in=UNDER_WAY, due_on__lt=day + timedelta(days=1)).no_dereference()
    yield from found.order_by("due_on", "id")


def repair_finding(repair: Repair, today: date) -> Finding | None:
    """What a repair asks for: it is done on its day; what is critical or ordered by nobody asks at once."""
    if repair.state not in UNDER_WAY or repair.due_on > today:
        return None
    pressing = repair.urgency in (Urgency.URGENT, Urgency.CRITICAL)
    return Finding.about(
        repair,
        TaskKind.REPAIR,
        repair.due_on,
        urgency=Urgency.URGENT if pressing or repair.due_on < today else Urgency.SOON,
        text=keeping_texts.repair_due(ordered=repair.state is RepairState.ORDERED),
        due_on=repair.due_on,
        role=Role.PROPERTY,
    )


# --- After a change ---------------------------------------------------------------------------------------------------


def keep_tasks(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the tasks about an inspection and its lease up to date (a command effect)."""
    today = oslo_date(actor.at)
    book = rulebooks.current(today)
    inspection: Inspection = records.get(Inspection, document.pk)
    _keep(inspection, TaskKind.INSPECTION, _of_inspection(inspection, today, book), actor, today)
    lease = lease_of(inspection)
    if lease is not None:
        _keep(lease, TaskKind.INSPECTION, _of_lease(lease, today, book), actor, today)


def keep_repair_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about a repair up to date (a command effect)."""
    today = oslo_date(actor.at)
    repair: Repair = records.get(Repair, document.pk)
    _keep(repair, TaskKind.REPAIR, repair_finding(repair, today), actor, today)


def _keep(record: Record, kind: TaskKind, found: Finding | None, actor: Actor, today: date) -> None:
    tasks.keep(found, kind, record.pk, actor, today)


def note_on_lease(document: Record, _effect: Effect, actor: Actor) -> None:
    """Count the time to the next inspection from this one (a command effect); an older one changes nothing."""
    inspection: Inspection = records.get(Inspection, document.pk)
    lease = lease_of(inspection)
    if lease is None or inspection.held_on is None:
        return
    if lease.inspected_on is None or lease.inspected_on < inspection.held_on:
        values = {"inspected_on": inspection.held_on}
        records.change(lease, actor, values=values, action="inspected", version=lease.version)
