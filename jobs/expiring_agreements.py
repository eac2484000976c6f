"""Leases and landlord agreements that end soon, or have ended and are still in use."""

from functools import partial

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from rules.terms import TaskKind
from services import expiries


def run(context: Context) -> Counts:
    """Flag leases and agreements by the rulebook's months before and after their end."""
    today, rules = context.day, context.rules()
    lease_limits, agreement_limits = rules.lease_expiry, rules.agreement_expiry
    leases = expiries.leases(today, lease_limits.approaching_months)
    agreements = expiries.agreements(today, agreement_limits.approaching_months)
    lease = partial(expiries.lease_finding, today=today, limits=lease_limits)
    agreement = partial(expiries.agreement_finding, today=today, limits=agreement_limits)
    return flag_each(context, TaskKind.EXPIRING_LEASE, leases, lease) + flag_each(
        context, TaskKind.EXPIRING_AGREEMENT, agreements, agreement
    )
