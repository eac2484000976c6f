"""The end of a lease when the dwelling is vacated; notices and settlement of the end come with issue D."""

from collections.abc import Sequence
from datetime import date

from bson import ObjectId

from models import Dispute, Lease
from models.base import Effect, Record
from rules import states
from rules.errors import InvalidRecord, LandlordsLease
from rules.terms import DisputeState, LeaseEnd, LeaseState, Role
from rules.vacancies import CAUSE
from services import ledger, records
from services.actor import Actor
from services.effects import Owed
from services.leases.record import OPEN_VACANCY_EFFECT, owed_by
from services.leases.taking_over import CANCEL_EFFECT, follower_of

END_EFFECT = "end_lease"
ENDERS = (Role.PROPERTY, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)


def end(lease: Lease, actor: Actor, *, on: date, reason: LeaseEnd, version: int, today: date) -> bool:
    """The tenant has moved out: the lease ends on the day, and its dwelling becomes vacant. False where it has ended.

    Raises NotAuthorised, LandlordsLease, InvalidRecord (a day to come, or before the lease began), TransitionRefused,
    StaleState.
    """
    actor.require(*ENDERS, what="lease.end")
    if lease.is_landlords:
        raise LandlordsLease(lease.number)
    owed = [owed_by(lease, OPEN_VACANCY_EFFECT, lease=lease.pk, cause=CAUSE[reason].value)]
    return _end(lease, actor, on=on, reason=reason, version=version, today=today, owed=owed)


def end_as_told(
    lease: Lease, actor: Actor, *, on: date, reason: LeaseEnd, version: int, today: date, owed: Sequence[Owed]
) -> bool:
    """The landlord whose lease it is tells that it has ended; its home becomes vacant by the landlord's own notice.

    `owed` is what the telling owes. False where it has ended. Raises what end() raises but NotAuthorised.
    """
    return _end(lease, actor, on=on, reason=reason, version=version, today=today, owed=list(owed))


def end_by_effect(_document: Record, effect: Effect, actor: Actor) -> None:
    """End the lease whose dwelling a vacancy says is vacated (a command effect).

    One that has ended follows the vacancy where its day was corrected: rent and void meet in one day.
    """
    lease = records.get(Lease, ObjectId(effect.args["lease"]))
    on, reason = date.fromisoformat(effect.args["on"]), LeaseEnd(effect.args["reason"])
    if lease.state is LeaseState.ENDED:
        records.change(lease, actor, values={"ended_on": max(on, lease.starts_on)}, action="lease_end_corrected")
    else:
        _end(lease, actor, on=on, reason=reason, version=lease.version, today=on)


def _end(
    lease: Lease,
    actor: Actor,
    *,
    on: date,
    reason: LeaseEnd,
    version: int,
    today: date,
    owed: list[Owed] | None = None,
) -> bool:
    if lease.state is LeaseState.ENDED:
        return False
    if lease.state is not LeaseState.OCCUPYING:
        states.check(states.LEASE, lease.state, LeaseState.OCCUPYING)
        raise InvalidRecord("lease", {"ended_on": "lease_not_begun"})
    if on > today:
        raise InvalidRecord("lease", {"ended_on": "future"})
    if on < lease.starts_on:
        raise InvalidRecord("lease", {"ended_on": "before_lease_began"})
    follower = follower_of(lease)
    dues = list(owed or ())
    if follower is not None:  # an extension that is never moved into
        dues.insert(0, owed_by(lease, CANCEL_EFFECT, lease=follower.pk))
    values = {"state": LeaseState.ENDED, "ended_on": on, "end_reason": reason}
    return records.change(lease, actor, values=values, action="lease_ended", version=version, owed=dues)


def disputed_rent_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Say on the lease whether rent is deposited because it is disputed (§ 3-8; a command effect of a dispute)."""
    lease = records.get(Lease, records.reference(document, "lease"))
    held = Dispute.objects(lease=lease.pk, state__in=[DisputeState.OPEN], rent_deposited=True).only("pk").first()
    values = {"rent_disputed": held is not None}
    records.change(lease, actor, values=values, action="rent_deposited" if held else "rent_released")


def charged_after(lease: Lease) -> list[str]:
    """The months still owed though the lease had ended by their first («2026-12»).

    Rent charged before the end was known of is credited by itself (ledger.correct); what is left, a person sees to.
    """
    if lease.ended_on is None:
        return []
    return ledger.charged_after(lease.pk, ledger.last_day(lease.ended_on, ledger.followed(lease.pk)) or lease.ended_on)
