"""What two do to the same arrears at the same instant: one case, one step, no letter for rent that is paid."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import Adjustment, ArrearsCase, Letter
from rules.errors import StaleState
from rules.terms import ArrearsState, LetterState, RowKind, TaskKind, TaskState
from services import arrears, dispatch, ledger, records, rulebooks
from services.actor import Actor
from services.arrears import Round
from tests.arrears_cases import (
    DUE,
    STEP,
    actor_of,
    asked,
    climbed,
    contacted,
    debtor,
    fresh,
    letter_of,
    look,
    noon,
    opened,
    quick_letters,
    send,
    take,
)
from tests.casework import SENDER
from tests.clockwork import load_rulebook
from tests.wire.racing import outcomes

__all__ = ["quick_letters"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("quick_letters")
FOURTEEN = DUE + timedelta(days=14)


@pytest.fixture(autouse=True)
def rulebook(app: Flask) -> None:
    load_rulebook()


def drawn(case: Any) -> tuple[Any, dict[str, Any], Any]:
    actor = actor_of(case, FOURTEEN)
    told: dict[str, Any] = {"step": STEP.REMINDER, "version": case.version, "today": FOURTEEN}
    return actor, told, arrears.draw_step(case, actor, SENDER, **told)


def test_the_job_and_the_reviews_of_the_same_day_open_one_case() -> None:
    lease = debtor()
    now = Round(FOURTEEN, rulebooks.current(FOURTEEN))
    system = Actor.system(noon(FOURTEEN))

    def attend() -> bool:
        return arrears.attend(records.get(type(lease), lease.pk), system, now) is not None

    assert outcomes([attend] * 4) == [True] * 4
    assert ArrearsCase.objects.count() == 1
    assert arrears.open_case(lease.pk).next_step is STEP.CONTACT_HOUSEHOLD


def test_two_take_the_same_step_and_one_letter_is_sent() -> None:
    case = contacted(look(debtor(), FOURTEEN), FOURTEEN)
    actor, told, letter = drawn(case)

    def go() -> bool:
        return bool(arrears.take_step(fresh(case), actor, SENDER, letter=letter.pk, **told))

    assert sorted(map(str, outcomes([go, go]))) == sorted(map(str, [StaleState, True]))
    assert [one.step for one in fresh(case).steps].count(STEP.REMINDER) == 1


def test_a_payment_in_the_same_instant_as_a_letter_leaves_no_letter_to_send() -> None:
    lease = debtor()
    case = contacted(look(lease, FOURTEEN), FOURTEEN)
    actor, told, letter = drawn(case)

    def pay() -> bool:
        return ledger.book(lease, Actor.system(noon(FOURTEEN)), kind=RowKind.CREDIT, amount_ore=800_000, key="credit:1",
                           why="Betalt", today=FOURTEEN)  # fmt: skip

    def go() -> bool:
        return bool(arrears.take_step(fresh(case), actor, SENDER, letter=letter.pk, **told))

    outcomes([go, pay])
    look(lease, FOURTEEN)
    assert fresh(case).state is ArrearsState.CLOSED
    assert records.get(Letter, letter.pk).state in (LetterState.VOID, LetterState.DRAFT)


def test_dispatch_and_undo_of_a_step_have_one_winner() -> None:
    case = contacted(look(debtor(), FOURTEEN), FOURTEEN)
    mine = actor_of(case, FOURTEEN)
    case = take(case, STEP.REMINDER, FOURTEEN, by=mine)
    letter, step = letter_of(case, STEP.REMINDER), case.steps[-1]

    def undo() -> bool:
        return arrears.undo_step(fresh(case), mine, step=step.id, why="Feil", version=case.version)

    def go() -> bool:
        return dispatch.dispatch(records.get(Letter, letter.pk), mine, on=FOURTEEN, today=FOURTEEN,
                                 version=letter.version)  # fmt: skip

    outcomes([undo, go])
    state = records.get(Letter, letter.pk).state
    left = [one.step for one in fresh(case).steps]
    assert (state is LetterState.VOID) == (STEP.REMINDER not in left)
    assert Adjustment.objects(kind=RowKind.FEE).count() == (0 if state is LetterState.VOID else 1)


def test_two_leaders_who_approve_at_once_give_one_approval() -> None:
    from models import Task
    from rules.terms import Role

    case, day = climbed(opened(), STEP.PAYMENT_DEMAND)
    case = asked(case, STEP.EVICTION_NOTICE, day)
    leaders = [actor_of(case, day, Role.UNIT_LEADER), actor_of(case, day, Role.DEPARTMENT_HEAD)]

    def approving(leader: Actor) -> Any:
        return lambda: bool(
            arrears.approve(
                fresh(case), leader, asked=case.asked[0].id, reasons="Enig.", version=case.version, today=day
            )
        )

    assert sorted(map(str, outcomes([approving(one) for one in leaders]))) == sorted(map(str, [StaleState, True]))
    assert len(fresh(case).approvals) == 1
    assert Task.objects(kind=TaskKind.APPROVAL, state=TaskState.OPEN).count() == 0


def test_a_letter_sent_is_noted_though_the_case_is_changed_at_that_instant() -> None:
    case = take(contacted(look(debtor(), FOURTEEN), FOURTEEN), STEP.REMINDER, FOURTEEN)
    other = actor_of(case, FOURTEEN)

    def check() -> bool:
        return bool(arrears.note_check(fresh(case), other, said="Sett.", version=case.version, today=FOURTEEN))

    outcomes([check, lambda: send(case, STEP.REMINDER, FOURTEEN) is not None])
    assert [one.sent_on for one in fresh(case).steps if one.step is STEP.REMINDER] == [FOURTEEN]
