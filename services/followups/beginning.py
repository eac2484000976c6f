"""A follow-up plan begins when a lease is lived in, ends with it, and begins again where it is taken up (S002)."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from bson import ObjectId

from models import Applicant, Dwelling, FollowUp, Lease
from models.base import Effect, Record
from rules import followups, keeping_states, states
from rules.deadlines import oslo_date
from rules.errors import AlreadyExists
from rules.followups import Pace
from rules.terms import Disposal, FollowUpState, LeaseState, RentCollector
from services import merged, records
from services.actor import Actor
from services.followups import common

FOLLOW_EFFECT = "follow_lease_up"
FOLLOWED = ("state", "caseworker", "office")
MOST_A_NIGHT = 5_000  # a large import gets its plans over some nights


def follow_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Begin, end or take up again the plan of a lease whose state has changed (a command effect)."""
    lease: Lease = Lease.objects(pk=document.pk).no_dereference().get()
    follow(lease, actor, today=oslo_date(actor.at))


def follow(lease: Lease, actor: Actor, *, today: date) -> ObjectId | None:
    """Bring the lease's plan in step with the lease; the plan's id, None where there is none and none is due.

    Raises StaleState.
    """
    plan: FollowUp | None = FollowUp.objects(lease=lease.pk).no_dereference().first()
    if plan is None:
        due = _lived_in(lease) and _is_ours_to_follow(lease)
        return begin(lease, actor, common.pace_of(today), today=today) if due else None
    if lease.state is LeaseState.ENDED and plan.state is FollowUpState.ACTIVE:
        _end(plan, actor, lease.ended_on or today)
    elif _lived_in(lease) and plan.state is FollowUpState.ENDED:
        _take_up(plan, actor, today)
    _same_people(plan, lease, actor)
    return ObjectId(plan.pk)


def _same_people(plan: FollowUp, lease: Lease, actor: Actor) -> None:
    """Whoever follows the lease up follows the plan."""
    values = {name: records.reference(lease, name) for name in ("office", "caseworker")}
    if any(records.reference(plan, name) != value for name, value in values.items()):
        common.change(plan, actor, values, action="followup_given")


def _lived_in(lease: Lease) -> bool:
    return lease.state is LeaseState.OCCUPYING


def _is_ours_to_follow(lease: Lease) -> bool:
    """A household that was referred to a landlord is to need no follow-up; one in an allocated home is (VV, HB)."""
    if not lease.is_landlords:
        return True
    home = Dwelling.objects(pk=records.reference(lease, "dwelling")).only("disposal").first()
    return home is not None and home.disposal is Disposal.ALLOCATION


def begin(lease: Lease, actor: Actor, pace: Pace, *, today: date) -> ObjectId:
    """Make the lease's plan with its first visit and talk; where another was first, theirs stands."""
    planned, spread = followups.first_ones(pace, lease.keys_on or lease.starts_on, today, lease.contract_number)
    tenant = records.reference(lease, "tenant")
    person = Applicant.objects(pk=tenant).first()
    plan = FollowUp(
        id=ObjectId(),
        lease=lease.pk,
        contract_number=lease.contract_number,
        tenant=tenant,
        office=records.reference(lease, "office"),
        caseworker=records.reference(lease, "caseworker"),
        interpreter=merged.root_of(person).interpreter if person else None,
        items=[common.made(one, actor.name) for one in planned],
        spread=spread,
        started_on=today,
        by_name=actor.name,
    )
    try:
        records.create(plan, actor, action="followup_begun", owed=[common.owed_task(plan)])
    except AlreadyExists:
        found: FollowUp = FollowUp.objects(lease=lease.pk).only("pk").no_dereference().get()
        return ObjectId(found.pk)
    return ObjectId(plan.pk)


def _end(plan: FollowUp, actor: Actor, on: date) -> None:
    states.check(keeping_states.FOLLOW_UP, plan.state, FollowUpState.ENDED)
    common.change(plan, actor, {"state": FollowUpState.ENDED, "ended_on": on}, action="followup_ended")


def _take_up(plan: FollowUp, actor: Actor, today: date) -> None:
    """What was planned before stands; where nothing waits of what a plan always holds, it is planned anew."""
    states.check(keeping_states.FOLLOW_UP, plan.state, FollowUpState.ACTIVE)
    pace, waiting = common.pace_of(today), {one.kind for one in plan.items if one.is_open}
    anew = [followups.next_one(kind, today, pace, waiting) for kind in followups.EVERY]
    items = [*plan.items, *(common.made(one, actor.name) for one in anew if one is not None)]
    values = {"state": FollowUpState.ACTIVE, "ended_on": None, "items": items}
    common.change(plan, actor, values, action="followup_taken_up")


# --- Leases that came otherwise than by keys: an import; and a plan that a dead process left unmade -----------------


def without_plan() -> Iterator[Lease]:
    """Our leases that are lived in and not noted as having a plan, at most a night's worth (index `lease_followup`)."""
    wanted = Lease.objects(followup=None, state__in=[LeaseState.OCCUPYING]).no_dereference()
    wanted = wanted.filter(rent_collected_by=RentCollector.MUNICIPALITY)
    yield from islice(wanted.order_by("id").batch_size(200), MOST_A_NIGHT)


def keep_plan(lease: Lease, actor: Actor, pace: Pace, *, today: date) -> bool:
    """Make the plan of a lease where it lacks one, and note on the lease that it has it. Raises StaleState."""
    plan: FollowUp | None = FollowUp.objects(lease=lease.pk).only("pk").no_dereference().first()
    identity = plan.pk if plan is not None else begin(lease, actor, pace, today=today)
    return records.change(lease, actor, values={"followup": identity}, action="followup_noted")
