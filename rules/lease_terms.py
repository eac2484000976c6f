"""Terms of a lease: when its end must be acted on (husleieloven § 9-2), and what is odd about it."""

from dataclasses import dataclass
from datetime import date, timedelta

from rules.deadlines import add_months
from rules.errors import InvalidRecord, SecurityTooHigh, StartTooEarly, TermTooShort
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
    """Months before the end for the two warnings, and months after it until a lease is open-ended.

    None = never: landlord agreements end by themselves, § 9-2 is for leases.
    """

    approaching_months: int
    near_months: int
    open_ended_months: int | None


MIN_TERM_MONTHS = 36
MAX_SECURITY_MONTHS = 6


def has_expired(ends_on: date | None, today: date) -> bool:
    """Whether the agreed end lies before today."""
    return ends_on is not None and ends_on < today


def expires_within(ends_on: date | None, today: date, months: int) -> bool:
    """Whether the agreed end lies between today and the same day so many months on, both included."""
    return ends_on is not None and today <= ends_on <= add_months(today, months)


def expiry_stage(
    ends_on: date | None, today: date, limits: ExpiryLimits, *, demand_sent: bool = False
) -> ExpiryStage | None:
    """How near the end is, None while far off or open-ended by agreement.

    A lease runs on as open-ended when so many months have passed without a written demand to move (§ 9-2: three).
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
    """Last day of a term that begins on a day and lasts so many months: the day before the same day again.

    Where that month has no such day the term ends with it (domstolloven § 148): a day less were under the term (§ 9-3).
    """
    again = add_months(starts_on, months)
    return again - timedelta(days=1) if again.day == starts_on.day else again


def notices(lease: LeaseTerms, today: date) -> tuple[NoticeCode, ...]:
    """What is unlawful or unlikely about a lease without being impossible, in the order of the enum."""
    found = {
        NoticeCode.SHORT_TERM: is_short(lease.starts_on, lease.ends_on) and not lease.special_grounds,
        NoticeCode.TERM_DIFFERS: _differs(lease),
        NoticeCode.SECURITY_MISSING: lease.security is None or lease.security_ore <= 0,
        NoticeCode.SECURITY_HIGH: lease.security_ore > MAX_SECURITY_MONTHS * lease.rent_ore,
        NoticeCode.RENT_DIFFERS: lease.dwelling_rent_ore not in (None, lease.rent_ore),
        NoticeCode.EXPIRED: has_expired(lease.ends_on, today),
    }
    return tuple(code for code, holds in found.items() if holds)


def _differs(lease: LeaseTerms) -> bool:
    # Contracts write both 01.10.2025-30.09.2028 and 01.10.2025-01.10.2028 for three years.
    if lease.stated_months is None:
        return False
    last = last_day(lease.starts_on, lease.stated_months)
    return lease.ends_on not in (last, last + timedelta(days=1))


def is_short(starts_on: date, ends_on: date | None) -> bool:
    """Whether a lease's term is under the three years of § 9-3; an open-ended one never is."""
    return ends_on is not None and ends_on < last_day(starts_on, MIN_TERM_MONTHS)


def began(starts_on: date, ended_on: date | None) -> bool:
    """Whether a lease ever took effect: one that was cancelled before its keys ended before it began."""
    return ended_on is None or ended_on >= starts_on


def runs_until(fixed: date | None, given_up: date | None, today: date) -> date | None:
    """The last day of a lease that runs: of its term or of the notice given, whichever comes first.

    None where it has none, and where the day is past: the tenant lives there until the end is told (§ 9-2).
    """
    last = min((day for day in (fixed, given_up) if day is not None), default=None)
    return last if last is not None and last >= today else None


def overlap(starts_on: date, ends_on: date | None, other_starts: date, other_ends: date | None) -> bool:
    """Whether two leases have a day in common; one without a last day has no end."""
    return starts_on <= (other_ends or date.max) and other_starts <= (ends_on or date.max)


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A lease as it is to be signed: `months` is None where it is open-ended, amounts in øre a month.

    `power_ore` is what of the extras is for electricity: paid beside the rent (§ 3-4). `earlier_short` counts the
    tenant's earlier leases of the same dwelling that were under three years.
    """

    starts_on: date
    months: int | None
    rent_ore: int
    extras_ore: int = 0
    power_ore: int = 0
    section_11_1: bool = True
    non_terminable: bool = True
    short_reason: str = ""
    weighty_reason: str = ""
    security: Security | None = None
    security_ore: int | None = None
    earlier_short: int = 0

    @property
    def ends_on(self) -> date | None:
        """The last day of the term."""
        return None if self.months is None else last_day(self.starts_on, self.months)

    @property
    def short(self) -> bool:
        """Whether the term is under three years (§ 9-3)."""
        return is_short(self.starts_on, self.ends_on)

    @property
    def short_again(self) -> bool:
        """Whether the same tenant has had a short lease of the same dwelling before (§ 11-1)."""
        return self.short and self.earlier_short > 0

    @property
    def total_ore(self) -> int:
        """What falls due each month."""
        return self.rent_ore + self.extras_ore


def check_contract(number: str, terms: Contract, *, by_leader: bool, free_from: date | None = None) -> None:
    """Raise what keeps a lease from being written on these terms; `number` is the dwelling's.

    `by_leader` tells whether whoever signs may let a tenant have a second short lease; `free_from` is the first day
    the dwelling can be moved into, None where it is free.
    Raises InvalidRecord, StartTooEarly, TermTooShort (§§ 9-3, 11-1), SecurityTooHigh (§§ 3-5, 3-6).
    """
    _check_whole(terms)
    if free_from is not None and terms.starts_on < free_from:
        raise StartTooEarly(number, free_from)
    _check_term(number, terms, by_leader)
    check_security(number, terms.total_ore - terms.power_ore, terms.security_ore)


def _check_whole(terms: Contract) -> None:
    problems = {}
    if terms.rent_ore <= 0:
        problems["rent_ore"] = "missing_value"
    if terms.months is not None and terms.months <= 0:
        problems["months"] = "missing_value"
    if terms.security is not None and not terms.security_ore:
        problems["security_ore"] = "missing_value"
    if terms.security is None and terms.security_ore:
        problems["security"] = "missing_value"
    if problems:
        raise InvalidRecord("lease", problems)


def _check_term(number: str, terms: Contract, by_leader: bool) -> None:
    """Short only by § 11-1, on special grounds; again for the same tenant and dwelling only on weighty ones."""
    if not terms.short:
        return
    if not terms.section_11_1:
        raise TermTooShort(number, "not_section_11_1")
    if not terms.short_reason.strip():
        raise TermTooShort(number, "no_grounds")
    if terms.short_again and not terms.weighty_reason.strip():
        raise TermTooShort(number, "no_weighty_grounds")
    if terms.short_again and not by_leader:
        raise TermTooShort(number, "not_by_leader")


def check_security(number: str, monthly_ore: int, security_ore: int | None) -> None:
    """Deposit and guarantee together are at most six months' rent (§§ 3-5, 3-6). Raises SecurityTooHigh.

    `monthly_ore` is the rent with all that is part of it: not electricity, which is paid beside it (§ 3-4).
    """
    most = MAX_SECURITY_MONTHS * monthly_ore
    if (security_ore or 0) > most:
        raise SecurityTooHigh(number, most)
