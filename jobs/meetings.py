"""Committee meetings that draw near, and those that nobody has closed the day after."""

from functools import partial

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from rules.terms import TaskKind
from services import meetings


def run(context: Context) -> Counts:
    """Flag each meeting that is planned or open to its chair."""
    describe = partial(meetings.finding, today=context.day)
    return flag_each(context, TaskKind.MEETING, meetings.awaited(), describe)
