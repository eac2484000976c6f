"""What landlords' reports ask of the office, and leases of theirs that could not begin."""

from collections.abc import Iterator
from datetime import date

from letters import landlord_texts
from models import LandlordReport, Lease
from models.base import Effect, Record
from rules.deadlines import oslo_date
from rules.terms import LeaseState, ReportKind, ReportState, Role, TaskKind, Urgency
from services import records, tasks
from services.actor import Actor
from services.landlord_leases.beginning import due_to_begin
from services.landlord_leases.reports import TASK_EFFECT as KEEP_EFFECT
from services.tasks import Finding

__all__ = ["KEEP_EFFECT", "finding", "keep_by_effect", "waiting"]

URGENCY = {ReportKind.ARREARS: Urgency.URGENT, ReportKind.ENDED: Urgency.SOON}


def waiting(today: date) -> Iterator[LandlordReport | Lease]:
    """Reports that nobody has followed up (index `landlord_report_state`), and leases past their day not begun."""
    found = LandlordReport.objects(state=ReportState.RECEIVED).no_dereference()
    yield from found.order_by("received_on", "id")
    yield from due_to_begin(today)


def finding(one: LandlordReport | Lease, today: date) -> Finding | None:
    """What a report or a lease that did not begin asks for; None where nothing is left to do."""
    return _of_report(one) if isinstance(one, LandlordReport) else _of_lease(one, today)


def _of_report(report: LandlordReport) -> Finding | None:
    if report.state is not ReportState.RECEIVED:
        return None
    return Finding.about(
        report,
        TaskKind.LANDLORD_REPORT,
        report.received_on,
        urgency=URGENCY.get(report.kind, Urgency.SOON),
        text=landlord_texts.report(report.kind),
        due_on=report.received_on,
        amount_ore=report.owed_ore,
        role=Role.HOUSING_CONSULTANT,
    )


def _of_lease(lease: Lease, today: date) -> Finding | None:
    if lease.state is not LeaseState.UPCOMING or lease.starts_on > today:
        return None
    return Finding.about(
        lease,
        TaskKind.LANDLORD_REPORT,
        lease.starts_on,
        urgency=Urgency.URGENT,
        text=landlord_texts.not_begun(),
        due_on=lease.starts_on,
        role=Role.HOUSING_CONSULTANT,
    )


def keep_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about a report up to date (a command effect)."""
    today = oslo_date(actor.at)
    report: LandlordReport = records.get(LandlordReport, document.pk)
    tasks.keep(finding(report, today), TaskKind.LANDLORD_REPORT, report.pk, actor, today)
