"""What people do with a follow-up plan: visits and talks planned, moved, held or dropped; its goals (S002 phase 3)."""

from collections.abc import Sequence
from datetime import date

from bson import ObjectId

from models import FollowUp
from models.followup import FollowUpItem
from rules import followups
from rules.errors import MissingReason, TransitionRefused
from rules.followups import Planned
from rules.terms import HomeRoad
from services import records
from services.actor import Actor
from services.followups import common

MOST_ITEMS = 200


def plan_more(plan: FollowUp, planned: Planned, actor: Actor, *, note: str = "", version: int, today: date) -> bool:
    """Plan another visit or talk. Raises NotAuthorised, NoNeedToKnow, InvalidRecord, TransitionRefused, StaleState."""
    common.opened(plan, actor, "followup.plan", version)
    problems = dict(followups.day_problem(planned.due_on, today))
    if len(plan.items) >= MOST_ITEMS:
        problems["kind"] = "too_many"
    common.refuse(problems)
    item = common.made(planned, actor.name, note=note.strip() or None)
    return common.change(plan, actor, {"items": [*plan.items, item]}, action="followup_planned")


def set_goals(plan: FollowUp, actor: Actor, *, goals: str, interpreter: str, version: int) -> bool:
    """Say what the follow-up is for, and in which language. Raises as plan_more()."""
    common.opened(plan, actor, "followup.goals", version)
    values = {"goals": goals.strip() or None, "interpreter": interpreter.strip() or None}
    if all(records.same(getattr(plan, name), value) for name, value in values.items()):
        return False
    return common.change(plan, actor, values, action="followup_goals")


def hold(
    plan: FollowUp,
    item: ObjectId,
    actor: Actor,
    *,
    on: date,
    note: str,
    interpreter: str = "",
    road: HomeRoad | None = None,
    version: int,
    today: date,
) -> bool:
    """Note that a visit or talk was held, and plan the next one by the rulebook; the same noted before = nothing.

    `road`: where a talk about a home of one's own points. Raises as plan_more(), NotFound, MissingReason (no note).
    """
    held = common.item_in(plan, item)
    if held.held_on == on and (held.note or "") == note.strip() and held.road is road:
        common.require(plan, actor, "followup.hold")
        return False
    _open(plan, held, actor, "followup.hold", version)
    common.refuse(followups.held_problem(held.kind, on, today, road))
    if not note.strip():
        raise MissingReason("followup.hold")
    values = {"held_on": on, "note": note.strip(), "interpreter": interpreter.strip() or None, "road": road}
    items = _followed(common.with_item(plan.items, item, by_name=actor.name, **values), held, on, today, actor)
    return common.change(plan, actor, {"items": items}, action="followup_held")


def drop(plan: FollowUp, item: ObjectId, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Say that a visit or talk is not held, and why; the next one is planned. Dropped before = nothing.

    Raises as hold().
    """
    held = common.item_in(plan, item)
    if held.dropped_on is not None:
        common.require(plan, actor, "followup.drop")
        return False
    _open(plan, held, actor, "followup.drop", version)
    if not why.strip():
        raise MissingReason("followup.drop")
    items = common.with_item(plan.items, item, dropped_on=today, dropped_because=why.strip())
    items = _followed(items, held, today, today, actor)
    return common.change(plan, actor, {"items": items}, action="followup_dropped")


def move(plan: FollowUp, item: ObjectId, actor: Actor, *, to: date, version: int, today: date) -> bool:
    """Plan a visit or talk for another day. The same day = nothing. Raises as plan_more(), NotFound."""
    held = common.item_in(plan, item)
    _open(plan, held, actor, "followup.move", version)
    if held.due_on == to:
        return False
    common.refuse(followups.day_problem(to, today))
    items = common.with_item(plan.items, item, due_on=to)
    return common.change(plan, actor, {"items": items}, action="followup_moved")


def _open(plan: FollowUp, item: FollowUpItem, actor: Actor, what: str, version: int) -> None:
    common.opened(plan, actor, what, version)
    if not item.is_open:
        raise TransitionRefused("followup", "over", what)


def _followed(
    items: Sequence[FollowUpItem], over: FollowUpItem, after: date, today: date, actor: Actor
) -> list[FollowUpItem]:
    """The items with the one that follows what is over, where the rulebook wants one; never in the past."""
    waiting = [one.kind for one in items if one.is_open]
    following = followups.next_one(over.kind, after, common.pace_of(today), waiting)
    if following is None:
        return list(items)
    day = max(following.due_on, today)
    return [*items, common.made(Planned(following.kind, day), actor.name)]
