"""Leases and landlord agreements that end soon, or have ended and are still in use."""

from functools import partial
from typing import TYPE_CHECKING

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from jobs.runner import for_each
from rules.errors import StaleState
from rules.terms import TaskKind
from services import expiries

if TYPE_CHECKING:
    from models import Lease


def run(context: Context) -> Counts:
    """Flag leases and agreements by the rulebook's months before and after their end; note those open-ended now."""
    today, rules = context.day, context.rules()
    lease_limits, agreement_limits = rules.lease_expiry, rules.agreement_expiry
    over = _Over(context)
    noted = for_each(context, expiries.run_over(today, lease_limits), over.note)
    leases = expiries.leases(today, lease_limits.approaching_months)
    agreements = expiries.agreements(today, agreement_limits.approaching_months)
    lease = partial(expiries.lease_finding, today=today, limits=lease_limits)
    agreement = partial(expiries.agreement_finding, today=today, limits=agreement_limits)
    return (
        Counts(failed=noted.failed, others={"open_ended": over.count})
        + flag_each(context, TaskKind.EXPIRING_LEASE, leases, lease)
        + flag_each(context, TaskKind.EXPIRING_AGREEMENT, agreements, agreement)
    )


class _Over:
    """How many leases became open-ended in this run."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.count = 0

    def note(self, lease: "Lease") -> None:
        limits = self.context.rules().lease_expiry
        try:
            self.count += expiries.note_open_ended(lease, self.context.actor, self.context.day, limits)
        except StaleState:  # somebody is at work on the lease at this very moment: the next night sees to it
            return
