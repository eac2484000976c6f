"""Follow-ups that a process left undone when it died."""

from jobs.context import Context, Counts
from jobs.runner import for_each
from services import effects


def run(context: Context) -> Counts:
    """Finish what stored changes still owe; what stops becomes an administrator's task by the effect runner."""
    finished: list[bool] = []
    due = effects.due(context.clock())
    counts = for_each(context, due, lambda document: finished.append(effects.finish(document, context.actor)))
    waiting = finished.count(False)
    return Counts(counts.selected, counts.done - waiting, counts.failed, {"waiting": waiting})
