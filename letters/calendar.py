"""The calendar file of a meeting with a household: number, place and link; no name and no address (RFC 5545, 5546)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from rules.deadlines import OSLO

PRODUCT = "-//Husrom//Avtaler//NO"
MEDIA_TYPE = "text/calendar; method={method}; charset=UTF-8"
NAME = "avtale.ics"


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """One state of one meeting: the same `uid` throughout, `sequence` counts its changes.

    `organiser` and `attendees` are colleagues' e-mail addresses; the household is never among them.
    """

    uid: str
    sequence: int
    cancelled: bool
    starts_at: datetime
    minutes: int
    summary: str
    place: str
    url: str
    organiser: str
    attendees: tuple[str, ...]
    stamped_at: datetime

    @property
    def method(self) -> str:
        """What the file asks of a calendar: to enter or change the meeting, or to take it away."""
        return "CANCEL" if self.cancelled else "REQUEST"

    @property
    def media_type(self) -> str:
        """The method stands there too: it is what makes a mail's file an invitation (RFC 6047)."""
        return MEDIA_TYPE.format(method=self.method)


def calendar_file(invitation: Invitation) -> bytes:
    """The file, in Norwegian time with its rules for summer time: every calendar shows the hour that was agreed."""
    from icalendar import Calendar, Event, vCalAddress  # read only by those who make one

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", invitation.method)
    starts = invitation.starts_at.astimezone(OSLO)
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamped_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", starts)
    event.add("dtend", ends_at(invitation.starts_at, invitation.minutes))
    event.add("summary", invitation.summary)
    event.add("location", invitation.place)
    event.add("url", invitation.url)
    event.add("description", f"Se {invitation.url}")
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", vCalAddress(f"mailto:{invitation.organiser}"))
    for address in invitation.attendees:
        event.add("attendee", vCalAddress(f"mailto:{address}"))
    calendar.add_component(event)
    # The years around it: Outlook reads long lists of changes slowly.
    calendar.add_missing_timezones(first_date=date(starts.year - 1, 1, 1), last_date=date(starts.year + 2, 1, 1))
    content: bytes = calendar.to_ical()
    return content


def ends_at(starts_at: datetime, minutes: int) -> datetime:
    """When it is over, in Norway: minutes pass as they do on the night the clock is changed too.

    The second of the two hours that such a night has cannot be told in local time: it is given as UTC.
    """
    ends = starts_at.astimezone(UTC) + timedelta(minutes=minutes)
    local = ends.astimezone(OSLO)
    return ends if local.fold else local
