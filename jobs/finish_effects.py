"""What was left undone: follow-ups of a process that died, and files that nobody needs any more."""

from jobs.context import Context, Counts
from jobs.runner import for_each
from services import effects, imports, uploads


def run(context: Context) -> Counts:
    """Finish what stored changes still owe; what stops becomes an administrator's task by the effect runner.

    Imported files with faults go after a month, files that were only looked through after half a day.
    """
    files = {"closed": imports.close_old(context.clock()), "dropped": uploads.drop_old(context.clock())}
    finished: list[bool] = []
    due = effects.due(context.clock())
    counts = for_each(context, due, lambda document: finished.append(effects.finish(document, context.actor)))
    waiting = finished.count(False)
    return Counts(counts.selected, counts.done - waiting, counts.failed, {"waiting": waiting, **files})
