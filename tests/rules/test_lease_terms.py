"""The end of a lease and what is odd about it (husleieloven §§ 3-5, 3-6, 9-2, 9-3, 11-1)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.lease_terms import (
    ExpiryLimits,
    ExpiryStage,
    LeaseTerms,
    expires_within,
    expiry_stage,
    has_expired,
    notices,
)
from rules.terms import NoticeCode, Security, Urgency

TODAY = date(2026, 11, 22)
STAGES = list(ExpiryStage)
LIMITS = ExpiryLimits(6, 3, 3)


def make_terms(**others: object) -> LeaseTerms:
    """Three years from 1 October 2025 with a guarantee of six months' rent: nothing odd."""
    facts = {
        "starts_on": date(2025, 10, 1),
        "ends_on": date(2028, 9, 30),
        "stated_months": 36,
        "rent_ore": 629_300,
        "dwelling_rent_ore": 629_300,
        "security": Security.NAV_GUARANTEE,
        "security_ore": 6 * 629_300,
    }
    return LeaseTerms(**{**facts, **others})


@pytest.mark.parametrize(
    ("ends_on", "stage"),
    [
        pytest.param(None, None, id="open-ended by agreement: no end"),
        pytest.param("2027-05-23", None, id="six months and a day: far off"),
        pytest.param("2027-05-22", ExpiryStage.APPROACHING, id="within six months, that day included"),
        pytest.param("2027-02-23", ExpiryStage.APPROACHING, id="three months and a day"),
        pytest.param("2027-02-22", ExpiryStage.NEAR, id="within three months, that day included"),
        pytest.param("2026-11-22", ExpiryStage.NEAR, id="the last day is not past"),
        pytest.param("2026-11-21", ExpiryStage.EXPIRED, id="ended yesterday, still lived in"),
        pytest.param("2026-08-22", ExpiryStage.EXPIRED, id="three months ago to the day: a demand can still be sent"),
        pytest.param("2026-08-21", ExpiryStage.OPEN_ENDED, id="more than three months: open-ended (§ 9-2)"),
    ],
)
def test_the_stage_on_22_november(ends_on: str | None, stage: ExpiryStage | None) -> None:
    assert expiry_stage(date.fromisoformat(ends_on) if ends_on else None, TODAY, LIMITS) == stage


def test_a_written_demand_to_move_stops_the_conversion() -> None:
    assert expiry_stage(date(2026, 1, 31), TODAY, LIMITS, demand_sent=True) is ExpiryStage.EXPIRED


def test_a_landlord_agreement_never_becomes_open_ended() -> None:
    assert expiry_stage(date(2026, 1, 31), TODAY, replace(LIMITS, open_ended_months=None)) is ExpiryStage.EXPIRED


def test_the_months_are_the_rulebooks() -> None:
    limits = replace(LIMITS, approaching_months=12, near_months=1)
    assert expiry_stage(date(2027, 11, 22), TODAY, limits) is ExpiryStage.APPROACHING
    assert expiry_stage(date(2026, 12, 23), TODAY, limits) is ExpiryStage.APPROACHING


def test_each_stage_is_more_urgent_than_the_one_before() -> None:
    assert [stage.urgency for stage in ExpiryStage] == list(Urgency)


@given(st.dates(date(2025, 1, 1), date(2029, 12, 31)))
def test_six_months_include_three_and_neither_includes_the_expired(ends_on: date) -> None:
    six, three = (expires_within(ends_on, TODAY, months) for months in (6, 3))
    assert six or not three
    assert not (six and has_expired(ends_on, TODAY))
    assert six == (expiry_stage(ends_on, TODAY, LIMITS) in (ExpiryStage.APPROACHING, ExpiryStage.NEAR))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_lease_never_goes_back_a_stage(ends_on: date, today: date) -> None:
    now, later = (expiry_stage(ends_on, day, LIMITS) for day in (today, date.fromordinal(today.toordinal() + 1)))
    assert now is None or (later and STAGES.index(now) <= STAGES.index(later))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, [], id="three years, secured, rent as the dwelling's: nothing"),
        pytest.param({"ends_on": date(2028, 10, 1)}, [], id="the end written as the day after is three years too"),
        pytest.param({"ends_on": None, "stated_months": None}, [], id="open-ended has no term"),
        pytest.param(
            {"ends_on": date(2028, 9, 29)}, [NoticeCode.SHORT_TERM, NoticeCode.TERM_DIFFERS], id="a day under three"
        ),
        pytest.param(
            {"ends_on": date(2027, 9, 30), "stated_months": 24, "special_grounds": True},
            [],
            id="under three years on special grounds (§ 11-1)",
        ),
        pytest.param({"stated_months": 60}, [NoticeCode.TERM_DIFFERS], id="stated five years, dated three"),
        pytest.param({"ends_on": None}, [NoticeCode.TERM_DIFFERS], id="a stated term without an end"),
        pytest.param(
            {"starts_on": date(2024, 2, 29), "ends_on": date(2027, 2, 28)}, [], id="a leap day's term ends by § 148"
        ),
        pytest.param({"security": None, "security_ore": 0}, [NoticeCode.SECURITY_MISSING], id="no security"),
        pytest.param({"security_ore": 0}, [NoticeCode.SECURITY_MISSING], id="a security of nothing"),
        pytest.param({"security_ore": 6 * 629_300 + 1}, [NoticeCode.SECURITY_HIGH], id="an øre above six months' rent"),
        pytest.param({"dwelling_rent_ore": 629_301}, [NoticeCode.RENT_DIFFERS], id="another rent than the dwelling's"),
        pytest.param({"dwelling_rent_ore": None}, [], id="the dwelling has no rent"),
        pytest.param(
            {"starts_on": date(2023, 9, 1), "ends_on": date(2026, 8, 31)}, [NoticeCode.EXPIRED], id="expired, lived in"
        ),
    ],
)
def test_notices(facts: dict[str, object], expected: list[NoticeCode]) -> None:
    assert list(notices(make_terms(**facts), TODAY)) == expected
