"""The arrears ladder (domain 3.2) as advice to a person: household and NAV first (S002), nothing goes out by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rules.terms import ArrearsStep, Term, Urgency


class ArrearsReason(Term):
    """Why a step is advised."""

    FRESH = "fresh", "Leien er nettopp forfalt"
    DAYS_REACHED = "days_reached", "Restansen er så gammel at dette er neste steg"
    CONTACT_FIRST = "contact_first", "Husstand og NAV skal kontaktes før noe strengere gjøres"
    TIME_TO_PAY = "time_to_pay", "Leietaker har fortsatt tid til å betale etter forrige steg"
    STEPS_TAKEN = "steps_taken", "Alle steg til nå er tatt"
    PLAN_RUNNING = "plan_running", "En nedbetalingsavtale løper og holdes"


CONTACTS = (ArrearsStep.CONTACT_HOUSEHOLD, ArrearsStep.CONTACT_NAV)
NEEDS_APPROVAL = frozenset({ArrearsStep.EVICTION_NOTICE, ArrearsStep.SOCIAL_NOTICE, ArrearsStep.PETITION})
"""Steps toward eviction: only with a named officer's approval (domain 3.2)."""


@dataclass(frozen=True)
class Rung:
    """A step, the debt's age in days at which it is due, the days it then gives the tenant, and its source."""

    step: ArrearsStep
    after_days: int
    urgency: Urgency
    source: str
    days_to_pay: int = 0


# Days without a value in the sources are marked so in the rulebook, which replaces this ladder.
LADDER = (
    Rung(ArrearsStep.CONTACT_HOUSEHOLD, 7, Urgency.SOON, "S002"),
    Rung(ArrearsStep.CONTACT_NAV, 7, Urgency.SOON, "S002"),
    Rung(ArrearsStep.REMINDER, 14, Urgency.URGENT, "S002", 14),
    Rung(ArrearsStep.COLLECTION_WARNING, 30, Urgency.CRITICAL, "inkassoloven § 9", 14),
    Rung(ArrearsStep.PAYMENT_DEMAND, 44, Urgency.CRITICAL, "inkassoloven § 10", 14),
    Rung(ArrearsStep.EVICTION_NOTICE, 58, Urgency.CRITICAL, "tvangsfullbyrdelsesloven § 4-18", 14),
    Rung(ArrearsStep.SOCIAL_NOTICE, 58, Urgency.CRITICAL, "husleieloven § 9-11", 14),
    Rung(ArrearsStep.PETITION, 72, Urgency.CRITICAL, "tvangsfullbyrdelsesloven § 13-2"),
)


@dataclass(frozen=True, kw_only=True)
class ArrearsFacts:
    """Where the debt stands today: its age in days from the oldest unpaid due date, and whether a plan is kept."""

    today: date
    days: int
    plan_kept: bool = False


@dataclass(frozen=True)
class Advice:
    """The one recommended next step, how pressing the debt is, why this step, and by which source."""

    step: ArrearsStep
    urgency: Urgency
    reason: ArrearsReason
    source: str


def next_step(
    facts: ArrearsFacts, steps: Mapping[ArrearsStep, date], ladder: tuple[Rung, ...] = LADDER
) -> Advice | None:
    """The next step for an overdue debt, given the day each earlier step was taken; None if nothing is overdue.

    The urgency follows the age of the debt alone, so that a debt is told again when it ages, whatever was done.
    """
    if facts.days <= 0:
        return None
    reached = [rung for rung in ladder if rung.after_days <= facts.days]
    urgency = max((rung.urgency for rung in reached), key=lambda u: u.level, default=Urgency.NOTICE)
    if facts.plan_kept:
        return Advice(ArrearsStep.CHECK_DATA, urgency, ArrearsReason.PLAN_RUNNING, "S002")
    if not reached:
        return Advice(ArrearsStep.CHECK_DATA, urgency, ArrearsReason.FRESH, "S002")
    rung = next((rung for rung in reached if rung.step not in steps), None)
    if rung is None:
        return Advice(ArrearsStep.CHECK_DATA, urgency, ArrearsReason.STEPS_TAKEN, "S002")
    return _guarded(rung, urgency, facts.today, steps, ladder)


def _guarded(
    rung: Rung, urgency: Urgency, today: date, steps: Mapping[ArrearsStep, date], ladder: tuple[Rung, ...]
) -> Advice:
    """The rung, unless a contact is missing or an earlier step still gives the tenant time."""
    missing = next((step for step in CONTACTS if step not in steps), None)
    if missing and rung.step not in CONTACTS:
        return Advice(missing, urgency, ArrearsReason.CONTACT_FIRST, "S002")
    earlier = [r for r in ladder if r.after_days < rung.after_days and r.step in steps]
    if any(today <= steps[r.step] + timedelta(days=r.days_to_pay) for r in earlier):
        return Advice(ArrearsStep.CHECK_DATA, urgency, ArrearsReason.TIME_TO_PAY, rung.source)
    return Advice(rung.step, urgency, ArrearsReason.DAYS_REACHED, rung.source)
