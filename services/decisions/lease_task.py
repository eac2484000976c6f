"""A granted extension asks for a new lease: a task for whoever writes leases (domain 1.2 row 17)."""

from datetime import date
from typing import Any

from bson import ObjectId

from letters import task_texts
from models import Application, Lease
from models.base import Effect, Record
from models.deciding import DecisionEntry
from rules.deadlines import oslo_date
from rules.terms import ApplicationKind, DecisionOutcome, LegalBasis, Role, TaskKind, Urgency
from services import records, tasks
from services.actor import Actor
from services.decisions.case import entry_of, open_entry
from services.effects import Owed
from services.tasks import Finding

EFFECT = "lease_task"


def asked_for(kind: ApplicationKind, outcome: DecisionOutcome, basis: LegalBasis) -> bool:
    """Whether the decision asks for a new lease at once: whoever is granted a new home waits for it first."""
    extended = kind is ApplicationKind.EXTENSION and outcome is DecisionOutcome.GRANTED
    return extended and basis is LegalBasis.LOCAL_GUIDELINES


def owed(application: Application, decision: ObjectId) -> Owed:
    """What a change of such a decision owes: its task brought up to date. Call it before the change is made."""
    return Owed(EFFECT, f"lease:{decision}:{application.version + 1}", {"decision": str(decision)})


def keep(document: Record, effect: Effect, actor: Actor) -> None:
    """Open the task of a decision that stands until its lease is signed; settle it else (a command effect).

    Owed by the application, and by the lease that is signed or cancelled: `args` names the decision or the application.
    """
    today = oslo_date(actor.at)
    application = records.get(Application, ObjectId(effect.args.get("application") or document.pk))
    entry = _entry(application, effect)
    if entry is not None and entry.open and not _signed(application):
        tasks.flag(_finding(application, entry.decided_on, today), actor, today)
    else:
        tasks.settle(TaskKind.NEW_LEASE, _subject(application)[1], actor, today)


def _entry(application: Application, effect: Effect) -> DecisionEntry | None:
    if "decision" in effect.args:
        return entry_of(application, ObjectId(effect.args["decision"]))
    granted = open_entry(application)
    return granted if granted is not None and granted.outcome is DecisionOutcome.GRANTED else None


def _signed(application: Application) -> bool:
    """Whether the lease that follows the one in the case is written (index `lease_follows`)."""
    return application.lease is not None and Lease.objects(follows=application.lease).only("pk").first() is not None


def _finding(application: Application, since: date, today: date) -> Finding:
    lease = _lease(application)
    ends_on = lease.ends_on if lease else None
    subject = _subject(application)
    return Finding(
        kind=TaskKind.NEW_LEASE,
        subject_kind=subject[0],
        subject_id=subject[1],
        subject_number=subject[2],
        since=since.isoformat(),
        urgency=Urgency.SOON,
        text=task_texts.new_lease(),
        due_on=ends_on if ends_on is not None and ends_on >= today else today,
        role=Role.PROPERTY,
    )


def _lease(application: Application) -> Any:
    wanted = application.lease
    return Lease.objects(pk=wanted).only("contract_number", "ends_on").first() if wanted else None


def _subject(application: Application) -> tuple[str, str, str]:
    """Kind, id and number of the lease where it is known, which property may open; else of the case."""
    lease = _lease(application)
    kind, record = ("application", application) if lease is None else ("lease", lease)
    return kind, str(record.pk), record.number
