"""How many homes of a project an agreement gives right to (domain 4.1)."""

from dataclasses import dataclass
from fractions import Fraction

from rules.agreements import RIGHTS
from rules.terms import AgreementKind


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
    if kind not in RIGHTS:
        return None
    shared = kind is AgreementKind.REFERRAL and units >= limits.small_project
    limit = units * limits.referral_percent // 100 if shared else units
    return Quota(units, limit, reserved, Fraction(reserved, units))
