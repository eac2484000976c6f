"""What an appeal does to its case: the body's decision, a case sent back, a place kept meanwhile (fvl. §§ 34, 42)."""

from datetime import date
from typing import Any

from bson import ObjectId

from models import Appeal, Application
from models.deciding import DecisionEntry, Proposal
from models.mapping import ApprovedNeed
from rules import decisions, states
from rules.appeals import PENDING
from rules.errors import NotFound, TransitionRefused
from rules.terms import AppealState, ApplicationKind, DecisionOutcome
from services import next_steps, records
from services.actor import Actor
from services.decisions.case import entry_of
from services.decisions.entries import closed, without


def claim(answer: Proposal, actor: Actor) -> None:
    """Take the appeal that a decision is about to answer, so that it is not sent on or closed at the same instant.

    The guarded write on the appeal comes first, the deciding write on the application next; a claim whose decision
    never came stands in nobody's way (`services.appeals.common.refuse_answered`).
    Raises NotFound, TransitionRefused (no longer ours, fvl. § 33), StaleState.
    """
    if answer.appeal is None:
        return
    appeal = records.get(Appeal, answer.appeal)
    if appeal.state not in PENDING:
        raise TransitionRefused("appeal", appeal.state.value, AppealState.CHANGED.value)
    guard = {"state": appeal.state}
    records.change(appeal, actor, values={"answered_by": answer.id}, action="answer_claimed", guard=guard)


def by_body(
    application: Application,
    actor: Actor,
    *,
    identity: ObjectId,
    replaces: ObjectId,
    outcome: DecisionOutcome,
    decided_on: date,
    need: ApprovedNeed | None = None,
) -> bool:
    """Put the appeal body's decision in place of ours; it cannot be appealed (fvl. § 28). False = done before."""
    if entry_of(application, identity) is not None:
        return False
    before = entry_of(application, replaces)
    if before is None:
        raise NotFound("decision", str(replaces))
    entry = DecisionEntry(id=identity, basis=before.basis, outcome=outcome, decided_on=decided_on, final=True)
    kept = [closed(one) if one.id == replaces else one for one in application.decisions]
    values: dict[str, Any] = {"decisions": [*kept, entry], "kept_by": None}
    after = decisions.state_after(outcome, before.basis, application.kind)
    if after is not None and after is not application.state:
        states.check(states.APPLICATION, application.state, after)
        values |= {"state": after, "decided_on": decided_on}
    if outcome is DecisionOutcome.GRANTED:
        values |= {"approved_need": need or application.approved_need, "need_reviewed_on": decided_on}
        if application.kind is ApplicationKind.SWAP:
            values["swap_of"] = application.lease
    owed = [next_steps.owed(application)]
    return records.change(application, actor, values=values, action="decided_by_body", owed=owed)


def reopen(application: Application, actor: Actor, *, replaces: ObjectId) -> bool:
    """The body has set the decision aside and sent the case back. False = done before.

    The case is assessed anew; where a withdrawal was set aside, what it withdrew stands again.
    """
    before = entry_of(application, replaces)
    if before is None:
        raise NotFound("decision", str(replaces))
    if not before.open:
        return False
    values = {**without(application, before), "kept_by": None}
    after = values.get("state")
    if after is not None and after is not application.state:
        states.check(states.APPLICATION, application.state, after)
    owed = [next_steps.owed(application)]
    return records.change(application, actor, values=values, action="sent_back", owed=owed)


def keep_place(application: Application, appeal: ObjectId, actor: Actor) -> bool:
    """Keep the household on the waiting list while its appeal is open."""
    return application.kept_by is None and records.change(
        application, actor, values={"kept_by": appeal}, action="place_kept"
    )


def release_place(application: Application, appeal: ObjectId, actor: Actor) -> bool:
    """The appeal is closed: the place is what the decisions say."""
    return application.kept_by == appeal and records.change(
        application, actor, values={"kept_by": None}, action="place_released"
    )
