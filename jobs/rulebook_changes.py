"""The day a rulebook takes force: what the open assessments come to under it."""

from jobs.context import Context, Counts
from jobs.runner import for_each
from services import assessments, rulebook_changes


def run(context: Context) -> Counts:
    """Mark the open assessments that come to something else under a version that takes force on the day."""
    if not rulebook_changes.begins_on(context.day):
        return Counts()
    rules = context.rules()
    return for_each(context, assessments.open_assessed(), lambda case: assessments.recheck(case, rules, context.actor))
