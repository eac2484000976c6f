"""Slow cases (fvl. § 11 a), appeals that wait for us (§ 33), and the order in which flags are told."""

from dataclasses import replace
from datetime import date

import pytest

from rules.appeals import AppealLimits, is_late, reassessment_due
from rules.flags import Flag, most_urgent_first, to_be_told
from rules.slow_cases import UNDECIDED, SlowLimits, slow_case
from rules.terms import ApplicationState, TaskKind, Urgency

TODAY = date(2026, 11, 22)
LIMITS = SlowLimits(slow_months=1, very_slow_months=2)
APPEAL = AppealLimits(reassessment_days=21, soon_days=7, deferral_days=5, telling_days=3, follow_up_days=60)


@pytest.mark.parametrize(
    ("received", "urgency"),
    [
        pytest.param("2026-11-01", None, id="this month"),
        pytest.param("2026-10-22", None, id="a month to the day"),
        pytest.param("2026-10-21", Urgency.SOON, id="more than a month"),
        pytest.param("2026-09-22", Urgency.SOON, id="two months to the day"),
        pytest.param("2026-09-21", Urgency.URGENT, id="more than two months"),
    ],
)
def test_a_case_without_an_answer(received: str, urgency: Urgency | None) -> None:
    assert slow_case(date.fromisoformat(received), ApplicationState.RECEIVED, TODAY, LIMITS) == urgency


@pytest.mark.parametrize("state", ApplicationState)
def test_only_an_undecided_case_is_slow(state: ApplicationState) -> None:
    expected = state in (ApplicationState.RECEIVED, ApplicationState.IN_ASSESSMENT)
    assert (slow_case(date(2026, 1, 1), state, TODAY, LIMITS) is not None) is expected
    assert (state in UNDECIDED) is expected


@pytest.mark.parametrize(
    ("replied", "is_slow"),
    [(None, True), (date(2026, 11, 22), False), (date(2026, 2, 1), False), (date(2026, 11, 23), True)],
)
def test_a_preliminary_reply_that_has_gone_is_an_answer(replied: date | None, is_slow: bool) -> None:
    verdict = slow_case(date(2026, 1, 1), ApplicationState.IN_ASSESSMENT, TODAY, LIMITS, replied)
    assert (verdict is not None) is is_slow


def test_the_months_of_a_slow_case_are_the_rulebooks() -> None:
    assert slow_case(date(2026, 9, 1), ApplicationState.RECEIVED, TODAY, replace(LIMITS, slow_months=3)) is None


def test_the_days_of_a_reassessment_are_the_rulebooks() -> None:
    assert reassessment_due(date(2026, 11, 1), APPEAL) == date(2026, 11, 22)
    assert reassessment_due(date(2026, 11, 1), replace(APPEAL, reassessment_days=14)) == date(2026, 11, 15)


@pytest.mark.parametrize(("received", "late"), [("2026-04-07", False), ("2026-04-08", True)])
def test_an_appeal_is_late_after_its_deadline(received: str, late: bool) -> None:
    assert is_late(date(2026, 3, 12), date.fromisoformat(received)) is late


def make_flag(subject: str, urgency: Urgency, day: str, kind: TaskKind = TaskKind.SLOW_CASE) -> Flag:
    return Flag(kind=kind, subject=subject, urgency=urgency, day=date.fromisoformat(day))


def test_the_most_urgent_is_told_first_then_the_oldest() -> None:
    flags = [
        make_flag("S4", Urgency.NOTICE, "2026-01-01"),
        make_flag("S3", Urgency.SOON, "2026-10-02"),
        make_flag("S2", Urgency.SOON, "2026-10-01"),
        make_flag("K9", Urgency.SOON, "2026-10-01", TaskKind.ARREARS),
        make_flag("S1", Urgency.CRITICAL, "2026-11-21"),
    ]
    assert [flag.subject for flag in most_urgent_first(flags)] == ["S1", "K9", "S2", "S3", "S4"]


@pytest.mark.parametrize(
    ("urgency", "told", "again"),
    [
        pytest.param(Urgency.NOTICE, None, True, id="the first time"),
        pytest.param(Urgency.SOON, Urgency.SOON, False, id="the same again: never twice"),
        pytest.param(Urgency.URGENT, Urgency.SOON, True, id="it escalates"),
        pytest.param(Urgency.NOTICE, Urgency.SOON, False, id="it eases"),
    ],
)
def test_a_flag_is_told_again_only_when_it_escalates(urgency: Urgency, told: Urgency | None, again: bool) -> None:
    assert to_be_told(urgency, told) is again


@pytest.mark.parametrize(
    ("kind", "urgency", "told", "again"),
    [
        pytest.param(TaskKind.NEXT_STEP, Urgency.NOTICE, None, False, id="a next step with time left: on the screen"),
        pytest.param(TaskKind.NEXT_STEP, Urgency.SOON, None, True, id="a next step that is soon"),
        pytest.param(TaskKind.NEXT_STEP, Urgency.SOON, Urgency.SOON, False, id="a next step told of"),
        pytest.param(TaskKind.EXPIRING_LEASE, Urgency.NOTICE, None, True, id="anything else"),
    ],
)
def test_no_mail_tells_of_a_next_step_that_has_time(
    kind: TaskKind, urgency: Urgency, told: Urgency | None, again: bool
) -> None:
    assert to_be_told(urgency, told, kind) is again
