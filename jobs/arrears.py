"""Overdue rent: a task for each lease, with the next step of the ladder as advice."""

from functools import partial

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from rules.terms import TaskKind
from services import arrears


def run(context: Context) -> Counts:
    """Flag the leases with rent due before the day."""
    describe = partial(arrears.finding, today=context.day, ladder=context.rules().ladder)
    return flag_each(context, TaskKind.ARREARS, arrears.overdue(context.day), describe)
