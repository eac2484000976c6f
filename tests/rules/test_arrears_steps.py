"""Steps as they are taken: none skipped, none twice, the law's days, fees within bounds, leaders before eviction."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rules.arrears import LADDER, NEEDS_APPROVAL, ArrearsFacts, ArrearsReason, Rung, Taken, next_step
from rules.arrears_steps import check_step, deadline, fee_ore, path, printed_deadline
from rules.deadlines import next_working_day, presumed_arrival
from rules.errors import (
    ApproverAsked,
    BestInterestMissing,
    ChildrenUnanswered,
    HusromError,
    MissingReason,
    StepApprovalMissing,
    StepHeld,
    StepTaken,
    StepTooEarly,
)
from rules.eviction import EvictionGround, Household, check_approver, check_asking, end_of, grounds
from rules.terms import ArrearsEnd, ArrearsState, ArrearsStep, Urgency
from tests.rules.test_arrears import ALL, BOTH, DEMANDED, HOUSEHOLD, NOTICED, REMINDED, TODAY, WARNED, ago, facts, taken

STEP, STATE = ArrearsStep, ArrearsState


def refusal(held: ArrearsFacts, step: ArrearsStep) -> HusromError | None:
    try:
        check_step(held, step, LADDER, most_reminders=2)
    except HusromError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("held", "step", "missing", "when"),
    [
        pytest.param(facts(90), STEP.REMINDER, STEP.CONTACT_HOUSEHOLD, None, id="nobody was contacted"),
        pytest.param(facts(90, HOUSEHOLD), STEP.REMINDER, STEP.CONTACT_NAV, None, id="NAV was not"),
        pytest.param(facts(90, *BOTH), STEP.COLLECTION_WARNING, STEP.REMINDER, None, id="no reminder"),
        pytest.param(facts(90, *REMINDED), STEP.PAYMENT_DEMAND, STEP.COLLECTION_WARNING, None, id="no warning"),
        pytest.param(facts(90, *BOTH, taken("reminder", 10, given=17)), STEP.COLLECTION_WARNING, STEP.REMINDER,
                     TODAY + timedelta(days=8), id="the reminder still gives time"),
        pytest.param(facts(90, *BOTH, taken("reminder", 10, sent=False)), STEP.COLLECTION_WARNING, STEP.REMINDER,
                     None, id="the reminder is not sent"),
        pytest.param(facts(90, *WARNED, approved=ALL), STEP.PETITION, STEP.PAYMENT_DEMAND, None,
                     id="no petition without a demand"),
        pytest.param(facts(90, *DEMANDED, approved=ALL), STEP.PETITION, STEP.EVICTION_NOTICE, None,
                     id="no petition without the notice of § 4-18"),
        pytest.param(facts(90, *DEMANDED, taken("eviction_notice", 18, given=17), approved=ALL), STEP.PETITION,
                     STEP.SOCIAL_NOTICE, None, id="nor without NAV's notice, where the tenant has not opted out"),
        pytest.param(facts(90, *DEMANDED, taken("eviction_notice", 17, given=17),
                           taken("social_notice", 18, given=17), approved=ALL), STEP.PETITION, STEP.EVICTION_NOTICE,
                     TODAY + timedelta(days=1), id="two weeks of § 4-18 to the last day"),
        pytest.param(facts(90, *BOTH, taken("reminder", 5, given=17)), STEP.REMINDER, STEP.REMINDER,
                     TODAY + timedelta(days=13), id="a second reminder waits for the first"),
        pytest.param(facts(90, *BOTH, approved=ALL), STEP.EVICTION_NOTICE, STEP.REMINDER, None,
                     id="the notice comes with or after the warning"),
    ],
)  # fmt: skip
def test_no_step_is_skipped(held: ArrearsFacts, step: ArrearsStep, missing: ArrearsStep, when: date | None) -> None:
    error = refusal(held, step)
    assert isinstance(error, StepTooEarly)
    assert (error.missing, error.from_day) == (missing.value, when)


@pytest.mark.parametrize(
    ("held", "step", "why"),
    [
        pytest.param(facts(0), STEP.REMINDER, "nothing_overdue", id="nothing is overdue"),
        pytest.param(facts(90, *BOTH, disputed=True), STEP.REMINDER, "disputed", id="disputed rent is deposited"),
        pytest.param(facts(90, *BOTH, paused_until=TODAY), STEP.REMINDER, "paused", id="paused"),
        pytest.param(facts(90, *BOTH, plan_kept=True), STEP.REMINDER, "plan_kept", id="a plan is kept"),
        pytest.param(facts(90, *NOTICED, approved=ALL, eviction_clause=False), STEP.PETITION, "no_clause",
                     id="the lease has no eviction clause"),
        pytest.param(facts(90, *WARNED, approved=ALL, nav_opt_out=True), STEP.SOCIAL_NOTICE, "opted_out",
                     id="the tenant has opted out of NAV's notice"),
        pytest.param(facts(90, *WARNED, approved=ALL, ended=True), STEP.EVICTION_NOTICE, "not_for_this_debt",
                     id="nobody lives there any more"),
        pytest.param(facts(90, *WARNED, approved=ALL, rent=False), STEP.EVICTION_NOTICE, "not_for_this_debt",
                     id="no rent is owed"),
        pytest.param(facts(90, *NOTICED, approved=ALL, state=STATE.PETITIONED), STEP.REMINDER, "petitioned",
                     id="it is with the enforcement officer"),
        pytest.param(facts(90, *BOTH, state=STATE.CLOSED), STEP.REMINDER, "closed", id="the case is closed"),
    ],
)  # fmt: skip
def test_a_step_is_held_back(held: ArrearsFacts, step: ArrearsStep, why: str) -> None:
    error = refusal(held, step)
    assert isinstance(error, StepHeld)
    assert error.why == why


def test_a_step_is_taken_once_and_reminders_as_often_as_the_rulebook_lets() -> None:
    assert isinstance(refusal(facts(90, *WARNED), STEP.COLLECTION_WARNING), StepTaken)
    assert refusal(facts(90, *REMINDED), STEP.REMINDER) is None
    assert isinstance(refusal(facts(90, *REMINDED, taken("reminder", 30, given=17)), STEP.REMINDER), StepTaken)


def test_the_notices_may_go_together_with_the_collection_warning() -> None:
    held = facts(40, *BOTH, taken("reminder", 22, given=17), taken("collection_warning", 0, sent=False), approved=ALL)
    assert refusal(held, STEP.EVICTION_NOTICE) is None
    assert refusal(held, STEP.SOCIAL_NOTICE) is None
    assert isinstance(refusal(held, STEP.PAYMENT_DEMAND), StepTooEarly)


@pytest.mark.parametrize("step", sorted(NEEDS_APPROVAL, key=lambda one: one.value))
def test_steps_toward_eviction_wait_for_a_leader(step: ArrearsStep) -> None:
    steps = NOTICED if step is STEP.PETITION else DEMANDED
    assert isinstance(refusal(facts(90, *steps), step), StepApprovalMissing)
    assert refusal(facts(90, *steps, approved=frozenset({step})), step) is None


SHORT = tuple(Rung(rung.step, rung.after_days, rung.urgency, rung.source, 3) for rung in LADDER)


@pytest.mark.parametrize(
    ("arrived", "step", "ladder", "last"),
    [
        (date(2026, 11, 20), STEP.COLLECTION_WARNING, LADDER, date(2026, 12, 4)),
        (date(2026, 12, 11), STEP.COLLECTION_WARNING, LADDER, date(2026, 12, 28)),  # 25 December, then a weekend
        (date(2026, 11, 20), STEP.EVICTION_NOTICE, SHORT, date(2026, 12, 4)),  # the law's days, not the rulebook's
        (date(2026, 11, 20), STEP.REMINDER, SHORT, date(2026, 11, 23)),  # a reminder is the rulebook's own
        (date(2026, 11, 20), STEP.PETITION, LADDER, None),
    ],
)
def test_the_last_day_to_pay(arrived: date, step: ArrearsStep, ladder: tuple[Rung, ...], last: date | None) -> None:
    assert deadline(arrived, step, ladder) == last


@pytest.mark.parametrize(
    ("days", "step", "borne", "fee"),
    [
        pytest.param(13, STEP.REMINDER, 0, 0, id="thirteen days after the due day: none"),
        pytest.param(14, STEP.REMINDER, 0, 3500, id="fourteen: a fee"),
        pytest.param(40, STEP.COLLECTION_WARNING, 1, 3500, id="the second"),
        pytest.param(40, STEP.COLLECTION_WARNING, 2, 0, id="never a third"),
        pytest.param(40, STEP.PAYMENT_DEMAND, 0, 0, id="a demand bears none"),
    ],
)
def test_the_fee_of_a_letter(days: int, step: ArrearsStep, borne: int, fee: int) -> None:
    assert fee_ore(facts(days), step, fee=3500, taken=borne, most=2) == fee


def test_the_picture_of_the_ladder_tells_what_is_done_and_what_locks_the_rest() -> None:
    places = {one.step: one for one in path(facts(33, *BOTH, taken("reminder", 10, given=17)), LADDER)}
    assert places[STEP.REMINDER].taken_on == ago(10)
    assert places[STEP.COLLECTION_WARNING].locked_by is STEP.REMINDER
    assert places[STEP.PETITION].locked_by is STEP.COLLECTION_WARNING
    assert places[STEP.COLLECTION_WARNING].after == next_working_day(TODAY + timedelta(days=8))  # the reminder's time
    assert places[STEP.PAYMENT_DEMAND].after == next_working_day(ago(33) + timedelta(days=44))


# --- Toward eviction -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "household", "reasons", "error"),
    [
        (STEP.REMINDER, Household(False, ""), "Fordi", StepHeld),
        (STEP.PETITION, Household(None, ""), "Fordi", ChildrenUnanswered),
        (STEP.PETITION, Household(True, "  "), "Fordi", BestInterestMissing),
        (STEP.PETITION, Household(False, ""), " ", MissingReason),
        (STEP.PETITION, Household(True, "Vurdert."), "Fordi", None),
        (STEP.PETITION, Household(False, ""), "Fordi", None),
    ],
)
def test_what_an_approver_needs(
    step: ArrearsStep, household: Household, reasons: str, error: type[HusromError] | None
) -> None:
    if error is None:
        check_asking(step, household, reasons)
    else:
        with pytest.raises(error):
            check_asking(step, household, reasons)


def test_whoever_asks_does_not_approve() -> None:
    check_approver("a", "b")
    with pytest.raises(ApproverAsked):
        check_approver("a", "a")


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, [EvictionGround.UNPAID_RENT]),
        ({"clause": False}, []),
        ({"rent": False}, []),
        ({"ends_on": date(2026, 11, 1)}, [EvictionGround.UNPAID_RENT, EvictionGround.EXPIRED]),
        ({"ends_on": date(2026, 11, 1), "open_ended": True}, [EvictionGround.UNPAID_RENT]),
    ],
)
def test_the_grounds_of_a_petition(values: dict[str, Any], found: list[EvictionGround]) -> None:
    given: dict[str, Any] = {"clause": True, "rent": True, "ends_on": None, "open_ended": False, "today": TODAY}
    assert grounds(**given | values) == found


def test_how_a_case_without_debt_ended() -> None:
    assert end_of([STEP.REMINDER, STEP.PAYMENT_DEMAND]) is ArrearsEnd.PAID
    assert end_of([STEP.REMINDER, STEP.EVICTION_NOTICE]) is ArrearsEnd.AVERTED


# --- One debtor, day by day ------------------------------------------------------------------------------------------

POSTING = 4
DUE = date(2026, 9, 21)  # a Monday, since 20 September is a Sunday
DIARY = [
    (date(2026, 9, 22), STEP.CHECK_DATA, ArrearsReason.FRESH),
    (date(2026, 9, 28), STEP.CONTACT_HOUSEHOLD, ArrearsReason.DAYS_REACHED),
    (date(2026, 9, 29), STEP.CONTACT_HOUSEHOLD, ArrearsReason.TRY_AGAIN),
    (date(2026, 9, 30), STEP.CONTACT_NAV, ArrearsReason.DAYS_REACHED),
    (date(2026, 10, 1), STEP.CHECK_DATA, ArrearsReason.STEPS_TAKEN),
    (date(2026, 10, 5), STEP.REMINDER, ArrearsReason.DAYS_REACHED),  # fourteen days
    (date(2026, 10, 6), STEP.CHECK_DATA, ArrearsReason.STEPS_TAKEN),
    (date(2026, 10, 21), STEP.CHECK_DATA, ArrearsReason.TIME_TO_PAY),  # thirty days, but the reminder gives time
    (date(2026, 10, 27), STEP.COLLECTION_WARNING, ArrearsReason.DAYS_REACHED),  # posted 6th, there 12th, paid by 26th
    (date(2026, 10, 28), STEP.CHECK_DATA, ArrearsReason.STEPS_TAKEN),
    (date(2026, 11, 4), STEP.CHECK_DATA, ArrearsReason.TIME_TO_PAY),
    (date(2026, 11, 17), STEP.PAYMENT_DEMAND, ArrearsReason.DAYS_REACHED),
    (date(2026, 11, 18), STEP.CHECK_DATA, ArrearsReason.TIME_TO_PAY),
    (date(2026, 12, 8), STEP.EVICTION_NOTICE, ArrearsReason.APPROVAL_NEEDED),
    (date(2026, 12, 9), STEP.EVICTION_NOTICE, ArrearsReason.DAYS_REACHED),
    (date(2026, 12, 10), STEP.SOCIAL_NOTICE, ArrearsReason.DAYS_REACHED),
    (date(2026, 12, 11), STEP.CHECK_DATA, ArrearsReason.TIME_TO_PAY),
    (date(2026, 12, 30), STEP.PETITION, ArrearsReason.DAYS_REACHED),
]


def test_one_debtor_from_the_due_day_to_the_petition() -> None:
    assert diary() == DIARY


def diary() -> list[tuple[date, ArrearsStep, ArrearsReason]]:
    """Each day on which the advice is another than the day before; what is advised is done the same day.

    The first call reaches nobody; a letter is posted the day after it is drawn; approval takes a day.
    """
    held = ArrearsFacts(today=DUE, days=0, oldest_due=DUE, contact_tries=2)
    found: list[tuple[date, ArrearsStep, ArrearsReason]] = []
    while not any(one.step is STEP.PETITION for one in held.steps):
        held = replace(held, today=held.today + timedelta(days=1), days=held.days + 1)
        advice = next_step(held)
        assert advice is not None
        if not found or found[-1][1:] != (advice.step, advice.reason):
            found.append((held.today, advice.step, advice.reason))
        held = done(held, advice.step, advice.reason)
    return found


def done(held: ArrearsFacts, step: ArrearsStep, reason: ArrearsReason) -> ArrearsFacts:
    if step is STEP.CHECK_DATA:
        return held
    if reason is ArrearsReason.APPROVAL_NEEDED:
        return replace(held, approved=ALL)
    if step in (STEP.CONTACT_HOUSEHOLD, STEP.CONTACT_NAV):
        first = not any(one.step is step for one in held.steps) and step is STEP.CONTACT_HOUSEHOLD
        return replace(held, steps=(*held.steps, Taken(step, held.today, reached=not first)))
    check_step(held, step, LADDER, most_reminders=2)
    arrived = presumed_arrival(held.today + timedelta(days=1), POSTING)
    return replace(held, steps=(*held.steps, Taken(step, held.today, deadline(arrived, step, LADDER))))


def test_the_last_day_that_a_letter_prints_lies_after_the_posting() -> None:
    assert printed_deadline(date(2026, 11, 23), STEP.REMINDER, LADDER, POSTING) == date(2026, 12, 11)


def test_an_urgent_debt_is_told_as_critical_to_the_end() -> None:
    advice = next_step(facts(80, *NOTICED, approved=ALL))
    assert advice
    assert advice.urgency is Urgency.CRITICAL


@pytest.mark.parametrize(
    "ladder",
    [
        pytest.param(tuple(replace(one, after_days=72) if one.after_days == 58 else one for one in LADDER),
                     id="on the same day as the petition"),
        pytest.param(tuple(replace(one, after_days=80) if one.after_days == 58 else one for one in LADDER),
                     id="after it"),
        pytest.param(tuple(one for one in LADDER if one.step is not STEP.EVICTION_NOTICE), id="without the notice"),
    ],
)  # fmt: skip
def test_no_rulebook_lets_a_petition_go_before_the_notices(ladder: tuple[Rung, ...]) -> None:
    held = facts(90, *DEMANDED, taken("social_notice", 18, given=17), approved=ALL)
    with pytest.raises(StepTooEarly) as told:
        check_step(held, STEP.PETITION, ladder, most_reminders=2)
    assert told.value.missing == STEP.EVICTION_NOTICE.value
    sent = replace(held, steps=(*held.steps, taken("eviction_notice", 10, given=17)))
    with pytest.raises(StepTooEarly) as told:
        check_step(sent, STEP.PETITION, ladder[:-1] + ladder[-1:], most_reminders=2)
    assert told.value.from_day == TODAY + timedelta(days=8)
