"""Undo: a counter-entry by those who decided, until the letter is dispatched (design 3.7)."""

from bson import ObjectId

from models import Appeal, Application, Decision, Letter, Meeting
from models.base import Effect, Record
from models.deciding import DecisionEntry
from rules import appeals
from rules.deadlines import oslo_date
from rules.errors import MissingReason, NotAuthorised, NotFound, TransitionRefused
from rules.letters import UNSENT
from rules.terms import MeetingState
from services import agenda, dispatch, effects, next_steps, records
from services.actor import Actor
from services.decisions import lease_task, replaced_letter
from services.decisions.case import entry_of
from services.decisions.entries import check_follows, letting_go, set_it, without
from services.effects import Owed

UNDO_EFFECT = "undo_decision"


def may_undo(entry: DecisionEntry, letter: Letter | None, actor: Actor) -> bool:
    """Whether the actor took the decision and its letter has not gone out; what answers an appeal is not undone."""
    if entry.imported or entry.proposal is None or entry.proposal.appeal is not None:
        return False
    unsent = letter is not None and letter.state in UNSENT
    return entry.open and unsent and actor.id in entry.decided_by


def undo(application: Application, decision: ObjectId, actor: Actor, *, why: str, version: int) -> None:
    """Take a decision back. The letter decides: dispatch and undo compete for it, and only one of them gets it.

    Raises NotFound, MissingReason, NotAuthorised, TransitionRefused (sent, appealed on, an appeal's answer, more has
    been built on it), AlreadyExists (what would stand again has no room), StaleState.
    """
    if application.pending:
        effects.run(application, actor)
    records.check_version(application, version)
    entry = entry_of(application, decision)
    if entry is None or entry.proposal is None:
        raise NotFound("decision", str(decision))
    if not why.strip():
        raise MissingReason("decision.undo")
    letter = records.get(Letter, entry.proposal.letter)
    _check(application, entry, letter, actor)
    args = {"application": str(application.pk), "decision": str(decision)}
    dispatch.void(letter, actor, why=why, owed=[Owed(UNDO_EFFECT, f"undo:{decision}", args)])


def _check(application: Application, entry: DecisionEntry, letter: Letter, actor: Actor) -> None:
    if actor.id not in entry.decided_by:
        raise NotAuthorised("decision.undo")
    if letter.state not in UNSENT:
        raise TransitionRefused("letter", letter.state.value, "void")
    if not may_undo(entry, letter, actor) or not set_it(application, entry):
        raise TransitionRefused("decision", "closed", "undone")
    if Appeal.objects(decision=entry.id, state__in=list(appeals.OPEN)).only("pk").first() is not None:
        raise TransitionRefused("decision", "appealed", "undone")
    check_follows(application, without(application, entry))


def undo_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """The counter-entry on the application and on the decision document (a command effect of the voided letter)."""
    wanted, today = ObjectId(effect.args["decision"]), oslo_date(actor.at)
    application = records.get(Application, ObjectId(effect.args["application"]))
    entry = entry_of(application, wanted)
    if entry is not None and entry.open:
        why = next((one.why for one in reversed(document.history) if one.action == "voided"), None) or ""
        owed = [*agenda.owed(application, entry.meeting), next_steps.owed(application)]
        if lease_task.asked_for(application.kind, entry.outcome, entry.basis):
            owed.append(lease_task.owed(application, wanted))
        if entry.proposal is not None and entry.proposal.replaces is not None:
            owed.append(replaced_letter.owed(application, entry.proposal.replaces))
        gone, dues = letting_go(application, [entry.id])
        values = {**without(application, entry, undone_on=today), **gone}
        if _goes_on(entry.meeting):
            values["meeting"] = entry.meeting  # undecided again, in the meeting that decided it
        records.change(application, actor, values=values, action="undone", why=why, owed=[*dues, *owed])
    found = Decision.objects(pk=wanted).no_dereference().first()
    if found is not None and found.undone_on is None:
        records.change(found, actor, values={"undone_on": today}, action="undone")


def _goes_on(meeting: ObjectId | None) -> bool:
    """Whether the meeting that decided is still open; in a closed one the item stays as the minutes have it."""
    return meeting is not None and Meeting.objects(pk=meeting, state=MeetingState.OPEN).only("pk").first() is not None
