"""How many homes of a project an agreement gives right to (domain 4.1), and what is odd about the agreement."""

from dataclasses import dataclass
from fractions import Fraction

from rules.terms import AgreementKind, NoticeCode

USUAL_YEARS = {AgreementKind.REFERRAL: 20, AgreementKind.ALLOCATION: 30}


@dataclass(frozen=True)
class QuotaLimits:
    """Referral: the share that may be reserved at any time, and the project size below which all may be."""

    referral_percent: int
    small_project: int


@dataclass(frozen=True)
class Quota:
    """Homes that the agreement covers, that may be reserved and are reserved, and the exact share that these are."""

    units: int
    limit: int
    reserved: int
    share: Fraction

    @property
    def exceeded(self) -> bool:
        """More are reserved than the agreement gives right to."""
        return self.reserved > self.limit

    @property
    def free(self) -> int:
        """How many more may be reserved."""
        return max(self.limit - self.reserved, 0)


def quota(kind: AgreementKind, units: int, reserved: int, limits: QuotaLimits) -> Quota | None:
    """The quota of a project of so many homes; None for agreements without one, ValueError for an empty project.

    Referral: at most the limits' share, rounded down; all in a small project. Allocation: all (regulation on loans from
    Husbanken § 3-2: 40 per cent, and under five homes).
    """
    if units < 1:
        raise ValueError(f"a project of {units} homes")
    if kind not in USUAL_YEARS:
        return None
    shared = kind is AgreementKind.REFERRAL and units >= limits.small_project
    limit = units * limits.referral_percent // 100 if shared else units
    return Quota(units, limit, reserved, Fraction(reserved, units))


@dataclass(frozen=True, kw_only=True)
class AgreementTerms:
    """What a landlord agreement says, and how many of the project's homes are reserved under it."""

    kind: AgreementKind
    units: int
    reserved: int
    years: int | None = None
    has_procurement: bool = False


def notices(agreement: AgreementTerms, limits: QuotaLimits) -> tuple[NoticeCode, ...]:
    """What is odd about a referral or allocation agreement, in the order of the enum; none for other kinds."""
    verdict = quota(agreement.kind, agreement.units, agreement.reserved, limits)
    if verdict is None:
        return ()
    found = {
        NoticeCode.QUOTA_EXCEEDED: verdict.exceeded,
        NoticeCode.PROCUREMENT_MISSING: not agreement.has_procurement,
        NoticeCode.AGREEMENT_TERM_UNUSUAL: agreement.years not in (None, USUAL_YEARS[agreement.kind]),
    }
    return tuple(code for code, holds in found.items() if holds)
