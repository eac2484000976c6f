"""The letter of a decision that another takes the place of: unsent it goes to nobody, unless the first stands again."""

from bson import ObjectId

from models import Application, Letter
from models.base import Effect, Record
from rules.deadlines import oslo_date
from rules.letters import NOT_OUT
from rules.terms import LetterState
from services import dispatch, records
from services.actor import Actor
from services.decisions.case import entry_of
from services.effects import Owed

EFFECT = "replaced_letter"


def owed(application: Application, decision: ObjectId) -> Owed:
    """What a change of the case owes that closes a decision or lets it stand again. Call it before the change."""
    return Owed(EFFECT, f"replaced:{decision}:{application.version + 1}", {"decision": str(decision)})


def keep(document: Record, effect: Effect, actor: Actor) -> None:
    """Let the letter follow its decision as the case says now (a command effect, so late or twice is the same).

    It competes with whoever sends the letter, under its version: one that is on its way stays so.
    """
    application = records.get(Application, document.pk)
    entry = entry_of(application, ObjectId(effect.args["decision"]))
    if entry is None or entry.proposal is None or entry.undone_on is not None:
        return
    letter = Letter.objects(pk=entry.proposal.letter).no_dereference().first()
    if letter is None:
        return
    if entry.open and letter.state is LetterState.VOID:
        dispatch.restore(letter, actor, today=oslo_date(actor.at))
    elif not entry.open and letter.state in NOT_OUT:
        dispatch.void(letter, actor)
