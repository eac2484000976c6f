"""A payment plan is drawn up with the household, looked at as a letter, agreed; or called off with a reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from letters import plan_letter
from letters.paper import Drawn, Sender
from letters.plan_letter import PlanLetter
from models import Applicant, ArrearsCase, Lease, Letter
from models.arrears_case import Instalment, Plan
from rules import keeping_states, plans, rent, states
from rules.deadlines import oslo_date
from rules.errors import MissingReason, PlanGone, PlanStands
from rules.plans import Due
from rules.rulebook import Rules
from rules.terms import ArrearsState, ArrearsStep, LetterKind, PlanState
from services import accounts, dispatch, lease_letters, ledger, records, rulebooks
from services.actor import Actor
from services.effects import Owed
from services.plans import common

KIND = LetterKind.PAYMENT_PLAN
AT_OFFICER = (ArrearsState.PETITIONED, ArrearsState.DATE_SET)
RECALL_EFFECT, WITHDRAW_TASK = "recall_arrears_letters", "arrears_withdraw_task"  # done by services.arrears


@dataclass(frozen=True)
class Terms:
    """What the household and the office agree: the first day, and either how many instalments or how much each."""

    first_on: date
    count: int | None = None
    each_ore: int | None = None


@dataclass(frozen=True)
class Ground:
    """What a plan rests on: the case, its lease, what is overdue that day, and the rulebook in force."""

    case: ArrearsCase
    lease: Lease
    debt_ore: int
    rules: Rules
    today: date

    def instalments(self, terms: Terms) -> tuple[Due, ...]:
        """The terms as instalments. Raises InvalidRecord."""
        return plans.draw_up(
            self.debt_ore, terms.first_on, today=self.today, most_months=self.rules.keeping.plan_most_months,
            count=terms.count, each_ore=terms.each_ore,
        )  # fmt: skip


def ground_of(case: ArrearsCase, actor: Actor, today: date) -> Ground:
    """What a plan would be about: all that is overdue today.

    Raises NotAuthorised, NoNeedToKnow, TransitionRefused.
    """
    lease = common.require(case, actor, "plan.agree", also=())
    states.check(keeping_states.ARREARS, _from(case), ArrearsState.PLAN)
    rows = accounts.rows_of([lease.pk], today)[lease.pk]
    return Ground(case, lease, rent.owed(rent.settle(rows), today).owed_ore, rulebooks.current(today), today)


def _from(case: ArrearsCase) -> ArrearsState:
    return ArrearsState.OPEN if case.state is ArrearsState.PLAN else case.state


def draw(case: ArrearsCase, actor: Actor, sender: Sender, *, terms: Terms, version: int, now: datetime) -> Letter:
    """Draw the agreement as a draft, to be looked at; nothing is agreed before agree().

    Raises as agree(), UndrawableText.
    """
    records.check_version(case, version)
    ground = ground_of(case, actor, oslo_date(now))
    person, drawn = _draw(ground, sender, terms)
    return lease_letters.keep_draft(
        ground.lease, person, KIND, drawn, actor, about=ObjectId(case.pk), today=ground.today
    )


def agree(
    case: ArrearsCase,
    actor: Actor,
    sender: Sender,
    *,
    terms: Terms,
    letter: ObjectId,
    why: str = "",
    version: int,
    now: datetime,
) -> ObjectId:
    """Let a plan run that was looked at as `letter`; returns the plan's id. The ladder waits while it runs.

    `why` = the reason for it to take the place of one that runs. Raises NotAuthorised, NoNeedToKnow, StaleState,
    TransitionRefused, InvalidRecord, PlanStands, LetterDiffers.
    """
    records.check_version(case, version)
    today = oslo_date(now)
    ground = ground_of(case, actor, today)
    held = common.running(case)
    if held is not None and not why.strip():
        raise PlanStands(case.number)
    _person, drawn = _draw(ground, sender, terms)
    seen = lease_letters.seen(ground.lease, letter, KIND, drawn, about=ObjectId(case.pk), today=today)
    plan = _plan(ground, terms, actor, ObjectId(seen.pk))
    before = common.replaced(case.plans, _ended(held, today, why)) if held is not None else list(case.plans)
    values = {"plans": [*before, plan], **common.moved(case, ArrearsState.PLAN)}
    owed = [dispatch.owed_release(ObjectId(seen.pk)), *_owed_by_plan(case, held), ledger.owed_review(case)]
    records.change(
        case, actor, values=values | _averted(case), action="plan_agreed", why=why.strip(), version=version,
        rulebook=ground.rules.number, owed=owed,
    )  # fmt: skip
    return ObjectId(plan.id)


def _owed_by_plan(case: ArrearsCase, replaced: Plan | None) -> list[Owed]:
    """What was not sent is not sent: letters of the ladder, a plan replaced; a petition that was sent is taken back."""
    version = case.version + 1
    found = [Owed(RECALL_EFFECT, f"{RECALL_EFFECT}:{case.pk}:{version}")]
    if replaced is not None and replaced.letter is not None:
        found.append(dispatch.owed_recall(replaced.letter))
    if case.state in AT_OFFICER and any(one.step is ArrearsStep.PETITION and one.sent_on for one in case.steps):
        found.append(Owed(WITHDRAW_TASK, f"{WITHDRAW_TASK}:{case.pk}:{version}"))
    return found


def _averted(case: ArrearsCase) -> dict[str, Any]:
    """A petition is no more where a plan takes its place."""
    return {"petitioned_on": None, "eviction_on": None} if case.state in AT_OFFICER else {}


def _plan(ground: Ground, terms: Terms, actor: Actor, letter: ObjectId) -> Plan:
    return Plan(
        id=ObjectId(),
        agreed_on=ground.today,
        debt_ore=ground.debt_ore,
        instalments=[Instalment(due_on=one.due_on, amount_ore=one.amount_ore) for one in ground.instalments(terms)],
        letter=letter,
        by_name=actor.name,
    )


def _draw(ground: Ground, sender: Sender, terms: Terms) -> tuple[Applicant, Drawn]:
    person: Applicant = records.get(Applicant, records.reference(ground.lease, "tenant"))
    told = PlanLetter(
        envelope=dispatch.lease_envelope(ground.lease, person, sender, ground.today),
        debt_ore=ground.debt_ore,
        instalments=tuple((one.due_on, one.amount_ore) for one in ground.instalments(terms)),
        monthly_ore=_monthly(ground),
        kid=ground.lease.kid,
        grace_days=ground.rules.keeping.plan_grace_days,
    )
    return person, plan_letter.draw(told)


def _monthly(ground: Ground) -> int:
    """The rent beside the plan; nothing where the lease has ended."""
    lines = [rent.RentLine(one.id, one.amount_ore, one.valid_from, one.valid_until) for one in ground.lease.rent_lines]
    return 0 if ground.lease.ended_on else rent.rent_on(lines, ground.today)


def cancel(case: ArrearsCase, actor: Actor, *, plan: ObjectId, why: str, version: int, today: date) -> bool:
    """Call a running plan off with a reason; the case is followed up as before.

    Raises NotAuthorised, NoNeedToKnow, MissingReason, PlanGone, StaleState.
    """
    common.require(case, actor, "plan.cancel")
    if not why.strip():
        raise MissingReason("plan.cancel")
    held = common.running(case)
    if held is None or held.id != plan:
        raise PlanGone(case.number)
    values = {"plans": common.replaced(case.plans, _ended(held, today, why)), **common.moved(case, ArrearsState.OPEN)}
    recalled = [dispatch.owed_recall(held.letter)] if held.letter is not None else []
    return records.change(
        case, actor, values=values, action="plan_cancelled", why=why.strip(), version=version,
        owed=[*recalled, ledger.owed_review(case)],
    )  # fmt: skip


def _ended(plan: Plan, today: date, why: str) -> Plan:
    states.check(keeping_states.PLAN, plan.state, PlanState.CANCELLED)
    return closed(plan, PlanState.CANCELLED, ended_on=today, why=why.strip())


def closed(plan: Plan, state: PlanState, **values: Any) -> Plan:
    """A copy of the plan that has ended so."""
    held = {name: getattr(plan, name) for name in plan._fields}
    return Plan(**held | {"state": state, **values})
