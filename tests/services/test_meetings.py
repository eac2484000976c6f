"""The committee's meetings: planned, held case by case by those who may, closed on minutes that never change."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from models import Application, Decision, File, Letter, Meeting, Task, User
from rules.errors import (
    AlreadyOnAgenda,
    ConflictOfInterest,
    HusromError,
    InvalidRecord,
    ItemsLeft,
    LetterOutdated,
    MeetingNotToday,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    NotInMeeting,
    NotProposed,
    QuorumMissing,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    ApplicationState,
    DecisionOutcome,
    FileKind,
    ItemOutcome,
    LegalBasis,
    LetterState,
    MeetingState,
    Role,
    TaskKind,
    TaskState,
    Urgency,
)
from services import applications, decisions, effects, meetings, records
from tests import casework
from tests.casework import NOW, SENDER, TODAY, acting, assessed, draft, house, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_office

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")
BUILDINGS, NAV = "Bygg- og eiendomstjenesten", "NAV"


class Room:
    """A committee of three from two agencies, its secretary, and a meeting of today."""

    def __init__(self, *agencies: str, held_on: date = TODAY) -> None:
        self.members = casework.members(agencies or (BUILDINGS, BUILDINGS, NAV))
        self.chair = self.members[0]
        self.secretary = worker(Role.HOUSING_CONSULTANT)
        self.meeting = self.plan(held_on)

    def plan(self, held_on: date = TODAY, **others: Any) -> Meeting:
        given = {"chair": self.chair, "members": self.members, "now": NOW, **others}
        return meetings.plan(
            held_on, "09:00", "Rådhuset", given["chair"], given["members"], acting(self.secretary), now=given["now"]
        )

    def put(self, *cases: Application) -> None:
        for case in cases:
            meetings.set_on_agenda(self.meeting, case, acting(self.secretary), version=case.version)
        self.meeting.reload()

    def open(self, *present: User) -> None:
        there = [user.pk for user in present or self.members]
        meetings.open_meeting(self.meeting, there, acting(self.chair), version=self.meeting.version, now=NOW)

    def decide(self, case: Application, by: User | None = None, now: datetime = NOW, **others: Any) -> ObjectId:
        given = {"letter": case.proposal.letter if case.proposal else ObjectId(), "version": case.version, **others}
        found = meetings.decide_item(self.meeting, case, acting(by or self.chair, now), now=now, **given)
        self.meeting.reload()
        return found

    def postpone(self, case: Application, why: str = "Mangler en opplysning.") -> None:
        meetings.postpone_item(self.meeting, case, acting(self.chair), why=why, version=case.version)
        self.meeting.reload()

    def close(self, now: datetime = NOW) -> None:
        meetings.close(self.meeting, acting(self.chair, now), SENDER, version=self.meeting.version, now=now)

    def outcomes(self) -> dict[str, ItemOutcome | None]:
        return {one.application_number: one.outcome for one in Meeting.objects.get(pk=self.meeting.pk).items}


def proposed(**values: Any) -> Any:
    return casework.proposed(**values)


def refusal(do: Callable[[], object]) -> HusromError:
    with pytest.raises(HusromError) as refused:
        do()
    return refused.value


# --- Planning --------------------------------------------------------------------------------------------------------


def test_a_meeting_has_a_number_of_its_year_its_members_and_their_agencies() -> None:
    room = Room()
    stored = Meeting.objects.get()
    assert (stored.meeting_number, stored.state, stored.chair) == ("HU 2026/1", MeetingState.PLANNED, room.chair)
    assert [one.agency for one in stored.members] == [BUILDINGS, BUILDINGS, NAV]
    assert room.plan(date(2027, 1, 5)).meeting_number == "HU 2027/1"
    assert room.plan().meeting_number == "HU 2026/2"


def test_the_chair_is_a_member_whether_or_not_the_list_says_so() -> None:
    room = Room()
    assert [one.user for one in room.plan(members=room.members[2:]).members] == [room.chair.pk, room.members[2].pk]


def test_an_office_without_an_agency_speaks_for_itself() -> None:
    user = worker(Role.COMMITTEE_MEMBER, office=make_office(name="Flyktningtjenesten"))
    assert meetings.agency_of(user) == "Flyktningtjenesten"


@pytest.mark.parametrize(
    ("case", "field", "problem"),
    [
        ("the day is past", "held_on", "past"),
        ("one of them holds no seat", "members", "no_member"),
        ("one of them cannot sign in", "members", "no_member"),
        ("one of them has no office", "members", "no_agency"),
        ("they are too few", "members", "too_few_members"),
        ("they are all from one agency", "members", "too_few_agencies"),
    ],
)
def test_a_meeting_that_could_decide_nothing_is_not_called(case: str, field: str, problem: str) -> None:
    room = Room()
    others: dict[str, Any] = {
        "the day is past": {"held_on": TODAY - timedelta(days=1)},
        "one of them holds no seat": {"members": [*room.members, worker(Role.DECIDER)]},
        "one of them cannot sign in": {"members": [*room.members, worker(Role.COMMITTEE_MEMBER, active=False)]},
        "one of them has no office": {"members": [*room.members, _homeless()]},
        "they are too few": {"members": [room.chair]},
        "they are all from one agency": {"members": room.members[:2]},
    }[case]
    error = refusal(lambda: room.plan(**others))
    assert isinstance(error, InvalidRecord)
    assert error.problems == {field: problem}
    assert Meeting.objects.count() == 1


def _homeless() -> User:
    user = worker(Role.COMMITTEE_MEMBER)
    records.change(user, ACTOR, values={"office": None})
    return user


def test_members_alone_do_not_call_meetings() -> None:
    room = Room()
    with pytest.raises(NotAuthorised):
        meetings.plan(TODAY, "09:00", "Rådhuset", room.chair, room.members, acting(room.chair), now=NOW)


# --- The agenda ------------------------------------------------------------------------------------------------------


def test_proposed_cases_are_ready_until_they_stand_on_an_agenda() -> None:
    room, case = Room(), proposed()
    assessed()
    proposed(wanted=draft(DecisionOutcome.REFUSED, basis=LegalBasis.HOUSING_SOCIAL_ACT))  # one decider decides it
    assert [one.pk for one in meetings.ready_cases()] == [case.pk]
    room.put(case)
    assert list(meetings.ready_cases()) == []
    assert (case.meeting, case.pending, room.outcomes()) == (room.meeting.pk, [], {case.number: None})
    assert _step(case) == ("Neste steg: avgjør saken i møtet.", TODAY)
    meetings.take_off(case, acting(room.secretary), version=case.version)
    assert [one.pk for one in meetings.ready_cases()] == [case.pk]
    assert (room.outcomes(), case.meeting) == ({}, None)


def _step(case: Application) -> tuple[str, date]:
    task = Task.objects.get(kind=TaskKind.NEXT_STEP, subject_id=str(case.pk), state=TaskState.OPEN)
    return task.text, task.due_on


def test_a_case_stands_on_one_agenda_and_once() -> None:
    room, case = Room(), proposed()
    other = room.plan(TODAY + timedelta(days=7))
    room.put(case)
    again = meetings.set_on_agenda(room.meeting, case, acting(room.secretary), version=case.version)
    assert again is False
    error = refusal(lambda: meetings.set_on_agenda(other, case, acting(room.secretary), version=case.version))
    assert isinstance(error, AlreadyOnAgenda)
    assert (error.number, error.meeting) == (case.number, "HU 2026/1")
    other.reload()
    assert (len(Meeting.objects.get(pk=room.meeting.pk).items), other.items) == (1, [])


def test_only_what_is_proposed_to_the_committee_is_put_before_it() -> None:
    room = Room()
    for case in (assessed(), proposed(wanted=draft(DecisionOutcome.REFUSED, basis=LegalBasis.HOUSING_SOCIAL_ACT))):
        with pytest.raises(NotProposed):
            room.put(case)
    case = proposed()
    with pytest.raises(StaleState):
        meetings.set_on_agenda(room.meeting, case, acting(room.secretary), version=case.version - 1)
    with pytest.raises(NotAuthorised):
        meetings.set_on_agenda(room.meeting, case, acting(room.chair), version=case.version)
    assert Application.objects(meeting__exists=True).count() == 0


def test_a_case_whose_proposal_is_dropped_or_withdrawn_leaves_the_agenda() -> None:
    room, one, two = Room(), proposed(), proposed()
    room.put(one, two)
    decisions.drop_proposal(one, acting(room.secretary), why="Feil", version=one.version)
    applications.withdraw(two, acting(room.secretary), why="Har fått bolig", version=two.version)
    assert (room.outcomes(), one.meeting, two.meeting) == ({}, None, None)


def test_a_case_proposed_anew_stays_on_its_agenda() -> None:
    room, case = Room(), proposed()
    room.put(case)
    decisions.propose(case, draft(), acting(room.secretary), SENDER, version=case.version, now=NOW)
    assert (case.meeting, room.outcomes()) == (room.meeting.pk, {case.number: None})


# --- Opening ---------------------------------------------------------------------------------------------------------


def test_a_meeting_opens_once_and_on_its_day_with_those_who_were_called() -> None:
    room = Room()
    later = room.plan(TODAY + timedelta(days=1))
    chair = acting(room.chair)
    with pytest.raises(MeetingNotToday):
        meetings.open_meeting(later, [], chair, version=later.version, now=NOW)
    with pytest.raises(MeetingNotToday):
        meetings.open_meeting(room.meeting, [], chair, version=room.meeting.version, now=NOW + timedelta(days=1))
    with pytest.raises(InvalidRecord):
        room.open(worker(Role.COMMITTEE_MEMBER))
    room.open(*room.members[:2])
    assert [one.present for one in room.meeting.members] == [True, True, False]
    with pytest.raises(TransitionRefused):
        room.open()


def test_members_come_and_go_while_the_meeting_is_open() -> None:
    room = Room()
    actor, last = acting(room.secretary), room.members[2].pk
    with pytest.raises(TransitionRefused):
        meetings.mark_present(room.meeting, last, actor, version=room.meeting.version)
    room.open(*room.members[:2])
    meetings.mark_present(room.meeting, last, actor, version=room.meeting.version)
    assert [one.id for one in meetings.around_table(room.meeting)] == [str(one.pk) for one in room.members]
    meetings.mark_absent(room.meeting, last, actor, version=room.meeting.version)
    assert len(meetings.around_table(room.meeting)) == 2
    with pytest.raises(StaleState):
        meetings.mark_present(room.meeting, last, actor, version=1)


# --- Deciding --------------------------------------------------------------------------------------------------------


def test_a_case_is_decided_by_those_present_and_the_item_says_so() -> None:
    room, case = Room(), proposed()
    room.put(case)
    room.open(room.members[0], room.members[2])
    made = room.decide(case, note="Enstemmig.")
    stored = Decision.objects.get(pk=made)
    assert stored.decided_by == [str(room.members[0].pk), str(room.members[2].pk)]
    assert (stored.meeting, stored.outcome, case.state) == (
        room.meeting.pk, DecisionOutcome.GRANTED, ApplicationState.WAITING,
    )  # fmt: skip
    item = room.meeting.items[0]
    assert (item.outcome, item.decision, item.note) == (ItemOutcome.DECIDED, made, "Enstemmig.")
    assert (case.pending, case.meeting, case.history[-1].by_name) == ([], None, room.chair.name)
    assert Letter.objects.get(pk=stored.letter).state is LetterState.RELEASED


def test_an_item_is_decided_once() -> None:
    room, case = Room(), proposed()
    room.put(case)
    room.open()
    letter, version = case.proposal.letter, case.version
    room.decide(case)
    for seen in (version, case.version):
        with pytest.raises(StaleState):
            room.decide(case, letter=letter, version=seen)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("case", "there"),
    [("one of the members is not enough", [0]), ("two of one agency are not", [0, 1]), ("nobody is", [])],
)
def test_too_few_decide_nothing(case: str, there: list[int]) -> None:
    room, one = Room(), proposed()
    room.put(one)
    room.open()
    actor = acting(room.chair)
    present = {room.members[n].pk for n in there}
    meetings.note_attendance(room.meeting, present, actor, version=room.meeting.version)
    assert isinstance(refusal(lambda: room.decide(one)), QuorumMissing if there else NotInMeeting)
    assert Decision.objects.count() == 0
    assert room.outcomes() == {one.number: None}


def test_a_member_who_is_disqualified_leaves_the_case_and_is_not_counted() -> None:
    room, case, other = Room(BUILDINGS, NAV, NAV), proposed(), proposed()
    room.put(case, other)
    room.open()
    leaver = room.members[2]
    _leave(room, case, leaver)
    assert [one.id for one in meetings.participants(room.meeting, case)] == [str(one.pk) for one in room.members[:2]]
    assert room.meeting.items[0].absent == [str(leaver.pk)]
    made = room.decide(case)
    assert Decision.objects.get(pk=made).decided_by == [str(one.pk) for one in room.members[:2]]
    assert str(leaver.pk) in Decision.objects.get(pk=room.decide(other)).decided_by


def _leave(room: Room, case: Application, member: User) -> None:
    actor = acting(member)
    meetings.declare_conflict(
        room.meeting, case, member.pk, actor, because="Er i slekt.", version=case.version, now=NOW
    )
    room.meeting.reload()


def test_too_few_are_left_when_one_leaves() -> None:
    room, case = Room(BUILDINGS, BUILDINGS, NAV), proposed()
    room.put(case)
    room.open()
    _leave(room, case, room.members[2])
    error = refusal(lambda: room.decide(case))
    assert isinstance(error, QuorumMissing)
    assert (error.present, error.agencies) == (2, 1)
    room.postpone(case)
    assert room.outcomes() == {case.number: ItemOutcome.POSTPONED}


def test_nobody_leaves_a_case_twice_and_nobody_from_outside_does() -> None:
    room, case = Room(), proposed()
    room.put(case)
    room.open()
    member = room.members[1]
    _leave(room, case, member)
    given = {"because": "Er i slekt.", "version": case.version, "now": NOW}
    assert meetings.declare_conflict(room.meeting, case, member.pk, acting(member), **given) is False
    stranger = worker(Role.COMMITTEE_MEMBER)
    with pytest.raises(InvalidRecord):
        meetings.declare_conflict(room.meeting, case, stranger.pk, acting(stranger), **given)
    assert len(Application.objects.get(pk=case.pk).conflicts) == 1


def test_who_records_is_a_member_present_in_the_case() -> None:
    room, case = Room(BUILDINGS, BUILDINGS, NAV, NAV), proposed()
    room.put(case)
    room.open(*room.members[:3])
    for outsider in (room.secretary, room.members[3]):
        assert isinstance(refusal(lambda who=outsider: room.decide(case, by=who)), NotInMeeting)
    _leave(room, case, room.members[1])
    assert isinstance(refusal(lambda: room.decide(case, by=room.members[1])), ConflictOfInterest)
    room.decide(case, by=room.members[2])
    assert case.history[-1].by_name == room.members[2].name


def test_nothing_is_decided_outside_an_open_meeting_of_today() -> None:
    room, case = Room(), proposed()
    assert isinstance(refusal(lambda: room.decide(case)), TransitionRefused)
    room.put(case)
    assert isinstance(refusal(lambda: room.decide(case)), TransitionRefused)
    room.open()
    assert isinstance(refusal(lambda: room.decide(case, now=NOW + timedelta(days=1))), MeetingNotToday)
    assert isinstance(refusal(lambda: room.decide(proposed())), StaleState)  # a case that waits for no meeting
    assert Decision.objects.count() == 0


def test_letters_of_another_day_are_drawn_anew_by_one_click_and_then_signed() -> None:
    before = NOW - timedelta(days=3)
    room, old, new = Room(), proposed(now=before), proposed()
    room.put(old, new)
    room.open()
    assert isinstance(refusal(lambda: room.decide(old)), LetterOutdated)
    cases = meetings.cases_of(room.meeting)
    assert meetings.outdated(room.meeting, cases, TODAY) == {old.pk}
    answer = meetings.redraw_letters(room.meeting, acting(room.chair), SENDER, now=NOW)
    assert (answer.done, answer.refused) == (1, ())
    old.reload()
    assert meetings.outdated(room.meeting, [old, new], TODAY) == set()
    room.decide(old)
    assert room.outcomes() == {old.number: ItemOutcome.DECIDED, new.number: None}


def test_a_postponed_case_is_ready_again_and_the_minutes_say_why() -> None:
    room, case = Room(), proposed()
    room.put(case)
    with pytest.raises(TransitionRefused):
        room.postpone(case)
    room.open()
    with pytest.raises(MissingReason):
        room.postpone(case, why="  ")
    room.postpone(case, why="Lønnslipp mangler.")
    item = room.meeting.items[0]
    assert (item.outcome, item.note) == (ItemOutcome.POSTPONED, "Lønnslipp mangler.")
    assert [one.pk for one in meetings.ready_cases()] == [case.pk]
    room.put(case)  # taken up again in the same meeting
    assert room.outcomes() == {case.number: None}


def test_a_case_is_taken_off_before_the_meeting_and_postponed_in_it() -> None:
    room, case = Room(), proposed()
    room.put(case)
    room.open()
    with pytest.raises(TransitionRefused):
        meetings.take_off(case, acting(room.secretary), version=case.version)
    assert (case.meeting, room.outcomes()) == (room.meeting.pk, {case.number: None})


# --- Undo ------------------------------------------------------------------------------------------------------------


def test_a_decision_undone_in_the_open_meeting_is_undecided_in_it_again() -> None:
    room, case = Room(), proposed()
    room.put(case)
    room.open()
    made = room.decide(case)
    decisions.undo(case, made, acting(room.chair), why="Feil leietid", version=case.version)
    case.reload()
    assert (case.meeting, case.state) == (room.meeting.pk, ApplicationState.IN_ASSESSMENT)
    assert room.outcomes() == {case.number: None}
    assert isinstance(refusal(room.close), StaleState | ItemsLeft)
    decisions.propose(case, draft(lease_months=24), acting(room.secretary), SENDER, version=case.version, now=NOW)
    again = room.decide(case)
    assert (again != made, room.outcomes()) == (True, {case.number: ItemOutcome.DECIDED})


def test_a_decision_undone_after_the_meeting_leaves_its_minutes_alone() -> None:
    room, case = Room(), proposed()
    room.put(case)
    room.open()
    made = room.decide(case)
    room.close()
    decisions.undo(case, made, acting(room.chair), why="Feil leietid", version=case.version)
    case.reload()
    assert (case.meeting, case.decisions[0].undone_on is not None) == (None, True)
    assert room.outcomes() == {case.number: ItemOutcome.DECIDED}


# --- The end ---------------------------------------------------------------------------------------------------------


def test_a_meeting_is_closed_on_its_minutes_when_every_case_has_an_outcome() -> None:
    room, one, two = Room(), proposed(), proposed()
    room.put(one, two)
    room.open()
    room.decide(one)
    error = refusal(room.close)
    assert isinstance(error, ItemsLeft)
    assert error.cases == (two.number,)
    assert File.objects(kind=FileKind.MINUTES).count() == 0
    room.postpone(two)
    room.close()
    stored = Meeting.objects.get()
    file = File.objects.get(kind=FileKind.MINUTES)
    assert (stored.state, stored.minutes, stored.minutes_sha256) == (MeetingState.CLOSED, file.pk, file.sha256)
    content = meetings.open_minutes(stored, acting(room.chair))
    assert content.startswith(b"%PDF")
    assert isinstance(refusal(room.close), TransitionRefused)
    assert File.objects(kind=FileKind.MINUTES).count() == 1


def test_minutes_with_notes_are_read_by_those_who_took_part_and_by_nobody_who_left_the_case() -> None:
    room, case = Room(), proposed()
    room.put(case)
    room.open()
    leaves = room.members[1]
    applications.declare_conflict(case, leaves, acting(leaves), because="Nabo", version=case.version, today=TODAY)
    room.meeting.reload()
    room.decide(case, note="Drøftet boevnen.")
    room.close()
    held = Meeting.objects.get()
    for reader in (room.chair, room.secretary, room.members[2]):
        assert meetings.open_minutes(held, acting(reader)).startswith(b"%PDF")
    for other in (leaves, worker(Role.COMMITTEE_MEMBER)):
        with pytest.raises(NoNeedToKnow):
            meetings.open_minutes(held, acting(other))


def test_a_stale_page_closes_nothing_and_leaves_no_file() -> None:
    room = Room()
    room.open()
    with pytest.raises(StaleState):
        meetings.close(room.meeting, acting(room.chair), SENDER, version=1, now=NOW)
    assert (Meeting.objects.get().state, File.objects.count()) == (MeetingState.OPEN, 0)


def test_what_a_dead_process_left_is_made_up_before_the_meeting_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    room, case = Room(), proposed()
    room.put(case)
    room.open()
    with monkeypatch.context() as killed:
        killed.setattr(effects, "run", lambda *_: True)
        room.decide(case)
    assert room.outcomes() == {case.number: None}
    room.close()
    assert room.outcomes() == {case.number: ItemOutcome.DECIDED}


def test_a_case_put_on_an_agenda_that_closes_meanwhile_is_ready_again(monkeypatch: pytest.MonkeyPatch) -> None:
    room, case = Room(), proposed()
    seen = Meeting.objects.get(pk=room.meeting.pk)
    room.open()
    room.close()
    with pytest.raises(TransitionRefused):
        meetings.set_on_agenda(seen, case, acting(room.secretary), version=case.version)
    assert ([one.pk for one in meetings.ready_cases()], room.outcomes()) == ([case.pk], {})
    assert (case.meeting, case.pending) == (None, [])


def test_a_cancelled_meeting_gives_its_cases_back() -> None:
    room, case = Room(), proposed()
    room.put(case)
    actor = acting(room.secretary)
    with pytest.raises(MissingReason):
        meetings.cancel(room.meeting, actor, why=" ", version=room.meeting.version)
    meetings.cancel(room.meeting, actor, why="For få kan møte.", version=room.meeting.version)
    assert [one.pk for one in meetings.ready_cases()] == [case.pk]
    assert Meeting.objects.get().state is MeetingState.CANCELLED
    for late in (
        lambda: meetings.cancel(room.meeting, actor, why="Igjen", version=room.meeting.version),
        lambda: meetings.set_on_agenda(
            room.meeting, Application.objects.get(pk=case.pk), actor, version=Application.objects.get().version
        ),
        room.open,
    ):
        assert isinstance(refusal(late), TransitionRefused)


# --- The chair's task ------------------------------------------------------------------------------------------------


def test_the_chair_has_the_meeting_as_a_task_until_it_is_closed() -> None:
    room = Room()
    task = Task.objects.get(kind=TaskKind.MEETING)
    assert (task.assignee, task.due_on, task.subject_number) == (room.chair, TODAY, "HU 2026/1")
    room.open()
    task.reload()
    assert task.text == "Møtet er ikke avsluttet. Avslutt det, så blir protokollen laget."
    assert task.urgency is Urgency.SOON
    assert meetings.finding(room.meeting, TODAY + timedelta(days=1)).urgency is Urgency.URGENT
    assert [one.pk for one in meetings.awaited()] == [room.meeting.pk]
    room.close()
    task.reload()
    assert (task.state, meetings.finding(room.meeting, TODAY), list(meetings.awaited())) == (
        TaskState.SETTLED,
        None,
        [],
    )


def test_the_night_tells_the_chair_of_a_meeting_that_was_not_closed() -> None:
    room = Room()
    room.open()
    later = room.plan(TODAY + timedelta(days=30))
    run_job("meetings", TODAY + timedelta(days=1))
    urgent = {task.subject_number: task.urgency for task in Task.objects(kind=TaskKind.MEETING)}
    assert urgent == {room.meeting.number: Urgency.URGENT, later.number: Urgency.NOTICE}
    meetings.close(room.meeting, acting(room.chair), SENDER, version=room.meeting.version, now=NOW)
    run_job("meetings", TODAY + timedelta(days=2))
    assert Task.objects.get(subject_number=room.meeting.number).state is TaskState.SETTLED
