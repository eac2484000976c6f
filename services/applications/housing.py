"""A household that gets its lease is housed, and waits again where it draws back before the keys (effects)."""

from typing import Any

from bson import ObjectId

from models import Application, Lease
from models.base import Effect, Record
from rules import states
from rules.applications import LISTED
from rules.terms import ApplicationState, LeaseState
from services import next_steps, records
from services.actor import Actor

HOUSED_EFFECT, WAITING_EFFECT = "application_housed", "application_waiting"


def house_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """The lease is signed: the case is housed (a command effect); an extension was from its decision on.

    A lease that was cancelled meanwhile houses nobody. Raises TransitionRefused (the case was closed meanwhile).
    """
    signed: Any = document
    now = Lease.objects(pk=signed.pk).only("state", "ended_on", "starts_on").first()
    cancelled = now is not None and now.state is LeaseState.ENDED and now.ended_on < now.starts_on
    if not cancelled:
        _move(ObjectId(effect.args["application"]), ApplicationState.HOUSED, "housed", actor)


def wait_by_effect(_document: Record, effect: Effect, actor: Actor) -> None:
    """The lease was cancelled before the keys: the case waits again (a command effect).

    One that the lease does not house any longer, as it is assessed anew, is left where it stands.
    """
    identity = ObjectId(effect.args["application"])
    if records.get(Application, identity).state is ApplicationState.HOUSED:
        _move(identity, ApplicationState.WAITING, "waits_again", actor)


def _move(identity: ObjectId, to: ApplicationState, action: str, actor: Actor) -> None:
    application = records.get(Application, identity)
    if application.state is to or application.kind not in LISTED:
        return
    states.check(states.HOUSING, application.state, to)
    records.change(application, actor, values={"state": to}, action=action, owed=[next_steps.owed(application)])
