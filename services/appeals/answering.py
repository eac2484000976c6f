"""What an appeal comes to: changed by own reassessment, or sent on and answered by its body (fvl. §§ 33, 34)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from models import Appeal, Application, Decision
from models.base import Effect, Record
from models.mapping import ApprovedNeed
from rules import appeals
from rules.appeals import PENDING
from rules.applications import LISTED
from rules.errors import InvalidRecord, MissingReason, NotFound, TransitionRefused
from rules.terms import AppealState, BodyOutcome, DecidingBody, DecisionOutcome, LegalBasis, LetterKind
from services import decisions, records, rulebooks
from services.actor import Actor
from services.appeals.common import case_of, check_day, decision_of, move, opened, refuse_answered, usual
from services.appeals.dismissing import about_dismissal, let_in, set_aside
from services.appeals.tending import refuse_unconsidered
from services.effects import Owed

BODY_EFFECT = "appeal_answered"  # told to the case when the appeal body has changed the decision or sent it back
AFTER_BODY = {
    BodyOutcome.UPHELD: AppealState.UPHELD,
    BodyOutcome.CHANGED: AppealState.CHANGED,
    BodyOutcome.RETURNED: AppealState.RETURNED,
    BodyOutcome.DISMISSED: AppealState.DISMISSED,
}


@dataclass(frozen=True, kw_only=True)
class Reassessment:
    """The own reassessment as it was made: what it came to, on which day, and by whom (a meeting, a person)."""

    text: str
    on: date
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class BodyAnswer:
    """What the appeal body came to; `decision` and `need` say what holds now where it changed ours."""

    outcome: BodyOutcome
    decided_on: date
    reasons: str
    decision: DecisionOutcome | None = None
    need: ApprovedNeed | None = None


def body_of(decision: Decision, today: date) -> DecidingBody:
    """Who decided and therefore reassesses; an imported decision does not say, so the rulebook does."""
    return decision.body or rulebooks.current(today).policy.deciding.bodies[decision.basis]


def forward(
    appeal: Appeal,
    statement: str,
    reassessment: Reassessment,
    actor: Actor,
    *,
    on: date,
    version: int,
    today: date,
) -> bool:
    """Send the appeal on to its body, after the own reassessment upheld the decision (fvl. § 33 fourth paragraph).

    The body that decided has reassessed: a decider who sends on answers for that in person; whoever sends on for a
    committee, or for a decider, says by whom and when it was done. The party gets a copy of the statement.
    Raises MissingReason, InvalidRecord, DateBeforeCause, TransitionRefused (also late and not considered),
    AnswerProposed, and what `common.opened` raises.
    """
    application = opened(appeal, actor, "appeal.forward", version=version)
    refuse_unconsidered(appeal)
    if not statement.strip() or not reassessment.text.strip():
        raise MissingReason("appeal.forward")
    by = reassessment.by.strip()
    if not by and appeals.reassesses_alone(body_of(decision_of(appeal), today), actor.roles):
        by = actor.name
    if not by:
        raise InvalidRecord("appeal", {"reassessed_by": "missing_value"})
    check_day("forwarded_on", on, today)
    days = (("appeal_received_on", appeal.received_on), ("reassessed_on", reassessment.on), ("forwarded_on", on))
    appeals.check_order(*days)
    refuse_answered(appeal, application, actor)
    values = {
        "reassessment": reassessment.text.strip(),
        "reassessed_on": reassessment.on,
        "reassessed_by": by,
        "statement": statement.strip(),
        "forwarded_on": on,
    }
    told = LetterKind.APPEAL_FORWARDED
    return move(appeal, AppealState.FORWARDED, actor, values=values, action="forwarded", today=today, tell=told)


def follow_up(appeal: Appeal, actor: Actor, *, on: date, version: int, today: date) -> bool:
    """Note that the appeal body was asked how it goes; the next day to ask is counted from here.

    Raises InvalidRecord, DateBeforeCause, TransitionRefused, and what `common.opened` raises.
    """
    opened(appeal, actor, "appeal.follow_up", version=version)
    if appeal.state is not AppealState.FORWARDED:
        raise TransitionRefused("appeal", appeal.state.value, "followed_up")
    check_day("followed_up_on", on, today)
    appeals.check_order(
        ("forwarded_on", appeal.forwarded_on), ("followed_up_on", appeal.followed_up_on), ("followed_up_on", on)
    )
    same = records.same(appeal.followed_up_on, on)
    values = {"followed_up_on": on}
    return not same and records.change(appeal, actor, values=values, action="followed_up", owed=usual(appeal))


def note_outcome(appeal: Appeal, answer: BodyAnswer, actor: Actor, *, version: int, today: date) -> bool:
    """Note what the appeal body came to; there is no further appeal (fvl. §§ 28, 34), and the party is told.

    What the case cannot follow is refused before anything is stored.
    Raises MissingReason, InvalidRecord, DateBeforeCause, TransitionRefused, AlreadyExists (the household has another
    open application), and what `common.opened` raises.
    """
    application = opened(appeal, actor, "appeal.outcome", version=version)
    if appeal.state is not AppealState.FORWARDED:
        raise TransitionRefused("appeal", appeal.state.value, AFTER_BODY[answer.outcome].value)
    if not answer.reasons.strip():
        raise MissingReason("appeal.outcome")
    check_day("body_decided_on", answer.decided_on, today)
    appeals.check_order(("forwarded_on", appeal.forwarded_on), ("body_decided_on", answer.decided_on))
    reasons, of_dismissal = answer.reasons.strip(), about_dismissal(appeal)
    if of_dismissal and answer.outcome is BodyOutcome.RETURNED:
        return set_aside(appeal, answer.decided_on, reasons, actor, today)
    if answer.outcome in _ON_CASE:
        _check_case(application, decision_of(appeal), answer)
    changed = answer.outcome is BodyOutcome.CHANGED
    values: dict[str, Any] = {
        "body_outcome": answer.outcome,
        "body_decided_on": answer.decided_on,
        "body_reasons": reasons,
        "body_decision": answer.decision if changed else None,
        "body_need": answer.need if changed else None,
        "new_decision": ObjectId() if changed else None,
        **(let_in(answer.outcome, answer.decided_on, reasons) if of_dismissal else {}),
    }
    owed = [Owed(BODY_EFFECT, f"answered:{appeal.pk}")] if answer.outcome in _ON_CASE else []
    to, told = AFTER_BODY[answer.outcome], LetterKind.APPEAL_OUTCOME
    return move(appeal, to, actor, values=values, action="outcome_noted", today=today, owed=owed, tell=told)


_ON_CASE = (BodyOutcome.CHANGED, BodyOutcome.RETURNED)


def _check_case(application: Application, before: Decision, answer: BodyAnswer) -> None:
    """The case can follow what was decided. Raises InvalidRecord, TransitionRefused, AlreadyExists."""
    changed = answer.outcome is BodyOutcome.CHANGED
    if changed:
        _check_changed(application, before, answer)
    to_come = answer.decision if changed else None
    decisions.check_answer(application, replaces=before.pk, outcome=to_come, decided_on=answer.decided_on)


def _check_changed(application: Application, before: Decision, answer: BodyAnswer) -> None:
    """What holds now is said, and it is something else than before. Raises InvalidRecord."""
    if answer.decision not in (DecisionOutcome.GRANTED, DecisionOutcome.REFUSED):
        raise InvalidRecord("appeal", {"body_decision": "missing_value"})
    if answer.decision is before.outcome is DecisionOutcome.REFUSED:
        raise InvalidRecord("appeal", {"body_decision": "same_outcome"})
    granted = answer.decision is DecisionOutcome.GRANTED and before.basis is LegalBasis.LOCAL_GUIDELINES
    known = answer.need or application.approved_need
    if granted and application.kind in LISTED and (known is None or known.rooms is None):
        raise InvalidRecord("appeal", {"rooms": "missing_value"})


def answered_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Put the appeal body's decision in place of ours, or the case back to work (a command effect)."""
    appeal = records.get(Appeal, document.pk)
    before = decision_of(appeal)
    application = case_of(appeal)
    if appeal.body_outcome is BodyOutcome.RETURNED:
        decisions.reopen(application, actor, replaces=before.pk)
        return
    decisions.by_body(
        application,
        actor,
        identity=appeal.new_decision,
        replaces=before.pk,
        outcome=appeal.body_decision,
        decided_on=appeal.body_decided_on,
        need=appeal.body_need,
    )
    records.create_once(_body_decision(appeal, before, actor), actor, action="decided_by_body")


def _body_decision(appeal: Appeal, before: Decision, actor: Actor) -> Decision:
    return Decision(
        id=appeal.new_decision,
        application=records.reference(appeal, "application"),
        application_number=appeal.application_number,
        outcome=appeal.body_decision,
        basis=before.basis,
        appeal_body=appeal.appeal_body,
        decided_on=appeal.body_decided_on,
        decided_by_name=appeal.appeal_body.label,
        need=appeal.body_need,
        reasons=appeal.body_reasons,
        final=True,
        appeal=appeal.pk,
        replaces=before.pk,
        at=actor.at,
    )


def changed_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Close the appeal that a decision by own reassessment has answered (a command effect of the application).

    Raises TransitionRefused where the appeal is no longer ours: the effect then stops, and an administrator is told.
    """
    application: Any = document
    wanted = ObjectId(effect.args["decision"])
    entry = decisions.entry_of(application, wanted)
    if entry is None:
        raise NotFound("decision", str(wanted))
    appeal = records.get(Appeal, ObjectId(effect.args["appeal"]))
    if appeal.new_decision == wanted:
        return
    if appeal.state not in PENDING:
        raise TransitionRefused("appeal", appeal.state.value, AppealState.CHANGED.value)
    if appeal.state is AppealState.RECEIVED:
        move(appeal, AppealState.UNDER_REASSESSMENT, actor, values={}, action="taken_up", today=entry.decided_on)
    names = ", ".join(entry.decided_by_names) or None
    values = {"new_decision": wanted, "reassessed_on": entry.decided_on, "reassessed_by": names}
    move(appeal, AppealState.CHANGED, actor, values=values, action="appeal_changed", today=entry.decided_on)
