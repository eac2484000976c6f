"""An appeal on a real server: one party appeals once, and whoever answers it first is the only one who does."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from letters import decision_letter
from models import Appeal, Application, Letter
from rules.decisions import Participant
from rules.errors import HusromError
from rules.terms import AppealState, LetterState, Role
from services import appeals, decisions
from tests.appealing import (
    TODAY,
    answer_proposed,
    case_of,
    clerk,
    lodging,
    now_of,
    quick_letters,
    refused,
    send_on,
    taken_up,
)
from tests.casework import NOW, acting, members, quick_draw, sitting_with, worker
from tests.clockwork import load_rulebook

__all__ = ["quick_letters"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("quick_letters")
ROUNDS = 6


@pytest.fixture(autouse=True)
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rulebook()
    monkeypatch.setattr(decision_letter, "draw", quick_draw)


def at_once(*works: Callable[[], object]) -> list[bool]:
    """Start all at the same instant; which of them were not refused."""
    start, done = threading.Barrier(len(works)), [False] * len(works)

    def go(place: int) -> None:
        start.wait()
        try:
            works[place]()
        except HusromError:
            return
        done[place] = True

    threads = [threading.Thread(target=go, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def deciding(case: Application) -> Callable[[], Any]:
    around = members()
    sitting = [Participant(str(one.pk), one.name, one.office.agency) for one in around]
    meeting, actor = sitting_with(around).pk, acting(worker(Role.COMMITTEE_MEMBER))
    held = case.proposal.letter
    return lambda: decisions.decide(
        case, actor, letter=held, version=case.version, now=NOW, meeting=meeting, participants=sitting
    )


def test_four_who_register_at_once_leave_one_appeal() -> None:
    decision, actors = refused(), [clerk() for _ in range(4)]
    works = [lambda actor=actor: appeals.register(decision, lodging(), actor, today=TODAY) for actor in actors]
    assert sum(at_once(*works)) == 1
    assert Appeal.objects.count() == 1


def test_of_four_who_lodge_again_at_once_what_was_taken_back_one_does() -> None:
    decision = refused()
    before = appeals.register(decision, lodging(), clerk(), today=TODAY)
    appeals.withdraw(before, clerk(), on=TODAY, version=before.version, today=TODAY)
    actors = [clerk() for _ in range(4)]
    works = [lambda actor=actor: appeals.register(decision, lodging(), actor, today=TODAY) for actor in actors]
    assert sum(at_once(*works)) == 1
    actions = [one.action for one in now_of(before).history]
    assert (Appeal.objects.count(), actions.count("appeal_lodged_again")) == (1, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_appeal_is_decided_or_sent_on_and_never_both(_round: int) -> None:
    """The proposal is taken back while it is being decided, and the appeal sent on in the same instant."""
    appeal = taken_up()
    case = answer_proposed(appeal)
    decide, secretary, dropper, seen = deciding(case), clerk(), clerk(), case_of(appeal)

    def drop_and_send_on() -> None:
        decisions.drop_proposal(seen, dropper, why="Utvalget står ved vedtaket.", version=seen.version)
        send_on(now_of(appeal), secretary)

    decided, sent_on = at_once(decide, drop_and_send_on)
    stored, now = now_of(appeal), case_of(appeal)
    assert decided + sent_on <= 1
    assert len(now.decisions) == (2 if decided else 1)
    if decided:
        assert (stored.state, stored.new_decision) == (AppealState.CHANGED, now.decisions[-1].id)
    elif sent_on:
        assert (stored.state, stored.new_decision) == (AppealState.FORWARDED, None)
    else:  # the decision found its appeal claimed or its case moved, and the other found the appeal moved
        assert stored.state is AppealState.UNDER_REASSESSMENT
    assert [one.stopped for one in now.pending] == []


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_a_page_opened_before_the_proposal_and_the_decision_one_wins(_round: int) -> None:
    """Whoever sends on has read appeal and case before there was a proposal."""
    appeal = taken_up()
    seen = now_of(appeal)
    case = answer_proposed(appeal)
    decided, sent_on = at_once(deciding(case), lambda: send_on(seen, clerk()))
    assert (decided, sent_on) == (True, False)
    assert now_of(appeal).state is AppealState.CHANGED


def test_between_looking_and_writing_the_claim_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst instant: the sender has looked at the case, then all of the proposal and the decision happens."""
    appeal = taken_up()
    from services.appeals import answering

    looked = answering.refuse_answered

    def look_and_wait(*seen: Any) -> None:
        looked(*seen)
        monkeypatch.setattr(answering, "refuse_answered", looked)
        deciding(answer_proposed(appeal))()

    monkeypatch.setattr(answering, "refuse_answered", look_and_wait)
    assert at_once(lambda: send_on(now_of(appeal), clerk())) == [False]
    stored = now_of(appeal)
    assert (stored.state, stored.forwarded_on) == (AppealState.CHANGED, None)


def test_the_other_way_round_the_decision_is_refused_and_its_letter_goes_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The decider has checked everything; the proposal is taken back and the appeal sent on; then comes the claim."""
    from services.decisions import deciding as module

    appeal = taken_up()
    case = answer_proposed(appeal)
    decide, held, original = deciding(case), case.proposal.letter, module.claim

    def wait_and_claim(*given: Any) -> None:
        seen = case_of(appeal)
        decisions.drop_proposal(seen, clerk(), why="Nei.", version=seen.version)
        send_on(now_of(appeal), clerk())
        original(*given)

    monkeypatch.setattr(module, "claim", wait_and_claim)
    assert at_once(decide) == [False]
    assert now_of(appeal).state is AppealState.FORWARDED
    assert len(case_of(appeal).decisions) == 1
    assert Letter.objects.get(pk=held).state is LetterState.VOID


def test_a_claim_that_was_made_before_all_that_does_not_decide_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claimed first, then taken back and sent on, then the deciding write: the case has moved."""
    from services.decisions import deciding as module

    appeal = taken_up()
    case = answer_proposed(appeal)
    decide, original = deciding(case), module.claim

    def claim_and_wait(*given: Any) -> None:
        original(*given)
        seen = case_of(appeal)
        decisions.drop_proposal(seen, clerk(), why="Nei.", version=seen.version)
        send_on(now_of(appeal), clerk())

    monkeypatch.setattr(module, "claim", claim_and_wait)
    assert at_once(decide) == [False]
    assert (now_of(appeal).state, len(case_of(appeal).decisions)) == (AppealState.FORWARDED, 1)
