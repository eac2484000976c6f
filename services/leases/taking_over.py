"""An extension's lease takes over from the one it follows, on its first day, without new keys (ADR 20)."""

from collections.abc import Iterator
from datetime import date, timedelta

from bson import ObjectId

from models import Lease
from models.base import Effect, Record
from rules import states
from rules.errors import TransitionRefused
from rules.terms import LeaseEnd, LeaseState
from services import records
from services.actor import Actor
from services.leases.keys import KEEPERS, withdraw
from services.leases.record import owed_by

START_EFFECT, CANCEL_EFFECT = "start_lease", "cancel_lease"


def due_to_take_over(today: date) -> Iterator[Lease]:
    """The leases that follow another and have come to their first day, oldest first (index `lease_starts`)."""
    wanted = Lease.objects(state=LeaseState.UPCOMING, starts_on__lt=today + timedelta(days=1), follows__exists=True)
    yield from wanted.no_dereference().order_by("starts_on", "id")


def take_over(lease: Lease, actor: Actor, *, today: date) -> bool:
    """End the lease that is followed the day before, which owes that this one starts; False where it has started.

    The old one is ended first: a dwelling has one lease that is lived under, and no other can come in between, since
    it has one to come as well. Raises NotAuthorised, TransitionRefused (not yet its day, or nothing is followed).
    """
    actor.require(*KEEPERS, what="lease.take_over")
    if lease.state is LeaseState.OCCUPYING:
        return False
    if lease.follows is None or lease.starts_on > today:
        raise TransitionRefused("lease", lease.state.value, "taking_over")
    held = records.get(Lease, lease.follows)
    states.check(states.LEASE, held.state, LeaseState.ENDED)
    last = lease.starts_on - timedelta(days=1)
    values = {"state": LeaseState.ENDED, "ended_on": last, "end_reason": LeaseEnd.EXPIRY}
    return records.change(
        held, actor, values=values, action="taken_over", owed=[owed_by(held, START_EFFECT, lease=lease.pk)]
    )


def start_by_effect(_document: Record, effect: Effect, actor: Actor) -> None:
    """Start the lease that took over (a command effect); started before = done."""
    lease = records.get(Lease, ObjectId(effect.args["lease"]))
    if lease.state is LeaseState.OCCUPYING:
        return
    states.check(states.LEASE, lease.state, LeaseState.OCCUPYING)
    records.change(lease, actor, values={"state": LeaseState.OCCUPYING}, action="took_over")


def follower_of(lease: Lease) -> Lease | None:
    """The lease to come that is to take over from this one (index `lease_follows`)."""
    found: Lease | None = Lease.objects(follows=lease.pk).no_dereference().first()
    return found if found is not None and found.state is LeaseState.UPCOMING else None


def cancel_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Cancel the lease to come of a tenant who has moved out (a command effect)."""
    lease = records.get(Lease, ObjectId(effect.args["lease"]))
    if lease.state is LeaseState.UPCOMING:
        ended: date = document.ended_on
        withdraw(lease, actor, why="", version=lease.version, today=ended)
