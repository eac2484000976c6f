"""A landlord's lease begins on its day: there are no keys with us, and the night sees to it."""

from collections.abc import Iterator
from datetime import date, timedelta

from models import Lease
from rules import states
from rules.errors import AlreadyExists, StillLivedIn
from rules.terms import LeaseState, RentCollector, TaskKind
from services import records, tasks
from services.actor import Actor


def due_to_begin(today: date) -> Iterator[Lease]:
    """Landlords' leases that have come to their first day, oldest first (index `lease_starts`)."""
    # `$in`, though one: the embedded server finds none by a state that is equal to a partial index's.
    due = Lease.objects(state__in=[LeaseState.UPCOMING], starts_on__lt=today + timedelta(days=1))
    yield from due.filter(rent_collected_by=RentCollector.LANDLORD).no_dereference().order_by("starts_on", "id")


def begin(lease: Lease, actor: Actor, *, today: date) -> bool:
    """The first day has come: the lease is lived under; False where it is already, or the day has not come.

    Raises TransitionRefused, StillLivedIn (another lease of the home runs), StaleState.
    """
    if lease.state is LeaseState.OCCUPYING or lease.starts_on > today or not lease.is_landlords:
        return False
    states.check(states.LEASE, lease.state, LeaseState.OCCUPYING)
    owed = [tasks.settling(lease, TaskKind.LANDLORD_REPORT)]
    try:
        return records.change(lease, actor, values={"state": LeaseState.OCCUPYING}, action="lease_begun", owed=owed)
    except AlreadyExists as error:
        home = records.reference(lease, "dwelling")
        other = Lease.objects(dwelling=home, state=LeaseState.OCCUPYING).only("contract_number").first()
        raise StillLivedIn(other.contract_number if other else lease.number) from error
