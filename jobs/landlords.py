"""What is agreed with private landlords and waited for: a list of parts, each of which flags one kind of thing."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from jobs import api_keys, landlord_leases, vacant_homes
from jobs.context import Context, Counts
from jobs.flagging import flag_each
from jobs.runner import for_each
from rules.errors import StaleState
from rules.terms import TaskKind
from services import agreements, procurements

if TYPE_CHECKING:
    from models import Agreement

Part = Callable[[Context], Counts]


def run(context: Context) -> Counts:
    """Do every part in turn."""
    counts = Counts()
    for part in PARTS:
        counts += part(context)
    return counts


def duties(context: Context) -> Counts:
    """Duties under agreements whose day is near or past."""
    found = agreements.due(context.day, context.rules().partnering.duty_soon_days)
    return flag_each(context, TaskKind.DUTY, found, partial(agreements.duty_finding, today=context.day))


def unused_rights(context: Context) -> Counts:
    """Rights to homes that nobody has used for long, once leases that were missed are counted."""
    counter, book = _Counter(context), context.rules()
    counted = for_each(context, list(agreements.rights_standing()), counter.count)
    unused = partial(agreements.unused_finding, today=context.day, book=book)
    found = flag_each(context, TaskKind.UNUSED_RIGHT, agreements.in_force(), unused)
    return Counts(failed=counted.failed, others={"counted": counter.counted}) + found


def over_quotas(context: Context) -> Counts:
    """Agreements under which more homes are taken than they give right to, as the leases were counted just before."""
    over = partial(agreements.over_finding, today=context.day, book=context.rules())
    return flag_each(context, TaskKind.OVER_QUOTA, agreements.rights_standing(), over)


class _Counter:
    """How many projects' reservations were brought up to date in this run; what is beyond a quota is noted."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.counted = 0

    def count(self, agreement: "Agreement") -> None:
        try:
            self.counted += agreements.count_homes(agreement, self.context.actor)
            agreements.note_quota(agreement, self.context.rules(), self.context.actor)
        except StaleState:  # somebody refers a household to the project at this very moment
            return


def approaches(context: Context) -> Counts:
    """Offers that landlords made unasked, until they are answered."""
    found = partial(procurements.approach_finding, today=context.day)
    return flag_each(context, TaskKind.APPROACH, procurements.unanswered(), found)


def phases(context: Context) -> Counts:
    """Phases of procurements whose day is near or past."""
    asked = partial(procurements.findings.finding, today=context.day)
    return flag_each(context, TaskKind.PROCUREMENT, procurements.findings.running(), asked)


# In the order in which they are done; a new part is a function from the context to its counts.
PARTS: tuple[Part, ...] = (
    duties, unused_rights, over_quotas, approaches, phases, landlord_leases.leases, landlord_leases.proposed_homes,
    api_keys.expiring, vacant_homes.referred, vacant_homes.reported,
)  # fmt: skip
