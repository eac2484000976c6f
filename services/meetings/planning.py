"""A meeting from plan to opening: whom it calls, who came, and its task until the minutes are there (S001)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from letters import task_texts
from models import Meeting, Office, User
from models.base import Effect, Record
from models.meeting import Attendance
from rules import states
from rules.deadlines import oslo_date
from rules.errors import InvalidRecord, MissingReason
from rules.meetings import urgency
from rules.policy import Deciding
from rules.terms import MeetingState, Role, TaskKind
from services import numbers, records, rulebooks, tasks
from services.actor import Actor
from services.effects import Owed
from services.sitting import AWAITED, check_day, check_open
from services.tasks import Finding

TASK_EFFECT = "meeting_task"
CASES_EFFECT = "meeting_cases"
SERIES = "HU"
PLANNED = ("held_on", "starts_at", "place")  # what tells whether a form sent again means the same meeting
SECRETARIES = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
AROUND_TABLE = (*SECRETARIES, Role.COMMITTEE_MEMBER)


# --- The plan -----------------------------------------------------------------------------------------------------


def plan(
    held_on: date,
    starts_at: str,
    place: str,
    chair: User,
    members: Sequence[User],
    actor: Actor,
    *,
    now: datetime,
    identity: ObjectId | None = None,
) -> Meeting:
    """Call the committee to a meeting; the chair is one of its members.

    `identity` is the form's: the same plan sent twice is one meeting.
    Raises NotAuthorised, InvalidRecord (a day that is past, somebody who is no member, too few members or agencies).
    """
    actor.require(*SECRETARIES, what="meeting.plan")
    called = list({user.pk: user for user in (chair, *members)}.values())
    agencies = {user.pk: agency_of(user) for user in called}
    _check_plan(held_on, called, agencies, oslo_date(now))
    meeting = Meeting(
        held_on=held_on,
        starts_at=starts_at,
        place=place.strip(),
        chair=chair.pk,
        members=[Attendance(user=user.pk, name=user.name, agency=agencies[user.pk]) for user in called],
    )
    before: Meeting | None = Meeting.objects(pk=identity).first() if identity else None
    if before is not None and all(getattr(before, name) == getattr(meeting, name) for name in PLANNED):
        return before
    series = f"{SERIES} {held_on.year}"
    meeting.meeting_number = f"{series}/{numbers.next_in(series)}"
    meeting.pk = identity if identity and before is None else ObjectId()
    records.create(meeting, actor, action="planned", owed=[_task(meeting, 1)])
    return meeting


def _check_plan(held_on: date, called: Sequence[User], agencies: dict[Any, str], today: date) -> None:
    problems = _problems(called, agencies, rulebooks.current(today).policy.deciding)
    if held_on < today:
        problems["held_on"] = "past"
    if problems:
        raise InvalidRecord("meeting", problems)


def agency_of(user: User) -> str:
    """Whom a member speaks for: the agency of their office, or the office itself; empty for somebody without."""
    held = records.reference(user, "office")
    office = Office.objects(pk=held).only("agency", "name").first() if held else None
    return (office.agency or office.name) if office else ""


def may_sit(user: User) -> bool:
    """Whether the user can be called to a meeting."""
    return bool(user.active) and Role.COMMITTEE_MEMBER in user.roles


def candidates() -> list[User]:
    """Those who can be called, by name (index `user_active`)."""
    found = User.objects(active=True, roles=Role.COMMITTEE_MEMBER).no_dereference()
    return sorted(found, key=lambda user: (user.name, str(user.pk)))


def _problems(called: Sequence[User], agencies: dict[Any, str], deciding: Deciding) -> dict[str, str]:
    if not all(may_sit(user) for user in called):
        return {"members": "no_member"}
    if not all(agencies.values()):
        return {"members": "no_agency"}
    if len(called) < deciding.quorum:
        return {"members": "too_few_members"}
    if len(set(agencies.values())) < deciding.agencies:
        return {"members": "too_few_agencies"}
    return {}


# --- From plan to table -------------------------------------------------------------------------------------------


def open_meeting(meeting: Meeting, present: Collection[ObjectId], actor: Actor, *, version: int, now: datetime) -> bool:
    """Open the meeting on its day, with those who are there.

    Raises NotAuthorised, TransitionRefused, MeetingNotToday, InvalidRecord (somebody who was not called), StaleState.
    """
    actor.require(*AROUND_TABLE, what="meeting.open")
    states.check(states.MEETING, meeting.state, MeetingState.OPEN)
    check_day(meeting, now)
    values = {"state": MeetingState.OPEN, "opened_at": now, "members": _attended(meeting, present)}
    return _change(meeting, actor, values, action="meeting_opened", version=version)


def note_attendance(meeting: Meeting, present: Collection[ObjectId], actor: Actor, *, version: int) -> bool:
    """Say who is there now; decisions made before keep those who made them. Raises as open_meeting()."""
    actor.require(*AROUND_TABLE, what="meeting.attendance")
    check_open(meeting)
    values = {"members": _attended(meeting, present)}
    return records.change(meeting, actor, values=values, action="attendance", version=version)


def mark_present(meeting: Meeting, member: ObjectId, actor: Actor, *, version: int) -> bool:
    """Somebody comes in. Raises as open_meeting()."""
    return note_attendance(meeting, {*present_ids(meeting), member}, actor, version=version)


def mark_absent(meeting: Meeting, member: ObjectId, actor: Actor, *, version: int) -> bool:
    """Somebody leaves the meeting for good. Raises as open_meeting()."""
    return note_attendance(meeting, present_ids(meeting) - {member}, actor, version=version)


def present_ids(meeting: Meeting) -> set[ObjectId]:
    """The ids of those who are there."""
    return {one.user for one in meeting.members if one.present}


def cancel(meeting: Meeting, actor: Actor, *, why: str, version: int) -> bool:
    """Call off a planned meeting; its cases go back among the ready ones.

    Raises NotAuthorised, MissingReason, TransitionRefused, StaleState.
    """
    actor.require(*SECRETARIES, what="meeting.cancel")
    if not why.strip():
        raise MissingReason("meeting.cancel")
    states.check(states.MEETING, meeting.state, MeetingState.CANCELLED)
    owed = [Owed(CASES_EFFECT, f"cases:{meeting.pk}")]
    values = {"state": MeetingState.CANCELLED}
    return _change(meeting, actor, values, action="meeting_cancelled", version=version, why=why, owed=owed)


def _attended(meeting: Meeting, present: Collection[ObjectId]) -> list[Attendance]:
    if not set(present) <= {one.user for one in meeting.members}:
        raise InvalidRecord("meeting", {"members": "not_called"})
    return [
        Attendance(user=one.user, name=one.name, agency=one.agency, present=one.user in present)
        for one in meeting.members
    ]


def _change(
    meeting: Meeting,
    actor: Actor,
    values: dict[str, Any],
    *,
    action: str,
    version: int,
    why: str = "",
    owed: Sequence[Owed] = (),
) -> bool:
    dues = [*owed, _task(meeting, meeting.version + 1)]
    return records.change(meeting, actor, values=values, action=action, why=why, version=version, owed=dues)


# --- Its task -----------------------------------------------------------------------------------------------------


def _task(meeting: Meeting, version: int) -> Owed:
    return Owed(TASK_EFFECT, f"task:{meeting.pk}:{version}")


def owed_task(meeting: Meeting) -> Owed:
    """What a change of the meeting's state owes its task. Call it before the change is made."""
    return _task(meeting, meeting.version + 1)


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """The chair has the meeting as a task until it is closed or cancelled (a command effect)."""
    today = oslo_date(actor.at)
    meeting = records.get(Meeting, document.pk)
    tasks.keep(finding(meeting, today), TaskKind.MEETING, meeting.pk, actor, today)


def awaited() -> Iterator[Meeting]:
    """Meetings that are planned or not closed yet, the first first (index `meeting_state`)."""
    wanted = Meeting.objects(state__in=list(AWAITED)).exclude("history", "pending").no_dereference()
    yield from wanted.order_by("held_on", "id")


def finding(meeting: Meeting, today: date) -> Finding | None:
    """What a meeting asks of its chair; None once it is closed or cancelled. It names nobody."""
    if meeting.state not in AWAITED:
        return None
    return Finding.about(
        meeting,
        TaskKind.MEETING,
        meeting.held_on,
        urgency=urgency(meeting.held_on, today),
        text=task_texts.meeting(meeting.state, late=meeting.held_on < today),
        due_on=meeting.held_on,
        role=Role.COMMITTEE_MEMBER,
        caseworker="chair",
    )
