"""What the steps of a follow-up plan share: who may, its pace, what a change owes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import FollowUp, Lease
from models.followup import FollowUpItem
from rules.errors import InvalidRecord, NotFound, TransitionRefused
from rules.followups import Pace, Planned
from rules.terms import FollowUpState, Role
from services import need_to_know, records, rulebooks
from services.actor import Actor
from services.effects import Owed

KEEPERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
KEEP_EFFECT = "followup_task"


def pace_of(today: date) -> Pace:
    """How often households are met, by the rulebook in force."""
    held = rulebooks.current(today).keeping
    return Pace(
        first_visit_days=held.first_visit_days, visit_months=held.visit_months, home_talk_months=held.home_talk_months
    )


def lease_of(plan: FollowUp) -> Lease:
    """The lease that the plan is of."""
    found: Lease = records.get(Lease, records.reference(plan, "lease"))
    return found


def require(plan: FollowUp, actor: Actor, what: str) -> Lease:
    """Let those pass who follow the lease up. Raises NotAuthorised, NoNeedToKnow."""
    actor.require(*KEEPERS, what=what)
    lease = lease_of(plan)
    need_to_know.require_lease(lease, actor)
    return lease


def opened(plan: FollowUp, actor: Actor, what: str, version: int) -> Lease:
    """The same for a plan that is about to be changed. Raises TransitionRefused (it has ended), StaleState too."""
    lease = require(plan, actor, what)
    records.check_version(plan, version)
    if plan.state is FollowUpState.ENDED:
        raise TransitionRefused("followup", plan.state.value, what)
    return lease


def change(plan: FollowUp, actor: Actor, values: Mapping[str, Any], *, action: str, owed: Sequence[Owed] = ()) -> bool:
    """Store a step. Raises StaleState."""
    return records.change(plan, actor, values=values, action=action, owed=[*owed, owed_task(plan)])


def owed_task(plan: FollowUp) -> Owed:
    """What every change owes: its task brought up to date. Call it before the change is made."""
    return Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{plan.pk}:{(plan.version or 0) + 1}")


def refuse(problems: Mapping[str, str]) -> None:
    """Raises InvalidRecord where anything is wrong."""
    if problems:
        raise InvalidRecord("followup", dict(problems))


def item_in(plan: FollowUp, identity: ObjectId) -> FollowUpItem:
    """One visit or talk of the plan. Raises NotFound."""
    for one in plan.items:
        if one.id == identity:
            return one
    raise NotFound("followup", plan.number)


def with_item(items: Iterable[FollowUpItem], identity: ObjectId, **values: Any) -> list[FollowUpItem]:
    """The items, one of them with other values; the loaded ones stay as they are."""
    return [_copy(one, values) if one.id == identity else one for one in items]


def _copy(item: FollowUpItem, values: Mapping[str, Any]) -> FollowUpItem:
    held = {name: getattr(item, name) for name in item._fields}
    return FollowUpItem(**held | dict(values))


def made(planned: Planned, by: str, **values: Any) -> FollowUpItem:
    """A planned visit or talk as it is stored."""
    return FollowUpItem(id=ObjectId(), kind=planned.kind, due_on=planned.due_on, by_name=by, **values)
