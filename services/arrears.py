"""Arrears: which leases have overdue rent, and the advice to a person for each (the case itself comes later)."""

from collections.abc import Iterator
from datetime import date

from letters import task_texts
from models import Lease, Record
from models.base import Effect
from rules import arrears, rent
from rules.arrears import ArrearsFacts, Rung
from rules.deadlines import oslo_date
from rules.terms import RentCollector, Role, TaskKind
from services import accounts, records, rulebooks, tasks
from services.actor import Actor
from services.tasks import Finding


def overdue(today: date) -> Iterator[Lease]:
    """Leases that owe the municipality rent due before the day, oldest debt first (index `lease_oldest_due`)."""
    wanted = Lease.objects(account__oldest_due__lt=today, rent_collected_by=RentCollector.MUNICIPALITY)
    yield from wanted.no_dereference().order_by("account.oldest_due", "id")


def finding(lease: Lease, today: date, ladder: tuple[Rung, ...]) -> Finding | None:
    """The next step on the ladder for an overdue lease; None where nothing is overdue."""
    owed = rent.owed(accounts.of(lease), today)
    advice = arrears.next_step(ArrearsFacts(today=today, days=owed.days), {}, ladder)
    if owed.oldest_due is None or advice is None:
        return None
    return Finding.about(
        lease,
        TaskKind.ARREARS,
        owed.oldest_due,
        urgency=advice.urgency,
        text=task_texts.arrears(advice),
        due_on=owed.oldest_due,
        amount_ore=owed.owed_ore,
        role=Role.HOUSING_CONSULTANT,
    )


def review(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the arrears task of the lease that a payment was placed on up to date at once (a command effect)."""
    today = oslo_date(actor.at)
    lease = records.get(Lease, records.reference(document, "lease"))
    found = finding(lease, today, rulebooks.current(today).ladder)
    if found is None:
        tasks.settle(TaskKind.ARREARS, str(lease.pk), actor, today)
    else:
        tasks.flag(found, actor, today)
