"""One case in the meeting: who leaves it, what is decided, what is postponed; the decision is the application's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bson import ObjectId

from letters.paper import Sender
from models import Application, Letter, Meeting, User
from models.meeting import AgendaItem
from rules.deadlines import oslo_date
from rules.decisions import Participant
from rules.errors import ConflictOfInterest, HusromError, InvalidRecord, MissingReason, NotInMeeting
from rules.terms import ItemOutcome
from services import applications, decisions, records
from services.actor import Actor
from services.batches import batched
from services.meetings import agenda
from services.meetings.planning import AROUND_TABLE
from services.sitting import around_table, check_day, check_open


@dataclass(frozen=True)
class Redrawn:
    """How it went to draw the letters of a meeting anew: how many were, and the cases where it was refused."""

    done: int
    refused: tuple[tuple[str, HusromError], ...]


# --- Who sits in the case -----------------------------------------------------------------------------------------


def participants(meeting: Meeting, application: Application) -> list[Participant]:
    """Those present who are not disqualified in the case: they decide it (fvl. § 6)."""
    disqualified = {str(one.user) for one in application.conflicts}
    return around_table(meeting, disqualified)


def declare_conflict(
    meeting: Meeting,
    application: Application,
    member: ObjectId,
    actor: Actor,
    *,
    because: str,
    version: int,
    now: datetime,
) -> bool:
    """A member leaves the case, in this meeting and for good: the application remembers it (fvl. § 6).

    Raises NotAuthorised, TransitionRefused, InvalidRecord (somebody who was not called), MissingReason, StaleState.
    """
    actor.require(*AROUND_TABLE, what="meeting.conflict")
    _check_on_agenda(meeting, application, version)
    if member not in {one.user for one in meeting.members}:
        raise InvalidRecord("meeting", {"member": "not_called"})
    user = records.get(User, member)
    return applications.declare_conflict(
        application, user, actor, because=because, version=version, today=oslo_date(now)
    )


def _check_on_agenda(meeting: Meeting, application: Application, version: int) -> None:
    """The case waits for this meeting, as the actor saw it: another may have decided or postponed it meanwhile."""
    if version != application.version or application.meeting != meeting.pk:
        raise records.stale(application, version)


# --- What becomes of it -------------------------------------------------------------------------------------------


def decide_item(
    meeting: Meeting,
    application: Application,
    actor: Actor,
    *,
    letter: ObjectId,
    version: int,
    note: str = "",
    now: datetime,
) -> ObjectId:
    """Decide the case as it is proposed, by the members who are present in it. Returns the decision's id.

    One of them records it: the write bears that person's name, the decision the names of all. The note for the
    minutes is stored first; the item's outcome follows the decision as its effect.
    Raises TransitionRefused (the meeting is not open), MeetingNotToday, StaleState, NotInMeeting, and what
    decisions.decide() raises, LetterOutdated and QuorumMissing among them.
    """
    check_open(meeting)
    check_day(meeting, now)
    _check_on_agenda(meeting, application, version)
    sitting = participants(meeting, application)
    _check_recorder(application, actor, sitting)
    if note.strip():
        note_item(meeting, application, actor, note=note)
    return decisions.decide(
        application, actor, letter=letter, version=version, now=now, meeting=meeting.pk, participants=sitting
    )


def _check_recorder(application: Application, actor: Actor, sitting: Sequence[Participant]) -> None:
    if actor.id in {str(one.user) for one in application.conflicts}:
        raise ConflictOfInterest(application.number, actor.name)
    if actor.id not in {one.id for one in sitting}:
        raise NotInMeeting(application.number, actor.name)


def postpone_item(meeting: Meeting, application: Application, actor: Actor, *, why: str, version: int) -> bool:
    """Leave the case for another meeting: it is back among the ready ones; why stands in the minutes.

    Raises NotAuthorised, MissingReason, TransitionRefused, StaleState.
    """
    actor.require(*AROUND_TABLE, what="meeting.postpone")
    if not why.strip():
        raise MissingReason("meeting.postpone")
    check_open(meeting)
    _check_on_agenda(meeting, application, version)
    return agenda.off(application, actor, action="postponed", why=why.strip())


def note_item(meeting: Meeting, application: Application, actor: Actor, *, note: str) -> bool:
    """What the minutes say of the case beside its outcome, while the meeting is open. Raises as postpone_item()."""
    actor.require(*AROUND_TABLE, what="meeting.note")
    check_open(meeting)
    items = [_noted(one, note) if one.application == application.pk else one for one in meeting.items]
    return records.change(meeting, actor, values={"items": items}, action="item_noted")


def _noted(item: AgendaItem, note: str) -> AgendaItem:
    values = {name: getattr(item, name) for name in AgendaItem._fields}
    return AgendaItem(**values | {"note": note.strip() or None})


# --- Letters of the day -------------------------------------------------------------------------------------------


def outdated(meeting: Meeting, cases: Sequence[Application], today: date) -> set[ObjectId]:
    """The ids of the meeting's cases whose letter bears another day than today, and so cannot be signed."""
    letters = {case.proposal.letter: case.pk for case in cases if case.proposal and case.meeting == meeting.pk}
    found: set[ObjectId] = set()
    for some in batched(sorted(letters)):
        drawn = Letter.objects(pk__in=some).only("drawn_on").order_by("id")
        found |= {letters[one.pk] for one in drawn if one.drawn_on != today}
    return found


def redraw_letters(meeting: Meeting, actor: Actor, sender: Sender, *, now: datetime) -> Redrawn:
    """Draw the meeting's letters that bear another day anew, on its day; each is looked at before it is signed.

    Raises TransitionRefused, MeetingNotToday; what keeps a single letter from being drawn is told in the answer.
    """
    actor.require(*AROUND_TABLE, what="meeting.redraw")
    check_day(meeting, now)
    cases = agenda.cases_of(meeting)
    old, done = outdated(meeting, cases, oslo_date(now)), 0
    refused: list[tuple[str, HusromError]] = []
    for case in cases:
        if case.pk not in old:
            continue
        try:
            decisions.redraw(case, actor, sender, version=case.version, now=now)
        except HusromError as error:
            refused.append((case.number, error))
        else:
            done += 1
    return Redrawn(done, tuple(refused))


def undecided(meeting: Meeting) -> list[AgendaItem]:
    """The items that are neither decided nor postponed."""
    return [one for one in meeting.items if one.outcome not in (ItemOutcome.DECIDED, ItemOutcome.POSTPONED)]
