"""An appeal in our hands: taken up, let in though late, deferral answered, taken back (fvl. §§ 31, 42)."""

from datetime import date

from models import Appeal
from rules import appeals
from rules.appeals import PENDING, Lodged
from rules.errors import MissingReason, TransitionRefused
from rules.terms import AppealState, LetterKind
from services import records
from services.actor import Actor
from services.appeals.common import check_day, decision_of, move, opened, refuse_answered, usual, with_telling


def take_up(appeal: Appeal, actor: Actor, *, version: int, today: date) -> bool:
    """Begin the own reassessment (received → under_reassessment).

    Raises TransitionRefused (late: reinstatement is considered first), and what `common.opened` raises.
    """
    opened(appeal, actor, "appeal.take_up", version=version)
    refuse_unconsidered(appeal)
    return move(appeal, AppealState.UNDER_REASSESSMENT, actor, values={}, action="taken_up", today=today)


def refuse_unconsidered(appeal: Appeal) -> None:
    """Raise TransitionRefused for a late appeal that nobody has let in yet (fvl. § 31)."""
    if appeals.needs_reinstatement(appeal.in_time, appeal.reinstated):
        raise TransitionRefused("appeal", "late", AppealState.UNDER_REASSESSMENT.value)


def consider_reinstatement(
    appeal: Appeal, actor: Actor, *, granted: bool, because: str, version: int, today: date
) -> bool:
    """Whether a late appeal is treated all the same (fvl. § 31); if not it is dismissed, and the party told.

    Raises MissingReason, NotAppealable (a year has gone), TransitionRefused, AnswerProposed, and what `common.opened`
    raises.
    """
    application = opened(appeal, actor, "appeal.reinstatement", version=version)
    if not because.strip():
        raise MissingReason("appeal.reinstatement")
    if appeal.state not in PENDING or not appeals.needs_reinstatement(appeal.in_time, appeal.reinstated):
        raise TransitionRefused("appeal", appeal.state.value, "reinstated")
    values = {"reinstated": granted, "reinstated_because": because.strip(), "reinstatement_on": today}
    if not granted:
        refuse_answered(appeal, application, actor)
        told = LetterKind.APPEAL_OUTCOME
        return move(
            appeal, AppealState.DISMISSED, actor, values=values, action="appeal_dismissed", today=today, tell=told
        )
    lodged = Lodged(received_on=appeal.received_on, submitted_on=appeal.submitted_on)
    appeals.check_reinstatement(appeal.number, decision_of(appeal).decided_on, lodged)
    if appeal.state is AppealState.UNDER_REASSESSMENT:  # an imported one may stand there already
        return records.change(appeal, actor, values=values, action="reinstated", owed=usual(appeal))
    return move(appeal, AppealState.UNDER_REASSESSMENT, actor, values=values, action="reinstated", today=today)


def decide_deferral(
    appeal: Appeal,
    actor: Actor,
    *,
    granted: bool,
    because: str,
    version: int,
    today: date,
    asked_on: date | None = None,
) -> bool:
    """Whether the decision waits until the appeal is answered (fvl. § 42), asked for or not; told by letter.

    A place on the waiting list that was withdrawn is kept until this says no.
    Raises MissingReason, InvalidRecord, DateBeforeCause, TransitionRefused (closed, or answered before), and what
    `common.opened` raises.
    """
    opened(appeal, actor, "appeal.deferral", version=version)
    if not because.strip():
        raise MissingReason("appeal.deferral")
    if appeal.state not in appeals.OPEN or appeal.deferred is not None:
        raise TransitionRefused("appeal", appeal.state.value, "deferred")
    asked = asked_on or appeal.deferral_asked_on
    if asked is not None:
        check_day("deferral_asked_on", asked, today)
        appeals.check_order(("decided_on", decision_of(appeal).decided_on), ("deferral_asked_on", asked))
    values = {
        "deferred": granted,
        "deferred_because": because.strip(),
        "deferred_on": today,
        "deferral_asked_on": asked,
        "tellings": with_telling(appeal, LetterKind.DEFERRED_EFFECT, today),
    }
    return records.change(appeal, actor, values=values, action="deferral_decided", owed=usual(appeal))


def withdraw(appeal: Appeal, actor: Actor, *, on: date, version: int, today: date) -> bool:
    """The party takes the appeal back; the decision stands.

    Raises InvalidRecord, DateBeforeCause, TransitionRefused, AnswerProposed, and what `common.opened` raises.
    """
    application = opened(appeal, actor, "appeal.withdraw", version=version)
    check_day("closed_on", on, today)
    appeals.check_order(("appeal_received_on", appeal.received_on), ("closed_on", on))
    refuse_answered(appeal, application, actor)
    return move(appeal, AppealState.WITHDRAWN, actor, values={}, action="appeal_withdrawn", today=on)
