"""The decisions that an application carries: one closed by another, one taken out again, and what goes with them."""

from collections.abc import Collection, Mapping
from typing import Any

from bson import ObjectId

from models import Application
from models.deciding import DecisionEntry
from rules import decisions, states
from rules.errors import AlreadyExists
from rules.terms import ApplicationKind, ApplicationState, DecisionOutcome, LegalBasis
from services import agenda, dispatch, records
from services.applications.carried import copy_of
from services.decisions.case import entry_of
from services.effects import Owed


def set_it(application: Application, entry: DecisionEntry) -> bool:
    """Whether the application's state is still the one that the decision set: nothing has been built on it."""
    after = decisions.state_after(entry.outcome, entry.basis, application.kind)
    return after is None or after is application.state


def without(application: Application, entry: DecisionEntry, **marks: Any) -> dict[str, Any]:
    """The application's values once a decision no longer holds: what it took the place of stands again.

    `marks` are set on the entry that goes. Where more has been built on the decision, the state stays.
    """
    before = entry_of(application, entry.proposal.replaces if entry.proposal else None)
    kept = []
    for one in application.decisions:
        if one.id == entry.id:
            kept.append(copy_of(one, open=False, **marks))
        else:
            kept.append(copy_of(one, open=True) if before is not None and one.id == before.id else one)
    values: dict[str, Any] = {"decisions": kept}
    if entry.basis is not LegalBasis.LOCAL_GUIDELINES or not set_it(application, entry):
        return values
    if before is None:
        values |= {"state": ApplicationState.IN_ASSESSMENT, "decided_on": None, "swap_of": None}
        return values | {"approved_need": None} if entry.outcome is DecisionOutcome.GRANTED else values
    state = decisions.state_after(before.outcome, before.basis, application.kind)
    values |= {"state": state, "decided_on": before.decided_on}
    granted = before.outcome is DecisionOutcome.GRANTED
    if application.kind is ApplicationKind.SWAP:
        values["swap_of"] = application.lease if granted else None
    if granted and before.proposal is not None and before.proposal.need is not None:
        values["approved_need"] = before.proposal.need
    return values


def check_follows(application: Application, values: Mapping[str, Any]) -> None:
    """Raise what keeps these values from being written, where the write itself only comes as an effect.

    Raises TransitionRefused, AlreadyExists (another open application of the kind, another swap of the lease).
    """
    after = values.get("state", application.state)
    if after is application.state:
        return
    states.check(states.APPLICATION, application.state, after)
    swap = values.get("swap_of")
    if swap is not None and Application.objects(swap_of=swap, pk__ne=application.pk).only("pk").first() is not None:
        raise AlreadyExists("application", ("swap_of",))
    then = Application(
        applicant=records.reference(application, "applicant"),
        kind=application.kind,
        import_run=application.import_run,
        state=after,
    )
    key = then.derived()["open_key"]
    if key and Application.objects(open_key=key, pk__ne=application.pk).only("pk").first() is not None:
        raise AlreadyExists("application", ("open_key",))


def letting_go(application: Application, gone: Collection[ObjectId]) -> tuple[dict[str, Any], list[Owed]]:
    """The proposal to change a decision goes with that decision: the values, and what they owe."""
    held = application.proposal
    if held is None or held.replaces not in gone:
        return {}, []
    return {"proposal": None, "meeting": None}, [dispatch.owed_void(held.letter), *agenda.owed(application)]
