"""A procurement is started with all five phases, led by somebody from the line, and called off with a reason (S000)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from models import Procurement, User
from models.procurement import PhaseWork
from rules import partner_states, states
from rules.errors import InvalidRecord, MissingReason, PhaseRests, StartBeyond
from rules.terms import Phase, ProcurementState
from services import numbers, procured, records, rulebooks, tasks
from services.actor import Actor
from services.procurements.common import PROCURERS, TASK, copied, opened, owed_task, require_running, required_text


@dataclass(frozen=True, kw_only=True)
class Leading:
    """Who leads: somebody from the line, or, with a reason, somebody hired (S000: to be avoided)."""

    leader: User | ObjectId | None = None
    external: str = ""
    reason: str = ""

    def values(self) -> dict[str, Any]:
        """As it is stored. Raises InvalidRecord: nobody leads, or somebody hired without a reason."""
        external, why = self.external.strip() or None, self.reason.strip() or None
        if self.leader is None and external is None:
            raise InvalidRecord("procurement", {"leader": "no_leader"})
        if external and not why:
            raise InvalidRecord("procurement", {"external_reason": "external_unreasoned"})
        if why and not external:
            raise InvalidRecord("procurement", {"external_leader": "missing_value"})
        leader = getattr(self.leader, "pk", self.leader)
        return {"leader": leader, "external_leader": external, "external_reason": why}


def start(
    actor: Actor,
    *,
    title: str,
    leading: Leading,
    started_on: date,
    due_on: date | None = None,
    identity: ObjectId | None = None,
    today: date,
) -> Procurement:
    """Start a procurement; the leader answers for every phase until others are named. A form sent twice starts one.

    `due_on` is when phase one is to be done. Raises NotAuthorised, InvalidRecord (no title, nobody leads, a hired
    leader without a reason, days).
    """
    actor.require(*PROCURERS, what="procurement.start")
    key = identity or ObjectId()
    stored: Procurement | None = Procurement.objects(pk=key).first()
    if stored is not None:
        return stored
    led = leading.values()
    plain = required_text("procurement", "title", title)
    _check_days(started_on, due_on, today)
    made = Procurement(
        id=key,
        procurement_number=numbers.label("F", today.year, width=3, series="procurement"),
        title=plain,
        office=actor.office,
        phases=_phases(led["leader"], started_on, due_on),
        rulebook=rulebooks.current(today).number,
        started_on=started_on,
        **led,
    )
    return records.create_once(made, actor, action="procurement_started", owed=[owed_task(made, new=True)])


def _check_days(started_on: date, due_on: date | None, today: date) -> None:
    if started_on > today:
        raise InvalidRecord("procurement", {"started_on": "future"})
    if due_on is not None and due_on < started_on:
        raise InvalidRecord("procurement", {"due_on": "before_begun"})


def _phases(leader: ObjectId | None, begun_on: date, due_on: date | None) -> list[PhaseWork]:
    first, *others = Phase
    begun = PhaseWork(phase=first, responsible=leader, begun_on=begun_on, due_on=due_on)
    return [begun, *(PhaseWork(phase=phase, responsible=leader) for phase in others)]


def change(
    procurement: Procurement,
    actor: Actor,
    *,
    title: str,
    leading: Leading,
    started_on: date,
    why: str,
    version: int,
    today: date,
) -> bool:
    """Change what it is called, who leads it and, with a reason, the day it began. The same again = nothing.

    Raises NotAuthorised, ProcurementClosed, InvalidRecord, StartBeyond (later than what is done in it), StaleState.
    """
    opened(procurement, actor, "procurement.change", version)
    require_running(procurement)
    values = {"title": required_text("procurement", "title", title), **leading.values()}
    if started_on != procurement.started_on:
        values |= _begun(procurement, started_on, why, today)
    if all(_same(procurement, name, value) for name, value in values.items()):
        return False
    owed = [owed_task(procurement)]
    return records.change(
        procurement, actor, values=values, action="procurement_changed", why=why.strip(), version=version, owed=owed
    )


def _begun(procurement: Procurement, on: date, why: str, today: date) -> dict[str, Any]:
    """Begun on another day, as phase one is where nobody has given it a day of its own."""
    _check_days(on, None, today)
    if not why.strip():
        raise InvalidRecord("procurement", {"reason": "start_unreasoned"})
    before = procurement.started_on
    moved = (Phase.ANCHORING, before)
    phases = [copied(one, begun_on=on) if (one.phase, one.begun_on) == moved else one for one in procurement.phases]
    first = min(_done_since(procurement, phases, before), default=on)
    if on > first:
        raise StartBeyond(procurement.number, first)
    return {"started_on": on, "phases": phases}


def _done_since(procurement: Procurement, phases: Sequence[PhaseWork], before: date) -> Iterator[date]:
    """The days of what was done since it began; earlier work may be older than that."""
    yield from (one.on for one in procurement.results if one.on >= before)
    days = (day for one in phases for day in (one.begun_on, one.finished_on, one.due_on))
    yield from (day for day in days if day is not None)
    if procurement.announcement is not None:
        yield procurement.announcement.published_on


def _same(procurement: Procurement, name: str, value: object) -> bool:
    held = records.reference(procurement, name) if name == "leader" else getattr(procurement, name)
    return bool(held == value)


def cancel(procurement: Procurement, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Call it off, with a reason; it stays to be read. Called off before = nothing.

    Raises NotAuthorised, MissingReason, PhaseRests (an agreement rests on it), TransitionRefused, StaleState.
    """
    opened(procurement, actor, "procurement.cancel", version)
    if procurement.state is ProcurementState.CANCELLED:
        return False
    states.check(partner_states.PROCUREMENT, procurement.state, ProcurementState.CANCELLED)
    if not why.strip():
        raise MissingReason("procurement.cancel")
    if procured.facts_of(procurement, today).agreements:
        raise PhaseRests(procurement.number, "agreement")
    values = {"state": ProcurementState.CANCELLED, "closed_on": today, "closed_because": why.strip()}
    owed = [tasks.settling(procurement, TASK)]
    return records.change(
        procurement, actor, values=values, action="procurement_cancelled", why=why.strip(), owed=owed, version=version
    )
