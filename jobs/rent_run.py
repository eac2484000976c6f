"""The month's rent on every lease that the municipality collects for."""

from jobs.context import Context, Counts
from jobs.runner import for_each
from rules.deadlines import Month
from services import ledger, rents
from services.job_runs import key_of


def run(context: Context) -> Counts:
    """Charge the month of the run; selected and done are the new charges."""
    month = Month.parse(context.period)
    # A month may be charged before it begins: what will hold in it comes in force first.
    due = list(rents.due(month.last))
    for_each(context, due, lambda change: rents.put_in_force(change, context.actor, today=context.day))
    new = 0
    for charged in ledger.charge_month(
        month.year, month.month, context.actor, today=context.day, run=key_of("rent_run", context.period)
    ):
        new += charged
        context.check()
    return Counts(selected=new, done=new)
