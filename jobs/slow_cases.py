"""Cases with neither decision nor preliminary reply for more than a month."""

from functools import partial
from typing import TYPE_CHECKING

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from jobs.runner import for_each
from rules.terms import TaskKind
from services import applications, slow_cases

if TYPE_CHECKING:
    from models import Application


def run(context: Context) -> Counts:
    """Flag the cases that the law says should have had an answer (fvl. § 11 a), and draw up the notice of each.

    The notice is a draft: a person looks it over and sends it.
    """
    limits = context.rules().slow
    describe = partial(slow_cases.finding, today=context.day, limits=limits)
    counts = flag_each(context, TaskKind.SLOW_CASE, slow_cases.unanswered(context.day, limits), describe)
    drawn = for_each(context, list(slow_cases.unanswered(context.day, limits)), partial(_draw, context))
    return counts + Counts(done=-drawn.failed, failed=drawn.failed)


def _draw(context: Context, case: "Application") -> None:
    sender = applications.sender_of(case, context.settings.municipality_name)
    applications.draw_slow_notice(case, context.actor, sender, today=context.day)
