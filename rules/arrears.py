"""The arrears ladder (domain 3.2) as advice to a person: household and NAV first (S002), nothing goes out by itself.

Each rule looks at the facts and either gives the advice or leaves it to the next; their order is the policy.
"""

from collections.abc import Callable
from datetime import date, timedelta

from rules.arrears_facts import (
    CONTACTS,
    LADDER,
    NEEDS_APPROVAL,
    Advice,
    ArrearsFacts,
    ArrearsReason,
    Doubt,
    Rung,
    Taken,
    attempts_at,
    climbed,
    contacts,
    tried,
)
from rules.arrears_steps import blocking, is_taken
from rules.deadlines import next_working_day
from rules.terms import ArrearsState, ArrearsStep, Urgency

__all__ = [
    "CONTACTS",
    "LADDER",
    "NEEDS_APPROVAL",
    "RULES",
    "Advice",
    "ArrearsFacts",
    "ArrearsReason",
    "Doubt",
    "Rung",
    "Taken",
    "next_step",
]

S002 = "S002"
CHECK = ArrearsStep.CHECK_DATA
REASON = ArrearsReason
BEFORE_CONTACT = (REASON.UNMATCHED_PAYMENT, REASON.OPENING_ONLY, REASON.LEASE_ENDED, REASON.LEASE_EXPIRED)
BEFORE_HARDER = (REASON.ONLY_FEES, REASON.ALLOWANCE_APPLIED, REASON.ALLOWANCE_UNKNOWN)

Rule = Callable[[ArrearsFacts, tuple[Rung, ...]], Advice | None]


def next_step(facts: ArrearsFacts, ladder: tuple[Rung, ...] = LADDER) -> Advice | None:
    """The one next step for an overdue debt; None if nothing is overdue.

    The urgency follows the age of the debt alone, so that a debt is told again when it ages, whatever was done.
    """
    if facts.days <= 0:
        return None
    return next(advice for rule in RULES if (advice := rule(facts, ladder)) is not None)


def urgency_of(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Urgency:
    """How pressing a debt of that age is."""
    reached = [rung.urgency for rung in ladder if rung.after_days <= facts.days]
    return max(reached, key=lambda one: one.level, default=Urgency.NOTICE)


def disputed(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Advice | None:
    """Disputed rent that the tenant has deposited is no default (husll. § 3-8)."""
    return _check(facts, ladder, REASON.DISPUTED, "husleieloven § 3-8") if facts.disputed else None


def paused(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Advice | None:
    """A case that a person has put on hold waits to the end of the day agreed."""
    if facts.paused_until is None or facts.paused_until < facts.today:
        return None
    return _check(facts, ladder, REASON.PAUSED, S002, after=facts.paused_until)


def plan_kept(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Advice | None:
    """A payment plan that is kept is followed; nothing harder is done."""
    return _check(facts, ladder, REASON.PLAN_RUNNING, S002) if facts.plan_kept else None


def at_the_officer(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Advice | None:
    """After the petition the enforcement officer acts; the office follows, and averts it where it can."""
    if facts.state not in (ArrearsState.PETITIONED, ArrearsState.DATE_SET):
        return None
    if not is_taken(facts, ArrearsStep.PETITION):
        return _check(facts, ladder, REASON.PETITION_PAID, "tvangsfullbyrdelsesloven § 13-2")
    petition = facts.last(ArrearsStep.PETITION)
    if petition is not None and not petition.sent:
        return _check(facts, ladder, REASON.LETTER_UNSENT, "tvangsfullbyrdelsesloven § 13-2")
    if facts.state is ArrearsState.DATE_SET:
        advice = _check(facts, ladder, REASON.DATE_SET, "tvangsfullbyrdelsesloven § 13-12")
        return Advice(advice.step, advice.urgency, advice.reason, advice.source, facts.eviction_on)
    return _check(facts, ladder, REASON.PETITIONED, "tvangsfullbyrdelsesloven § 13-6")


def doubtful(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Advice | None:
    """A debt that may not be one is looked into before anybody is asked to pay."""
    return _doubt(facts, ladder, BEFORE_CONTACT)


def fresh(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Advice | None:
    """A debt younger than the first rung is looked at, and left alone."""
    first = min((rung.after_days for rung in climbed(facts, ladder)), default=0)
    if facts.days >= first:
        return None
    after = facts.today + timedelta(days=first - facts.days - 1)
    return _check(facts, ladder, REASON.FRESH, S002, after=after)


def contact_first(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Advice | None:
    """Household and NAV are contacted before anything harder, whatever the age of the debt (S002)."""
    step = next((one for one in contacts(facts) if not tried(facts, one)), None)
    if step is None:
        return None
    rung = next((one for one in ladder if one.step is step), Rung(step, 0, Urgency.SOON, S002))
    reason = REASON.DAYS_REACHED if rung.after_days <= facts.days else REASON.CONTACT_FIRST
    urgency, attempts = urgency_of(facts, ladder), attempts_at(facts, step)
    if attempts:
        last = max(one.on for one in attempts)
        return Advice(step, urgency, REASON.TRY_AGAIN, rung.source, next_working_day(last + timedelta(days=1)))
    if step is ArrearsStep.CONTACT_HOUSEHOLD and facts.plan_broken_on is not None:
        return Advice(step, urgency, REASON.PLAN_BROKEN, S002, next_working_day(facts.plan_broken_on))
    harder = [one.after_days for one in ladder if one.step not in CONTACTS]
    if reason is REASON.DAYS_REACHED and min(harder, default=facts.days + 1) <= facts.days:
        reason = REASON.CONTACT_FIRST
    return Advice(step, urgency, reason, rung.source, _due(facts, rung))


def unsettled(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Advice | None:
    """What may pay the debt, or make it no debt of rent, is cleared up before anything harder than a contact."""
    return _doubt(facts, ladder, BEFORE_HARDER)


def climb(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Advice | None:
    """The first rung that the debt has reached and nobody has taken, once the steps before it have run their time."""
    reached = [one for one in climbed(facts, ladder) if one.after_days <= facts.days and one.step not in CONTACTS]
    rung = next((one for one in reached if not is_taken(facts, one.step)), None)
    if rung is None:
        return None
    held = blocking(facts, rung.step, ladder, strict=True)
    if held is not None:
        reason = REASON.TIME_TO_PAY if held.until is not None else REASON.LETTER_UNSENT
        return _check(facts, ladder, reason, rung.source, after=held.until)
    urgency, due = urgency_of(facts, ladder), _due(facts, rung)
    if rung.step in NEEDS_APPROVAL and not facts.eviction_clause and rung.step is not ArrearsStep.SOCIAL_NOTICE:
        return Advice(CHECK, urgency, REASON.NO_CLAUSE, "tvangsfullbyrdelsesloven § 13-2", due)
    if rung.step in NEEDS_APPROVAL and rung.step not in facts.approved:
        reason = REASON.APPROVAL_WAITS if rung.step in facts.asked else REASON.APPROVAL_NEEDED
        return Advice(rung.step, urgency, reason, rung.source, due)
    return Advice(rung.step, urgency, REASON.DAYS_REACHED, rung.source, due)


def unsent(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Advice | None:
    """A letter that was drawn up and is not on its way is seen to, though nothing else waits for it yet."""
    waiting = [one for one in ladder if (last := facts.last(one.step)) is not None and not last.sent]
    return _check(facts, ladder, REASON.LETTER_UNSENT, waiting[0].source) if waiting else None


def nothing_more(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> Advice:
    """All that the debt has reached is done: the day of the next rung is waited for."""
    ahead = [one.after_days for one in climbed(facts, ladder) if one.after_days > facts.days]
    after = facts.today + timedelta(days=min(ahead) - facts.days - 1) if ahead else None
    return _check(facts, ladder, REASON.STEPS_TAKEN, S002, after=after)


RULES: tuple[Rule, ...] = (
    disputed,
    paused,
    plan_kept,
    at_the_officer,
    doubtful,
    fresh,
    contact_first,
    unsettled,
    climb,
    unsent,
    nothing_more,
)
"""The first that has something to say gives the advice; the last always has."""


def _due(facts: ArrearsFacts, rung: Rung) -> date:
    """The day the rung is due: the debt's age, or the end of the time that the steps before it gave."""
    by_age = facts.today - timedelta(days=facts.days - rung.after_days)
    given = [one.deadline for one in facts.taken() if one.deadline is not None and one.deadline < facts.today]
    return max([by_age, *(day + timedelta(days=1) for day in given)])


def _check(
    facts: ArrearsFacts, ladder: tuple[Rung, ...], reason: ArrearsReason, source: str, *, after: date | None = None
) -> Advice:
    """Look at the case: today, or the day after the one that is waited for."""
    due = after + timedelta(days=1) if after is not None else facts.today
    return Advice(CHECK, urgency_of(facts, ladder), reason, source, due)


def _doubt(facts: ArrearsFacts, ladder: tuple[Rung, ...], reasons: tuple[ArrearsReason, ...]) -> Advice | None:
    """The first of these doubts that nobody has looked into since it arose."""
    looked = facts.last(CHECK)
    found = (one for reason in reasons for one in facts.doubts if one.reason is reason)
    left = (one for one in found if looked is None or looked.on < one.since)
    doubt = next(left, None)
    return _check(facts, ladder, doubt.reason, S002) if doubt is not None else None
