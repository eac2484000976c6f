"""A pause (utsettelse): time in which nothing harder is done, with its reason and its last day."""

from datetime import date

from bson import ObjectId

from models import ArrearsCase
from models.arrears_case import Pause
from rules.deadlines import add_months
from rules.errors import InvalidRecord, MissingReason, PauseStands, PlanGone
from services import ledger, records, rulebooks
from services.actor import Actor
from services.plans import common


def pause(case: ArrearsCase, actor: Actor, *, until: date, reason: str, version: int, today: date) -> bool:
    """Wait with the case from today to and including a day; it goes on by itself the day after.

    Raises NotAuthorised, NoNeedToKnow, TransitionRefused, MissingReason, InvalidRecord (the day has gone by, or is
    later than the rulebook allows), PauseStands, StaleState.
    """
    common.require(case, actor, "case.pause")
    if not reason.strip():
        raise MissingReason("case.pause")
    _check_day(until, today)
    held = common.pause_on(case, today)
    if held is not None:
        raise PauseStands(case.number, held.until)
    new = Pause(id=ObjectId(), reason=reason.strip(), since=today, until=until, by_name=actor.name)
    return records.change(
        case, actor, values={"pauses": [*case.pauses, new]}, action="paused", version=version,
        owed=[ledger.owed_review(case)],
    )  # fmt: skip


def _check_day(until: date, today: date) -> None:
    if until < today:
        raise InvalidRecord("arrears_case", {"until": "past"})
    if until > add_months(today, rulebooks.current(today).keeping.pause_most_months):
        raise InvalidRecord("arrears_case", {"until": "pause_too_long"})


def resume(case: ArrearsCase, actor: Actor, *, pause: ObjectId, why: str, version: int, today: date) -> bool:
    """End a pause before its day, with a reason.

    Raises NotAuthorised, NoNeedToKnow, TransitionRefused, MissingReason, PlanGone, StaleState.
    """
    common.require(case, actor, "case.resume")
    if not why.strip():
        raise MissingReason("case.resume")
    held = common.pause_on(case, today)
    if held is None or held.id != pause:
        raise PlanGone(case.number)
    values = {name: getattr(held, name) for name in held._fields}
    ended = Pause(**values | {"ended_on": today, "why": why.strip()})
    return records.change(
        case, actor, values={"pauses": common.replaced(case.pauses, ended)}, action="resumed", why=why.strip(),
        version=version, owed=[ledger.owed_review(case)],
    )  # fmt: skip
