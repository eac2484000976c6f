"""New rents whose day has come: they hold from now on, as the tenants were told."""

from jobs.context import Context, Counts
from jobs.runner import for_each
from services import rents


def run(context: Context) -> Counts:
    """Put each change that a tenant is notified of in force on its day; one whose letter has not gone out waits."""
    due = list(rents.due(context.day))
    return for_each(context, due, lambda change: rents.put_in_force(change, context.actor, today=context.day))
