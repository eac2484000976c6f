"""What may be done now, and what must be done first: the ladder's steps as they are taken (domain 3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.arrears_facts import CONTACTS, NEEDS_APPROVAL, ArrearsFacts, Rung, climbed, contacts, tried
from rules.deadlines import answer_deadline, next_working_day, presumed_arrival
from rules.errors import StepApprovalMissing, StepHeld, StepTaken, StepTooEarly
from rules.terms import ArrearsState, ArrearsStep

STEP = ArrearsStep
LETTERS = (
    STEP.REMINDER,
    STEP.COLLECTION_WARNING,
    STEP.PAYMENT_DEMAND,
    STEP.EVICTION_NOTICE,
    STEP.SOCIAL_NOTICE,
    STEP.PETITION,
)
LEAST_DAYS = {  # what the law gives the tenant, whatever the rulebook says
    STEP.COLLECTION_WARNING: 14,  # inkassoloven § 9
    STEP.PAYMENT_DEMAND: 14,  # inkassoloven § 10
    STEP.EVICTION_NOTICE: 14,  # tvangsfullbyrdelsesloven § 4-18
    STEP.SOCIAL_NOTICE: 14,  # husleieloven § 9-11
}
WITH_FEE = (STEP.REMINDER, STEP.COLLECTION_WARNING)
FEE_AFTER_DAYS = 14  # inkassoforskriften: at the earliest so long after the due date
ASIDE = (STEP.EVICTION_NOTICE, STEP.SOCIAL_NOTICE)
"""May go together with the collection warning: they warn, and wait for nothing but what comes before it."""
STOPPED = (ArrearsState.PETITIONED, ArrearsState.DATE_SET, ArrearsState.CLOSED)


@dataclass(frozen=True)
class Held:
    """The earlier step in the way until its last day to pay is past; without a day, until its letter is sent."""

    step: ArrearsStep
    until: date | None


@dataclass(frozen=True)
class Place:
    """One step of the ladder as it is shown: taken, the next one, or locked, with the first day it may be done."""

    step: ArrearsStep
    after: date
    taken_on: date | None
    deadline: date | None
    locked_by: ArrearsStep | None
    source: str


def is_taken(facts: ArrearsFacts, step: ArrearsStep) -> bool:
    """Whether the step was taken about the debt that stands; a contact where it counts."""
    return tried(facts, step) if step in CONTACTS else facts.last(step) is not None


def earlier(facts: ArrearsFacts, step: ArrearsStep, ladder: Sequence[Rung], *, strict: bool = False) -> list[Rung]:
    """The steps that come before one by the rulebook's days; unless `strict`, notices may go with the warning."""
    rungs = climbed(facts, tuple(ladder))
    own = next((rung for rung in rungs if rung.step is step), None)
    if own is None:
        return []
    before = [one for one in rungs if one.step not in CONTACTS and _comes_before(one, own)]
    if step in ASIDE and not strict:  # they warn of what comes; only the petition waits for the time that they give
        return [one for one in before if one.step not in (STEP.PAYMENT_DEMAND, *ASIDE)]
    if step is STEP.PETITION and STEP.EVICTION_NOTICE not in {one.step for one in before}:
        before.append(Rung(STEP.EVICTION_NOTICE, own.after_days, own.urgency, "tvangsfullbyrdelsesloven § 4-18"))
    return before


def _comes_before(one: Rung, own: Rung) -> bool:
    """By the rulebook's days; the notices come before the petition by law, whatever its days (§§ 4-18, 9-11)."""
    return one.after_days < own.after_days or (own.step is STEP.PETITION and one.step in ASIDE)


def blocking(facts: ArrearsFacts, step: ArrearsStep, ladder: Sequence[Rung], *, strict: bool = False) -> Held | None:
    """The earlier step whose letter is not on its way, or whose time to pay has not run out.

    The advice is `strict`: it does not hurry the notices along, though the law lets them go with the warning.
    """
    for rung in earlier(facts, step, ladder, strict=strict):
        last = facts.last(rung.step)
        if last is None:
            continue
        together = not strict and step in ASIDE and rung.step is STEP.COLLECTION_WARNING
        if not last.sent and not together:
            return Held(rung.step, None)
        if last.deadline is not None and facts.today <= last.deadline and not together:
            return Held(rung.step, last.deadline)
    return None


def check_step(facts: ArrearsFacts, step: ArrearsStep, ladder: Sequence[Rung], *, most_reminders: int) -> None:
    """Raise unless a letter of the step may be drawn up today.

    Raises StepHeld (disputed, paused, a plan that is kept, nothing overdue, not for this debt), StepTaken,
    StepTooEarly, StepApprovalMissing.
    """
    _check_open(facts, step, ladder)
    sent = [one for one in facts.taken() if one.step is step]
    if sent and (step is not STEP.REMINDER or len(sent) >= most_reminders):
        raise StepTaken(step.value, sent[-1].on)
    for one in contacts(facts):
        if not tried(facts, one):
            raise StepTooEarly(step.value, one.value, None)
    for rung in earlier(facts, step, ladder):
        if not is_taken(facts, rung.step):
            raise StepTooEarly(step.value, rung.step.value, None)
    held = blocking(facts, step, ladder)
    if held is not None:
        raise StepTooEarly(step.value, held.step.value, held.until + timedelta(days=1) if held.until else None)
    _check_last_reminder(facts, step, sent[-1].deadline if sent else None)
    if step in NEEDS_APPROVAL and step not in facts.approved:
        raise StepApprovalMissing(step.value)


def _check_open(facts: ArrearsFacts, step: ArrearsStep, ladder: Sequence[Rung]) -> None:
    if facts.days <= 0:
        raise StepHeld(step.value, "nothing_overdue")
    if facts.state in STOPPED:
        raise StepHeld(step.value, "petitioned" if facts.state is not ArrearsState.CLOSED else "closed")
    if facts.disputed:
        raise StepHeld(step.value, "disputed")
    if facts.paused_until is not None and facts.paused_until >= facts.today:
        raise StepHeld(step.value, "paused")
    if facts.plan_kept:
        raise StepHeld(step.value, "plan_kept")
    if facts.nav_opt_out and step is STEP.SOCIAL_NOTICE:
        raise StepHeld(step.value, "opted_out")
    if step not in {rung.step for rung in climbed(facts, tuple(ladder))}:
        raise StepHeld(step.value, "not_for_this_debt")
    if step in NEEDS_APPROVAL and step is not STEP.SOCIAL_NOTICE and not facts.eviction_clause:
        raise StepHeld(step.value, "no_clause")


def _check_last_reminder(facts: ArrearsFacts, step: ArrearsStep, deadline: date | None) -> None:
    """A second reminder waits for the time that the first one gave."""
    if step is STEP.REMINDER and deadline is not None and facts.today <= deadline:
        raise StepTooEarly(step.value, step.value, deadline + timedelta(days=1))


def days_given(step: ArrearsStep, ladder: Sequence[Rung]) -> int:
    """The days that the step gives the tenant: the rulebook's, never fewer than the law's."""
    rung = next((one for one in ladder if one.step is step), None)
    return max(rung.days_to_pay if rung else 0, LEAST_DAYS.get(step, 0))


def deadline(arrived: date, step: ArrearsStep, ladder: Sequence[Rung]) -> date | None:
    """The last day of the time that a letter gives, counted from its arrival; None where it gives none."""
    days = days_given(step, ladder)
    return answer_deadline(arrived, days) if days else None


def printed_deadline(today: date, step: ArrearsStep, ladder: Sequence[Rung], posting_days: int) -> date | None:
    """The last day to pay as a letter drawn today says it: counted from when it is presumed to arrive."""
    return deadline(presumed_arrival(today, posting_days), step, ladder)


def fee_day(oldest_due: date) -> date:
    """The first day on which a letter may bear a fee (inkassoforskriften)."""
    return oldest_due + timedelta(days=FEE_AFTER_DAYS)


def fee_ore(facts: ArrearsFacts, step: ArrearsStep, *, fee: int, taken: int, most: int) -> int:
    """The fee that a letter of the step may bear today, in øre; `taken` = how many the debt has borne already."""
    if step not in WITH_FEE or facts.oldest_due is None or taken >= most:
        return 0
    return fee if facts.today >= fee_day(facts.oldest_due) else 0


def path(facts: ArrearsFacts, ladder: Sequence[Rung]) -> tuple[Place, ...]:
    """The ladder as a picture: each step with what was done, the first day it is due, and what locks it."""
    return tuple(_place(facts, rung, ladder) for rung in climbed(facts, tuple(ladder)))


def _place(facts: ArrearsFacts, rung: Rung, ladder: Sequence[Rung]) -> Place:
    oldest = facts.oldest_due or facts.today
    last = facts.last(rung.step)
    done = last is not None and is_taken(facts, rung.step)
    held = None if done or rung.step in CONTACTS else blocking(facts, rung.step, ladder)
    after = oldest + timedelta(days=rung.after_days)
    if held is not None and held.until is not None:  # however old the debt is, the tenant's time runs out first
        after = max(after, held.until + timedelta(days=1))
    return Place(
        rung.step,
        next_working_day(after),
        last.on if last and done else None,
        last.deadline if last else None,
        None if done or rung.step in CONTACTS else _missing(facts, rung.step, ladder),
        rung.source,
    )


def _missing(facts: ArrearsFacts, step: ArrearsStep, ladder: Sequence[Rung]) -> ArrearsStep | None:
    before = [*contacts(facts), *(rung.step for rung in earlier(facts, step, ladder))]
    untaken = next((one for one in before if not is_taken(facts, one)), None)
    if untaken is not None:
        return untaken
    held = blocking(facts, step, ladder)
    return held.step if held else None
