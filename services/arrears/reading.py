"""What is known of a lease's arrears on a day: the facts that the rules look at, read from where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from models import Adjustment, Allowance, ArrearsCase, Lease, Payment
from models.arrears_case import TakenStep
from rules import placement, rent
from rules.arrears import Advice, ArrearsFacts, ArrearsReason, Doubt, Taken, next_step
from rules.arrears_steps import LETTERS
from rules.lease_terms import has_expired
from rules.rent import Overdue
from rules.rulebook import Rules
from rules.terms import AllowanceState, ArrearsState, ArrearsStep, LeaseState, PaymentState, PlanState, RowKind
from services import accounts
from services.arrears import common
from services.arrears.common import PETITION_STATES

RENT = (RowKind.CHARGE, RowKind.OPENING, RowKind.REVERSAL)


@dataclass(frozen=True)
class Queue:
    """The payments that nobody has placed yet, by KID and by amount, each with the latest day."""

    kids: Mapping[str, date] = field(default_factory=dict)
    amounts: Mapping[int, date] = field(default_factory=dict)

    def near(self, lease: Lease, amounts: Sequence[int], since: date) -> date | None:
        """The day of a payment that may be this lease's: a slip in its KID, or just what is owed since the due day."""
        if not self.kids and not self.amounts:
            return None
        days = [self.kids[kid] for kid in placement.near_kids(lease.kid) if kid in self.kids] if self.kids else []
        days += [self.amounts[ore] for ore in amounts if self.amounts.get(ore, date.min) >= since]
        return max(days, default=None)


def read_queue() -> Queue:
    """The payments without a place (index `payment_state`)."""
    kids: dict[str, date] = {}
    amounts: dict[int, date] = {}
    wanted = Payment.objects(state=PaymentState.UNMATCHED).only("kid", "amount_ore", "booked_on").no_dereference()
    for one in wanted.order_by("booked_on", "key"):
        if one.amount_ore > 0:
            amounts[one.amount_ore] = one.booked_on
            if one.kid:
                kids[one.kid] = one.booked_on
    return Queue(kids, amounts)


@dataclass(frozen=True)
class Round:
    """What one look at arrears goes by: the day, the rulebook, and the queue of payments, read once it is asked for."""

    today: date
    rules: Rules

    @cached_property
    def queue(self) -> Queue:
        return read_queue()


def owed_by(lease: Lease, today: date) -> Overdue:
    """What is overdue on the lease."""
    return rent.owed(accounts.of(lease), today)


def facts_of(lease: Lease, case: ArrearsCase | None, now: Round) -> ArrearsFacts:
    """The facts of the lease's debt today; without a case nothing has been done about it."""
    today, owed = now.today, owed_by(lease, now.today)
    overdue = [item for item in accounts.of(lease).items if item.due_on < today]
    return ArrearsFacts(
        today=today,
        days=owed.days,
        oldest_due=owed.oldest_due,
        rent=any(item.kind in RENT for item in overdue),
        state=case.state if case else ArrearsState.OPEN,
        steps=steps_of(case) if case else (),
        disputed=lease.rent_disputed,
        paused_until=_paused_until(case, today) if case else None,
        plan_kept=case is not None and case.state is ArrearsState.PLAN,
        plan_broken_on=_broken_on(case) if case else None,
        eviction_on=case.eviction_on if case else None,
        doubts=tuple(_doubts(lease, case, owed, overdue, now)) if overdue else (),
        ended=lease.state is LeaseState.ENDED,
        eviction_clause=lease.eviction_clause,
        nav_opt_out=case is not None and case.nav_opt_out_on is not None,
        approved=frozenset(one.step for one in common.unused(case)) if case else frozenset(),
        asked=frozenset(one.step for one in case.asked) if case else frozenset(),
        contact_tries=now.rules.keeping.contact_tries,
    )


def steps_of(case: ArrearsCase) -> tuple[Taken, ...]:
    """The case's steps as the rules see them; a petition that was taken back is none."""
    live = case.state in PETITION_STATES
    return tuple(_taken(one) for one in case.steps if live or one.step is not ArrearsStep.PETITION)


def _taken(step: TakenStep) -> Taken:
    sent = step.step not in LETTERS or step.sent_on is not None
    return Taken(step.step, step.on, step.deadline if sent else None, sent=sent, reached=step.reached)


def _broken_on(case: ArrearsCase) -> date | None:
    """When the plan that was agreed last was found broken; None where it was not."""
    last = case.plans[-1] if case.plans else None
    return last.ended_on if last is not None and last.state is PlanState.BROKEN else None


def _paused_until(case: ArrearsCase, today: date) -> date | None:
    """The last day of the pause that runs."""
    running = [one.until for one in case.pauses if one.ended_on is None and one.since <= today <= one.until]
    return max(running, default=None)


def _doubts(
    lease: Lease, case: ArrearsCase | None, owed: Overdue, overdue: Sequence[rent.OpenItem], now: Round
) -> list[Doubt]:
    """What may mean that the debt is not what it looks like."""
    oldest = owed.oldest_due or now.today
    found = []
    paid = now.queue.near(lease, [owed.owed_ore, *(item.open_ore for item in overdue)], oldest)
    if paid is not None:
        found.append(Doubt(ArrearsReason.UNMATCHED_PAYMENT, paid))
    if all(item.kind is RowKind.OPENING for item in overdue):
        found.append(Doubt(ArrearsReason.OPENING_ONLY, oldest))
    if all(item.kind not in RENT for item in overdue):
        found.append(Doubt(ArrearsReason.ONLY_FEES, oldest))
    if lease.state is LeaseState.ENDED:
        return [*found, Doubt(ArrearsReason.LEASE_ENDED, lease.ended_on or oldest)]
    if has_expired(lease.ends_on, now.today) and lease.ends_on is not None:
        found.append(Doubt(ArrearsReason.LEASE_EXPIRED, lease.ends_on))
    return [*found, *_allowance(lease, case, now.today)]


def _allowance(lease: Lease, case: ArrearsCase | None, today: date) -> list[Doubt]:
    """An allowance that is applied for may pay the debt; where nobody knows of one, somebody asks."""
    last = Allowance.objects(lease=lease.pk).only("state", "applied_on").no_dereference().order_by("-applied_on", "id")
    held = last.first()
    if held is None:
        return [Doubt(ArrearsReason.ALLOWANCE_UNKNOWN, case.opened_on if case else today)]
    return [Doubt(ArrearsReason.ALLOWANCE_APPLIED, held.applied_on)] if held.state is AllowanceState.APPLIED else []


def advice_of(lease: Lease, case: ArrearsCase | None, now: Round) -> Advice | None:
    """The one next step; None where nothing is overdue."""
    return next_step(facts_of(lease, case, now), now.rules.ladder)


def fees_borne(lease: Lease, since: date) -> int:
    """How many fees the debt since a due day has borne already, whichever case they stand in."""
    cases = ArrearsCase.objects(lease=lease.pk).only("steps").no_dereference().order_by("-opened_on", "id")
    return sum(1 for case in cases for one in case.steps if one.fee_ore and one.on >= since)


def written_off(lease: Lease, since: date) -> bool:
    """Whether something was written off the lease's account since the day (index `adjustment_lease`)."""
    booked = Adjustment.objects(lease=lease.pk, booked_on__gte=since).only("kind").order_by("-booked_on", "key")
    return any(one.kind is RowKind.WRITE_OFF for one in booked)
