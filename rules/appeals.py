"""Appeals: which decisions take one, by when, and what waits for us (fvl. §§ 28-34, 42)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from rules import deadlines
from rules.deadlines import appeal_deadline
from rules.errors import DateBeforeCause, NotAppealable
from rules.terms import AppealState, AppealStep, BodyOutcome, DecidingBody, DecisionOutcome, Role, Urgency

PENDING = frozenset({AppealState.RECEIVED, AppealState.UNDER_REASSESSMENT})
"""Neither reassessed nor forwarded: still ours to act on."""

OPEN = PENDING | {AppealState.FORWARDED}
"""Not answered yet, by us or by the appeal body."""


@dataclass(frozen=True)
class AppealLimits:
    """Days that the law does not number.

    From receipt to our own reassessment; before an end that is soon; to answer a wish for deferral, to send a letter
    that is due, and until the appeal body is asked how it goes.
    """

    reassessment_days: int
    soon_days: int
    deferral_days: int
    telling_days: int
    follow_up_days: int


# --- Whether there is an appeal, and whether it came in time -----------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Appealed:
    """The decision that is appealed on; `arrived_on` is None where notice has not reached the party, or none knows."""

    number: str
    decided_on: date
    arrived_on: date | None = None
    final: bool = False
    undone: bool = False
    replaced: bool = False
    taken_back: bool = False  # the application is, and what was decided in it holds no longer


@dataclass(frozen=True, kw_only=True)
class Lodged:
    """When an appeal came: to us, and into the post or to the municipality where that is known (fvl. § 30)."""

    received_on: date
    submitted_on: date | None = None

    @property
    def counts_on(self) -> date:
        """The day that counts: handed over is enough, arrived is not asked (fvl. § 30)."""
        return self.submitted_on or self.received_on


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Until when there is an appeal, and whether this one came in time; no deadline runs before notice arrives."""

    deadline: date | None
    in_time: bool


def judge(decision: Appealed, lodged: Lodged, weeks: int = 3, *, appealed_before: bool = False) -> Timing:
    """Whether the decision takes this appeal, and whether it is in time (fvl. §§ 28-31).

    Raises DateBeforeCause, and NotAppealable with why: final, undone, taken_back, replaced, appealed, too_late.
    """
    _check_days(decision, lodged)
    for why, holds in (
        ("final", decision.final),
        ("undone", decision.undone),
        ("taken_back", decision.taken_back),
        ("replaced", decision.replaced),
        ("appealed", appealed_before),
    ):
        if holds:
            raise NotAppealable(decision.number, why)
    found = timing(decision.arrived_on, lodged, weeks)
    if not found.in_time:
        check_reinstatement(decision.number, decision.decided_on, lodged)
    return found


def _check_days(decision: Appealed, lodged: Lodged) -> None:
    for name, day in (("arrived_on", decision.arrived_on), ("submitted_on", lodged.submitted_on)):
        if day is not None and day < decision.decided_on:
            raise DateBeforeCause(name, day, "decided_on", decision.decided_on)
    if lodged.received_on < decision.decided_on:
        raise DateBeforeCause("received_on", lodged.received_on, "decided_on", decision.decided_on)
    if lodged.submitted_on is not None and lodged.received_on < lodged.submitted_on:
        raise DateBeforeCause("received_on", lodged.received_on, "submitted_on", lodged.submitted_on)


def timing(arrived_on: date | None, lodged: Lodged, weeks: int = 3) -> Timing:
    """The deadline counted from the day notice arrived; without one an appeal cannot be late (fvl. § 29)."""
    deadline = appeal_deadline(arrived_on, weeks) if arrived_on else None
    return Timing(deadline=deadline, in_time=deadline is None or lodged.counts_on <= deadline)


def check_reinstatement(number: str, decided_on: date, lodged: Lodged) -> None:
    """Raise NotAppealable(too_late) where not even a blameless party may have a late appeal treated (fvl. § 31)."""
    if lodged.counts_on > deadlines.last_reinstatement(decided_on):
        raise NotAppealable(number, "too_late")


def dismissed_by_us(state: AppealState, reinstated: bool | None, body_outcome: BodyOutcome | None) -> bool:
    """Whether we dismissed a late appeal ourselves: that is a decision, and takes an appeal (fvl. §§ 2, 28)."""
    return state is AppealState.DISMISSED and reinstated is False and body_outcome is None


def judge_dismissal(dismissed_on: date, arrived_on: date | None, appealed_on: date, weeks: int = 3) -> Timing:
    """Whether an appeal on our own dismissal is in time, counted from the day its letter arrived (fvl. § 29).

    A late one is not refused: the body says what comes of it (§ 34), and we dismiss no appeal on our own dismissal.
    Raises DateBeforeCause.
    """
    check_order(("dismissed_on", dismissed_on), ("dismissal_appealed_on", appealed_on))
    return timing(arrived_on, Lodged(received_on=appealed_on), weeks)


def is_late(notice_arrived: date, received: date, weeks: int = 3) -> bool:
    """Whether an appeal came after its deadline; it may still be treated (oppreisning, fvl. § 31)."""
    return not timing(notice_arrived, Lodged(received_on=received), weeks).in_time


# --- What waits for us --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AppealProgress:
    """How far an appeal has come; `tell_by` is the day by which a letter that is due must be on its way."""

    state: AppealState
    received_on: date
    in_time: bool | None = None
    reinstated: bool | None = None
    deferral_asked_on: date | None = None
    deferred: bool | None = None
    forwarded_on: date | None = None
    followed_up_on: date | None = None
    tell_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class AppealTodo:
    """What to do, by when, how pressing it is, and who does it where nobody is named."""

    step: AppealStep
    due_on: date
    urgency: Urgency
    role: Role = Role.CASEWORKER


def next_step(appeal: AppealProgress, today: date, limits: AppealLimits) -> AppealTodo | None:
    """The one thing to do next, the earliest first; None where the appeal waits for nobody."""
    found = min(_steps(appeal, limits), key=lambda one: one[1], default=None)
    if found is None:
        return None
    step, due = found
    return AppealTodo(step=step, due_on=due, urgency=_urgency(due, today, limits))


def _steps(appeal: AppealProgress, limits: AppealLimits) -> Iterator[tuple[AppealStep, date]]:
    if appeal.tell_by is not None:
        yield AppealStep.TELL, appeal.tell_by
    if appeal.state in PENDING:
        yield from _ours(appeal, limits)
    elif appeal.state is AppealState.FORWARDED and appeal.forwarded_on is not None:
        since = appeal.followed_up_on or appeal.forwarded_on
        yield AppealStep.FOLLOW_UP, since + timedelta(days=limits.follow_up_days)


def _ours(appeal: AppealProgress, limits: AppealLimits) -> Iterator[tuple[AppealStep, date]]:
    due = reassessment_due(appeal.received_on, limits)
    if needs_reinstatement(appeal.in_time, appeal.reinstated):
        yield AppealStep.CONSIDER_REINSTATEMENT, due  # nothing else is done with an appeal that may be dismissed
        return
    if appeal.deferral_asked_on is not None and appeal.deferred is None:
        yield AppealStep.DECIDE_DEFERRAL, appeal.deferral_asked_on + timedelta(days=limits.deferral_days)
    yield (AppealStep.TAKE_UP if appeal.state is AppealState.RECEIVED else AppealStep.REASSESS), due


def needs_reinstatement(in_time: bool | None, reinstated: bool | None) -> bool:
    """Whether the appeal is late and nobody has considered yet if it may be treated all the same (fvl. § 31)."""
    return in_time is False and reinstated is None


def reassessment_due(received: date, limits: AppealLimits) -> date:
    """The day by which we are to have reassessed or forwarded an appeal."""
    return received + timedelta(days=limits.reassessment_days)


def _urgency(due: date, today: date, limits: AppealLimits) -> Urgency:
    days_left = (due - today).days
    if days_left < 0:
        return Urgency.URGENT
    return Urgency.SOON if days_left <= limits.soon_days else Urgency.NOTICE


def keeps_place(
    outcome: DecisionOutcome, state: AppealState, in_time: bool | None, reinstated: bool | None, deferred: bool | None
) -> bool:
    """Whether an appeal keeps a withdrawn place on the waiting list (fvl. § 42).

    It does from the day it comes, so that nothing is lost while we think; not where it is late and not let in, and
    not once deferral is refused.
    """
    treated = in_time is not False or reinstated is True
    return outcome is DecisionOutcome.WITHDRAWN and state in OPEN and treated and deferred is not False


# --- Who answers it -----------------------------------------------------------------------------------------------


def reassesses_alone(body: DecidingBody, roles: frozenset[Role]) -> bool:
    """Whether somebody of these roles is the body that decided, and so reassesses in person (fvl. § 33).

    A committee reassesses what it decided: whoever sends the appeal on then says when and how it did.
    """
    return body is DecidingBody.DECIDER and bool(roles & {Role.DECIDER, Role.DEPARTMENT_HEAD})


def check_order(*days: tuple[str, date | None]) -> None:
    """Raise DateBeforeCause unless the named days follow each other; one that is not known is passed over."""
    known = [(name, day) for name, day in days if day is not None]
    for (cause, earlier), (name, day) in pairwise(known):
        if day < earlier:
            raise DateBeforeCause(name, day, cause, earlier)
