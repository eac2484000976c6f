"""The case opens by itself when rent is overdue, follows its advice, and closes by itself when nothing is."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bson import ObjectId

from letters import keeping_texts
from models import Applicant, Application, ArrearsCase, Lease
from models.arrears_case import OPEN
from models.base import Effect, Record
from rules import eviction, keeping_states, states
from rules.arrears import Advice
from rules.deadlines import add_months, oslo_date
from rules.errors import AlreadyExists, StaleState
from rules.rent import Overdue
from rules.terms import ArrearsEnd, ArrearsState, PlanState, Relation, RentCollector, Role, TaskKind
from services import numbers, plans, records, rulebooks, tasks
from services.actor import Actor
from services.arrears import common, reading
from services.arrears.reading import Round
from services.effects import Owed
from services.tasks import Finding

MOST_TRIES = 3
GROWN = 18
CHILDREN = (Relation.CHILD, Relation.FOSTER_CHILD)
CALM: dict[str, Any] = {
    "next_step": None, "next_reason": None, "next_on": None, "urgency": None, "urgency_level": 0, "due_ore": 0,
    "due_since": None,
}  # fmt: skip


def overdue(today: date) -> Iterator[Lease]:
    """Leases that owe the municipality rent due before the day, oldest debt first (index `lease_oldest_due`)."""
    wanted = Lease.objects(account__oldest_due__lt=today, rent_collected_by=RentCollector.MUNICIPALITY)
    yield from wanted.no_dereference().order_by("account.oldest_due", "id")


def open_cases() -> Iterator[ArrearsCase]:
    """The cases that are followed up (index `arrears_case_state`)."""
    wanted = ArrearsCase.objects(state__in=list(OPEN)).only("lease").no_dereference()
    yield from wanted.order_by("state", "oldest_due", "id")


def cleared(seen: Collection[object]) -> Iterator[Lease]:
    """The leases with an open case that are not among those with overdue rent."""
    gone = [lease for case in open_cases() if (lease := records.reference(case, "lease")) not in seen]
    for lease in gone:
        yield records.get(Lease, lease)


def attend(lease: Lease, actor: Actor, now: Round) -> Finding | None:
    """Open, bring up to date or close the lease's case; returns what is to be done, None where nothing is overdue.

    Raises StaleState where others kept changing it.
    """
    for _ in range(MOST_TRIES):
        try:
            return _attend(lease, actor, now)
        except StaleState:
            lease = records.get(Lease, lease.pk)
    return _attend(lease, actor, now)


def _attend(lease: Lease, actor: Actor, now: Round) -> Finding | None:
    owed = reading.owed_by(lease, now.today)
    case = common.open_case(lease.pk)
    ours = lease.rent_collected_by is RentCollector.MUNICIPALITY
    if not owed.owed_ore or not ours:
        if case is not None and ours and _plan_runs(case, now):
            records.change(case, actor, values=CALM, action="advised", rulebook=now.rules.number)
        elif case is not None:
            _close(case, lease, actor, now.today)
        return None
    if case is None:
        case = _open(lease, owed, actor, now.today)
    advice = reading.advice_of(lease, case, now)
    if advice is None:
        return None
    advice = _standing(case, advice, now.today)
    _follow(case, advice, owed, actor, now)
    return _finding(lease, advice, owed)


def _plan_runs(case: ArrearsCase, now: Round) -> bool:
    """Whether a plan has more to come though nothing is overdue: rent that is paid early pays the old debt first."""
    plan = plans.running(case) if case.state is ArrearsState.PLAN else None
    return plan is not None and plans.standing(case, plan, now.today, now.rules).state is PlanState.RUNNING


def _standing(case: ArrearsCase, advice: Advice, today: date) -> Advice:
    """The advice, due since the day it was first given: a night in which nothing has happened writes nothing."""
    same = (case.next_step, case.next_reason) == (advice.step, advice.reason)
    if same and advice.due_on == today and case.next_on is not None and case.next_on < today:
        return replace(advice, due_on=case.next_on)
    return advice


def finding(lease: Lease, today: date, ladder: object = None) -> Finding | None:
    """What a lease's arrears ask for today; nothing is written. None where nothing is overdue."""
    now = Round(today, rulebooks.current(today))
    if ladder is not None:
        now = Round(today, replace(now.rules, ladder=ladder))  # type: ignore[arg-type]
    owed = reading.owed_by(lease, today)
    advice = reading.advice_of(lease, common.open_case(lease.pk), now)
    return _finding(lease, advice, owed) if advice is not None else None


def _finding(lease: Lease, advice: Advice, owed: Overdue) -> Finding:
    found = Finding.about(
        lease,
        TaskKind.ARREARS,
        owed.oldest_due or date.min,
        urgency=advice.urgency,
        text=keeping_texts.arrears(advice),
        due_on=advice.due_on or owed.oldest_due,
        amount_ore=owed.owed_ore,
        role=Role.HOUSING_CONSULTANT,
    )
    # A step that is new to the debt is told of, though somebody has marked the one before it as done.
    return replace(found, since=f"{found.since}:{advice.step.value}")


def review(document: Record, effect: Effect, actor: Actor) -> None:
    """Bring the case and the task of the lease that a record names up to date at once (a command effect).

    The payment plan first: the case waits while it runs.
    """
    plans.review(document, effect, actor)
    today = oslo_date(actor.at)
    lease = records.get(Lease, records.reference(document, "lease"))
    found = attend(lease, actor, Round(today, rulebooks.current(today)))
    tasks.keep(found, TaskKind.ARREARS, lease.pk, actor, today)


def _open(lease: Lease, owed: Overdue, actor: Actor, today: date) -> ArrearsCase:
    case = ArrearsCase(
        id=ObjectId(),
        case_number=numbers.label("R", today.year),
        lease=lease.pk,
        contract_number=lease.contract_number,
        tenant=records.reference(lease, "tenant"),
        office=records.reference(lease, "office"),
        caseworker=records.reference(lease, "caseworker"),
        opened_on=today,
        oldest_due=owed.oldest_due,
        owed_ore=owed.owed_ore,
        children=_children(lease, today),
    )
    try:
        records.create(case, actor, action="arrears_opened")
    except AlreadyExists as error:
        found = common.open_case(lease.pk)  # another was first: theirs is the case
        if found is None:
            raise StaleState("arrears_case", lease.number) from error
        return found
    return case


def _children(lease: Lease, today: date) -> bool | None:
    """Whether the register knows of children in the household; it does not know that there are none."""
    tenant = Applicant.objects(pk=records.reference(lease, "tenant")).only("members").first()
    members = tenant.members if tenant else []
    if any(one.relation in CHILDREN and _minor(one.born_on, today) for one in members):
        return True
    case = Application.objects(pk=lease.application).only("children").first() if lease.application else None
    return True if case is not None and case.children else None


def _minor(born_on: date | None, today: date) -> bool:
    return born_on is None or add_months(born_on, GROWN * 12) > today


def _follow(case: ArrearsCase, advice: Advice, owed: Overdue, actor: Actor, now: Round) -> None:
    """Keep what is advised on the case, for the list; the same again writes nothing."""
    values = {
        "next_step": advice.step, "next_reason": advice.reason, "next_on": advice.due_on, "urgency": advice.urgency,
        "urgency_level": advice.urgency.level, "due_ore": owed.owed_ore, "due_since": owed.oldest_due,
    }  # fmt: skip
    records.change(case, actor, values=values, action="advised", rulebook=now.rules.number)


def _close(case: ArrearsCase, lease: Lease, actor: Actor, today: date) -> None:
    """Nothing is overdue any more: the case is over, and what was not sent is not sent."""
    states.check(keeping_states.ARREARS, case.state, ArrearsState.CLOSED)
    end = ArrearsEnd.WRITTEN_OFF if reading.written_off(lease, case.opened_on) else _end(case)
    at_officer = case.state in common.PETITION_STATES
    held = list(case.plans)
    for plan in held:
        if plan.state is PlanState.RUNNING:
            states.check(keeping_states.PLAN, plan.state, PlanState.KEPT)
    values = CALM | {
        "state": ArrearsState.CLOSED, "end": end, "closed_on": today, "asked": [],
        "plans": [_kept(one, today) for one in held],
    }  # fmt: skip
    version = case.version + 1
    owed = [
        Owed(common.RECALL_EFFECT, f"{common.RECALL_EFFECT}:{case.pk}:{version}"),
        Owed(common.APPROVAL_TASK, f"{common.APPROVAL_TASK}:{case.pk}:{version}"),
    ]
    if at_officer:
        owed.append(Owed(common.WITHDRAW_TASK, f"{common.WITHDRAW_TASK}:{case.pk}:{version}"))
    records.change(case, actor, values=values, action="arrears_closed", owed=owed)


def _kept(plan: Any, today: date) -> Any:
    """A plan that ran while the debt was paid is kept."""
    if plan.state is not PlanState.RUNNING:
        return plan
    held = {name: getattr(plan, name) for name in type(plan)._fields}
    return type(plan)(**held | {"state": PlanState.KEPT, "ended_on": today})


def _end(case: ArrearsCase) -> ArrearsEnd:
    sent = [one.step for one in case.steps if one.sent_on is not None]
    return eviction.end_of(sent)
