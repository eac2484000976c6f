"""Overdue rent: a case for each lease and a task with its next step as advice; what is paid is closed."""

from dataclasses import replace
from typing import Any

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from jobs.runner import for_each
from rules.terms import TaskKind
from services import arrears


def run(context: Context) -> Counts:
    """Look at the leases with rent due before the day, and at those with an open case whose debt is gone."""
    now = arrears.Round(context.day, context.rules())
    seen: set[object] = set()

    def attend(lease: Any) -> Any:
        seen.add(lease.pk)
        return arrears.attend(lease, context.actor, now)

    counts = flag_each(context, TaskKind.ARREARS, arrears.overdue(context.day), attend)
    closed = for_each(context, arrears.cleared(seen), attend)
    return replace(counts, failed=counts.failed + closed.failed)
