"""What was left undone: follow-ups and imports of processes that died, and files that nobody needs any more."""

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from jobs.context import Context, Counts
from jobs.runner import for_each
from rules.terms import Role
from schemas import readers
from services import effects, imports, uploads

if TYPE_CHECKING:
    from models import ImportRun

IMPORTERS = frozenset({Role.ADMINISTRATOR, Role.ECONOMY, Role.PROPERTY})  # who began it was asked then


def run(context: Context) -> Counts:
    """Finish what stored changes still owe; what stops becomes an administrator's task by the effect runner.

    Imports that nobody carries on are carried on. Imported files with faults go after a month, files that were only
    looked through after half a day.
    """
    finished: list[bool] = []
    due = effects.due(context.clock())
    counts = for_each(context, due, lambda document: finished.append(effects.finish(document, context.actor)))
    files = {"closed": imports.close_old(context.clock()), "dropped": uploads.drop_old(context.clock())}
    resumed = imports.resume_abandoned(_reader(context), IMPORTERS, context.clock)
    waiting = finished.count(False)
    others = {"waiting": waiting, "resumed": len(resumed), **files}
    return Counts(counts.selected, counts.done - waiting, counts.failed, others)


def _reader(context: Context) -> Callable[["ImportRun", BinaryIO], readers.ImportFile]:
    def read(found: "ImportRun", source: BinaryIO) -> readers.ImportFile:
        allow = context.settings.allow_synthetic_ids
        return readers.read(found.kind, found.name, source, today=found.day, allow_synthetic=allow)

    return read
