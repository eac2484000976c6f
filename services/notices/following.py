"""A notice while a household is referred to its home, and after that (called by `services.referrals` alone)."""

from datetime import date

from bson import ObjectId

from models import VacancyNotice
from rules import referrals
from rules.terms import NoticeState, ReferralState, RejectionReason
from services import records
from services.actor import Actor
from services.notices import common

AGAIN = "notice_open_again"
ACTIONS = {
    NoticeState.LET: "notice_let",
    NoticeState.WITHDRAWN: "notice_home_gone",
    NoticeState.LAPSED: "notice_lapsed",
    NoticeState.REPORTED: AGAIN,
}


def hold(notice: ObjectId, referral: ObjectId, actor: Actor, today: date) -> bool:
    """Keep the home for the household that is about to be referred; False where the notice does not wait any longer.

    Kept before for the same one = True. Raises StaleState.
    """
    found: VacancyNotice = records.get(VacancyNotice, notice)
    if found.state is NoticeState.REFERRED:
        return bool(found.referral == referral)
    if found.state is not NoticeState.REPORTED:
        return False
    values = {"referral": referral, "answered_on": today}
    return common.move(found, NoticeState.REFERRED, actor, values, action="notice_referred")


def let_go(notice: ObjectId, referral: ObjectId, actor: Actor, today: date) -> bool:
    """Take back what `hold` did, where the household could not be referred after all."""
    return follow(notice, referral, ReferralState.WITHDRAWN, None, actor, today)


def follow(
    notice: ObjectId,
    referral: ObjectId,
    state: ReferralState,
    reason: RejectionReason | None,
    actor: Actor,
    today: date,
) -> bool:
    """Bring the notice to where the referral that it is kept for has come. Another's notice, or done before = nothing.

    Raises StaleState.
    """
    found: VacancyNotice = records.get(VacancyNotice, notice)
    if found.referral != referral:
        return False
    to = referrals.notice_after(found.state, state, reason, referrals.answer_over(found.answer_by, today))
    if to is found.state:
        return False
    values = {} if to is NoticeState.LET else {"referral": None}
    if to is NoticeState.REPORTED:
        values["answered_on"] = None
    return common.move(found, to, actor, values, action=ACTIONS[to])
