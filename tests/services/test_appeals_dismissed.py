"""Our own dismissal of a late appeal is a decision, and may itself be appealed to the body (fvl. §§ 2, 28, 34)."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import Appeal, Letter, Task
from models.mapping import ApprovedNeed
from rules.errors import DateBeforeCause, InvalidRecord, MissingReason, NotAuthorised, StaleState, TransitionRefused
from rules.terms import (
    AppealState,
    ApplicationState,
    BodyOutcome,
    DecisionOutcome,
    LetterKind,
    LetterState,
    Role,
    TaskKind,
    TaskState,
)
from services import appeals, dispatch, records
from services.appeals import BodyAnswer, Reassessment
from tests.appealing import (
    case_of,
    clerk,
    forwarded,
    lodged,
    lodging,
    now_of,
    quick_letters,
    refused,
    send_on,
    state_of,
)
from tests.casework import SENDER, house
from tests.factories import ACTOR

__all__ = ["house", "quick_letters"]  # fixtures, used here

pytestmark = pytest.mark.usefixtures("house", "quick_letters")
LATE = date(2026, 11, 28)
DISMISSED = date(2026, 11, 30)  # the letter is sent the same day and presumed to arrive on Thursday 3 December
LAST = date(2026, 12, 24)
CAME = date(2026, 12, 7)
STATE = AppealState


def dismissed(*, told: bool = True) -> Appeal:
    """A late appeal that we did not let in; the letter about it is sent unless it is not."""
    appeal = appeals.register(refused(), lodging(received_on=LATE), clerk(), today=DISMISSED)
    appeals.consider_reinstatement(
        appeal, clerk(), granted=False, because="Ingen grunn oppgitt.", version=appeal.version, today=DISMISSED
    )
    if told:
        sent(appeal, DISMISSED)
    return now_of(appeal)


def sent(appeal: Appeal, on: date, kind: LetterKind = LetterKind.APPEAL_OUTCOME) -> Letter:
    """The letter of that kind, drawn, approved and sent on the day."""
    appeal = now_of(appeal)
    letter = appeals.draw(appeal, kind, clerk(), SENDER, version=appeal.version, today=on)
    appeals.approve(appeal, letter.pk, clerk(), version=appeal.version, today=on)
    letter.reload()
    dispatch.dispatch(letter, clerk(), on=on, today=on, version=letter.version)
    return Letter.objects.get(pk=letter.pk)


def send_dismissal(appeal: Appeal, **values: Any) -> bool:
    given: dict[str, Any] = {
        "appealed_on": CAME, "on": CAME, "version": appeal.version, "today": max(CAME, values.get("on", CAME)),
        "actor": clerk(), "statement": "Klagen kom etter fristen, uten grunn.", **values,
    }  # fmt: skip
    return appeals.forward_dismissal(appeal, given.pop("statement"), given.pop("actor"), **given)


def on_dismissal() -> Appeal:
    appeal = dismissed()
    send_dismissal(appeal)
    return now_of(appeal)


def answered(appeal: Appeal, outcome: BodyOutcome, **values: Any) -> Appeal:
    on = CAME + timedelta(days=7)
    given = BodyAnswer(outcome=outcome, decided_on=on, reasons="Klageren var syk.", **values)
    appeals.note_outcome(appeal, given, clerk(), version=appeal.version, today=on)
    return now_of(appeal)


def test_an_appeal_on_our_dismissal_is_sent_on_with_a_statement_a_letter_and_a_task() -> None:
    appeal = dismissed()
    send_dismissal(appeal)
    stored = now_of(appeal)
    assert (stored.state, stored.forwarded_on, stored.statement) == (
        STATE.FORWARDED, CAME, "Klagen kom etter fristen, uten grunn.",
    )  # fmt: skip
    assert (stored.dismissed_on, stored.dismissal_appealed_on, stored.dismissal_in_time) == (DISMISSED, CAME, True)
    assert (stored.closed_on, stored.told_on, stored.reinstated) == (None, None, False)
    assert [one.kind for one in stored.tellings] == [LetterKind.APPEAL_FORWARDED]
    sent(stored, CAME, LetterKind.APPEAL_FORWARDED)
    task = Task.objects.get(kind=TaskKind.PENDING_APPEAL, subject_id=str(appeal.pk), state=TaskState.OPEN)
    assert task.due_on == CAME + timedelta(days=60)


@pytest.mark.parametrize(("came", "in_time"), [(LAST, True), (LAST + timedelta(days=1), False)])
def test_a_late_appeal_on_the_dismissal_is_marked_and_the_body_says_what_comes_of_it(came: date, in_time: bool) -> None:
    appeal = dismissed()
    send_dismissal(appeal, appealed_on=came, on=came)
    assert (state_of(appeal), now_of(appeal).dismissal_in_time) == (STATE.FORWARDED, in_time)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        pytest.param({"statement": " "}, MissingReason, id="nothing said to the body"),
        pytest.param({"appealed_on": DISMISSED - timedelta(days=1)}, DateBeforeCause, id="before the dismissal"),
        pytest.param({"on": CAME - timedelta(days=1)}, DateBeforeCause, id="sent on before it came"),
        pytest.param({"on": CAME + timedelta(days=1), "today": CAME}, InvalidRecord, id="in the future"),
        pytest.param({"appealed_on": CAME + timedelta(days=1), "today": CAME}, InvalidRecord, id="has not come"),
        pytest.param({"version": 1}, StaleState, id="from an old page"),
    ],
)
def test_what_does_not_hold_is_refused(values: dict[str, Any], error: type[Exception]) -> None:
    appeal = dismissed()
    with pytest.raises(error):
        send_dismissal(appeal, **values)
    assert state_of(appeal) is STATE.DISMISSED


def test_only_what_we_dismissed_ourselves_and_told_of_is_sent_on_so_and_once() -> None:
    by_body = now_of(forwarded())
    by_body = answered(by_body, BodyOutcome.DISMISSED)
    for appeal in (lodged(), dismissed(told=False), by_body):
        assert not appeals.takes_appeal(appeal)
        with pytest.raises(TransitionRefused):
            send_dismissal(appeal)
    appeal = dismissed()
    assert appeals.takes_appeal(appeal)
    send_dismissal(appeal)
    with pytest.raises(TransitionRefused):
        send_dismissal(now_of(appeal))
    with pytest.raises(NotAuthorised):
        send_dismissal(dismissed(), actor=clerk(Role.READER))


def test_a_dismissed_appeal_is_not_sent_on_as_one_that_was_reassessed() -> None:
    own = Reassessment(text="Vi står ved det.", on=CAME, by="Utvalget")
    with pytest.raises(TransitionRefused):
        send_on(dismissed(), on=CAME, today=CAME, own=own)
    appeal = on_dismissal()
    with pytest.raises(TransitionRefused):
        appeals.take_up(appeal, clerk(), version=appeal.version, today=CAME)


@pytest.mark.parametrize(
    ("outcome", "state"), [(BodyOutcome.UPHELD, STATE.UPHELD), (BodyOutcome.DISMISSED, STATE.DISMISSED)]
)
def test_the_dismissal_stands_and_that_is_the_end(outcome: BodyOutcome, state: AppealState) -> None:
    appeal = answered(on_dismissal(), outcome)
    assert (appeal.state, appeal.reinstated, case_of(appeal).state) == (state, False, ApplicationState.REFUSED)
    assert not appeals.takes_appeal(appeal)


def test_a_dismissal_that_the_body_sets_aside_lets_the_appeal_in_and_leaves_the_case_alone() -> None:
    before = on_dismissal()
    version = case_of(before).version
    appeal = answered(before, BodyOutcome.RETURNED)
    assert (appeal.state, appeal.reinstated, appeal.reinstated_because) == (
        STATE.UNDER_REASSESSMENT, True, "Klageren var syk.",
    )  # fmt: skip
    assert (appeal.forwarded_on, appeal.statement, appeal.body_outcome, appeal.closed_on) == (None, None, None, None)
    assert (case_of(appeal).version, case_of(appeal).decisions[0].open) == (version, True)
    told = sent(appeal, CAME + timedelta(days=7))
    assert b"RETURNED" in dispatch.open_pdf(told, clerk()).read()
    assert now_of(appeal).told_on is None  # the appeal itself is not answered yet
    on = CAME + timedelta(days=8)
    send_on(now_of(appeal), on=on, today=on, own=Reassessment(text="Vi står ved det.", on=on, by="Utvalget"))
    ended = now_of(appeal)
    appeals.note_outcome(
        ended, BodyAnswer(outcome=BodyOutcome.UPHELD, decided_on=on, reasons="Enig."), clerk(), version=ended.version,
        today=on,
    )  # fmt: skip
    assert state_of(appeal) is STATE.UPHELD


def test_a_body_that_lets_it_in_and_decides_the_case_itself_has_its_decision_stand() -> None:
    appeal = answered(on_dismissal(), BodyOutcome.CHANGED, decision=DecisionOutcome.GRANTED, need=ApprovedNeed(rooms=2))
    assert (appeal.state, appeal.reinstated, case_of(appeal).state) == (STATE.CHANGED, True, ApplicationState.WAITING)


def test_the_letter_of_the_dismissal_moved_later_tells_nothing_of_the_bodys_answer() -> None:
    appeal = on_dismissal()
    letter = Letter.objects.get(letter_kind=LetterKind.APPEAL_OUTCOME)
    answered(appeal, BodyOutcome.UPHELD)
    dispatch.note_arrival(letter, clerk(), on=date(2026, 12, 2), today=CAME, version=letter.version)
    assert letter.reload().state is LetterState.ARRIVED
    assert now_of(appeal).told_on is None


def test_the_day_that_notice_of_a_returned_letter_never_came_runs_no_period() -> None:
    appeal = dismissed()
    letter = Letter.objects.get(letter_kind=LetterKind.APPEAL_OUTCOME)
    dispatch.note_return(letter, clerk(), on=CAME, why="Ukjent.", today=CAME, version=letter.version)
    late = LAST + timedelta(days=10)
    appeal = now_of(appeal)
    send_dismissal(appeal, appealed_on=late, on=late)
    assert now_of(appeal).dismissal_in_time is True


def test_an_imported_dismissal_is_not_known_to_be_ours() -> None:
    appeal = lodged()
    records.change(appeal, ACTOR, values={"state": STATE.DISMISSED, "in_time": False})
    assert not appeals.takes_appeal(now_of(appeal))
