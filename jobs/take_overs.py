"""Leases of granted extensions that have come to their first day: each takes over from the one it follows."""

from jobs.context import Context, Counts
from jobs.runner import for_each
from services import leases


def run(context: Context) -> Counts:
    """Let each such lease take over, which needs nobody: the household stays where it is (ADR 20)."""
    due = list(leases.due_to_take_over(context.day))
    return for_each(context, due, lambda lease: leases.take_over(lease, context.actor, today=context.day))
