"""Who sits around the committee's table, on which day: what holds for its cases and for the dwellings it lets alike."""

from collections.abc import Collection
from datetime import datetime

from models import Meeting
from rules.deadlines import oslo_date
from rules.decisions import Participant
from rules.errors import MeetingNotToday, TransitionRefused
from rules.terms import MeetingState

AWAITED = (MeetingState.PLANNED, MeetingState.OPEN)


def around_table(meeting: Meeting, without: Collection[str] = ()) -> list[Participant]:
    """The members who are present, but those disqualified (ids of users): they leave the case (fvl. § 6)."""
    present = [Participant(str(one.user), one.name, one.agency) for one in meeting.members if one.present]
    return [one for one in present if one.id not in without]


def check_awaited(meeting: Meeting) -> None:
    """Raise TransitionRefused where the meeting is over or called off: its agenda stands as it is."""
    if meeting.state not in AWAITED:
        raise TransitionRefused("meeting", meeting.state.value, MeetingState.OPEN.value)


def check_open(meeting: Meeting) -> None:
    """Raise TransitionRefused unless the meeting is going on."""
    if meeting.state is not MeetingState.OPEN:
        raise TransitionRefused("meeting", meeting.state.value, MeetingState.OPEN.value)


def check_day(meeting: Meeting, now: datetime) -> None:
    """Raise MeetingNotToday on any other day than the meeting's: what is decided in it bears that day."""
    if oslo_date(now) != meeting.held_on:
        raise MeetingNotToday(meeting.number, meeting.held_on)
