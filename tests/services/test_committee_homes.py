"""The committee chooses households for dwellings in its meeting; nothing is lost on an agenda that closes (S001)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters.minutes import HomeMinute
from models import Application, Meeting, User, Vacancy
from models.intake import Conflict
from rules.errors import (
    AlreadyOnAgenda,
    ChooserMissing,
    ConflictOfInterest,
    HusromError,
    MeetingNotToday,
    MissingReason,
    NotACandidate,
    NotAuthorised,
    NotForCommittee,
    NotInMeeting,
    PassedOverUnexplained,
    QuorumMissing,
    RecommendationOutdated,
    StaleState,
    TransitionRefused,
)
from rules.terms import ApplicationState, ItemOutcome, MeetingState, Role, VacancyState, VacancyStep
from services import allocations, effects, meetings, records, rulebooks, vacancy_steps
from services.meetings import closing, home_minutes
from tests import casework
from tests.casework import NOW, SENDER, TODAY, acting, house, worker
from tests.choosing import SECOND, THIRD, by_committee, fresh, recommended, waiting, worked_out
from tests.factories import ACTOR

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")
BUILDINGS, NAV = "Bygg- og eiendomstjenesten", "NAV"


class Room:
    """A committee of three, its secretary, today's meeting, and a dwelling recommended to the first of two."""

    def __init__(self) -> None:
        self.members = casework.members((BUILDINGS, NAV, NAV))
        self.secretary = worker(Role.HOUSING_CONSULTANT)
        self.meeting = self.plan()
        self.first, self.second = waiting(), waiting(SECOND)
        self.vacancy = recommended(by_committee(), self.first)

    def plan(self, day: Any = TODAY) -> Meeting:
        return meetings.plan(day, "09:00", "Rådhuset", self.members[0], self.members, acting(self.secretary), now=NOW)

    def put(self, meeting: Meeting | None = None) -> None:
        meetings.set_home_on_agenda(
            meeting or self.meeting, self.vacancy, acting(self.secretary), version=self.vacancy.version
        )
        self.read()

    def open(self, *present: User) -> "Room":
        there = [one.pk for one in present or self.members]
        meetings.open_meeting(self.meeting, there, acting(self.members[0]), version=self.meeting.version, now=NOW)
        self.read()
        return self

    def choose(self, application: Application | None = None, by: User | None = None, **others: Any) -> ObjectId:
        given = {"meeting": self.meeting, "version": self.vacancy.version, "now": NOW, **others}
        wanted = (application or self.first).pk
        made = allocations.choose_in_meeting(self.vacancy, acting(by or self.members[0]), application=wanted, **given)
        self.read()
        return made

    def close(self) -> None:
        meetings.close(self.meeting, acting(self.members[0]), SENDER, version=self.meeting.version, now=NOW)
        self.read()

    def read(self) -> None:
        self.vacancy = fresh(self.vacancy)
        self.meeting = records.get(Meeting, self.meeting.pk)

    @property
    def item(self) -> Any:
        return meetings.home_item(records.get(Meeting, self.meeting.pk), self.vacancy.pk)

    def minutes(self) -> HomeMinute:
        """What the minutes say of the dwelling; they are there."""
        assert meetings.open_minutes(self.meeting, ACTOR).startswith(b"%PDF")
        (told,) = home_minutes.of(self.meeting)
        return told


def refusal(do: Callable[[], object]) -> HusromError:
    with pytest.raises(HusromError) as refused:
        do()
    return refused.value


def disqualify(case: Application, user: User) -> None:
    own = records.get(Application, case.pk)
    conflict = Conflict(user=user.pk, user_name=user.name, because="Søster.", on=TODAY)
    records.change(own, ACTOR, values={"conflicts": [*own.conflicts, conflict]})


def step(vacancy: Vacancy) -> VacancyStep | None:
    found = vacancy_steps.step_of(vacancy, TODAY, rulebooks.current(TODAY))
    return found.step if found else None


# --- The agenda -------------------------------------------------------------------------------------------------------


def test_a_recommended_dwelling_is_ready_is_put_on_the_agenda_and_taken_off() -> None:
    room = Room()
    assert [one.pk for one in meetings.ready_homes()] == [room.vacancy.pk]
    room.put()
    assert (list(meetings.ready_homes()), room.item.outcome) == ([], None)
    assert step(room.vacancy) is VacancyStep.CHOOSE_IN_MEETING
    assert meetings.take_home_off(room.vacancy, acting(room.secretary), version=room.vacancy.version)
    assert room.item is None
    assert step(fresh(room.vacancy)) is VacancyStep.SET_ON_AGENDA


def test_a_dwelling_stands_on_one_agenda_and_only_while_the_committee_is_to_choose() -> None:
    room = Room()
    other = room.plan(TODAY + timedelta(days=7))
    room.put()
    assert isinstance(refusal(lambda: room.put(other)), AlreadyOnAgenda)
    seen = room.vacancy.version - 1
    stale = refusal(lambda: meetings.set_home_on_agenda(other, room.vacancy, acting(room.secretary), version=seen))
    assert isinstance(stale, StaleState)
    room.vacancy = by_committee()
    assert isinstance(refusal(lambda: room.put(other)), NotForCommittee)


def test_a_member_sets_nothing_on_the_agenda_and_nothing_is_set_on_a_meeting_that_is_over() -> None:
    room = Room()
    error = refusal(
        lambda: meetings.set_home_on_agenda(
            room.meeting, room.vacancy, acting(room.members[0]), version=room.vacancy.version
        )
    )
    assert isinstance(error, NotAuthorised)
    meetings.cancel(room.meeting, acting(room.secretary), why="For få.", version=room.meeting.version)
    assert isinstance(refusal(room.put), TransitionRefused)


def test_a_cancelled_meeting_gives_its_dwellings_back() -> None:
    room = Room()
    room.put()
    meetings.cancel(room.meeting, acting(room.secretary), why="For få.", version=room.meeting.version)
    assert [one.pk for one in meetings.ready_homes()] == [room.vacancy.pk]


def test_a_vacancy_that_is_sent_back_or_cancelled_leaves_the_agenda_by_itself() -> None:
    room = Room()
    room.put()
    allocations.take_back(room.vacancy, acting(room.secretary), why="Ny opplysning.", version=room.vacancy.version,
                          today=TODAY)  # fmt: skip
    assert (room.item, fresh(room.vacancy).meeting) == (None, None)


# --- The choice -------------------------------------------------------------------------------------------------------


def test_the_members_present_choose_the_one_recommended_in_one_write() -> None:
    room = Room()
    room.put()
    made = room.open().choose()
    held = room.vacancy.allocation
    assert (room.vacancy.state, held.id, held.application) == (VacancyState.ALLOCATED, made, room.first.pk)
    assert (held.meeting, held.by) == (room.meeting.pk, str(room.members[0].pk))
    assert held.decided_by == [str(one.pk) for one in room.members]
    assert (room.item.outcome, room.item.allocation) == (ItemOutcome.DECIDED, made)


def test_another_than_the_one_recommended_needs_a_reason_for_each_passed_over() -> None:
    room = Room()
    room.put()
    room.open()
    assert isinstance(refusal(lambda: room.choose(room.second)), PassedOverUnexplained)
    room.choose(room.second, passed_over=[([room.first.pk], "Bomiljøet der tåler ikke flere.")])
    held = room.vacancy.allocation
    assert [(one.numbers, one.reason) for one in held.passed_over] == [
        ([room.first.number], "Bomiljøet der tåler ikke flere.")
    ]
    assert worked_out(room.vacancy) == [[room.second.number], [room.first.number]]


def test_somebody_who_is_no_candidate_is_not_chosen() -> None:
    room = Room()
    room.put()
    room.open()
    from_outside = casework.proposed()
    assert isinstance(refusal(lambda: room.choose(from_outside)), NotACandidate)


@pytest.mark.parametrize(
    ("case", "refused"),
    [
        ("the meeting is not open", ChooserMissing),
        ("it is another day", MeetingNotToday),
        ("the page is old", StaleState),
        ("the dwelling is on no agenda", StaleState),
        ("it is on another agenda", StaleState),
        ("the one who records it is not present", NotInMeeting),
        ("the one who records it is no member", NotAuthorised),
        ("too few are present", QuorumMissing),
        ("all present are from one agency", QuorumMissing),
        ("the facts have changed", RecommendationOutdated),
    ],
)
def test_nothing_is_chosen_when(case: str, refused: type[HusromError]) -> None:
    room = Room()
    if case != "the dwelling is on no agenda":
        room.put(room.plan() if case == "it is on another agenda" else None)
    present = {
        "too few are present": room.members[:1],
        "all present are from one agency": room.members[1:],
        "the one who records it is not present": room.members[1:],
    }.get(case, room.members)
    if case != "the meeting is not open":
        room.open(*present)
    if case == "the facts have changed":
        records.change(records.get(Application, room.first.pk), ACTOR, values={"situation": THIRD})
    others: dict[str, Any] = {
        "it is another day": {"now": NOW + timedelta(days=1)},
        "the page is old": {"version": room.vacancy.version - 1},
        "the one who records it is no member": {"by": room.secretary},
        "all present are from one agency": {"by": room.members[1]},
    }.get(case, {})
    assert isinstance(refusal(lambda: room.choose(**others)), refused)
    assert fresh(room.vacancy).state is VacancyState.PROPOSED


def test_a_disqualified_member_leaves_the_choice_and_is_not_counted() -> None:
    room = Room()
    room.put()
    room.open()
    disqualify(room.first, room.members[1])
    assert isinstance(refusal(lambda: room.choose(by=room.members[1])), ConflictOfInterest)
    room.choose()
    assert room.vacancy.allocation.decided_by == [str(room.members[0].pk), str(room.members[2].pk)]
    room.close()
    assert room.minutes().left == (room.members[1].name,)
    assert not closing.may_read_minutes(room.meeting, acting(room.members[1]))


def test_disqualified_members_may_leave_it_without_quorum() -> None:
    room = Room()
    room.put()
    room.open()
    for one in room.members[1:]:
        disqualify(room.first, one)
    assert isinstance(refusal(room.choose), QuorumMissing)


def test_a_consultant_never_allocates_past_the_committee_and_a_second_choice_is_refused() -> None:
    room = Room()
    room.put()
    error = refusal(
        lambda: allocations.allocate(room.vacancy, acting(room.secretary), version=room.vacancy.version, now=NOW)
    )
    assert isinstance(error, TransitionRefused | ChooserMissing)
    room.open()
    room.choose()
    assert isinstance(refusal(room.choose), StaleState)


def test_a_choice_is_undone_in_the_meeting_and_made_again() -> None:
    room = Room()
    room.put()
    room.open()
    room.choose()
    allocations.undo(
        room.vacancy, acting(room.members[0]), why="Feil søknad.", version=room.vacancy.version, today=TODAY
    )
    room.read()
    assert (room.vacancy.state, room.vacancy.meeting, room.item.outcome) == (
        VacancyState.PROPOSED, room.meeting.pk, None,
    )  # fmt: skip
    assert room.choose()


# --- Postponed, and closed --------------------------------------------------------------------------------------------


def test_a_dwelling_is_postponed_with_a_reason_that_stands_in_the_minutes() -> None:
    room = Room()
    room.put()
    room.open()

    def postpone(why: str) -> None:
        meetings.postpone_home(
            room.meeting, room.vacancy, acting(room.members[0]), why=why, version=room.vacancy.version
        )

    assert isinstance(refusal(lambda: postpone(" ")), MissingReason)
    postpone("Vi venter på brannvesenet.")
    assert (room.item.outcome, room.item.note) == (ItemOutcome.POSTPONED, "Vi venter på brannvesenet.")
    room.read()
    room.close()
    told = room.minutes()
    assert (told.outcome, told.note, told.application) == (ItemOutcome.POSTPONED, "Vi venter på brannvesenet.", "")


def test_a_meeting_is_closed_whatever_dwellings_are_left_and_none_of_them_is_lost() -> None:
    room = Room()
    room.put()
    room.open()
    room.close()
    assert room.meeting.state is MeetingState.CLOSED
    assert room.item.outcome is ItemOutcome.POSTPONED
    assert [one.pk for one in meetings.ready_homes()] == [room.vacancy.pk]
    assert room.minutes() == HomeMinute(number=room.vacancy.number, outcome=ItemOutcome.POSTPONED)


def test_the_minutes_tell_of_each_dwelling_who_got_it_by_whom_and_why() -> None:
    room = Room()
    room.put()
    room.open()
    room.choose(room.second, passed_over=[([room.first.pk], "Bomiljøet der tåler ikke flere.")])
    room.close()
    assert room.minutes() == HomeMinute(
        number=room.vacancy.number,
        outcome=ItemOutcome.DECIDED,
        application=room.second.number,
        members=tuple(one.name for one in room.members),
        over=(((room.first.number,), "Bomiljøet der tåler ikke flere."),),
    )


def test_the_minutes_give_the_consultants_reasons_where_their_advice_was_followed() -> None:
    room = Room()
    room.put()
    room.open()
    room.choose()
    room.close()
    assert (room.minutes().reasons, room.minutes().over) == ("Har størst behov.", ())


def test_the_minutes_still_tell_of_a_household_that_left_the_list_before_an_offer() -> None:
    room = Room()
    room.put()
    room.open().choose()
    records.change(records.get(Application, room.first.pk), ACTOR, values={"state": ApplicationState.WITHDRAWN})
    room.read()
    assert (room.vacancy.state, room.item.outcome) == (VacancyState.OPEN, ItemOutcome.DECIDED)
    room.close()
    assert room.minutes().application == room.first.number


def test_minutes_with_reasons_are_not_for_those_outside() -> None:
    room = Room()
    office = worker().office
    for case in (room.first, room.second):
        records.change(records.get(Application, case.pk), ACTOR, values={"office": office})
    room.put()
    room.open()
    room.choose()
    room.close()
    assert closing.may_read_minutes(room.meeting, acting(room.members[2]))
    assert not closing.may_read_minutes(room.meeting, acting(worker()))


def test_what_a_dead_process_left_is_made_up_before_the_meeting_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room()
    room.put()
    room.open()
    with monkeypatch.context() as dying:
        dying.setattr(effects, "run", lambda *_: False)  # the write stands, nothing it owes is done
        room.choose()
    assert room.item.outcome is None
    room.close()
    assert room.item.outcome is ItemOutcome.DECIDED
    assert room.minutes().application == room.first.number
