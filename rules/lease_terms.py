"""Terms of a lease: when its end must be acted on (husleieloven § 9-2), and what is odd about it."""

from dataclasses import dataclass
from datetime import date, timedelta

from rules.deadlines import add_months
from rules.terms import NoticeCode, Security, Term, Urgency


class ExpiryStage(Term):
    """How near the end of a lease or a landlord agreement is."""

    APPROACHING = "approaching", "Nærmer seg utløp"
    NEAR = "near", "Utløper snart"
    EXPIRED = "expired", "Utløpt, fortsatt i bruk"
    OPEN_ENDED = "open_ended", "Har løpt videre så lenge at den er blitt tidsubestemt"

    @property
    def urgency(self) -> Urgency:
        """A later stage is more urgent."""
        return list(Urgency)[list(ExpiryStage).index(self)]


@dataclass(frozen=True)
class ExpiryLimits:
    """Months before the end for the two warnings, and months after it until a lease is open-ended (None = never)."""

    approaching_months: int = 6
    near_months: int = 3
    open_ended_months: int | None = 3


LEASE_LIMITS = ExpiryLimits()
AGREEMENT_LIMITS = ExpiryLimits(open_ended_months=None)
"""Landlord agreements end by themselves; § 9-2 is for leases."""

MIN_TERM_MONTHS = 36
MAX_SECURITY_MONTHS = 6


def has_expired(ends_on: date | None, today: date) -> bool:
    """Whether the agreed end lies before today."""
    return ends_on is not None and ends_on < today


def expires_within(ends_on: date | None, today: date, months: int) -> bool:
    """Whether the agreed end lies between today and the same day so many months on, both included."""
    return ends_on is not None and today <= ends_on <= add_months(today, months)


def expiry_stage(
    ends_on: date | None, today: date, demand_sent: bool = False, limits: ExpiryLimits = LEASE_LIMITS
) -> ExpiryStage | None:
    """How near the end is, None while far off or open-ended by agreement.

    A lease runs on as open-ended when more than three months have passed without a written demand to move (§ 9-2).
    """
    if ends_on is None:
        return None
    if has_expired(ends_on, today):
        months = limits.open_ended_months
        lapsed = months is not None and not demand_sent and add_months(ends_on, months) < today
        return ExpiryStage.OPEN_ENDED if lapsed else ExpiryStage.EXPIRED
    if expires_within(ends_on, today, limits.near_months):
        return ExpiryStage.NEAR
    return ExpiryStage.APPROACHING if expires_within(ends_on, today, limits.approaching_months) else None


@dataclass(frozen=True, kw_only=True)
class LeaseTerms:
    """What a lease says; rents and security in øre, the stated term in months."""

    starts_on: date
    ends_on: date | None
    rent_ore: int
    dwelling_rent_ore: int | None = None
    stated_months: int | None = None
    security: Security | None = None
    security_ore: int = 0
    special_grounds: bool = False


def last_day(starts_on: date, months: int) -> date:
    """Last day of a term that begins on a day and lasts so many months."""
    return add_months(starts_on, months) - timedelta(days=1)


def notices(lease: LeaseTerms, today: date) -> tuple[NoticeCode, ...]:
    """What is unlawful or unlikely about a lease without being impossible, in the order of the enum."""
    found = {
        NoticeCode.SHORT_TERM: _is_short(lease) and not lease.special_grounds,
        NoticeCode.TERM_DIFFERS: _differs(lease),
        NoticeCode.SECURITY_MISSING: lease.security is None or lease.security_ore <= 0,
        NoticeCode.SECURITY_HIGH: lease.security_ore > MAX_SECURITY_MONTHS * lease.rent_ore,
        NoticeCode.RENT_DIFFERS: lease.dwelling_rent_ore not in (None, lease.rent_ore),
        NoticeCode.EXPIRED: has_expired(lease.ends_on, today),
    }
    return tuple(code for code, holds in found.items() if holds)


def _is_short(lease: LeaseTerms) -> bool:
    """Under three years (§§ 9-3, 11-1)."""
    return lease.ends_on is not None and lease.ends_on < last_day(lease.starts_on, MIN_TERM_MONTHS)


def _differs(lease: LeaseTerms) -> bool:
    # Contracts write both 01.10.2025-30.09.2028 and 01.10.2025-01.10.2028 for three years.
    if lease.stated_months is None:
        return False
    last = last_day(lease.starts_on, lease.stated_months)
    return lease.ends_on not in (last, last + timedelta(days=1))
