"""Payment plans that are kept or broken, and answers that are waited for from Husbanken and from guarantors."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from jobs.runner import for_each
from rules.errors import StaleState
from rules.terms import PlanState, TaskKind
from services import benefits, plans, records

if TYPE_CHECKING:
    from models import ArrearsCase


def run(context: Context) -> Counts:
    """See to each plan that runs, then flag what nobody has answered; nothing is sent to anybody."""
    seen = _Seen(context)
    counts = for_each(context, list(plans.planned()), seen.look)
    rules, day = context.rules(), context.day
    allowances = (OnLease.of(one) for one in benefits.unanswered())
    claims = (OnLease.of(one) for one in benefits.awaited())
    return (
        counts
        + Counts(others={"kept": seen.kept, "broken": seen.broken})
        + flag_each(
            context, TaskKind.ALLOWANCE, allowances, lambda one: benefits.allowance_finding(one.record, day, rules)
        )
        + flag_each(context, TaskKind.GUARANTEE, claims, lambda one: benefits.claim_finding(one.record, day))
    )


@dataclass
class OnLease:
    """A record whose task is about its lease."""

    pk: object
    record: Any

    @classmethod
    def of(cls, record: Any) -> "OnLease":
        return cls(records.reference(record, "lease"), record)


class _Seen:
    """What the plans of this run have become."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.kept = self.broken = 0

    def look(self, case: "ArrearsCase") -> None:
        try:
            found = plans.look(case, self.context.actor, self.context.day)
        except StaleState:  # somebody changed the case at this very moment: what they did has looked at the plan too
            return
        self.kept += found is PlanState.KEPT
        self.broken += found is PlanState.BROKEN
