"""What an appeal does to its case: the body's decision, a case sent back, a place kept meanwhile (fvl. §§ 34, 42)."""

from datetime import date
from typing import Any

from bson import ObjectId

from models import Appeal, Application
from models.deciding import DecisionEntry, Proposal
from models.mapping import ApprovedNeed
from rules import decisions
from rules.appeals import PENDING
from rules.errors import NotFound, TransitionRefused
from rules.terms import AppealState, ApplicationKind, DecisionOutcome
from services import next_steps, records
from services.actor import Actor
from services.applications.carried import closed
from services.decisions import replaced_letter
from services.decisions.case import entry_of
from services.decisions.entries import check_follows, letting_go, without


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
    before = _answered(application, replaces)
    entry = DecisionEntry(id=identity, basis=before.basis, outcome=outcome, decided_on=decided_on, final=True)
    # Ours may have been changed while the appeal lay with the body: what the body says takes the place of that too.
    ours = [one.id for one in application.decisions if one.open and one.basis is before.basis]
    kept = [closed(one) if one.id in ours else one for one in application.decisions]
    gone, dues = letting_go(application, ours)
    values = {
        "decisions": [*kept, entry],
        "kept_by": None,
        **_by_body(application, before, outcome, decided_on, need),
        **gone,
    }
    check_follows(application, values)
    letters = [replaced_letter.owed(application, one) for one in ours]
    owed = [*dues, *letters, next_steps.owed(application)]
    return records.change(application, actor, values=values, action="decided_by_body", owed=owed)


def _answered(application: Application, replaces: ObjectId) -> DecisionEntry:
    before = entry_of(application, replaces)
    if before is None:
        raise NotFound("decision", str(replaces))
    return before


def _by_body(
    application: Application,
    before: DecisionEntry,
    outcome: DecisionOutcome,
    decided_on: date,
    need: ApprovedNeed | None = None,
) -> dict[str, Any]:
    """Where the case stands after the body's decision."""
    values: dict[str, Any] = {}
    after = decisions.state_after(outcome, before.basis, application.kind)
    if after is not None and after is not application.state:
        values |= {"state": after, "decided_on": decided_on}
    if outcome is DecisionOutcome.GRANTED:
        values |= {"approved_need": need or application.approved_need, "need_reviewed_on": decided_on}
        if application.kind is ApplicationKind.SWAP:
            values["swap_of"] = application.lease
    return values


def check_answer(
    application: Application, *, replaces: ObjectId, outcome: DecisionOutcome | None, decided_on: date
) -> None:
    """Raise what keeps the case from following its appeal body: another outcome, or none where it is sent back.

    Raises NotFound, TransitionRefused, AlreadyExists (another open application of the kind, another swap of the lease).
    """
    before = _answered(application, replaces)
    if outcome is not None:
        check_follows(application, _by_body(application, before, outcome, decided_on))
    elif before.open:
        check_follows(application, without(application, before))


def reopen(application: Application, actor: Actor, *, replaces: ObjectId) -> bool:
    """The body has set the decision aside and sent the case back. False = done before.

    The case is assessed anew; where a withdrawal was set aside, what it withdrew stands again.
    """
    before = _answered(application, replaces)
    if not before.open:
        return False
    gone, dues = letting_go(application, [replaces])
    values = {**without(application, before), "kept_by": None, **gone}
    check_follows(application, values)
    again = before.proposal.replaces if before.proposal else None
    letters = [replaced_letter.owed(application, one) for one in (replaces, again) if one]
    owed = [*dues, *letters, next_steps.owed(application)]
    return records.change(application, actor, values=values, action="sent_back", owed=owed)


def keep_place(application: Application, appeal: ObjectId, actor: Actor) -> bool:
    """Keep the household on the waiting list while its appeal is open."""
    return application.kept_by is None and records.change(
        application, actor, values={"kept_by": appeal}, action="place_kept"
    )


def release_place(application: Application, appeal: ObjectId, actor: Actor, *, to: ObjectId | None) -> bool:
    """The appeal keeps it no longer: another party's appeal does, or the place is what the decisions say."""
    action = "place_kept" if to else "place_released"
    return application.kept_by == appeal and records.change(application, actor, values={"kept_by": to}, action=action)
