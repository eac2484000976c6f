"""The end of a meeting: its minutes are drawn and stored first, then the meeting is closed on them."""

import io
from datetime import datetime

from bson import ObjectId

from letters import minutes as paper
from letters.paper import Sender
from models import Application, Meeting, User
from models.deciding import DecisionEntry
from models.meeting import AgendaItem
from rules import states
from rules.deadlines import OSLO, oslo_date
from rules.errors import HusromError, ItemsLeft, NoNeedToKnow, NotFound
from rules.terms import AccessKind, FileKind, MeetingState
from services import audit, files, need_to_know, records
from services.actor import Actor
from services.batches import batched
from services.meetings import agenda, home_minutes, homes
from services.meetings.deciding import undecided
from services.meetings.planning import AROUND_TABLE, owed_task

PDF = "application/pdf"


def close(meeting: Meeting, actor: Actor, sender: Sender, *, version: int, now: datetime) -> None:
    """Close the meeting on its minutes, which are never drawn again; a dwelling that nobody was chosen for waits on.

    Raises NotAuthorised, TransitionRefused, ItemsLeft (naming the cases), UndrawableText, StaleState.
    """
    actor.require(*AROUND_TABLE, what="meeting.close")
    records.check_version(meeting, version)
    states.check(states.MEETING, meeting.state, MeetingState.CLOSED)
    agenda.pay(meeting, actor)
    left = {one.application_number for one in undecided(meeting)}
    left |= {case.application_number for case in agenda.cases_of(meeting)}
    if left:
        raise ItemsLeft(meeting.number, tuple(sorted(left)))
    homes.leave(meeting, actor)
    drawn = paper.draw_minutes(_content(meeting, sender, now))
    source = io.BytesIO(drawn.content)
    file = files.store(ObjectId(), FileKind.MINUTES, f"{drawn.title}.pdf", PDF, source, actor)
    values = {"state": MeetingState.CLOSED, "closed_at": now, "minutes": file.pk, "minutes_sha256": file.sha256}
    try:
        records.change(meeting, actor, values=values, action="meeting_closed", owed=[owed_task(meeting)])
    except HusromError:
        files.discard(file.pk)
        raise


def may_read_minutes(meeting: Meeting, actor: Actor) -> bool:
    """Whether the actor may read what the minutes say of the cases: who took part, or works every case with a note.

    Whoever left a case as disqualified reads nothing that was noted of it (fvl. § 6).
    """
    noted = [item for item in meeting.items if item.note]
    told = home_minutes.cases_told_of(meeting)
    if any(actor.id in item.absent for item in noted) or home_minutes.is_out(actor, told):
        return False
    took_part = {str(one.user) for one in meeting.members} | {entry.by for entry in meeting.history}
    if actor.is_system or actor.id in took_part:
        return True
    ids = {item.application for item in noted} | told
    return ids <= need_to_know.among(ids, actor)


def open_minutes(meeting: Meeting, actor: Actor) -> bytes:
    """The minutes as they were closed on; the opening is logged. Raises NotFound while there are none, NoNeedToKnow."""
    if meeting.minutes is None:
        raise NotFound("meeting", meeting.number)
    if not may_read_minutes(meeting, actor):
        raise NoNeedToKnow(meeting.number)
    with files.open_stored(meeting.minutes) as source:
        content = source.read()
    audit.record_access(
        actor, AccessKind.FETCHED, "meeting", document_id=str(meeting.pk), number=meeting.meeting_number
    )
    return content


def _content(meeting: Meeting, sender: Sender, now: datetime) -> paper.Minutes:
    decisions = _decisions(meeting)
    chair = User.objects(pk=records.reference(meeting, "chair")).only("name").first()
    return paper.Minutes(
        sender=sender,
        number=meeting.meeting_number,
        held_on=meeting.held_on,
        starts_at=_began(meeting),
        place=meeting.place,
        chair=chair.name if chair else "",
        members=tuple(paper.Attendee(one.name, one.agency, one.present) for one in meeting.members),
        items=tuple(_minute(one, meeting, decisions) for one in meeting.items),
        homes=home_minutes.of(meeting),
        day=oslo_date(now),
        ended_at=f"{now.astimezone(OSLO):%H.%M}" if oslo_date(now) == meeting.held_on else None,
    )


def _began(meeting: Meeting) -> str:
    """When the meeting was opened; the planned time where nobody noted it."""
    return f"{meeting.opened_at.astimezone(OSLO):%H.%M}" if meeting.opened_at else meeting.starts_at.replace(":", ".")


def _minute(item: AgendaItem, meeting: Meeting, decisions: dict[ObjectId, DecisionEntry]) -> paper.CaseMinute:
    made = decisions.get(item.decision)
    names = {str(one.user): one.name for one in meeting.members}
    return paper.CaseMinute(
        number=item.application_number,
        outcome=item.outcome,
        decision=made.outcome if made else None,
        basis=made.basis if made else None,
        left=tuple(names[one] for one in item.absent if one in names),
        note=item.note,
    )


def _decisions(meeting: Meeting) -> dict[ObjectId, DecisionEntry]:
    """The decisions that the items name, from the applications that carry them."""
    wanted = sorted(one.application for one in meeting.items if one.decision)
    found: dict[ObjectId, DecisionEntry] = {}
    for some in batched(wanted):
        for case in Application.objects(pk__in=some).only("decisions").order_by("id"):
            found |= {one.id: one for one in case.decisions}
    return found
