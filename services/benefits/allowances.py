"""The state's housing allowance (bostøtte): applied for, answered, paid to the municipality on default, ended."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bson import ObjectId

from letters import keeping_texts
from models import Allowance, ArrearsCase, Lease
from models.arrears_case import OPEN as CASE_OPEN
from models.base import Effect, Record
from models.benefits import ALLOWANCE_OPEN
from rules import benefits, keeping_states, states
from rules.deadlines import Month, oslo_date
from rules.errors import InvalidRecord, MissingReason, NotInArrears, TransitionRefused
from rules.rulebook import Rules
from rules.terms import AllowanceState, Role, TaskKind, Urgency
from services import records, rulebooks, tasks
from services.actor import Actor
from services.benefits import common
from services.effects import Owed
from services.tasks import Finding

TASK_EFFECT = "allowance_task"


def allowance_of(lease: ObjectId) -> Allowance | None:
    """What is applied for or granted for the lease (index `allowance_lease`); None where nothing is."""
    wanted = Allowance.objects(lease=lease, state__in=list(ALLOWANCE_OPEN)).no_dereference()
    found: Allowance | None = wanted.order_by("-applied_on", "id").first()
    return found


def apply(
    lease: Lease, actor: Actor, *, applied_on: date, first_month: str | None = None, note: str = "", today: date
) -> ObjectId:
    """Note that the tenant has applied (tenants of municipal dwellings must, S001); returns the record's id.

    `first_month` is the first that the application can count for, where none is given.
    Raises NotAuthorised, NoNeedToKnow, InvalidRecord, AlreadyExists (one is open).
    """
    common.require(lease, actor, "allowance.apply")
    problems = _no_later(applied_on, today, "applied_on") | _month(first_month)
    if problems:
        raise InvalidRecord("allowance", problems)
    allowance = Allowance(
        id=ObjectId(),
        **common.of_lease(lease),
        applied_on=applied_on,
        first_month=first_month or str(benefits.first_month(applied_on)),
        note=note.strip() or None,
        by_name=actor.name,
    )
    owed = [Owed(TASK_EFFECT, f"{TASK_EFFECT}:{allowance.pk}:1")]
    records.create(allowance, actor, action="allowance_applied", owed=owed)
    return ObjectId(allowance.pk)


def _no_later(day: date, today: date, name: str) -> dict[str, str]:
    return {name: "future"} if day > today else {}


def _month(text: str | None) -> dict[str, str]:
    try:
        Month.parse(text or "2026-01")
    except ValueError:
        return {"first_month": "no_month"}
    return {}


def grant(
    allowance: Allowance,
    actor: Actor,
    *,
    amount_ore: int,
    first_month: str | None = None,
    answered_on: date,
    version: int,
    today: date,
) -> bool:
    """Note what was granted a month.

    Raises NotAuthorised, NoNeedToKnow, TransitionRefused, InvalidRecord, StaleState.
    """
    common.require_record(allowance, actor, "allowance.grant")
    problems = _answer_problems(allowance, answered_on, today) | _month(first_month)
    if amount_ore <= 0:
        problems["amount_ore"] = "missing_value"
    if problems:
        raise InvalidRecord("allowance", problems)
    values = {
        "amount_ore": amount_ore,
        "first_month": first_month or allowance.first_month,
        "answered_on": answered_on,
    }
    return _move(allowance, AllowanceState.GRANTED, actor, values, action="allowance_granted", version=version)


def refuse(allowance: Allowance, actor: Actor, *, answered_on: date, note: str = "", version: int, today: date) -> bool:
    """Note that Husbanken said no. Raises NotAuthorised, NoNeedToKnow, TransitionRefused, InvalidRecord, StaleState."""
    common.require_record(allowance, actor, "allowance.refuse")
    problems = _answer_problems(allowance, answered_on, today)
    if problems:
        raise InvalidRecord("allowance", problems)
    values = {"answered_on": answered_on, "note": note.strip() or allowance.note}
    return _move(allowance, AllowanceState.REFUSED, actor, values, action="allowance_refused", version=version)


def _answer_problems(allowance: Allowance, answered_on: date, today: date) -> dict[str, str]:
    early = {"answered_on": "before_applied"} if answered_on < allowance.applied_on else {}
    return early | _no_later(answered_on, today, "answered_on")


def end(allowance: Allowance, actor: Actor, *, ended_on: date, note: str = "", version: int, today: date) -> bool:
    """Note that it is paid no longer, or that the application was withdrawn; payment to us ends with it.

    Raises NotAuthorised, NoNeedToKnow, TransitionRefused, InvalidRecord, StaleState.
    """
    common.require_record(allowance, actor, "allowance.end")
    if ended_on < allowance.applied_on:
        raise InvalidRecord("allowance", {"ended_on": "before_applied"})
    if ended_on > today:
        raise InvalidRecord("allowance", {"ended_on": "future"})
    values: dict[str, Any] = {"ended_on": ended_on, "note": note.strip() or allowance.note}
    if allowance.transport_on is not None and allowance.transport_until is None:
        values["transport_until"] = max(ended_on, allowance.transport_on)
    return _move(allowance, AllowanceState.ENDED, actor, values, action="allowance_ended", version=version)


def transport(allowance: Allowance, actor: Actor, *, since: date, why: str, version: int) -> bool:
    """Note that the allowance is paid to the municipality from a day, as rent is owed (S001: «transport»).

    Raises NotAuthorised, NoNeedToKnow, MissingReason, TransitionRefused (not granted), NotInArrears, InvalidRecord,
    StaleState.
    """
    common.require_record(allowance, actor, "allowance.transport")
    if not why.strip():
        raise MissingReason("allowance.transport")
    _require_granted(allowance, "transported")
    if since < allowance.applied_on:
        raise InvalidRecord("allowance", {"transport_on": "before_applied"})
    held = ArrearsCase.objects(lease=records.reference(allowance, "lease"), state__in=list(CASE_OPEN))
    if held.only("id").first() is None:
        raise NotInArrears(allowance.number)
    values = {"transport_on": since, "transport_until": None, "transport_why": why.strip()}
    return records.change(allowance, actor, values=values, action="transported", version=version)


def end_transport(allowance: Allowance, actor: Actor, *, until: date, why: str, version: int) -> bool:
    """Note the last day that the allowance is paid to the municipality: the tenant gets it again.

    Raises NotAuthorised, NoNeedToKnow, MissingReason, TransitionRefused, InvalidRecord, StaleState.
    """
    common.require_record(allowance, actor, "allowance.transport")
    if not why.strip():
        raise MissingReason("allowance.transport")
    if allowance.transport_on is None or allowance.transport_until is not None:
        raise TransitionRefused("allowance", allowance.state.value, "transport_ended")
    if until < allowance.transport_on:
        raise InvalidRecord("allowance", {"transport_until": "before_transport"})
    values = {"transport_until": until}
    return records.change(allowance, actor, values=values, action="transport_ended", why=why.strip(), version=version)


def _require_granted(allowance: Allowance, to: str) -> None:
    if allowance.state is not AllowanceState.GRANTED:
        raise TransitionRefused("allowance", allowance.state.value, to)


def _move(
    allowance: Allowance,
    to: AllowanceState,
    actor: Actor,
    values: dict[str, Any],
    *,
    action: str,
    version: int,
) -> bool:
    states.check(keeping_states.ALLOWANCE, allowance.state, to)
    owed = [Owed(TASK_EFFECT, f"{TASK_EFFECT}:{allowance.pk}:{allowance.version + 1}")]
    return records.change(allowance, actor, values={"state": to, **values}, action=action, version=version, owed=owed)


# --- The task -------------------------------------------------------------------------------------------------------


def unanswered() -> Iterator[Allowance]:
    """Applications without an answer, oldest first (index `allowance_state`)."""
    # `$in`, though one: the embedded server finds none by a state that is equal to a partial index's.
    yield from Allowance.objects(state__in=[AllowanceState.APPLIED]).no_dereference().order_by("applied_on", "id")


def finding(allowance: Allowance, today: date, rules: Rules) -> Finding | None:
    """Ask after an application that nobody has noted an answer to in the rulebook's days; None before that."""
    due = allowance.applied_on + timedelta(days=rules.keeping.allowance_days)
    if allowance.state is not AllowanceState.APPLIED or today <= due:
        return None
    return Finding.about(
        common.lease_of(allowance),
        TaskKind.ALLOWANCE,
        allowance.applied_on,
        urgency=Urgency.SOON,
        text=keeping_texts.unanswered_allowance(),
        due_on=due,
        role=Role.HOUSING_CONSULTANT,
    )


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about an application up to date (a command effect)."""
    today = oslo_date(actor.at)
    allowance: Allowance = records.get(Allowance, document.pk)
    found = finding(allowance, today, rulebooks.current(today))
    tasks.keep(found, TaskKind.ALLOWANCE, records.reference(allowance, "lease"), actor, today)
