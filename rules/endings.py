"""What makes the end of a lease hold, what a security covers, and where a dispute is brought (husll. chs. 3, 9-12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.ending_errors import NoticeInvalid, ReleaseMissing, WrongForum
from rules.terms import (
    DepositRelease,
    DisputeForum,
    DisputeSubject,
    EndingGround,
    EndingState,
    LeaseEnd,
    Party,
    Security,
)

BY_LANDLORD = frozenset({LeaseEnd.LANDLORD_NOTICE, LeaseEnd.RESCINDED})
"""Ends that the landlord causes: reasoned, approved by another, told in a letter (husll. §§ 9-7, 9-9)."""

TOLD = (
    LeaseEnd.TENANT_NOTICE, LeaseEnd.DEATH, LeaseEnd.EXPIRY, LeaseEnd.MOVED_TO_OWNED, LeaseEnd.MOVED_TO_CARE,
    LeaseEnd.MUTUAL, LeaseEnd.SWAP,
)  # fmt: skip
"""Ends that are noted as somebody tells of them."""

WITH_PERIOD = frozenset({LeaseEnd.TENANT_NOTICE, LeaseEnd.DEATH, LeaseEnd.MOVED_TO_OWNED, LeaseEnd.MOVED_TO_CARE})
"""Of those, the ones whose day follows from the notice unless another is agreed (husll. §§ 9-6, 9-10)."""

LIVE = frozenset({EndingState.PROPOSED, EndingState.NOTIFIED, EndingState.PROTESTED, EndingState.SUED})
"""The tenant has not moved out."""

RESCISSION_GROUNDS = frozenset(EndingGround) - {EndingGround.REBUILD, EndingGround.OTHER_REASON}
WARNED_FIRST = frozenset({EndingGround.DISORDER, EndingGround.DAMAGE})
"""Breaches that count as material only where they went on after a written warning (husll. § 9-9)."""

WHY = (
    "no_grounds", "no_reasons", "bound_term", "not_material", "not_warned", "rent_deposited", "no_best_interest",
    "no_day", "past_day", "tenant_bound",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LandlordNotice:
    """What is checked of a notice or rescission before it is proposed and again before it is sent."""

    number: str
    reason: LeaseEnd
    grounds: Sequence[EndingGround]
    reasons: str
    given_on: date
    ends_on: date | None = None
    warned_on: date | None = None
    children: bool = False
    best_interest: str = ""
    term_ends_on: date | None = None  # of a fixed term that still holds
    non_terminable: bool = False
    rent_deposited: bool = False


def check_landlord(notice: LandlordNotice) -> None:
    """Raise NoticeInvalid where a notice (§§ 9-5, 9-7) or rescission (§ 9-9) would not hold.

    Rent that the tenant has deposited because it is disputed is no breach (§ 3-8). Where children live there, what is
    best for them is weighed (Constitution § 104).
    """
    failing = (
        ("no_grounds", not notice.grounds),
        ("no_reasons", not notice.reasons.strip()),
        ("bound_term", notice.reason is LeaseEnd.LANDLORD_NOTICE and _bound(notice)),
        ("not_material", notice.reason is LeaseEnd.RESCINDED and not set(notice.grounds) <= RESCISSION_GROUNDS),
        ("not_warned", notice.reason is LeaseEnd.RESCINDED and _unwarned(notice)),
        ("rent_deposited", notice.rent_deposited and EndingGround.UNPAID_RENT in notice.grounds),
        ("no_best_interest", notice.children and not notice.best_interest.strip()),
        ("no_day", notice.reason is LeaseEnd.RESCINDED and notice.ends_on is None),
        ("past_day", notice.ends_on is not None and notice.ends_on < notice.given_on),
    )
    for why, holds in failing:
        if holds:
            raise NoticeInvalid(notice.number, why)


def _bound(notice: LandlordNotice) -> bool:
    """A term of which it was said in writing that it cannot be terminated (husll. § 9-2)."""
    return notice.non_terminable and notice.term_ends_on is not None and notice.term_ends_on >= notice.given_on


def _unwarned(notice: LandlordNotice) -> bool:
    needs = bool(set(notice.grounds) & WARNED_FIRST)
    return needs and (notice.warned_on is None or notice.warned_on >= notice.given_on)


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What a lease owes as it is settled, in øre: rent, interest and fees; and the claim for damage."""

    rent_ore: int
    claim_ore: int = 0

    @property
    def total_ore(self) -> int:
        """All of it; under 0 the tenant has money to come."""
        return self.rent_ore + self.claim_ore


@dataclass(frozen=True, kw_only=True)
class Split:
    """What the security covers, what of it goes back, and what is left to pay (under 0: to be paid out); in øre."""

    kept_ore: int
    returned_ore: int
    left_ore: int


def settle(
    number: str, owed: Owed, security: Security | None, security_ore: int, release: DepositRelease | None
) -> Split:
    """Set what is owed off against the security (husll. § 3-5).

    A guarantee is claimed, not kept: it covers nothing here. A deposit covers rent and damage where the tenant agrees
    or a judgment says so, unpaid rent alone by the bank's five weeks; what is not covered goes back.
    Raises ReleaseMissing where a deposit would be kept without any of these.
    """
    if security is not Security.DEPOSIT or security_ore <= 0:
        return Split(kept_ore=0, returned_ore=0, left_ore=owed.total_ore)
    may = max(owed.rent_ore, 0) if release is DepositRelease.BANK else max(owed.total_ore, 0)
    if may and release is None:
        raise ReleaseMissing(number, "none")
    kept = min(security_ore, may, max(owed.total_ore, 0))
    return Split(kept_ore=kept, returned_ore=security_ore - kept, left_ore=owed.total_ore - kept)


def check_forum(forum: DisputeForum, *, through_tribunal: bool) -> None:
    """Refuse a forum that would dismiss the case: homes go to the tribunal first (husll. § 12-5). Raises WrongForum."""
    if forum is DisputeForum.CONCILIATION:
        raise WrongForum("conciliation")
    if forum is DisputeForum.COURT and not through_tribunal:
        raise WrongForum("tribunal_first")


def is_suit(forum: DisputeForum, brought_by: Party, subjects: Sequence[DisputeSubject]) -> bool:
    """Whether a dispute is the landlord's suit that keeps a protested notice from falling (husll. § 9-8)."""
    heard = forum in (DisputeForum.TRIBUNAL, DisputeForum.COURT)
    return heard and brought_by is Party.LANDLORD and DisputeSubject.ENDING in subjects
