"""Leases on their way to an end: protested notices that fell, and what people must see to; disputes with a day."""

from functools import partial
from typing import TYPE_CHECKING

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from jobs.runner import for_each
from rules.errors import StaleState, TransitionRefused
from rules.terms import TaskKind
from services import endings

if TYPE_CHECKING:
    from models import Ending


def run(context: Context) -> Counts:
    """Let protested notices fall that nobody sued over in time, and flag endings and disputes by their next day."""
    day, rules = context.day, context.rules().keeping
    fallen = _Fallen(context)
    counts = for_each(context, list(endings.past_suit(day)), fallen.let_fall)
    finding = partial(endings.finding, today=day, rules=rules)
    disputed = partial(endings.dispute_finding, today=day)
    return (
        Counts(failed=counts.failed, others={"fallen": fallen.count})
        + flag_each(context, TaskKind.ENDING, endings.open_ones(), finding)
        + flag_each(context, TaskKind.DISPUTE, endings.open_disputes(), disputed)
    )


class _Fallen:
    """How many notices fell in this run."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.count = 0

    def let_fall(self, ending: "Ending") -> None:
        try:
            self.count += endings.fall(ending, self.context.actor, today=self.context.day)
        except (StaleState, TransitionRefused):  # a suit was noted at this very moment
            return
