"""Running plans against the ledger: one that is paid is kept, one that is not is broken and told to a person."""

from collections.abc import Iterator
from datetime import date

from letters import keeping_texts
from models import ArrearsCase, Lease
from models.arrears_case import OPEN
from models.base import Effect, Record
from rules import keeping_states, states
from rules.deadlines import oslo_date
from rules.plans import Standing
from rules.rulebook import Rules
from rules.terms import ArrearsState, PlanState, Role, TaskKind, Urgency
from services import ledger, records, rulebooks, tasks
from services.actor import Actor
from services.plans import common
from services.plans.agreeing import closed
from services.tasks import Finding


def planned() -> Iterator[ArrearsCase]:
    """Cases with a plan that runs (index `arrears_case_state`)."""
    # `$in`, though one: the embedded server finds none by a state that is equal to a partial index's.
    yield from ArrearsCase.objects(state__in=[ArrearsState.PLAN]).no_dereference().order_by("oldest_due", "id")


def open_case(lease: object) -> ArrearsCase | None:
    """The lease's open arrears case (index `arrears_case_lease`)."""
    found: ArrearsCase | None = (
        ArrearsCase.objects(lease=lease, state__in=list(OPEN)).no_dereference().order_by("-opened_on").first()
    )
    return found


def look(case: ArrearsCase, actor: Actor, today: date) -> PlanState | None:
    """See to the plan that runs on the case; returns what it has become, None where nothing changed.

    A broken one leaves the case to be followed up, and asks a person to contact the household; nothing is sent.
    Raises StaleState.
    """
    plan = common.running(case)
    if plan is None or case.state is not ArrearsState.PLAN:
        return None
    rules = rulebooks.current(today)
    found = common.standing(case, plan, today, rules)
    if found.state is PlanState.RUNNING:
        return None
    states.check(keeping_states.PLAN, plan.state, found.state)
    states.check(keeping_states.ARREARS, case.state, ArrearsState.OPEN)
    ended = closed(plan, found.state, ended_on=today, missed_on=found.missed_on)
    records.change(
        case, actor, values={"plans": common.replaced(case.plans, ended), "state": ArrearsState.OPEN},
        action=f"plan_{found.state.value}", version=case.version, rulebook=rules.number,
        owed=[ledger.owed_review(case)],
    )  # fmt: skip
    return found.state


def review(document: Record, _effect: Effect, actor: Actor) -> None:
    """See to the plan of the lease whose money has moved: a payment, a reversal, a posting (a command effect)."""
    case = open_case(records.reference(document, "lease"))
    if case is not None:
        look(case, actor, oslo_date(actor.at))


def finding(case: ArrearsCase, today: date, rules: Rules) -> Finding | None:
    """What a broken plan asks for, until a new one runs or the case is closed; None where none is broken."""
    plan = common.latest(case)
    if plan is None or plan.state is not PlanState.BROKEN or case.state is not ArrearsState.OPEN:
        return None
    lease = records.get(Lease, records.reference(case, "lease"))
    since = plan.missed_on or plan.ended_on or today
    standing: Standing = common.standing(case, plan, today, rules)
    return Finding.about(
        lease,
        TaskKind.PAYMENT_PLAN,
        since,
        urgency=Urgency.URGENT,
        text=keeping_texts.broken_plan(),
        due_on=since,
        amount_ore=plan.debt_ore - standing.paid_ore,
        role=Role.HOUSING_CONSULTANT,
    )


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about a case's broken plan up to date (a command effect)."""
    today = oslo_date(actor.at)
    case: ArrearsCase = records.get(ArrearsCase, document.pk)
    found = finding(case, today, rulebooks.current(today))
    tasks.keep(found, TaskKind.PAYMENT_PLAN, records.reference(case, "lease"), actor, today)
