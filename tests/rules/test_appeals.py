"""Which decisions take an appeal, when it is in time, and what is to be done with it (fvl. §§ 28-34, 42)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.appeals import (
    Appealed,
    AppealLimits,
    AppealProgress,
    Lodged,
    check_order,
    judge,
    needs_reinstatement,
    next_step,
    reassesses_alone,
    timing,
)
from rules.decisions import in_favour
from rules.errors import DateBeforeCause, NotAppealable
from rules.terms import AppealState, AppealStep, DecidingBody, DecisionOutcome, Role, Urgency

DECIDED = date(2026, 3, 9)
ARRIVED = date(2026, 3, 12)  # three weeks on is Maundy Thursday: the deadline is Tuesday 7 April
REFUSAL = Appealed(number="S1", decided_on=DECIDED, arrived_on=ARRIVED)
TODAY = date(2026, 11, 22)
LIMITS = AppealLimits(reassessment_days=21, soon_days=7, deferral_days=5, telling_days=3, follow_up_days=60)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("received", "submitted", "in_time"),
    [
        pytest.param("2026-04-02", None, True, id="the third week's day is a holiday: still in time"),
        pytest.param("2026-04-07", None, True, id="received on the last day"),
        pytest.param("2026-04-08", None, False, id="received the day after"),
        pytest.param("2026-04-10", "2026-04-07", True, id="posted on the last day, received later"),
        pytest.param("2026-04-10", "2026-04-08", False, id="posted the day after"),
        pytest.param("2026-03-10", None, True, id="sent before the letter had arrived"),
    ],
)
def test_the_day_that_counts_is_that_of_the_post(received: str, submitted: str | None, in_time: bool) -> None:
    found = judge(REFUSAL, Lodged(received_on=date.fromisoformat(received), submitted_on=day(submitted)))
    assert (found.deadline, found.in_time) == (date(2026, 4, 7), in_time)


@pytest.mark.parametrize(
    ("arrived", "weeks", "deadline"),
    [
        pytest.param("2026-03-12", 3, "2026-04-07", id="Maundy Thursday and Easter"),
        pytest.param("2026-04-10", 3, "2026-05-04", id="the first of May"),
        pytest.param("2026-12-04", 3, "2026-12-28", id="Christmas Day"),
        pytest.param("2026-06-01", 6, "2026-07-13", id="six weeks by the rulebook"),
    ],
)
def test_weeks_are_counted_from_the_day_notice_arrived(arrived: str, weeks: int, deadline: str) -> None:
    lodged = Lodged(received_on=date.fromisoformat(deadline))
    assert timing(day(arrived), lodged, weeks).deadline == day(deadline)
    assert timing(day(arrived), lodged, weeks).in_time


@pytest.mark.parametrize("received", ["2026-03-09", "2026-04-30", "2027-12-01"])
def test_no_period_runs_before_notice_has_arrived(received: str) -> None:
    found = judge(replace(REFUSAL, arrived_on=None), Lodged(received_on=date.fromisoformat(received)))
    assert (found.deadline, found.in_time) == (None, True)


@pytest.mark.parametrize(
    ("decision", "appealed_before", "why"),
    [
        pytest.param({"final": True}, False, "final", id="the appeal body's own decision"),
        pytest.param({"undone": True}, False, "undone", id="a decision that is undone"),
        pytest.param({"replaced": True}, False, "replaced", id="a decision that another has replaced"),
        pytest.param({}, True, "appealed", id="a second appeal of one party"),
        pytest.param({"final": True, "replaced": True}, True, "final", id="the weightiest reason is told"),
    ],
)
def test_a_decision_that_takes_no_appeal(decision: Any, appealed_before: bool, why: str) -> None:
    lodged = Lodged(received_on=date(2026, 3, 20))
    with pytest.raises(NotAppealable) as refused:
        judge(replace(REFUSAL, **decision), lodged, appealed_before=appealed_before)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("arrived", "received", "submitted", "taken"),
    [
        pytest.param("2026-03-12", "2027-03-09", None, True, id="a year from the decision to the day"),
        pytest.param("2026-03-12", "2027-03-10", None, False, id="a day more than a year"),
        pytest.param("2026-03-12", "2027-03-12", "2027-03-09", True, id="posted within the year"),
        pytest.param("2027-03-15", "2027-03-20", None, True, id="in time, as notice arrived after a year"),
    ],
)
def test_no_late_appeal_is_treated_after_a_year(
    arrived: str, received: str, submitted: str | None, taken: bool
) -> None:
    lodged = Lodged(received_on=date.fromisoformat(received), submitted_on=day(submitted))
    decision = replace(REFUSAL, arrived_on=day(arrived))
    if taken:
        judge(decision, lodged)
        return
    with pytest.raises(NotAppealable) as refused:
        judge(decision, lodged)
    assert refused.value.why == "too_late"


@pytest.mark.parametrize(
    ("arrived", "received", "submitted", "field", "cause"),
    [
        pytest.param(None, "2026-03-08", None, "received_on", "decided_on", id="received before it was decided"),
        pytest.param(None, "2026-03-20", "2026-03-08", "submitted_on", "decided_on", id="posted before it was decided"),
        pytest.param(
            None, "2026-03-20", "2026-03-21", "received_on", "submitted_on", id="received before it was posted"
        ),
        pytest.param("2026-03-08", "2026-03-20", None, "arrived_on", "decided_on", id="notice before the decision"),
    ],
)
def test_nothing_happens_before_what_it_follows_from(
    arrived: str | None, received: str, submitted: str | None, field: str, cause: str
) -> None:
    with pytest.raises(DateBeforeCause) as refused:
        judge(
            replace(REFUSAL, arrived_on=day(arrived)),
            Lodged(received_on=date.fromisoformat(received), submitted_on=day(submitted)),
        )
    assert (refused.value.field, refused.value.cause) == (field, cause)


def test_days_that_follow_each_other_pass_over_those_not_known() -> None:
    check_order(("received_on", DECIDED), ("reassessed_on", None), ("forwarded_on", DECIDED))
    with pytest.raises(DateBeforeCause) as refused:
        check_order(("received_on", ARRIVED), ("reassessed_on", None), ("forwarded_on", DECIDED))
    assert (refused.value.field, refused.value.cause) == ("forwarded_on", "received_on")


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        pytest.param(DecisionOutcome.REFUSED, DecisionOutcome.GRANTED, True, id="a refusal becomes a grant"),
        pytest.param(DecisionOutcome.WITHDRAWN, DecisionOutcome.GRANTED, True, id="a withdrawal is taken back"),
        pytest.param(DecisionOutcome.GRANTED, DecisionOutcome.GRANTED, True, id="a grant becomes a better one"),
        pytest.param(DecisionOutcome.DISMISSED, DecisionOutcome.REFUSED, True, id="what was dismissed is tried"),
        pytest.param(DecisionOutcome.REFUSED, DecisionOutcome.DISMISSED, False, id="a refusal becomes a dismissal"),
        pytest.param(DecisionOutcome.GRANTED, DecisionOutcome.REFUSED, False, id="a grant becomes a refusal"),
        pytest.param(DecisionOutcome.GRANTED, DecisionOutcome.WITHDRAWN, False, id="a grant is withdrawn"),
    ],
)
def test_own_reassessment_changes_in_the_appellants_favour_alone(
    before: DecisionOutcome, after: DecisionOutcome, allowed: bool
) -> None:
    assert in_favour(before, after) is allowed


# --- What waits ------------------------------------------------------------------------------------------------------

CAME = AppealProgress(state=AppealState.RECEIVED, received_on=date(2026, 11, 10), in_time=True)
OURS = replace(CAME, state=AppealState.UNDER_REASSESSMENT)
THEIRS = replace(CAME, state=AppealState.FORWARDED, forwarded_on=date(2026, 11, 20))
DONE = replace(CAME, state=AppealState.UPHELD)


@pytest.mark.parametrize(
    ("appeal", "step", "due"),
    [
        pytest.param(CAME, AppealStep.TAKE_UP, "2026-12-01", id="in time: taken up"),
        pytest.param(
            replace(CAME, in_time=False), AppealStep.CONSIDER_REINSTATEMENT, "2026-12-01", id="late: considered first"
        ),
        pytest.param(
            replace(CAME, in_time=False, deferral_asked_on=date(2026, 11, 10)),
            AppealStep.CONSIDER_REINSTATEMENT, "2026-12-01", id="late: deferral waits for that",
        ),
        pytest.param(
            replace(CAME, in_time=False, reinstated=True), AppealStep.TAKE_UP, "2026-12-01", id="late, but treated"
        ),
        pytest.param(
            replace(CAME, deferral_asked_on=date(2026, 11, 12)), AppealStep.DECIDE_DEFERRAL, "2026-11-17",
            id="deferral is answered first",
        ),
        pytest.param(
            replace(OURS, deferral_asked_on=date(2026, 11, 12), deferred=False), AppealStep.REASSESS, "2026-12-01",
            id="deferral is answered",
        ),
        pytest.param(OURS, AppealStep.REASSESS, "2026-12-01", id="own reassessment"),
        pytest.param(
            replace(OURS, tell_by=date(2026, 11, 24)), AppealStep.TELL, "2026-11-24", id="a letter that is due first"
        ),
        pytest.param(THEIRS, AppealStep.FOLLOW_UP, "2027-01-19", id="the body is asked"),
        pytest.param(
            replace(THEIRS, followed_up_on=date(2027, 1, 19)), AppealStep.FOLLOW_UP, "2027-03-20", id="asked again"
        ),
        pytest.param(replace(DONE, tell_by=date(2026, 11, 25)), AppealStep.TELL, "2026-11-25", id="the party is told"),
    ],
)  # fmt: skip
def test_an_appeal_has_one_next_step_with_a_day(appeal: AppealProgress, step: AppealStep, due: str) -> None:
    found = next_step(appeal, TODAY, LIMITS)
    assert found is not None
    assert (found.step, found.due_on) == (step, day(due))


@pytest.mark.parametrize(
    "appeal",
    [
        pytest.param(DONE, id="answered and told"),
        pytest.param(replace(CAME, state=AppealState.WITHDRAWN), id="withdrawn"),
        pytest.param(replace(CAME, state=AppealState.CHANGED), id="changed by own reassessment"),
        pytest.param(replace(CAME, state=AppealState.FORWARDED), id="brought in as forwarded, no day known"),
    ],
)
def test_a_closed_appeal_waits_for_nobody(appeal: AppealProgress) -> None:
    assert next_step(appeal, TODAY, LIMITS) is None


@pytest.mark.parametrize(
    ("received", "urgency"),
    [
        pytest.param("2026-11-20", Urgency.NOTICE, id="just come: waiting"),
        pytest.param("2026-11-09", Urgency.NOTICE, id="eight days left"),
        pytest.param("2026-11-08", Urgency.SOON, id="seven days left"),
        pytest.param("2026-11-01", Urgency.SOON, id="the last day"),
        pytest.param("2026-10-31", Urgency.URGENT, id="past our own reassessment"),
    ],
)
def test_a_step_grows_urgent_with_its_day(received: str, urgency: Urgency) -> None:
    found = next_step(replace(OURS, received_on=date.fromisoformat(received)), TODAY, LIMITS)
    assert found is not None
    assert found.urgency is urgency


def test_the_days_are_the_rulebooks() -> None:
    found = next_step(THEIRS, TODAY, replace(LIMITS, follow_up_days=10))
    assert found is not None
    assert found.due_on == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("in_time", "reinstated", "needed"),
    [(True, None, False), (None, None, False), (False, None, True), (False, True, False), (False, False, False)],
)
def test_only_a_late_appeal_nobody_has_looked_at_needs_reinstatement(
    in_time: bool | None, reinstated: bool | None, needed: bool
) -> None:
    assert needs_reinstatement(in_time, reinstated) is needed


@pytest.mark.parametrize(
    ("body", "role", "alone"),
    [
        pytest.param(DecidingBody.DECIDER, Role.DECIDER, True, id="the decider decided it"),
        pytest.param(DecidingBody.DECIDER, Role.DEPARTMENT_HEAD, True, id="the department head may decide"),
        pytest.param(DecidingBody.DECIDER, Role.CASEWORKER, False, id="a caseworker decides nothing"),
        pytest.param(
            DecidingBody.COMMITTEE, Role.DECIDER, False, id="the committee decided it, the committee reassesses"
        ),
    ],
)
def test_the_body_that_decided_reassesses(body: DecidingBody, role: Role, alone: bool) -> None:
    assert reassesses_alone(body, frozenset({role})) is alone
