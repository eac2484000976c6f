"""The share of a project that an agreement gives right to (regulation on loans from Husbanken § 3-2)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.quota import QuotaLimits, quota
from rules.terms import AgreementKind

LIMITS = QuotaLimits(referral_percent=40, small_project=5)


@pytest.mark.parametrize(
    ("kind", "units", "limit"),
    [
        pytest.param(AgreementKind.REFERRAL, 20, 8, id="forty per cent of twenty"),
        pytest.param(AgreementKind.REFERRAL, 12, 4, id="4.8 is rounded down"),
        pytest.param(AgreementKind.REFERRAL, 5, 2, id="five is no small project"),
        pytest.param(AgreementKind.REFERRAL, 4, 4, id="under five: all"),
        pytest.param(AgreementKind.REFERRAL, 1, 1, id="one home"),
        pytest.param(AgreementKind.ALLOCATION, 30, 30, id="allocation: all"),
    ],
)
def test_so_many_may_be_reserved(kind: AgreementKind, units: int, limit: int) -> None:
    at_limit, above = quota(kind, units, limit, LIMITS), quota(kind, units, limit + 1, LIMITS)
    assert at_limit
    assert above
    assert (at_limit.limit, at_limit.free, at_limit.exceeded) == (limit, 0, False)
    assert (above.free, above.exceeded) == (0, True)


def test_the_exact_share_is_shown() -> None:
    verdict = quota(AgreementKind.REFERRAL, 12, 4, LIMITS)
    assert verdict
    assert verdict.share == Fraction(1, 3)


def test_the_limits_are_the_rulebooks() -> None:
    verdict = quota(AgreementKind.REFERRAL, 10, 0, QuotaLimits(referral_percent=50, small_project=3))
    assert verdict
    assert verdict.free == 5


def test_other_agreements_have_no_quota() -> None:
    assert quota(AgreementKind.HEAD_LEASE, 10, 10, LIMITS) is None


def test_a_project_has_homes() -> None:
    with pytest.raises(ValueError, match="homes"):
        quota(AgreementKind.REFERRAL, 0, 0, LIMITS)


@given(st.integers(5, 500))
def test_the_limit_is_the_highest_number_within_forty_per_cent(units: int) -> None:
    verdict = quota(AgreementKind.REFERRAL, units, 0, LIMITS)
    assert verdict
    assert Fraction(verdict.limit, units) <= Fraction(2, 5) < Fraction(verdict.limit + 1, units)
