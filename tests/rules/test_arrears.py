"""The ladder as advice: check, household and NAV before anything harder, time to pay between the steps."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.arrears import (
    CONTACTS,
    LADDER,
    NEEDS_APPROVAL,
    ArrearsFacts,
    ArrearsReason,
    Doubt,
    Rung,
    Taken,
    next_step,
)
from rules.arrears_steps import LETTERS
from rules.terms import ArrearsState, ArrearsStep, Urgency

TODAY = date(2026, 11, 22)
STEP, REASON, STATE = ArrearsStep, ArrearsReason, ArrearsState
ALL = frozenset(NEEDS_APPROVAL)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def taken(step: str, days: int, *, given: int = 0, **values: Any) -> Taken:
    """A step so many days ago; `given` = the days to pay that its letter gave from that day."""
    return Taken(STEP(step), ago(days), ago(days - given) if given else None, **values)


def facts(days: int, *steps: Taken, **values: Any) -> ArrearsFacts:
    return ArrearsFacts(**{"today": TODAY, "days": days, "oldest_due": ago(days), "steps": steps} | values)


HOUSEHOLD, NAV = taken("contact_household", 20), taken("contact_nav", 20)
BOTH = (HOUSEHOLD, NAV)
REMINDED = (*BOTH, taken("reminder", 60, given=17))
WARNED = (*REMINDED, taken("collection_warning", 40, given=17))
DEMANDED = (*WARNED, taken("payment_demand", 20, given=17))
NOTICED = (*DEMANDED, taken("eviction_notice", 18, given=17), taken("social_notice", 18, given=17))


def doubt(reason: ArrearsReason, days: int = 3) -> dict[str, Any]:
    return {"doubts": (Doubt(reason, ago(days)),)}


TABLE = [
    ("just due: check the data", facts(1), STEP.CHECK_DATA, REASON.FRESH),
    ("the day before first contact", facts(6), STEP.CHECK_DATA, REASON.FRESH),
    ("a week: contact the household", facts(7), STEP.CONTACT_HOUSEHOLD, REASON.DAYS_REACHED),
    ("and then NAV", facts(7, taken("contact_household", 0)), STEP.CONTACT_NAV, REASON.DAYS_REACHED),
    ("nobody answered: try again", facts(9, taken("contact_household", 1, reached=False)), STEP.CONTACT_HOUSEHOLD,
     REASON.TRY_AGAIN),
    ("tried twice on one day is tried once", facts(9, *[taken("contact_household", 1, reached=False)] * 2),
     STEP.CONTACT_HOUSEHOLD, REASON.TRY_AGAIN),
    ("tried on two days counts", facts(
        9, taken("contact_household", 2, reached=False), taken("contact_household", 1, reached=False)
    ), STEP.CONTACT_NAV, REASON.DAYS_REACHED),
    ("both contacted: nothing yet", facts(13, taken("contact_household", 3), taken("contact_nav", 3)), STEP.CHECK_DATA,
     REASON.STEPS_TAKEN),
    ("two weeks: reminder", facts(20, *BOTH), STEP.REMINDER, REASON.DAYS_REACHED),
    ("old and untouched: contact first", facts(33), STEP.CONTACT_HOUSEHOLD, REASON.CONTACT_FIRST),
    ("very old and untouched: contact first", facts(300, approved=ALL), STEP.CONTACT_HOUSEHOLD, REASON.CONTACT_FIRST),
    ("old, NAV not told: NAV first", facts(33, HOUSEHOLD), STEP.CONTACT_NAV, REASON.CONTACT_FIRST),
    ("a contact about an older debt, since paid, is none for this", facts(10, HOUSEHOLD, NAV), STEP.CONTACT_HOUSEHOLD,
     REASON.DAYS_REACHED),
    ("a letter that waits to be sent is seen to, though nothing waits for it", facts(
        16, taken("contact_household", 2), taken("contact_nav", 2), taken("reminder", 1, sent=False)
    ), STEP.CHECK_DATA, REASON.LETTER_UNSENT),
    ("the letter is still in the house", facts(30, *BOTH, taken("reminder", 5, sent=False)), STEP.CHECK_DATA,
     REASON.LETTER_UNSENT),
    ("the last day to pay is the tenant's", facts(32, *BOTH, taken("reminder", 17, given=17)), STEP.CHECK_DATA,
     REASON.TIME_TO_PAY),
    ("the day after it: collection warning", facts(33, *BOTH, taken("reminder", 18, given=17)),
     STEP.COLLECTION_WARNING, REASON.DAYS_REACHED),
    ("a warning gives its days however old the debt", facts(
        80, *REMINDED, taken("collection_warning", 3, given=17)
    ), STEP.CHECK_DATA, REASON.TIME_TO_PAY),
    ("warned, time run out: payment demand", facts(80, *WARNED), STEP.PAYMENT_DEMAND, REASON.DAYS_REACHED),
    ("demanded: the notice needs a leader's approval", facts(80, *DEMANDED), STEP.EVICTION_NOTICE,
     REASON.APPROVAL_NEEDED),
    ("asked for: it waits", facts(80, *DEMANDED, asked=ALL), STEP.EVICTION_NOTICE, REASON.APPROVAL_WAITS),
    ("approved: the notice", facts(80, *DEMANDED, approved=ALL), STEP.EVICTION_NOTICE, REASON.DAYS_REACHED),
    ("no clause in the lease: no notice", facts(80, *DEMANDED, approved=ALL, eviction_clause=False), STEP.CHECK_DATA,
     REASON.NO_CLAUSE),
    ("the notices may go together", facts(
        80, *DEMANDED, taken("eviction_notice", 0, sent=False), approved=ALL
    ), STEP.SOCIAL_NOTICE, REASON.DAYS_REACHED),
    ("both run: wait", facts(
        80, *DEMANDED, taken("eviction_notice", 9, given=17), taken("social_notice", 9, given=17), approved=ALL
    ), STEP.CHECK_DATA, REASON.TIME_TO_PAY),
    ("NAV's notice has run but § 4-18 has not", facts(
        80, *DEMANDED, taken("eviction_notice", 17, given=17), taken("social_notice", 18, given=17), approved=ALL
    ), STEP.CHECK_DATA, REASON.TIME_TO_PAY),
    ("both run out: petition, with its own approval", facts(80, *NOTICED, approved=ALL), STEP.PETITION,
     REASON.DAYS_REACHED),
    ("opted out of NAV's notice: the ladder goes on", facts(
        80, *DEMANDED, taken("eviction_notice", 18, given=17), nav_opt_out=True, approved=ALL
    ), STEP.PETITION, REASON.DAYS_REACHED),
    ("disputed rent, deposited, stops all", facts(80, *NOTICED, approved=ALL, disputed=True), STEP.CHECK_DATA,
     REASON.DISPUTED),
    ("a pause holds to its last day", facts(80, *NOTICED, approved=ALL, paused_until=TODAY), STEP.CHECK_DATA,
     REASON.PAUSED),
    ("and no longer", facts(80, *NOTICED, approved=ALL, paused_until=ago(1)), STEP.PETITION, REASON.DAYS_REACHED),
    ("a plan that is broken: speak with the household anew", facts(60, *REMINDED, plan_broken_on=ago(2)),
     STEP.CONTACT_HOUSEHOLD, REASON.PLAN_BROKEN),
    ("nobody answered after the breach: try again",
     facts(60, *REMINDED, taken("contact_household", 1, reached=False), plan_broken_on=ago(2)),
     STEP.CONTACT_HOUSEHOLD, REASON.TRY_AGAIN),
    ("spoken with after the breach: the ladder goes on",
     facts(60, *REMINDED, taken("contact_household", 1), plan_broken_on=ago(2)),
     STEP.COLLECTION_WARNING, REASON.DAYS_REACHED),
    ("a plan that is kept stops the ladder", facts(40, *BOTH, plan_kept=True), STEP.CHECK_DATA, REASON.PLAN_RUNNING),
    ("an unmatched payment is looked at before anybody is called", facts(33, **doubt(REASON.UNMATCHED_PAYMENT)),
     STEP.CHECK_DATA, REASON.UNMATCHED_PAYMENT),
    ("looked at since: on", facts(33, taken("check_data", 2), **doubt(REASON.UNMATCHED_PAYMENT)),
     STEP.CONTACT_HOUSEHOLD, REASON.CONTACT_FIRST),
    ("another one came after the check", facts(33, taken("check_data", 5), **doubt(REASON.UNMATCHED_PAYMENT)),
     STEP.CHECK_DATA, REASON.UNMATCHED_PAYMENT),
    ("an opening balance is checked first", facts(33, **doubt(REASON.OPENING_ONLY)), STEP.CHECK_DATA,
     REASON.OPENING_ONLY),
    ("an unanswered allowance does not hold back a call", facts(33, **doubt(REASON.ALLOWANCE_UNKNOWN)),
     STEP.CONTACT_HOUSEHOLD, REASON.CONTACT_FIRST),
    ("but a reminder", facts(33, *BOTH, **doubt(REASON.ALLOWANCE_APPLIED)), STEP.CHECK_DATA, REASON.ALLOWANCE_APPLIED),
    ("after the tenancy NAV is not told", facts(30, HOUSEHOLD, ended=True), STEP.REMINDER, REASON.DAYS_REACHED),
    ("nor is anybody evicted", facts(80, *DEMANDED, ended=True, approved=ALL), STEP.CHECK_DATA, REASON.STEPS_TAKEN),
    ("fees alone evict nobody", facts(80, *DEMANDED, rent=False, approved=ALL), STEP.CHECK_DATA, REASON.STEPS_TAKEN),
    ("petitioned: follow", facts(90, *NOTICED, taken("petition", 1), state=STATE.PETITIONED), STEP.CHECK_DATA,
     REASON.PETITIONED),
    ("petitioned, and the letter lies here yet", facts(90, *NOTICED, taken("petition", 1, sent=False),
                                                      state=STATE.PETITIONED), STEP.CHECK_DATA, REASON.LETTER_UNSENT),
    ("the petition's debt is paid", facts(20, *NOTICED, taken("petition", 30), state=STATE.PETITIONED), STEP.CHECK_DATA,
     REASON.PETITION_PAID),
    ("a day is set", facts(
        90, *NOTICED, taken("petition", 1), state=STATE.DATE_SET, eviction_on=date(2026, 12, 10)
    ), STEP.CHECK_DATA, REASON.DATE_SET),
]  # fmt: skip


@pytest.mark.parametrize(("held", "step", "reason"), [pytest.param(*row, id=name) for name, *row in TABLE])
def test_the_next_step(held: ArrearsFacts, step: ArrearsStep, reason: ArrearsReason) -> None:
    advice = next_step(held)
    assert advice is not None
    assert (advice.step, advice.reason) == (step, reason)


@pytest.mark.parametrize(
    ("days", "urgency"),
    [(1, Urgency.NOTICE), (7, Urgency.SOON), (14, Urgency.URGENT), (30, Urgency.CRITICAL), (300, Urgency.CRITICAL)],
)
def test_the_urgency_follows_the_age_of_the_debt(days: int, urgency: Urgency) -> None:
    for held in (facts(days), facts(days, *BOTH), facts(days, plan_kept=True)):
        advice = next_step(held)
        assert advice
        assert advice.urgency is urgency


@pytest.mark.parametrize(
    ("held", "due"),
    [
        pytest.param(facts(9), ago(2), id="contact was due when the debt was a week old"),
        pytest.param(facts(3), TODAY + timedelta(days=4), id="a fresh debt is for the day of first contact"),
        pytest.param(facts(9, taken("contact_household", 2, reached=False)), TODAY + timedelta(days=1),
                     id="another try on the next working day"),
        pytest.param(facts(33, *BOTH, taken("reminder", 10, given=17)), TODAY + timedelta(days=8),
                     id="the day after the last day to pay"),
        pytest.param(facts(33, *BOTH, taken("reminder", 18, given=17)), TODAY, id="late because the letter was"),
        pytest.param(facts(9, paused_until=date(2026, 12, 1)), date(2026, 12, 2), id="the day after the pause"),
        pytest.param(
            facts(90, taken("petition", 1), state=STATE.DATE_SET, eviction_on=date(2026, 12, 10)), date(2026, 12, 10),
            id="the day of the eviction",
        ),
    ],
)  # fmt: skip
def test_a_step_has_its_day(held: ArrearsFacts, due: date) -> None:
    advice = next_step(held)
    assert advice
    assert advice.due_on == due


def test_nothing_overdue_gives_no_advice() -> None:
    assert next_step(facts(0)) is None


def test_the_ladder_is_the_rulebooks_but_contact_still_comes_first() -> None:
    ladder = (Rung(STEP.REMINDER, 3, Urgency.SOON, "lokal rutine"),)
    advice = next_step(facts(3), ladder)
    assert advice
    assert (advice.step, advice.reason) == (STEP.CONTACT_HOUSEHOLD, REASON.CONTACT_FIRST)
    held = replace(facts(3, taken("contact_household", 1), taken("contact_nav", 1)))
    advice = next_step(held, ladder)
    assert advice
    assert (advice.step, advice.source) == (STEP.REMINDER, "lokal rutine")


def test_the_steps_toward_eviction_need_approval() -> None:
    assert {STEP.EVICTION_NOTICE, STEP.SOCIAL_NOTICE, STEP.PETITION} == NEEDS_APPROVAL


STEPS = st.lists(
    st.builds(
        Taken,
        st.sampled_from(list(STEP)),
        st.integers(0, 400).map(ago),
        st.none() | st.integers(-30, 30).map(ago),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


@given(st.integers(1, 400), STEPS, st.booleans(), st.sampled_from([STATE.OPEN, STATE.PETITIONED, STATE.PLAN]))
def test_nothing_harder_than_contact_is_advised_before_household_and_nav(
    days: int, steps: list[Taken], approved: bool, state: ArrearsState
) -> None:
    held = facts(days, *steps, approved=ALL if approved else frozenset(), state=state)
    advice = next_step(held)
    assert advice is not None
    met = {one.step for one in held.taken() if one.step in CONTACTS}
    assert advice.step in (*CONTACTS, STEP.CHECK_DATA) or met == set(CONTACTS)
    if advice.step in LETTERS:
        assert not any(one.step is advice.step for one in held.taken())
        assert all(
            one.deadline is None or one.deadline < TODAY for one in held.taken()
            if one.step in (STEP.REMINDER, STEP.COLLECTION_WARNING, STEP.PAYMENT_DEMAND)
            and one is held.last(one.step) and advice.step is STEP.PETITION
        )  # fmt: skip


@given(st.integers(1, 400))
def test_an_older_debt_is_never_less_urgent(days: int) -> None:
    younger, older = (next_step(facts(d)) for d in (days, days + 1))
    assert younger
    assert older
    assert younger.urgency.level <= older.urgency.level


def test_the_default_ladder_is_the_rulebooks_of_the_law() -> None:
    assert [rung.step for rung in LADDER] == [*CONTACTS, *LETTERS]
