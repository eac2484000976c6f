"""A landlord reports that a lease has ended: the project's home is free again, and a person decides what comes next."""

from datetime import date

from bson import ObjectId

from models import LandlordReport, Lease
from rules.errors import InvalidRecord, TransitionRefused
from rules.landlord_leases import ENDS
from rules.terms import EndReason, LeaseState, ReportKind
from services import leases, records
from services.actor import Actor
from services.effects import Owed
from services.landlord_leases import common, reports
from services.landlord_leases.beginning import begin

ENDED_EFFECT = "referral_ended"  # services.referrals


def report_end(
    lease: Lease,
    actor: Actor,
    *,
    ended_on: date,
    reason: EndReason,
    version: int,
    today: date,
    identity: ObjectId | None = None,
) -> LandlordReport:
    """End the lease on the day; one that ended before it began never took effect, and its case waits again.

    Told again = the stored report. Raises NotAuthorised, NoNeedToKnow, NotLandlordsLease, InvalidRecord (a day to
    come, or before the lease began), TransitionRefused (ended on another day), StillLivedIn, StaleState.
    """
    common.admit(lease, actor, "landlord_lease.end")
    if (held := reports.promised(lease, identity, actor)) is not None:
        return held
    if lease.state is LeaseState.ENDED:
        return _told_before(lease, ended_on, reason)
    records.check_version(lease, version)
    if ended_on > today:
        raise InvalidRecord("landlord_report", {"ended_on": "future"})
    identity = identity or ObjectId()
    if lease.state is LeaseState.UPCOMING and ended_on >= lease.starts_on:
        begin(lease, actor, today=today)  # the night has not been at it yet
    told = reports.owed(identity, ReportKind.ENDED, actor, today, ended=ended_on.isoformat(), reason=reason.value)
    if lease.state is LeaseState.UPCOMING:
        leases.withdraw(lease, actor, why="", version=lease.version, today=today, owed=[told, _ended(lease)])
    else:
        leases.end_as_told(
            lease,
            actor,
            on=ended_on,
            reason=ENDS[reason],
            version=lease.version,
            today=today,
            owed=[told, _ended(lease)],
        )
    return reports.made(lease, identity)


def _ended(lease: Lease) -> Owed:
    """What the end owes the referral. Call it before the change is made."""
    args = {"referral": str(lease.referral)}
    return Owed(ENDED_EFFECT, f"{ENDED_EFFECT}:{lease.pk}:{lease.version + 1}", args)


def _told_before(lease: Lease, ended_on: date, reason: EndReason) -> LandlordReport:
    held = reports.of_lease(lease.pk, ReportKind.ENDED)
    if held is None or (held.ended_on, held.end_reason) != (ended_on, reason):
        raise TransitionRefused("lease", lease.state.value, LeaseState.ENDED.value)
    return held
