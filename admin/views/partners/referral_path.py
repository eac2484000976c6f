"""The way of a referral on its page: referred, seen, accepted, lease; and what comes next, in words."""

from collections.abc import Iterator
from typing import Any

from admin import formats
from admin.views.keeping.ending_path import Mark
from rules import referrals
from rules.terms import ReferralState

STATE = ReferralState
NEXT = {
    STATE.REFERRED: "Avtal visning, eller før utleierens svar, innen {}",
    STATE.VIEWING: "Før utleierens svar etter visningen, innen {}",
    STATE.ACCEPTED: "Registrer leieavtalen når den er undertegnet",
}
JUDGE = "Vurder utleierens grunn"
OVER = frozenset({STATE.REJECTED, STATE.DECLINED, STATE.EXPIRED, STATE.WITHDRAWN})


def next_words(referral: Any) -> str | None:
    """What somebody is to do now; None where nothing waits."""
    if referral.state is STATE.REJECTED and referral.rejection_contested is None:
        return JUDGE
    words = NEXT.get(referral.state)
    return words.format(formats.day(referral.valid_to)) if words else None


def marks(referral: Any, *, tells: bool) -> list[Mark]:
    """The stops of the way; `tells`: whether the person at the screen may read when the household sees the home."""
    found = list(_marks(referral, tells))
    if referral.state in referrals.LIVE:
        at = next(at for at, mark in enumerate(found) if mark.tone == "ahead")
        found[at] = Mark(found[at].label, found[at].when, found[at].note, "now")
    return found


def _marks(referral: Any, tells: bool) -> Iterator[Mark]:
    state = referral.state
    yield Mark("Tilvist", formats.day(referral.referred_on), "", "done")
    seen = referral.viewing is not None
    passed = seen and state is not STATE.VIEWING
    accepted = state in (STATE.ACCEPTED, STATE.LEASE_SIGNED, STATE.ENDED)
    if seen or state in referrals.UNANSWERED:
        when, _, clock = formats.moment(referral.viewing.at).partition(" kl. ") if seen and tells else ("", "", "")
        yield Mark("Visning", when, f"kl. {clock}" if clock else "", "done" if passed or accepted else "ahead")
    if state in OVER:
        yield Mark(state.label, formats.day(referral.answered_on or referral.valid_to), "", "late")
        return
    yield Mark("Godtatt", formats.day(referral.answered_on) if accepted and referral.answered_on else "", "",
               "done" if accepted else "ahead")  # fmt: skip
    leased = state in (STATE.LEASE_SIGNED, STATE.ENDED)
    yield Mark("Leieavtale", "", "", "done" if leased else "ahead")
    if state is STATE.ENDED:
        yield Mark("Avsluttet", "", "", "end")
