"""What was promised and is waited for: answers to offers, refusals to judge, guarantees before the keys."""

from functools import partial
from typing import TYPE_CHECKING

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from jobs.runner import for_each
from rules.errors import StaleState, TransitionRefused
from rules.terms import TaskKind
from services import offers, securities

if TYPE_CHECKING:
    from models import Offer


def run(context: Context) -> Counts:
    """Let offers run out that nobody answered, and flag what a person must see to."""
    rules, day = context.rules(), context.day
    expired = _Expired(context)
    counts = for_each(context, list(offers.past_answer(day)), expired.let_run_out)
    refusals = partial(offers.refusal_finding, today=day, rules=rules)
    missing = partial(securities.finding, today=day, rules=rules)
    return (
        Counts(failed=counts.failed, others={"expired": expired.count})
        + flag_each(context, TaskKind.OFFER, offers.waiting(day), partial(offers.answer_finding, today=day))
        + flag_each(context, TaskKind.JUDGE_REFUSAL, offers.unjudged(), refusals)
        + flag_each(context, TaskKind.SECURITY, securities.awaited(), missing)
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
