"""The agenda: which cases a meeting has before it.

A case stands on the agenda of at most one meeting. What says which is `application.meeting`, set and cleared by a
guarded write on the application (one of two who put a case on two agendas at once is told so, with nothing stored).
The meeting's list of items only follows: each such write owes `meeting_item`, which makes the item say what the
application says. The follow-up can be done twice, late and in any order: it reads the meeting first and the case
after, and writes the meeting only where nobody else has since, so an older look at the case never wins over a newer.
Where the meeting was closed or cancelled meanwhile, the case is taken off again: it is never lost on an agenda that
nobody will open. Before a meeting is closed, what its cases still owe it is paid (`pay`).
"""

from collections.abc import Iterator
from typing import Any

from bson import ObjectId

from models import Application, Meeting
from models.base import Effect, Record
from models.meeting import AgendaItem
from rules.errors import AlreadyOnAgenda, NotProposed, TransitionRefused
from rules.terms import ApplicationState, DecidingBody, ItemOutcome, MeetingState
from services import agenda, effects, next_steps, records
from services.actor import Actor
from services.applications import refuse_disqualified
from services.batches import batched
from services.meetings import homes
from services.meetings.planning import AROUND_TABLE, SECRETARIES
from services.sitting import AWAITED, check_awaited

GONE = (ApplicationState.WITHDRAWN, ApplicationState.LAPSED)


# --- Cases to choose from -----------------------------------------------------------------------------------------


def ready_cases() -> Iterator[Application]:
    """Cases proposed to the committee that stand on no agenda, the first proposed first (`application_proposed`)."""
    wanted = {
        "proposal.on": {"$exists": True},
        "proposal.body": DecidingBody.COMMITTEE.value,
        "meeting": {"$exists": False},
        "state": {"$nin": [one.value for one in GONE]},
    }
    found = Application.objects(__raw__=wanted).exclude("history", "pending").no_dereference()
    yield from found.order_by("proposal.on", "id")


def open_for_cases() -> Iterator[Meeting]:
    """Meetings that a case can be put before, the first first (index `meeting_state`)."""
    wanted = Meeting.objects(state__in=list(AWAITED)).exclude("history", "pending").no_dereference()
    yield from wanted.order_by("held_on", "id")


def cases_of(meeting: Meeting) -> list[Application]:
    """The cases that wait for the meeting, whether or not its list of items has them yet (`application_meeting`)."""
    found = Application.objects(meeting=meeting.pk).no_dereference().order_by("id")
    return list(found)


# --- On and off ---------------------------------------------------------------------------------------------------


def set_on_agenda(meeting: Meeting, application: Application, actor: Actor, *, version: int) -> bool:
    """Put a proposed case on the agenda of a meeting; `version` is the application's.

    Raises NotAuthorised, ConflictOfInterest (fvl. § 6), NotProposed, AlreadyOnAgenda, TransitionRefused (the meeting
    is over), StaleState.
    """
    actor.require(*SECRETARIES, what="meeting.set_on_agenda")
    records.check_version(application, version)
    refuse_disqualified(application, actor)
    proposal = application.proposal
    if proposal is None or proposal.body is not DecidingBody.COMMITTEE or application.state in GONE:
        raise NotProposed(application.number)
    if application.meeting == meeting.pk:
        return False
    if application.meeting is not None:
        raise AlreadyOnAgenda(application.number, _number_of(application.meeting))
    check_awaited(meeting)
    owed = [*agenda.owed(application, meeting.pk), next_steps.owed(application)]
    records.change(application, actor, values={"meeting": meeting.pk}, action="on_agenda", version=version, owed=owed)
    application.reload()
    if application.meeting != meeting.pk:  # the meeting was closed or cancelled while we did it
        meeting.reload()
        check_awaited(meeting)
    return True


def take_off(application: Application, actor: Actor, *, version: int) -> bool:
    """Take a case off the agenda before the meeting begins; it is ready for another one.

    Raises NotAuthorised, StaleState, TransitionRefused (in a meeting that goes on it is postponed, with a reason).
    """
    actor.require(*AROUND_TABLE, what="meeting.take_off")
    records.check_version(application, version)
    if application.meeting is None:
        return False
    if Meeting.objects(pk=application.meeting, state=MeetingState.OPEN).only("pk").first() is not None:
        raise TransitionRefused("meeting", MeetingState.OPEN.value, MeetingState.PLANNED.value)
    return off(application, actor, action="off_agenda")


def off(application: Application, actor: Actor, *, action: str, why: str = "") -> bool:
    """The guarded write that takes a case off its agenda."""
    owed = [*agenda.owed(application), next_steps.owed(application)]
    return records.change(application, actor, values={"meeting": None}, action=action, why=why, owed=owed)


def _number_of(meeting: ObjectId) -> str:
    found = Meeting.objects(pk=meeting).only("meeting_number").first()
    return found.meeting_number if found else ""


# --- The items follow ---------------------------------------------------------------------------------------------


def keep_item(document: Record, effect: Effect, actor: Actor) -> None:
    """Make the meeting's item of a case say what the case says (a command effect)."""
    keep(ObjectId(effect.args["meeting"]), document.pk, actor)


def keep(meeting: ObjectId, application: ObjectId, actor: Actor) -> bool:
    """The same by ids. The order of the two reads is what makes it safe: the meeting first, its version the guard."""
    held: Any = Meeting.objects(pk=meeting).no_dereference().first()
    case: Any = Application.objects(pk=application).no_dereference().first()
    if held is None or case is None:
        return False
    if held.state not in AWAITED:
        return case.meeting == held.pk and off(case, actor, action="off_agenda")
    wanted = _wanted(held, case, actor)
    items = [wanted if one.application == case.pk else one for one in held.items]
    if wanted is not None and item_of(held, case.pk) is None:
        items.append(wanted)
    values = {"items": [one for one in items if one is not None]}
    return records.change(held, actor, values=values, action="items_kept")


def item_of(meeting: Meeting, application: ObjectId) -> AgendaItem | None:
    """The meeting's item of a case."""
    return next((one for one in meeting.items if one.application == application), None)


def _wanted(meeting: Meeting, case: Application, actor: Actor) -> AgendaItem | None:
    """What the item should be; None for a case that was taken off before the meeting began."""
    held = item_of(meeting, case.pk)
    found = AgendaItem(
        application=case.pk,
        application_number=case.application_number,
        added_by_name=held.added_by_name if held else actor.name,
        note=held.note if held else None,
        absent=_absent(meeting, case),
    )
    decision = next((one for one in case.decisions if one.meeting == meeting.pk and one.undone_on is None), None)
    if case.meeting == meeting.pk:
        return found
    if decision is not None:
        found.outcome, found.decision = ItemOutcome.DECIDED, decision.id
        return found
    if meeting.state is not MeetingState.OPEN or held is None:
        return None
    found.outcome = ItemOutcome.POSTPONED
    found.note = _why_postponed(case) or found.note
    return found


def _absent(meeting: Meeting, case: Application) -> list[str]:
    """The members who are disqualified in the case and leave it (fvl. § 6)."""
    disqualified = {str(one.user) for one in case.conflicts}
    return [str(one.user) for one in meeting.members if str(one.user) in disqualified]


def _why_postponed(case: Application) -> str | None:
    last = next((one for one in reversed(case.history) if "meeting" in one.changes), None)
    return last.why if last else None


def send_cases_back(document: Record, _effect: Effect, actor: Actor) -> None:
    """Take cases and dwellings off the agenda of a meeting that was cancelled (a command effect)."""
    meeting: Any = document
    for case in cases_of(meeting):
        off(case, actor, action="off_agenda")
    for vacancy in homes.homes_of(meeting):
        homes.off(vacancy, actor, action="off_agenda")


def pay(meeting: Meeting, actor: Actor) -> None:
    """Pay what the meeting's cases still owe it, where a process died on the way; the meeting is read anew."""
    cases = cases_of(meeting)
    rest = sorted({one.application for one in meeting.items if one.outcome is None} - {case.pk for case in cases})
    for some in batched(rest):
        cases.extend(Application.objects(pk__in=some).no_dereference().order_by("id"))
    for case in cases:
        if case.pending:
            effects.run(case, actor)
    meeting.reload()
