"""Cases with neither decision nor preliminary reply for more than a month."""

from functools import partial

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from rules.terms import TaskKind
from services import slow_cases


def run(context: Context) -> Counts:
    """Flag the cases that the law says should have had an answer (fvl. § 11 a)."""
    limits = context.rules().slow
    describe = partial(slow_cases.finding, today=context.day, limits=limits)
    return flag_each(context, TaskKind.SLOW_CASE, slow_cases.unanswered(context.day, limits), describe)
