"""Committee meetings on a real server: one agenda for a case, one decision of it, one set of minutes."""

from datetime import timedelta

import pytest
from bson import ObjectId
from flask import Flask

from letters import decision_letter
from models import Application, Decision, File, Letter, Meeting, User
from rules.errors import AlreadyOnAgenda, StaleState
from rules.terms import FileKind, ItemOutcome, LetterState, MeetingState, Role
from services import effects, meetings, records
from tests import casework
from tests.casework import NOW, SENDER, TODAY, acting, proposed, worker
from tests.clockwork import load_rulebook
from tests.factories import ACTOR
from tests.wire.racing import outcomes


@pytest.fixture(autouse=True)
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rulebook()
    monkeypatch.setattr(decision_letter, "draw", casework.quick_draw)


@pytest.fixture
def secretary() -> User:
    return worker(Role.HOUSING_CONSULTANT)


@pytest.fixture
def members() -> list[User]:
    return casework.members()


def planned(members: list[User], secretary: User) -> Meeting:
    return meetings.plan(TODAY, "09:00", "Rådhuset", members[0], members, acting(secretary), now=NOW)


def settled() -> None:
    """Whoever owed anything has paid it; what lost a race five times over is paid by the job."""
    for due in list(effects.due(NOW + timedelta(hours=1))):
        effects.finish(due, casework.Actor.system(NOW + timedelta(hours=1)))


def test_four_who_put_a_case_on_four_agendas_leave_it_on_one(members: list[User], secretary: User) -> None:
    case = proposed()
    rooms = [planned(members, secretary) for _ in range(4)]
    loaded = [records.get(Application, case.pk) for _ in rooms]
    results = outcomes(
        [
            lambda room=room, own=own: meetings.set_on_agenda(room, own, acting(secretary), version=own.version)
            for room, own in zip(rooms, loaded, strict=True)
        ]
    )
    settled()
    assert results.count(True) == 1
    assert set(results) <= {True, StaleState, AlreadyOnAgenda}
    stored = records.get(Application, case.pk)
    holding = [room.pk for room in Meeting.objects if room.items]
    assert (holding, stored.pending) == ([stored.meeting], [])


def test_of_two_who_decide_an_item_at_once_one_does(members: list[User], secretary: User) -> None:
    case = proposed()
    room = planned(members, secretary)
    meetings.set_on_agenda(room, case, acting(secretary), version=case.version)
    room.reload()
    meetings.open_meeting(room, [one.pk for one in members], acting(members[0]), version=room.version, now=NOW)
    letter, version = case.proposal.letter, case.version
    loaded = [(who, records.get(Application, case.pk), records.get(Meeting, room.pk)) for who in members]
    works = [
        lambda who=who, own=own, held=held: meetings.decide_item(
            held, own, acting(who), letter=letter, version=version, now=NOW
        )
        for who, own, held in loaded
    ]
    results = outcomes(works)
    settled()
    made = [one for one in results if isinstance(one, ObjectId)]
    assert (len(made), results.count(StaleState)) == (1, 1)
    item = Meeting.objects.get().items[0]
    assert (item.outcome, item.decision, Decision.objects.count()) == (ItemOutcome.DECIDED, made[0], 1)
    assert Letter.objects.get(pk=letter).state is LetterState.RELEASED
    assert Application.objects.get().pending == []


def test_many_cases_put_on_one_agenda_at_once_all_stand_there(members: list[User], secretary: User) -> None:
    room = planned(members, secretary)
    cases = [proposed() for _ in range(6)]
    results = outcomes(
        [lambda own=own: meetings.set_on_agenda(room, own, acting(secretary), version=own.version) for own in cases]
    )
    settled()
    assert results == [True] * 6
    items = Meeting.objects.get().items
    assert sorted(one.application for one in items) == sorted(case.pk for case in cases)


def test_a_meeting_cancelled_while_a_case_is_put_on_it_loses_no_case(members: list[User], secretary: User) -> None:
    room, case = planned(members, secretary), proposed()
    held = records.get(Meeting, room.pk)
    outcomes(
        [
            lambda: meetings.set_on_agenda(room, case, acting(secretary), version=case.version),
            lambda: meetings.cancel(held, acting(secretary), why="For få kan møte.", version=held.version),
        ]
    )
    settled()
    stored, meeting = Application.objects.get(), Meeting.objects.get()
    on_it = stored.meeting == meeting.pk
    assert on_it is (meeting.state is MeetingState.PLANNED)
    assert on_it or [one.pk for one in meetings.ready_cases()] == [case.pk]


def test_two_who_close_at_once_leave_one_set_of_minutes(members: list[User], secretary: User) -> None:
    room = planned(members, secretary)
    meetings.open_meeting(room, [one.pk for one in members], acting(members[0]), version=room.version, now=NOW)
    loaded = [records.get(Meeting, room.pk) for _ in range(2)]
    results = outcomes(
        [
            lambda own=own: meetings.close(own, acting(members[0]), SENDER, version=own.version, now=NOW)
            for own in loaded
        ]
    )
    stored = Meeting.objects.get()
    assert sorted(map(str, results)) == [str(StaleState), "None"]
    readable = [file for file in File.objects(kind=FileKind.MINUTES) if file.pk == stored.minutes]
    assert meetings.open_minutes(stored, ACTOR).startswith(b"%PDF")
    assert [file.sha256 for file in readable] == [stored.minutes_sha256]
