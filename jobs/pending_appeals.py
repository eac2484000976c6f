"""Appeals that wait: for our reassessment, for the appeal body to be asked, for a letter."""

from functools import partial

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from rules.terms import TaskKind
from services import pending_appeals


def run(context: Context) -> Counts:
    """Flag the appeals that wait for somebody, more urgently as the day of the next step comes and goes."""
    describe = partial(pending_appeals.finding, today=context.day, limits=context.rules().appeal)
    return flag_each(context, TaskKind.PENDING_APPEAL, pending_appeals.waiting(context.day), describe)
