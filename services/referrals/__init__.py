"""Households referred to landlords' homes: referred, seen, accepted, rejected, expired (domain 4.3).

Effects for others: `LEASED_EFFECT` (owed by a stored lease, args `referral`) and `ENDED_EFFECT` (owed by a lease that
ended, args `referral`) move the referral; `services.landlord_leases` owes them by name.
"""

from services.referrals.answering import accept, arrange_viewing, reject
from services.referrals.closing import decline, expire, judge_rejection, withdraw
from services.referrals.common import GIVERS, KEEP_EFFECT, NOTICE_EFFECT, live_of, refuse_over
from services.referrals.following import (
    AGREEMENT_EFFECT,
    ENDED_EFFECT,
    HOUSEHOLD_EFFECT,
    LEASED_EFFECT,
    PERSON_EFFECT,
    agreement_by_effect,
    ended_by_effect,
    household_by_effect,
    leased_by_effect,
    notice_by_effect,
    person_by_effect,
)
from services.referrals.lived_in import LivedIn, lived_in
from services.referrals.opening import OPEN_EFFECT, open_by_effect
from services.referrals.printing import case_of, draw
from services.referrals.proposing import Choice, choice
from services.referrals.referring import LIVED_IN, refer
from services.referrals.telling import TOLD_EFFECT, has_system, told_by_effect
from services.referrals.tending import fallen, findings, keep_by_effect, live, past_valid, unjudged

__all__ = [
    "AGREEMENT_EFFECT",
    "ENDED_EFFECT",
    "GIVERS",
    "HOUSEHOLD_EFFECT",
    "KEEP_EFFECT",
    "LEASED_EFFECT",
    "LIVED_IN",
    "NOTICE_EFFECT",
    "OPEN_EFFECT",
    "PERSON_EFFECT",
    "TOLD_EFFECT",
    "Choice",
    "LivedIn",
    "accept",
    "agreement_by_effect",
    "arrange_viewing",
    "case_of",
    "choice",
    "decline",
    "draw",
    "ended_by_effect",
    "expire",
    "fallen",
    "findings",
    "has_system",
    "household_by_effect",
    "judge_rejection",
    "keep_by_effect",
    "leased_by_effect",
    "live",
    "live_of",
    "lived_in",
    "notice_by_effect",
    "open_by_effect",
    "past_valid",
    "person_by_effect",
    "refer",
    "refuse_over",
    "reject",
    "told_by_effect",
    "unjudged",
    "withdraw",
]
