"""A landlord's report as a record: made once under the id that it was promised, then followed up by a person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bson import ObjectId

from models import LandlordReport, Lease, Referral, VacancyNotice
from models.base import Effect, Record
from rules.errors import ReportDelayed
from rules.terms import EndReason, ReportKind, ReportState
from services import effects, numbers, records
from services.actor import Actor
from services.effects import Owed
from services.landlord_leases import common

REPORT_EFFECT = "landlord_report"
TASK_EFFECT = "landlord_report_task"
ALWAYS = frozenset({ReportKind.ARREARS, ReportKind.ENDED})  # a person sees to these, doubt or none


def find(identity: ObjectId | None) -> LandlordReport | None:
    """The report with that id, where it is stored already."""
    found: LandlordReport | None = LandlordReport.objects(pk=identity).no_dereference().first() if identity else None
    return found


def told_as(lease: Lease, identity: ObjectId) -> LandlordReport | None:
    """The report that was brought up to date by what was told under that id (index `landlord_report_lease`)."""
    found: LandlordReport | None = LandlordReport.objects(lease=lease.pk, told_as=identity).no_dereference().first()
    return found


def of_lease(lease: ObjectId, kind: ReportKind) -> LandlordReport | None:
    """The lease's latest report of a kind (index `landlord_report_lease`)."""
    found = LandlordReport.objects(lease=lease, kind=kind).no_dereference()
    latest: LandlordReport | None = found.order_by("-received_on", "-id").first()
    return latest


def promised(lease: Lease, identity: ObjectId | None, actor: Actor) -> LandlordReport | None:
    """The report of that id: stored, or still owed by the lease after a call whose answer was lost.

    Raises ReportDelayed (it is owed and could not be made now).
    """
    if identity is None:
        return None
    if any(due.args.get("report") == str(identity) for due in lease.pending):
        effects.run(lease, actor)
        return made(lease, identity)
    found = find(identity) or told_as(lease, identity)
    return found if found is not None and records.reference(found, "lease") == lease.pk else None


def made(lease: Lease, identity: ObjectId) -> LandlordReport:
    """The report that a step on the lease has just owed. Raises ReportDelayed: the step stands, its report follows."""
    found = find(identity)
    if found is None:
        raise ReportDelayed(lease.number)
    return found


def owed(identity: ObjectId, kind: ReportKind, actor: Actor, today: date, **args: str) -> Owed:
    """What a step on the lease owes: the report of it, under that id."""
    told = {"report": str(identity), "kind": kind.value, "on": today.isoformat(), "by": actor.id}
    return Owed(REPORT_EFFECT, f"{REPORT_EFFECT}:{identity}", told | args)


def make_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Store the report of what was done on the lease (a command effect); stored before = done."""
    identity = ObjectId(effect.args["report"])
    if find(identity) is not None:
        return
    lease: Any = document
    kind, on = ReportKind(effect.args["kind"]), date.fromisoformat(effect.args["on"])
    report = new(lease, kind, effect.args["by"], on, identity, _told(lease, kind, effect.args))
    store(report, actor)


def _told(lease: Lease, kind: ReportKind, args: Mapping[str, str]) -> dict[str, Any]:
    if kind is ReportKind.ENDED:
        return {"ended_on": date.fromisoformat(args["ended"]), "end_reason": EndReason(args["reason"])}
    ends_on = date.fromisoformat(args["ends"]) if args.get("ends") else None
    if kind is ReportKind.TERM_CHANGE:
        return {"ends_on": ends_on, "doubts": common.doubts_of(args["doubts"])}
    line = next(line for line in lease.rent_lines if line.id == args["line"])
    values = {"new_rent_ore": line.amount_ore, "from_on": line.valid_from, "doubts": common.doubts_of(args["doubts"])}
    if kind is not ReportKind.SIGNED:
        return values
    referral: Referral = records.get(Referral, ObjectId(args["referral"]) if "referral" in args else lease.referral)
    notice: VacancyNotice = records.get(VacancyNotice, records.reference(referral, "notice"))
    noticed = {"noticed_ore": notice.rent_ore, "free_on": notice.available_from}
    return values | noticed | {"signed_on": lease.signed_on, "ends_on": ends_on}


def new(
    lease: Lease, kind: ReportKind, by: str, on: date, identity: ObjectId, values: Mapping[str, Any]
) -> LandlordReport:
    """A report with what it carries of its lease and the next number; it is not stored.

    One that asks nothing of anybody is not left waiting.
    """
    waits = kind in ALWAYS or bool(values.get("doubts"))
    return LandlordReport(
        id=identity,
        report_number=numbers.label("ME", on.year),
        landlord=records.reference(lease, "landlord"),
        lease=lease.pk,
        contract_number=lease.contract_number,
        tenant=records.reference(lease, "tenant"),
        office=records.reference(lease, "office"),
        caseworker=records.reference(lease, "caseworker"),
        kind=kind,
        origin=common.origin_of(by),
        state=ReportState.RECEIVED if waits else ReportState.HANDLED,
        received_on=on,
        handled_on=None if waits else on,
        **values,
    )


def store(report: LandlordReport, actor: Actor) -> LandlordReport:
    """Store a new report, which owes its task; stored before = that one. Raises AlreadyExists (another is waiting)."""
    task = Owed(TASK_EFFECT, f"{TASK_EFFECT}:{report.pk}:1")
    return records.create_once(report, actor, action="report_received", owed=[task])


def owed_task(report: LandlordReport) -> Owed:
    """What each change of a report owes: its task brought up to date. Call it before the change is made."""
    return Owed(TASK_EFFECT, f"{TASK_EFFECT}:{report.pk}:{report.version + 1}")
