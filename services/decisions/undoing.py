"""Undo: a counter-entry by those who decided, until the letter is dispatched (design 3.7)."""

from typing import Any

from bson import ObjectId

from models import Application, Decision, Letter
from models.base import Effect, Record
from models.deciding import DecisionEntry
from rules import states
from rules.deadlines import oslo_date
from rules.errors import MissingReason, NotAuthorised, NotFound, TransitionRefused
from rules.terms import ApplicationState, LegalBasis, LetterState
from services import dispatch, effects, next_steps, records
from services.actor import Actor
from services.decisions.deciding import copy_of
from services.decisions.proposing import entry_of
from services.effects import Owed

UNDO_EFFECT = "undo_decision"


def may_undo(entry: DecisionEntry, letter: Letter | None, actor: Actor) -> bool:
    """Whether the actor took the decision and its letter has not gone out."""
    unsent = letter is not None and letter.state in (LetterState.DRAFT, LetterState.RELEASED)
    return entry.open and not entry.imported and unsent and actor.id in entry.decided_by


def undo(application: Application, decision: ObjectId, actor: Actor, *, why: str, version: int) -> None:
    """Take a decision back. The letter decides: dispatch and undo compete for it, and only one of them gets it.

    Raises NotFound, MissingReason, NotAuthorised, TransitionRefused (an appeal's answer), StaleState.
    """
    if application.pending:
        effects.run(application, actor)
    if version != application.version:
        raise records.stale(application, version)
    entry = entry_of(application, decision)
    if entry is None or entry.proposal is None:
        raise NotFound("decision", str(decision))
    if not why.strip():
        raise MissingReason("decision.undo")
    letter = records.get(Letter, entry.proposal.letter)
    if not may_undo(entry, letter, actor):
        raise NotAuthorised("decision.undo")
    if entry.proposal.appeal is not None:
        raise TransitionRefused("decision", "appealed", "undone")
    _check_state(application, entry)
    args = {"application": str(application.pk), "decision": str(decision)}
    owed = [Owed(UNDO_EFFECT, f"undo:{decision}", args)]
    dispatch.void(letter, actor, why=why, owed=owed)


def _check_state(application: Application, entry: DecisionEntry) -> None:
    """A decision that more has been built on is not undone."""
    if entry.basis is LegalBasis.LOCAL_GUIDELINES:
        states.check(states.APPLICATION, application.state, ApplicationState.IN_ASSESSMENT)


def undo_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """The counter-entry on the application and on the decision document (a command effect of the voided letter)."""
    wanted = ObjectId(effect.args["decision"])
    application = records.get(Application, ObjectId(effect.args["application"]))
    entry = entry_of(application, wanted)
    if entry is not None and entry.open:
        why = document.history[-1].why or ""
        owed = [next_steps.owed(application)]
        records.change(
            application, actor, values=_values(application, entry, actor), action="undone", why=why, owed=owed
        )
    found = Decision.objects(pk=wanted).no_dereference().first()
    if found is not None and found.undone_on is None:
        records.change(found, actor, values={"undone_on": oslo_date(actor.at)}, action="undone")


def _values(application: Application, entry: DecisionEntry, actor: Actor) -> dict[str, Any]:
    replaced = entry.proposal.replaces if entry.proposal else None
    kept = []
    for one in application.decisions:
        if one.id == entry.id:
            kept.append(copy_of(one, open=False, undone_on=oslo_date(actor.at)))
        else:
            kept.append(copy_of(one, open=True) if one.id == replaced else one)
    values: dict[str, Any] = {"decisions": kept}
    if entry.basis is LegalBasis.LOCAL_GUIDELINES:
        # The replaced grant stands again only after the case has been looked at anew.
        state = ApplicationState.WAITING if replaced else ApplicationState.IN_ASSESSMENT
        values |= {"state": state, "decided_on": None, "swap_of": None}
    return values
