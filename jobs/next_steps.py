"""The next step of every open case, as a task with a date on somebody's list."""

from functools import partial

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from rules.terms import TaskKind
from services import next_steps


def run(context: Context) -> Counts:
    """Bring each open case's task up to date: days pass, and imported cases have none yet."""
    describe = partial(next_steps.finding, today=context.day, rules=context.rules())
    return flag_each(context, TaskKind.NEXT_STEP, next_steps.open_cases(), describe)
