"""What was promised and is waited for: answers to offers, refusals to judge, guarantees before the keys."""

from functools import partial
from typing import TYPE_CHECKING

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from jobs.runner import for_each
from rules.errors import StaleState, TransitionRefused
from rules.terms import TaskKind
from services import followups, incidents, inspections, offers, securities

if TYPE_CHECKING:
    from models import Lease, Offer


def run(context: Context) -> Counts:
    """Let offers run out that nobody answered, and flag what a person must see to."""
    rules, day = context.rules(), context.day
    expired = _Expired(context)
    counts = for_each(context, list(offers.past_answer(day)), expired.let_run_out)
    refusals = partial(offers.refusal_finding, today=day, rules=rules)
    missing = partial(securities.finding, today=day, rules=rules)
    return (
        Counts(failed=counts.failed, others={"expired": expired.count})
        + _followed_up(context)
        + flag_each(context, TaskKind.OFFER, offers.waiting(day), partial(offers.answer_finding, today=day))
        + flag_each(context, TaskKind.JUDGE_REFUSAL, offers.unjudged(), refusals)
        + flag_each(context, TaskKind.SECURITY, securities.awaited(), missing)
        + _looked_after(context)
    )


def _followed_up(context: Context) -> Counts:
    """Plans for households that have none, visits and talks that are due, complaints that wait for somebody."""
    day, planner = context.day, _Planner(context)
    made = for_each(context, followups.without_plan(), planner.make)
    return (
        Counts(failed=made.failed, others={"planned": planner.count})
        + flag_each(context, TaskKind.FOLLOW_UP, followups.due(day), partial(followups.finding, today=day))
        + flag_each(context, TaskKind.INCIDENT, incidents.waiting(), partial(incidents.finding, today=day))
    )


class _Planner:
    """How many households got a plan in this run."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.pace = followups.pace_of(context.day)
        self.count = 0

    def make(self, lease: "Lease") -> None:
        try:
            self.count += followups.keep_plan(lease, self.context.actor, self.pace, today=self.context.day)
        except StaleState:  # somebody is at work on the lease at this very moment: the next night sees to it
            return


def _looked_after(context: Context) -> Counts:
    """Homes to be inspected, inspections that wait for somebody, repairs whose day has come."""
    day, book = context.day, context.rules()
    seen = partial(inspections.finding, today=day, rules_=book)
    mended = partial(inspections.repair_finding, today=day)
    return flag_each(context, TaskKind.INSPECTION, inspections.to_tend(day, book), seen) + flag_each(
        context, TaskKind.REPAIR, inspections.late_repairs(day), mended
    )


class _Expired:
    """How many offers ran out in this run."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.count = 0

    def let_run_out(self, offer: "Offer") -> None:
        try:
            self.count += offers.expire(offer, self.context.actor, today=self.context.day)
        except (StaleState, TransitionRefused):  # somebody noted an answer at this very moment
            return
