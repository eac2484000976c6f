"""Cases without an answer after a month (fvl. § 11 a)."""

from dataclasses import dataclass
from datetime import date

from rules.deadlines import add_months
from rules.terms import ApplicationState, Urgency

UNDECIDED = frozenset({ApplicationState.RECEIVED, ApplicationState.IN_ASSESSMENT})


@dataclass(frozen=True)
class SlowLimits:
    """Months after receipt for the flag and for its escalation."""

    slow_months: int
    very_slow_months: int


def slow_case(
    received: date,
    state: ApplicationState,
    today: date,
    limits: SlowLimits,
    preliminary_reply_on: date | None = None,
) -> Urgency | None:
    """How urgent a case is that has neither decision nor preliminary reply the limits' months after receipt, or None.

    Its day is past, so it is never only to be known.
    """
    replied = preliminary_reply_on is not None and preliminary_reply_on <= today
    if state not in UNDECIDED or replied or add_months(received, limits.slow_months) >= today:
        return None
    return Urgency.URGENT if add_months(received, limits.very_slow_months) < today else Urgency.SOON
