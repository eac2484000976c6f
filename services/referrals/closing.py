"""What the municipality's people say of a referral: the household's no, withdrawn, run out; a landlord's no judged."""

from datetime import date, datetime

from models import Referral
from rules import referrals
from rules.deadlines import oslo_date
from rules.errors import InvalidRecord, MissingReason, ReferralOver, TransitionRefused
from rules.terms import DeclineReason, PartnerEvent, ReferralState
from services import records
from services.actor import Actor
from services.referrals import common


def decline(referral: Referral, actor: Actor, *, reason: DeclineReason, said: str, version: int, now: datetime) -> bool:
    """Note that the household says no to the home. The landlord hears that it is withdrawn, never why.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, InvalidRecord (another reason, and not told), ReferralOver,
    StaleState.
    """
    common.opened(referral, actor, "referral.decline", staff_only=True)
    if referral.state is ReferralState.DECLINED and referral.decline is reason:
        return False
    _refuse_fallen(referral)
    if reason is DeclineReason.OTHER and not said.strip():
        raise InvalidRecord("referral", {"decline_said": "nothing_said"})
    values = {"answered_on": oslo_date(now), "decline": reason, "decline_said": said.strip() or None}
    told = [common.told(referral, PartnerEvent.REFERRAL_WITHDRAWN)]
    return common.move(
        referral, ReferralState.DECLINED, actor, values, action="referral_declined", version=version, owes=told
    )


def _refuse_fallen(referral: Referral) -> None:
    if referral.state not in referrals.LIVE:
        raise ReferralOver(referral.number, referral.state.value, referral.valid_to)


def withdraw(referral: Referral, actor: Actor, *, why: str, version: int, now: datetime) -> bool:
    """Take the referral back; the landlord hears that, and not why. Withdrawn before = nothing.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, MissingReason, ReferralOver, StaleState.
    """
    common.opened(referral, actor, "referral.withdraw", staff_only=True)
    if referral.state is ReferralState.WITHDRAWN:
        return False
    _refuse_fallen(referral)
    if not why.strip():
        raise MissingReason("referral.withdraw")
    return withdrawn(referral, actor, because=why.strip(), on=oslo_date(now), version=version)


def withdrawn(
    referral: Referral,
    actor: Actor,
    *,
    because: str,
    on: date,
    version: int | None = None,
    action: str = "referral_withdrawn",
) -> bool:
    """The referral falls for a reason of the municipality's, and the landlord hears of it."""
    told = [common.told(referral, PartnerEvent.REFERRAL_WITHDRAWN)]
    values = {"answered_on": on, "over_because": because}
    return common.move(referral, ReferralState.WITHDRAWN, actor, values, action=action, version=version, owes=told)


def expire(referral: Referral, actor: Actor, *, today: date) -> bool:
    """Let a referral that the landlord did not answer in time run out. Done before = nothing.

    Raises TransitionRefused (answered, or its day is not over), StaleState.
    """
    if referral.state is ReferralState.EXPIRED:
        return False
    if not referrals.expires(referral.state, referral.valid_to, today):
        raise TransitionRefused("referral", referral.state.value, ReferralState.EXPIRED.value)
    told = [common.told(referral, PartnerEvent.REFERRAL_EXPIRED)]
    return common.move(referral, ReferralState.EXPIRED, actor, {}, action="referral_expired", owes=told)


def judge_rejection(
    referral: Referral,
    actor: Actor,
    *,
    contested: bool,
    why: str,
    version: int,
    now: datetime,  # noqa: ARG001 - as all steps of a referral
) -> bool:
    """Say whether the landlord's reason is one that the law knows (husll. § 1-8), with reasons; may be said anew.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, TransitionRefused (not rejected), MissingReason,
    StaleState.
    """
    common.opened(referral, actor, "referral.judge", staff_only=True)
    if referral.state is not ReferralState.REJECTED:
        raise TransitionRefused("referral", referral.state.value, "judged")
    if not why.strip():
        raise MissingReason("referral.judge")
    values = {"rejection_contested": contested, "rejection_judged": why.strip()}
    if all(records.same(getattr(referral, name), value) for name, value in values.items()):
        return False
    return records.change(
        referral, actor, values=values, action="rejection_judged", version=version, owed=common.owed(referral)
    )
