"""Landlords' leases that begin today, their reports that nobody has followed up, and homes that wait for an answer."""

from functools import partial
from typing import TYPE_CHECKING

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from jobs.runner import for_each
from rules.errors import StaleState, StillLivedIn
from rules.terms import TaskKind
from services import landlord_leases, proposals

if TYPE_CHECKING:
    from models import Lease


def leases(context: Context) -> Counts:
    """Let leases begin whose day has come; flag those that cannot, and reports that wait."""
    beginner = _Beginner(context)
    begun = for_each(context, list(landlord_leases.due_to_begin(context.day)), beginner.begin)
    finding = partial(landlord_leases.finding, today=context.day)
    flagged = flag_each(context, TaskKind.LANDLORD_REPORT, landlord_leases.waiting(context.day), finding)
    return Counts(failed=begun.failed, others={"begun": beginner.begun}) + flagged


def proposed_homes(context: Context) -> Counts:
    """Homes that landlords propose and nobody has decided on."""
    return flag_each(context, TaskKind.PROPOSED_DWELLING, proposals.waiting(), proposals.finding)


class _Beginner:
    """How many leases began in this run."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.begun = 0

    def begin(self, lease: "Lease") -> None:
        try:
            self.begun += landlord_leases.begin(lease, self.context.actor, today=self.context.day)
        except (StaleState, StillLivedIn):  # at work on it at this very moment; or a person must ask who lives there
            return
