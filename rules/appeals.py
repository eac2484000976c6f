"""Appeals that wait for the deciding body's own reassessment (fvl. § 33), and late ones (§§ 29-31)."""

from dataclasses import dataclass
from datetime import date, timedelta

from rules.deadlines import appeal_deadline
from rules.terms import AppealState, Urgency

PENDING = frozenset({AppealState.RECEIVED, AppealState.UNDER_REASSESSMENT})
"""Neither reassessed nor forwarded: still ours to act on."""


@dataclass(frozen=True)
class AppealLimits:
    """Days from receipt to our own reassessment (no number in the law), and days before its end that are soon."""

    reassessment_days: int = 21
    soon_days: int = 7


APPEAL_LIMITS = AppealLimits()


def reassessment_due(received: date, limits: AppealLimits = APPEAL_LIMITS) -> date:
    """The day by which we are to have reassessed or forwarded an appeal."""
    return received + timedelta(days=limits.reassessment_days)


def pending_appeal(
    received: date, state: AppealState, today: date, limits: AppealLimits = APPEAL_LIMITS
) -> Urgency | None:
    """How urgent an appeal is: waiting, within a week of our deadline, past it; None once it is out of our hands."""
    if state not in PENDING:
        return None
    days_left = (reassessment_due(received, limits) - today).days
    if days_left < 0:
        return Urgency.URGENT
    return Urgency.SOON if days_left <= limits.soon_days else Urgency.NOTICE


def is_late(notice_arrived: date, received: date, weeks: int = 3) -> bool:
    """Whether an appeal came after its deadline; it may still be treated (oppreisning, fvl. § 31)."""
    return received > appeal_deadline(notice_arrived, weeks)
