"""The five phases: who answers for each, and that they are finished in order, when their results stand (S000)."""

from datetime import date
from typing import Any

from bson import ObjectId

from models import Procurement, User
from models.procurement import PhaseWork
from rules import partner_states, states
from rules import procurement as rules
from rules.errors import BeforeStart, InvalidRecord, PhaseNotYet, PhaseOrder, PhaseRests
from rules.terms import Phase, ProcurementState
from services import procured, records, tasks
from services.actor import Actor
from services.procurements.common import TASK, copied, opened, owed_task, require_running


def plan(
    procurement: Procurement,
    phase: Phase,
    actor: Actor,
    *,
    responsible: User | ObjectId | None,
    begun_on: date | None,
    due_on: date | None,
    notes: str,
    version: int,
    today: date,
) -> bool:
    """Note who answers for a phase, its days, and notes about the work. The same again = nothing.

    Raises NotAuthorised, ProcurementClosed, InvalidRecord (days), BeforeStart, StaleState.
    """
    opened(procurement, actor, "procurement.plan", version)
    require_running(procurement)
    _check_days(procurement, begun_on, due_on, today)
    held = procurement.work_on(phase)
    wanted = {
        "responsible": getattr(responsible, "pk", responsible), "begun_on": begun_on, "due_on": due_on,
        "notes": notes.strip() or None,
    }  # fmt: skip
    if all(_held(held, name) == value for name, value in wanted.items()):
        return False
    return _store(procurement, phase, actor, wanted, action="phase_planned", version=version)


def _held(work: PhaseWork, name: str) -> Any:
    value = work._data.get(name)
    return getattr(value, "id", value)


def _check_days(procurement: Procurement, begun_on: date | None, due_on: date | None, today: date) -> None:
    if begun_on is not None and begun_on > today:
        raise InvalidRecord("procurement", {"begun_on": "future"})
    if begun_on is not None and begun_on < procurement.started_on:
        raise BeforeStart(procurement.number, "begun_on", procurement.started_on)
    if due_on is not None and due_on < (begun_on or procurement.started_on):
        raise InvalidRecord("procurement", {"due_on": "before_begun"})


def finish(
    procurement: Procurement, phase: Phase, actor: Actor, *, on: date, next_due_on: date | None, version: int,
    today: date,
) -> bool:  # fmt: skip
    """Confirm that a phase is gone through; the next begins that day, and the last completes the procurement.

    Finished before = nothing. Raises NotAuthorised, ProcurementClosed, PhaseOrder (an earlier one is not finished),
    PhaseNotYet (required results lack), InvalidRecord (days, of which none is before the results), StaleState.
    """
    opened(procurement, actor, "procurement.finish", version)
    done = procured.finished(procurement)
    if phase in done:
        return False
    require_running(procurement)
    first = rules.first_unfinished(done)
    if first is not None and first is not phase:
        raise PhaseOrder(procurement.number, first.label)
    _check_finish(procurement, phase, on, next_due_on, today)
    _check_results(procurement, phase, on, today)
    values: dict[str, Any] = {"finished_on": on, "finished_by_name": actor.name}
    return _finish(procurement, phase, actor, values, on, next_due_on, version)


def _check_finish(
    procurement: Procurement, phase: Phase, on: date, next_due_on: date | None, today: date
) -> None:  # fmt: skip
    if on > today:
        raise InvalidRecord("procurement", {"finished_on": "future"})
    begun = procurement.work_on(phase).begun_on or procurement.started_on
    if on < begun:
        raise InvalidRecord("procurement", {"finished_on": "before_begun"})
    if next_due_on is not None and next_due_on < on:
        raise InvalidRecord("procurement", {"next_due_on": "before_begun"})


def _check_results(procurement: Procurement, phase: Phase, on: date, today: date) -> None:
    lacks = procured.lacking(procurement, phase, on)
    if lacks and not procured.lacking(procurement, phase, today):
        raise InvalidRecord("procurement", {"finished_on": "before_results"})
    if lacks:
        raise PhaseNotYet(procurement.number, tuple(one.code for one in lacks))


def _finish(
    procurement: Procurement,
    phase: Phase,
    actor: Actor,
    values: dict[str, Any],
    on: date,
    next_due_on: date | None,
    version: int,
) -> bool:
    following = rules.first_unfinished(procured.finished(procurement) | {phase})
    works = [copied(one, **values) if one.phase is phase else one for one in procurement.phases]
    if following is None:
        states.check(partner_states.PROCUREMENT, procurement.state, ProcurementState.COMPLETED)
        closing = {"phases": works, "state": ProcurementState.COMPLETED, "closed_on": on}
        owed = [tasks.settling(procurement, TASK)]
        return records.change(
            procurement, actor, values=closing, action="procurement_completed", owed=owed, version=version
        )
    begun = {"begun_on": procurement.work_on(following).begun_on or on}
    if next_due_on is not None:
        begun["due_on"] = next_due_on
    works = [copied(one, **begun) if one.phase is following else one for one in works]
    return records.change(
        procurement, actor, values={"phases": works}, action=f"phase_finished_{phase.value}",
        owed=[owed_task(procurement)], version=version,
    )  # fmt: skip


def reopen(procurement: Procurement, phase: Phase, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Open a finished phase again while nothing later rests on it, with a reason. Open already = nothing.

    Raises NotAuthorised, InvalidRecord (no reason), PhaseRests, TransitionRefused (called off), StaleState.
    """
    opened(procurement, actor, "procurement.reopen", version)
    done = procured.finished(procurement)
    if phase not in done:
        return False
    values: dict[str, Any] = {}
    if procurement.state is not ProcurementState.RUNNING:
        states.check(partner_states.PROCUREMENT, procurement.state, ProcurementState.RUNNING)
        values = {"state": ProcurementState.RUNNING, "closed_on": None}
    if not why.strip():
        raise InvalidRecord("procurement", {"reason": "missing_value"})
    on = rules.rests_on(phase, done, procured.facts_of(procurement, today))
    if on is not None:
        raise PhaseRests(procurement.number, on)
    undone = {"finished_on": None, "finished_by_name": None}
    action = f"phase_reopened_{phase.value}"
    return _store(procurement, phase, actor, undone, action=action, version=version, why=why.strip(), others=values)


def _store(
    procurement: Procurement,
    phase: Phase,
    actor: Actor,
    part: dict[str, Any],
    *,
    action: str,
    version: int,
    why: str = "",
    others: dict[str, Any] | None = None,
) -> bool:
    works = [copied(one, **part) if one.phase is phase else one for one in procurement.phases]
    return records.change(
        procurement, actor, values={"phases": works, **(others or {})}, action=action, why=why,
        owed=[owed_task(procurement)], version=version,
    )  # fmt: skip
