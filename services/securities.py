"""Signed leases whose guarantee is not there yet, though the rulebook wants it before the keys (S001)."""

from collections.abc import Iterator
from datetime import date, timedelta

from letters import keeping_texts
from models import Lease
from models.base import Effect, Record
from rules.deadlines import oslo_date
from rules.rulebook import Rules
from rules.terms import LeaseState, Role, TaskKind, Urgency
from services import rulebooks, tasks
from services.actor import Actor
from services.tasks import Finding

EFFECT = "security_task"
TELLING = ("state", "signed_on", "starts_on", "security", "security_received_on")
SOON_DAYS = 3  # before the lease starts; the nearer, the more it holds up


def awaited() -> Iterator[Lease]:
    """Signed leases that have not begun, by the day they do (index `lease_starts`)."""
    # `$in`, though one: the embedded server finds none by a state that is equal to a partial index's.
    wanted = Lease.objects(state__in=[LeaseState.UPCOMING], signed_on__ne=None).no_dereference()
    yield from wanted.order_by("starts_on", "id")


def finding(lease: Lease, today: date, rules: Rules) -> Finding | None:
    """What a lease without its guarantee asks for; None where it is there, or is a landlord's to ask for."""
    there = lease.security is not None and lease.security_received_on is not None
    signed = lease.state is LeaseState.UPCOMING and lease.signed_on is not None
    if there or lease.is_landlords or not signed or not rules.letting.security_before_keys:
        return None
    soon = lease.starts_on <= today + timedelta(days=SOON_DAYS)
    return Finding.about(
        lease,
        TaskKind.SECURITY,
        lease.starts_on,
        urgency=Urgency.URGENT if soon else Urgency.SOON,
        text=keeping_texts.missing_security(),
        due_on=lease.starts_on,
        role=Role.HOUSING_CONSULTANT,
    )


def keep_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about a lease's guarantee up to date (a command effect)."""
    today = oslo_date(actor.at)
    lease: Lease = Lease.objects(pk=document.pk).no_dereference().get()
    tasks.keep(finding(lease, today, rulebooks.current(today)), TaskKind.SECURITY, lease.pk, actor, today)
