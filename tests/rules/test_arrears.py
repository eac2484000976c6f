"""The ladder as advice: household and NAV before anything harder, and time to pay between the steps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.arrears import CONTACTS, LADDER, NEEDS_APPROVAL, ArrearsFacts, ArrearsReason, Rung, next_step
from rules.terms import ArrearsStep, Urgency

TODAY = date(2026, 11, 22)
STEP, REASON = ArrearsStep, ArrearsReason


def taken(**days_ago: int) -> dict[ArrearsStep, date]:
    return {STEP(step): TODAY - timedelta(days=days) for step, days in days_ago.items()}


BOTH = {"contact_household": 20, "contact_nav": 20}


@pytest.mark.parametrize(
    ("days", "steps", "step", "urgency", "reason"),
    [
        pytest.param(1, {}, STEP.CHECK_DATA, Urgency.NOTICE, REASON.FRESH, id="just due: check the data"),
        pytest.param(6, {}, STEP.CHECK_DATA, Urgency.NOTICE, REASON.FRESH, id="the day before first contact"),
        pytest.param(
            7, {}, STEP.CONTACT_HOUSEHOLD, Urgency.SOON, REASON.DAYS_REACHED, id="a week: contact the household"
        ),
        pytest.param(
            7, {"contact_household": 0}, STEP.CONTACT_NAV, Urgency.SOON, REASON.DAYS_REACHED, id="and then NAV"
        ),
        pytest.param(13, BOTH, STEP.CHECK_DATA, Urgency.SOON, REASON.STEPS_TAKEN, id="both contacted: nothing yet"),
        pytest.param(14, BOTH, STEP.REMINDER, Urgency.URGENT, REASON.DAYS_REACHED, id="two weeks: reminder"),
        pytest.param(
            33, {}, STEP.CONTACT_HOUSEHOLD, Urgency.CRITICAL, REASON.DAYS_REACHED, id="old and untouched: contact first"
        ),
        pytest.param(
            33,
            {"contact_household": 20},
            STEP.CONTACT_NAV,
            Urgency.CRITICAL,
            REASON.DAYS_REACHED,
            id="old, NAV not told: NAV first",
        ),
        pytest.param(
            30,
            BOTH | {"reminder": 15},
            STEP.COLLECTION_WARNING,
            Urgency.CRITICAL,
            REASON.DAYS_REACHED,
            id="a month: collection warning",
        ),
        pytest.param(
            30,
            BOTH | {"reminder": 14},
            STEP.CHECK_DATA,
            Urgency.CRITICAL,
            REASON.TIME_TO_PAY,
            id="the fourteenth day after the reminder is the tenant's",
        ),
        pytest.param(
            80,
            BOTH | {"reminder": 60, "collection_warning": 3},
            STEP.CHECK_DATA,
            Urgency.CRITICAL,
            REASON.TIME_TO_PAY,
            id="a warning gives fourteen days however old the debt (inkassoloven § 9)",
        ),
        pytest.param(
            60,
            BOTH | {"reminder": 45, "collection_warning": 30, "payment_demand": 15, "eviction_notice": 0},
            STEP.SOCIAL_NOTICE,
            Urgency.CRITICAL,
            REASON.DAYS_REACHED,
            id="the notices under § 4-18 and § 9-11 may go together",
        ),
    ],
)
def test_the_next_step(
    days: int, steps: dict[str, int], step: ArrearsStep, urgency: Urgency, reason: ArrearsReason
) -> None:
    advice = next_step(ArrearsFacts(today=TODAY, days=days), taken(**steps))
    assert advice is not None
    assert (advice.step, advice.urgency, advice.reason) == (step, urgency, reason)


def test_nothing_overdue_gives_no_advice() -> None:
    assert next_step(ArrearsFacts(today=TODAY, days=0), {}) is None


def test_a_plan_that_is_kept_stops_the_ladder() -> None:
    advice = next_step(ArrearsFacts(today=TODAY, days=40, plan_kept=True), taken(**BOTH))
    assert advice
    assert (advice.step, advice.reason) == (STEP.CHECK_DATA, REASON.PLAN_RUNNING)


def test_the_ladder_is_the_rulebooks_but_contact_still_comes_first() -> None:
    ladder = (Rung(STEP.REMINDER, 3, Urgency.SOON, "lokal rutine"),)
    advice = next_step(ArrearsFacts(today=TODAY, days=3), {}, ladder)
    assert advice
    assert (advice.step, advice.reason) == (STEP.CONTACT_HOUSEHOLD, REASON.CONTACT_FIRST)
    advice = next_step(ArrearsFacts(today=TODAY, days=3), taken(**BOTH), ladder)
    assert advice
    assert (advice.step, advice.source) == (STEP.REMINDER, "lokal rutine")


def test_the_steps_toward_eviction_need_approval() -> None:
    assert {STEP.EVICTION_NOTICE, STEP.SOCIAL_NOTICE, STEP.PETITION} == NEEDS_APPROVAL


@given(st.integers(1, 400), st.sets(st.sampled_from([rung.step for rung in LADDER])), st.integers(0, 60))
def test_nothing_harder_than_contact_is_advised_before_household_and_nav(
    days: int, done: set[ArrearsStep], ago: int
) -> None:
    steps = {step: TODAY - timedelta(days=ago) for step in done}
    advice = next_step(ArrearsFacts(today=TODAY, days=days), steps)
    assert advice is not None
    assert advice.step not in done
    assert advice.step in (*CONTACTS, STEP.CHECK_DATA) or done.issuperset(CONTACTS)


@given(st.integers(1, 400))
def test_an_older_debt_is_never_less_urgent(days: int) -> None:
    younger, older = (next_step(ArrearsFacts(today=TODAY, days=d), {}) for d in (days, days + 1))
    assert younger
    assert older
    assert younger.urgency.level <= older.urgency.level
