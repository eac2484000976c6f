"""Somebody at the office has followed a landlord's report up, and says how."""

from datetime import date

from models import LandlordReport, Lease
from models.base import Effect, Record
from rules import partner_states, states
from rules.errors import MissingReason
from rules.terms import ReportState
from services import need_to_know, records
from services.actor import Actor
from services.landlord_leases import common, reports

FOLLOW_EFFECT = "landlord_reports_follow"


def handle(report: LandlordReport, actor: Actor, *, how: str, version: int, today: date) -> bool:
    """Note what was done; False where it was noted before.

    Raises NotAuthorised, NoNeedToKnow, MissingReason, TransitionRefused, StaleState.
    """
    actor.require(*common.KEEPERS, what="landlord_report.handle")
    need_to_know.require_lease(records.get(Lease, records.reference(report, "lease")), actor)
    if report.state is ReportState.HANDLED and report.handled_how == how.strip():
        return False
    if not how.strip():
        raise MissingReason("landlord_report.handle")
    states.check(partner_states.REPORT, report.state, ReportState.HANDLED)
    values = {
        "state": ReportState.HANDLED, "handled_on": today, "handled_by_name": actor.name, "handled_how": how.strip(),
    }  # fmt: skip
    return records.change(
        report, actor, values=values, action="report_handled", version=version, owed=[reports.owed_task(report)]
    )


def follow_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Whoever follows the lease up now sees to its reports that wait (a command effect of the lease)."""
    lease: Lease = records.get(Lease, document.pk)
    if not lease.is_landlords:
        return
    values = {name: records.reference(lease, name) for name in ("office", "caseworker")}
    for report in LandlordReport.objects(lease=lease.pk, state=ReportState.RECEIVED).no_dereference():
        if any(records.reference(report, name) != value for name, value in values.items()):
            owed = [reports.owed_task(report)]
            records.change(report, actor, values=values, action="report_given", owed=owed)
