"""An appeal on our own dismissal of a late appeal: sent on to the body, which may let it in (fvl. §§ 2, 28, 34).

The dismissal is a decision of its own, so the year of § 31 runs from it no more than from any decision just made. We do
not reassess it and do not dismiss this appeal: the body says whether it came in time. Where it sets the dismissal aside
(returned), the appeal is let in and reassessed by us; where it decides the case itself (changed), that stands.
"""

from datetime import date
from typing import Any

from models import Appeal, Letter
from rules import appeals, states
from rules.errors import MissingReason, TransitionRefused
from rules.terms import AppealState, BodyOutcome, LetterKind, LetterState
from services import records, rulebooks
from services.actor import Actor
from services.appeals.common import check_day, move, opened

SENT = (LetterState.DISPATCHED, LetterState.ARRIVED, LetterState.RETURNED)


def takes_appeal(appeal: Appeal) -> bool:
    """Whether we dismissed the appeal ourselves and have told of it, so that the dismissal takes an appeal."""
    ours = appeals.dismissed_by_us(appeal.state, appeal.reinstated, appeal.body_outcome)
    return ours and _told_by(appeal) is not None


def _told_by(appeal: Appeal) -> Letter | None:
    """The letter that told of the dismissal (index `letter_application`)."""
    wanted = {"about": appeal.pk, "letter_kind": LetterKind.APPEAL_OUTCOME, "state__in": list(SENT)}
    sent = Letter.objects(application=records.reference(appeal, "application"), **wanted).only("arrived_on")
    found: Letter | None = sent.order_by("-drawn_on", "id").first()
    return found


def forward_dismissal(
    appeal: Appeal, statement: str, actor: Actor, *, appealed_on: date, on: date, version: int, today: date
) -> bool:
    """Send an appeal on our own dismissal on to the body, with what we say of it; the party gets a copy (fvl. § 33).

    Raises MissingReason, InvalidRecord, DateBeforeCause, TransitionRefused (not dismissed by us, or not told of), and
    what `common.opened` raises.
    """
    opened(appeal, actor, "appeal.forward", version=version)
    letter = _told_by(appeal)
    dismissed_on = appeal.reinstatement_on
    ours = appeals.dismissed_by_us(appeal.state, appeal.reinstated, appeal.body_outcome)
    if not ours or letter is None or dismissed_on is None:
        raise TransitionRefused("appeal", appeal.state.value, AppealState.FORWARDED.value)
    if not statement.strip():
        raise MissingReason("appeal.forward")
    check_day("dismissal_appealed_on", appealed_on, today)
    check_day("forwarded_on", on, today)
    weeks = rulebooks.current(today).appeal_weeks
    found = appeals.judge_dismissal(dismissed_on, letter.arrived_on, appealed_on, weeks)
    appeals.check_order(("dismissal_appealed_on", appealed_on), ("forwarded_on", on))
    values = {
        "dismissed_on": dismissed_on,
        "dismissal_appealed_on": appealed_on,
        "dismissal_in_time": found.in_time,
        "statement": statement.strip(),
        "forwarded_on": on,
        "closed_on": None,
        "told_on": None,
    }
    to, told = AppealState.FORWARDED, LetterKind.APPEAL_FORWARDED
    return move(
        appeal, to, actor, values=values, action="dismissal_forwarded", today=today, tell=told, table=states.DISMISSAL
    )


def about_dismissal(appeal: Appeal) -> bool:
    """Whether what lies with the body, or was answered by it, is our dismissal and not the decision."""
    return appeal.dismissed_on is not None and appeal.reinstated is False


def let_in(outcome: BodyOutcome, decided_on: date, reasons: str) -> dict[str, Any]:
    """What the body's answer on our dismissal lets in; nothing where the dismissal stands."""
    if outcome not in (BodyOutcome.CHANGED, BodyOutcome.RETURNED):
        return {}
    return {"reinstated": True, "reinstatement_on": decided_on, "reinstated_because": reasons}


def set_aside(appeal: Appeal, decided_on: date, reasons: str, actor: Actor, today: date) -> bool:
    """The body has set our dismissal aside: the appeal is let in and is ours to reassess; the case is as it was.

    The day it is due is still counted from the day the appeal came: the party has waited since then.
    """
    sent = {"forwarded_on": None, "followed_up_on": None, "statement": None}
    return move(
        appeal,
        AppealState.UNDER_REASSESSMENT,
        actor,
        values=sent | let_in(BodyOutcome.RETURNED, decided_on, reasons),
        action="dismissal_set_aside",
        today=today,
        tell=LetterKind.APPEAL_OUTCOME,
        table=states.DISMISSAL,
    )
