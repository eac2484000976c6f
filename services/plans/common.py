"""What the steps of an arrears case's plans and pauses share: who may, which runs, and the case's lease."""

from collections.abc import Collection
from datetime import date
from typing import Any

from models import ArrearsCase, Lease
from models.arrears_case import OPEN, Pause, Plan
from rules import plans
from rules.errors import TransitionRefused
from rules.plans import Agreed, Due, Standing
from rules.rulebook import Rules
from rules.terms import ArrearsState, PlanState, Role
from services import accounts, need_to_know, records
from services.actor import Actor

PLANNERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
ALSO = frozenset({Role.ECONOMY})  # follows every lease's money up, whatever the office; draws no letters
TASK_EFFECT = "plan_task"


def lease_of(case: ArrearsCase) -> Lease:
    """The lease that the case is about."""
    found: Lease = records.get(Lease, records.reference(case, "lease"))
    return found


def require(case: ArrearsCase, actor: Actor, what: str, also: Collection[Role] = ALSO) -> Lease:
    """Let those pass who may plan with the household, and the roles of `also`; returns the lease.

    Raises NotAuthorised, NoNeedToKnow, TransitionRefused (the case is closed).
    """
    actor.require(*PLANNERS, *also, what=what)
    lease = lease_of(case)
    need_to_know.require_lease(lease, actor, also)
    if case.state not in OPEN:
        raise TransitionRefused("arrears_case", case.state.value, what)
    return lease


def running(case: ArrearsCase) -> Plan | None:
    """The plan that runs."""
    return next((plan for plan in case.plans if plan.state is PlanState.RUNNING), None)


def latest(case: ArrearsCase) -> Plan | None:
    """The plan that was made last."""
    return case.plans[-1] if case.plans else None


def pause_on(case: ArrearsCase, day: date) -> Pause | None:
    """The pause that covers the day: it ends by itself after its last day, or when it was ended."""
    return next((one for one in case.pauses if one.ended_on is None and one.since <= day <= one.until), None)


def agreed(plan: Plan) -> Agreed:
    """The plan as the rule sees it."""
    return Agreed(plan.agreed_on, plan.debt_ore, tuple(Due(one.due_on, one.amount_ore) for one in plan.instalments))


def standing(case: ArrearsCase, plan: Plan, today: date, rules: Rules) -> Standing:
    """Where a plan of the case stands on the day, from the ledger's rows."""
    lease = records.reference(case, "lease")
    rows = accounts.rows_of([lease], today)[lease]
    return plans.standing(agreed(plan), rows, today, rules.keeping.plan_grace_days)


def replaced(held: list[Any], changed: Any) -> list[Any]:
    """The embedded documents with the changed one in the place of that with its id."""
    return [changed if one.id == changed.id else one for one in held]


def moved(case: ArrearsCase, to: ArrearsState) -> dict[str, Any]:
    """The case's new state, where it is another."""
    return {} if case.state is to else {"state": to}
