"""What the steps of an arrears case share: who may, the case and its lease, the steps as they stand."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId

from models import Applicant, ArrearsCase, Lease
from models.arrears_case import OPEN, TakenStep
from rules.errors import TransitionRefused
from rules.terms import ArrearsState, Role
from services import ledger, merged, need_to_know, records
from services.actor import Actor
from services.effects import Owed

STEPPERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
NOTERS = (*STEPPERS, Role.ECONOMY)
APPROVERS = (Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
ALSO = frozenset({Role.ECONOMY})  # follows every lease's money up, whatever the office
APPROVAL_TASK = "arrears_approval_task"
RECALL_EFFECT = "recall_arrears_letters"
WITHDRAW_TASK = "arrears_withdraw_task"
EVICT_EFFECT = "evict"  # done by services.endings
PETITION_STATES = (ArrearsState.PETITIONED, ArrearsState.DATE_SET)


def open_case(lease: ObjectId) -> ArrearsCase | None:
    """The lease's open arrears case (index `arrears_case_lease`)."""
    wanted = ArrearsCase.objects(lease=lease, state__in=list(OPEN)).no_dereference().order_by("-opened_on", "id")
    found: ArrearsCase | None = wanted.first()
    return found


def lease_of(case: ArrearsCase) -> Lease:
    """The lease that the case is about."""
    found: Lease = records.get(Lease, records.reference(case, "lease"))
    return found


def person_of(case: ArrearsCase) -> Applicant:
    """The tenant, as the record that stands for them now."""
    return merged.root_of(records.get(Applicant, records.reference(case, "tenant")))


def opened(
    case: ArrearsCase,
    actor: Actor,
    what: str,
    version: int,
    *,
    roles: Sequence[Role] = STEPPERS,
    also: frozenset[Role] = frozenset(),
) -> Lease:
    """Let those pass who may take the step, on the version they saw; returns the lease.

    Raises NotAuthorised, NoNeedToKnow, TransitionRefused (the case is closed), StaleState.
    """
    actor.require(*roles, what=what)
    lease = lease_of(case)
    need_to_know.require_lease(lease, actor, also)
    records.check_version(case, version)
    if case.state not in OPEN:
        raise TransitionRefused("arrears_case", case.state.value, what)
    return lease


def step_of(case: ArrearsCase, identity: ObjectId) -> TakenStep | None:
    """The step of that id."""
    return next((one for one in case.steps if one.id == identity), None)


def with_step(case: ArrearsCase, identity: ObjectId, **values: Any) -> list[TakenStep]:
    """The steps with one of them changed."""
    return [_changed(one, values) if one.id == identity else one for one in case.steps]


def _changed(step: TakenStep, values: dict[str, Any]) -> TakenStep:
    held = {name: getattr(step, name) for name in TakenStep._fields}
    return TakenStep(**held | values)


def owed_after(case: ArrearsCase) -> list[Owed]:
    """What every change of a case owes: its advice and its task, brought up to date. Call it before the change."""
    return [ledger.owed_review(case)]


def unused(case: ArrearsCase) -> list[Any]:
    """The approvals that hold and that no step has been taken on.

    One given before anybody knew of children holds no more: what is best for them was never weighed (Grunnloven § 104).
    """
    used = {one.approval for one in case.steps if one.approval is not None}
    weighed = [one for one in case.approvals if one.best_interest or not case.children]
    return [one for one in weighed if one.id not in used]
