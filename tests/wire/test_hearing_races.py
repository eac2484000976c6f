"""Answers and choices on a real server: of two at one instant one stands, and a meeting that closes loses nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from models import Meeting, Message, Task, User, Vacancy
from rules.errors import ChooserMissing, StaleState, TransitionRefused
from rules.terms import ItemOutcome, MeetingState, Role, TaskKind, TaskState, UnitAnswer, VacancyState
from services import allocations, effects, meetings, records
from services.actor import Actor
from tests import casework
from tests.casework import NOW, SENDER, TODAY, acting, worker
from tests.choosing import SECOND, by_committee, consultant, fresh, gone_through, long_road, recommended, waiting
from tests.clockwork import load_rulebook
from tests.factories import make_user
from tests.wire.racing import at_once

LATE = Actor.system(NOW + timedelta(minutes=2))
REFUSED = (StaleState, TransitionRefused, ChooserMissing)


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def settled() -> None:
    """Whoever owed anything has paid it; what lost a race is paid by the job."""
    for due in list(effects.due(LATE.at)):
        effects.finish(due, LATE)


def heard() -> tuple[Vacancy, User]:
    """A dwelling with services whose unit is to answer, and the unit's leader."""
    leader, first = make_user(roles=[Role.UNIT_LEADER]), waiting(caseworker=worker())
    vacancy = long_road([first, waiting(SECOND)], leader=leader)
    return gone_through(recommended(vacancy, first)), leader


class Room:
    """An open meeting with one dwelling on its agenda."""

    def __init__(self) -> None:
        self.members, self.secretary = casework.members(), worker(Role.HOUSING_CONSULTANT)
        self.first, self.second = waiting(), waiting(SECOND)
        self.vacancy = recommended(by_committee(), self.first)
        meeting = meetings.plan(
            TODAY, "09:00", "Rådhuset", self.members[0], self.members, acting(self.secretary), now=NOW
        )
        meetings.set_home_on_agenda(meeting, self.vacancy, acting(self.secretary), version=self.vacancy.version)
        meeting.reload()
        there = [one.pk for one in self.members]
        meetings.open_meeting(meeting, there, acting(self.members[0]), version=meeting.version, now=NOW)
        self.meeting, self.vacancy = records.get(Meeting, meeting.pk), fresh(self.vacancy)

    def chooses(self, who: User, case: Any) -> Callable[[], ObjectId]:
        own, held = fresh(self.vacancy), records.get(Meeting, self.meeting.pk)
        over = [([self.first.pk], "Bomiljøet.")] if case is self.second else []
        return lambda: allocations.choose_in_meeting(
            own, acting(who), application=case.pk, meeting=held, passed_over=over, version=own.version, now=NOW
        )

    def closes(self) -> Callable[[], None]:
        held = records.get(Meeting, self.meeting.pk)
        return lambda: meetings.close(held, acting(self.members[1]), SENDER, version=held.version, now=NOW)


def test_of_the_leader_and_a_consultant_who_answer_at_once_one_is_stored() -> None:
    vacancy, leader = heard()
    version = vacancy.version

    def answers(actor: Actor, answer: UnitAnswer, given_by: str = "") -> Callable[[], object]:
        own = fresh(vacancy)
        return lambda: allocations.answer(
            own, actor, answer=answer, reasons="Fordi.", given_by=given_by, version=version, today=TODAY
        )

    results = at_once([
        answers(acting(leader), UnitAnswer.YES), answers(acting(leader), UnitAnswer.NO),
        answers(consultant(), UnitAnswer.DOUBT, "Lise Leder"),
    ])  # fmt: skip
    settled()
    stored = fresh(vacancy)
    assert results.count(True) == 1
    assert all(isinstance(one, StaleState) for one in results if one is not True)
    after = {UnitAnswer.YES: "agreed", UnitAnswer.NO: "disputed", UnitAnswer.DOUBT: "doubted"}
    assert stored.state.value == after[stored.hearing.answer]
    assert stored.pending == []


def test_of_two_members_who_choose_at_once_one_does() -> None:
    room = Room()
    results = at_once([room.chooses(room.members[0], room.first), room.chooses(room.members[1], room.second)])
    settled()
    made = [one for one in results if isinstance(one, ObjectId)]
    stored, item = fresh(room.vacancy), Meeting.objects.get().homes[0]
    assert (len(made), sum(isinstance(one, REFUSED) for one in results)) == (1, 1)
    assert (stored.allocation.id, stored.pending) == (made[0], [])
    assert (item.outcome, item.allocation) == (ItemOutcome.DECIDED, made[0])


def test_the_committee_and_a_consultant_who_allocate_at_once_give_one_allocation() -> None:
    room = Room()
    own = fresh(room.vacancy)
    results = at_once([
        room.chooses(room.members[0], room.first),
        lambda: allocations.allocate(own, consultant(), version=own.version, now=NOW),
    ])  # fmt: skip
    assert [isinstance(one, ObjectId) for one in results].count(True) == 1
    assert fresh(room.vacancy).allocation.meeting == room.meeting.pk


@pytest.mark.parametrize("attempt", range(3))
def test_a_choice_while_the_meeting_closes_stands_in_the_minutes_or_is_refused(attempt: int) -> None:
    room = Room()
    results = at_once([room.chooses(room.members[0], room.first), room.closes()])
    settled()
    if not all(one is None or isinstance(one, ObjectId) for one in results):
        assert any(isinstance(one, REFUSED) for one in results)
    stored, meeting = fresh(room.vacancy), Meeting.objects.get()
    if meeting.state is MeetingState.OPEN:  # the choice came first, and the page that closed was an old one
        room.closes()()
        meeting = Meeting.objects.get()
    chosen = stored.state is VacancyState.ALLOCATED
    assert meeting.homes[0].outcome is (ItemOutcome.DECIDED if chosen else ItemOutcome.POSTPONED)
    assert stored.meeting is None
    assert [one.pk for one in meetings.ready_homes()] == ([] if chosen else [stored.pk])


def test_an_answer_whose_process_died_after_the_write_is_finished_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    vacancy, leader = heard()
    head = worker(Role.DEPARTMENT_HEAD)
    with monkeypatch.context() as dying:
        dying.setattr(effects, "run", lambda *_: False)  # the write stands, nothing it owes is done
        allocations.answer(
            vacancy, acting(leader), answer=UnitAnswer.NO, reasons="Vi kan ikke.", version=vacancy.version, today=TODAY
        )
    assert Message.objects(to=head.email).count() == 0
    settled()
    assert Message.objects(to=head.email).count() == 1
    task = Task.objects.get(kind=TaskKind.VACANCY, state=TaskState.OPEN, subject_id=str(vacancy.pk))
    assert (task.role, fresh(vacancy).pending) == (Role.DEPARTMENT_HEAD, [])
