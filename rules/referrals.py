"""A vacant home of a landlord's and the household referred to it: by when, what may be told, what follows (domain 4.3).

What the landlord is told of a household is the least that letting takes (fvl. § 13 b): its size and what secures the
rent until the landlord says yes, then its name and how to reach it; never why it needs a home.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from rules.terms import DisclosedPart, NoticeState, ReferralState, RejectionReason, Urgency

LIVE = frozenset({ReferralState.REFERRED, ReferralState.VIEWING, ReferralState.ACCEPTED})
UNANSWERED = frozenset({ReferralState.REFERRED, ReferralState.VIEWING})
NAMED = frozenset({ReferralState.ACCEPTED, ReferralState.LEASE_SIGNED})
GONE = frozenset({RejectionReason.LET_ALREADY, RejectionReason.NOT_HABITABLE})
"""Reasons by which no home is vacant any longer: the notice is no more, whatever the municipality thinks of it."""

FARTHEST_DAYS = 366  # nobody reports a home, or answers, further ahead or back: a slip of the keyboard
LONGEST_VALID_DAYS = 92
NEAR_DAYS = 5  # before the answer date somebody must refer a household or release the home
LAST_DAYS = 2
HIGHEST_ORE = 100_000_000  # a million kroner a month, or of security

GROUND = "forvaltningsloven § 13 b"
BEFORE = (DisclosedPart.TOKEN, DisclosedPart.HOUSEHOLD_SIZE, DisclosedPart.GUARANTEE)
CONTACT = (DisclosedPart.NAME, DisclosedPart.PHONE, DisclosedPart.EMAIL)

PROTECTED, OFF_LIST, PROMISED, LEASED = "protected", "off_list", "promised", "leased"


def notice_problems(values: Mapping[str, Any], today: date, least_days: int) -> dict[str, str]:
    """What is wrong with what a landlord reports, by field (codes); `values` are those that are new."""
    found: dict[str, str] = {}
    free, answer_by, rent = (values.get(name) for name in ("available_from", "answer_by", "rent_ore"))
    if free is not None and abs((free - today).days) > FARTHEST_DAYS:
        found["available_from"] = "too_far"
    if answer_by is not None:
        if answer_by < today + timedelta(days=least_days):
            found["answer_by"] = "answer_too_soon"
        elif answer_by > today + timedelta(days=FARTHEST_DAYS):
            found["answer_by"] = "too_far"
    if rent is not None and not 0 <= rent <= HIGHEST_ORE:
        found["rent_ore"] = "amount"
    return found


def answer_over(answer_by: date, today: date) -> bool:
    """Whether the municipality's time to answer is over; the day itself counts."""
    return today > answer_by


def answer_urgency(answer_by: date, today: date) -> Urgency:
    """How urgent an unanswered notice is: past the day the landlord lets the home to whom he will."""
    left = (answer_by - today).days
    if left <= LAST_DAYS:
        return Urgency.URGENT
    return Urgency.SOON if left <= NEAR_DAYS else Urgency.NOTICE


def valid_to_problem(valid_to: date, today: date) -> str | None:
    """What is wrong with a referral's last day (a code); None where nothing is."""
    if valid_to <= today:
        return "answer_too_soon"
    return "too_far" if valid_to > today + timedelta(days=LONGEST_VALID_DAYS) else None


def viewing_problem(at: datetime, now: datetime, valid_to: date, day: date) -> str | None:
    """What is wrong with the time of a viewing (a code); `day` is its day by the Norwegian clock."""
    if at <= now:
        return "past"
    return "after_valid" if day > valid_to else None


def expires(state: ReferralState, valid_to: date, today: date) -> bool:
    """Whether an unanswered referral runs out; one that is accepted waits for its lease, and people ask for it."""
    return state in UNANSWERED and today > valid_to


def notice_after(
    state: NoticeState, referral: ReferralState, reason: RejectionReason | None, over: bool
) -> NoticeState:
    """What the notice of a referral comes to; `over` = its answer date is past."""
    if state is not NoticeState.REFERRED or referral in LIVE:
        return state
    if referral in (ReferralState.LEASE_SIGNED, ReferralState.ENDED):
        return NoticeState.LET
    if referral is ReferralState.REJECTED and reason in GONE:
        return NoticeState.WITHDRAWN
    return NoticeState.LAPSED if over else NoticeState.REPORTED


def withheld(*, shielded: bool, phone: str | None, email: str | None) -> frozenset[DisclosedPart]:
    """What is not told of a person: what there is not, and nothing by which one is found whose address is protected.

    Then the municipality speaks with the landlord.
    """
    if shielded:
        return frozenset(CONTACT)
    there = {DisclosedPart.PHONE: phone, DisclosedPart.EMAIL: email}
    return frozenset(part for part, value in there.items() if not value)


def parts_of(
    state: ReferralState, *, guaranteed: bool, withheld: Collection[DisclosedPart] = ()
) -> tuple[DisclosedPart, ...]:
    """What the landlord is told of the household; after the referral fell, nothing but its number."""
    if state not in LIVE and state not in NAMED:
        return BEFORE[:1]
    told = BEFORE if guaranteed else BEFORE[:2]
    return (*told, *(part for part in CONTACT if part not in withheld)) if state in NAMED else told
