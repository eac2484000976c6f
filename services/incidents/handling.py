"""A complaint is looked into, measures are decided and done, and it ends, or begins again (S002 phase 3)."""

from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from models import Incident
from models.incident import Measure
from rules import incidents
from rules.errors import MissingReason, TransitionRefused
from rules.incidents import MOST_BACK
from rules.terms import IncidentOutcome, IncidentState, MeasureKind
from services import records, rulebooks
from services.actor import Actor
from services.incidents import common

MOST_MEASURES = 60


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A measure that is decided; `lease` None = all of the complaint's."""

    kind: MeasureKind
    due_on: date
    what: str = ""
    lease: ObjectId | None = None


def map_out(incident: Incident, actor: Actor, *, heard: str, mapped: str, version: int, today: date) -> bool:
    """Note what the tenant says and what was found out; again = what is written is put right.

    Raises NotAuthorised, NoNeedToKnow, InvalidRecord (nobody heard, nothing found), TransitionRefused, StaleState.
    """
    common.opened(incident, actor, "incident.map", version)
    problems = {} if mapped.strip() else {"mapped": "missing_value"}
    if common.leases_of(incident) and not heard.strip():
        problems["heard"] = "not_heard"
    common.refuse(problems)
    values: dict[str, object] = {"heard": heard.strip() or None, "mapped": mapped.strip()}
    if incident.state is not IncidentState.RECEIVED:
        if all(records.same(getattr(incident, name), value) for name, value in values.items()):
            return False
        return common.change(incident, actor, values, action="incident_mapped")
    days = rulebooks.current(today).keeping.measure_days
    values |= {"mapped_on": today, "act_by": common.next_day(today, days)}
    to = IncidentState.FOLLOWED_UP if incident.measures else IncidentState.MAPPED
    return common.change(incident, actor, values, action="incident_mapped", to=to)


def decide(incident: Incident, planned: Planned, actor: Actor, *, version: int, today: date) -> bool:
    """Decide a measure with its day; what cannot wait is decided before all is mapped. A warning has its own step.

    Raises NotAuthorised, NoNeedToKnow, InvalidRecord, NotFound (no such lease), TransitionRefused, StaleState.
    """
    common.opened(incident, actor, "incident.measure", version)
    if planned.kind is MeasureKind.WARNING:
        raise TransitionRefused("incident", incident.state.value, "warning")
    problems = {} if planned.due_on >= today else {"due_on": "past"}
    if planned.due_on > today + MOST_BACK:
        problems["due_on"] = "too_far"
    if planned.kind is MeasureKind.OTHER and not planned.what.strip():
        problems["what"] = "missing_value"
    if len(incident.measures) >= MOST_MEASURES:
        problems["kind"] = "too_many"
    common.refuse(problems)
    if planned.lease is not None:
        common.lease_in(incident, planned.lease)
    measure = Measure(
        id=ObjectId(),
        kind=planned.kind,
        lease=planned.lease,
        due_on=planned.due_on,
        what=planned.what.strip() or None,
        by_name=actor.name,
    )
    return add(incident, measure, actor, action="measure_decided")


def add(incident: Incident, measure: Measure, actor: Actor, *, action: str, **others: object) -> bool:
    """Store a measure; a complaint that is mapped is followed up from then on."""
    to = None if incident.state is IncidentState.RECEIVED else IncidentState.FOLLOWED_UP
    values = {"measures": [*incident.measures, measure]}
    return common.change(incident, actor, values, action=action, to=to, **others)  # type: ignore[arg-type]


def finish(
    incident: Incident, measure: ObjectId, actor: Actor, *, on: date, result: str, version: int, today: date
) -> bool:
    """Note that a measure was done and what came of it; the same noted before = nothing.

    A warning is done when its letter is posted. Raises NotAuthorised, NoNeedToKnow, NotFound, InvalidRecord,
    TransitionRefused, StaleState.
    """
    held = common.measure_in(incident, measure)
    if held.done_on == on and (held.result or "") == result.strip() and common.works(incident, actor):
        return False
    common.opened(incident, actor, "incident.measure", version)
    if not held.is_open or held.kind is MeasureKind.WARNING:
        raise TransitionRefused("incident", incident.state.value, "measure_done")
    problems = {"done_on": "future"} if on > today else {}
    if on < incident.received_on:
        problems["done_on"] = "before_complaint"
    if not result.strip():
        problems["result"] = "missing_value"
    common.refuse(problems)
    return _settled(incident, held, actor, today, action="measure_done", done_on=on, result=result.strip())


def withdraw(incident: Incident, measure: ObjectId, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Take back a measure that is not done; a warning that is not posted is thrown away. Done before = nothing.

    Raises NotAuthorised, NoNeedToKnow, NotFound, MissingReason, TransitionRefused (done, or posted), StaleState.
    """
    held = common.measure_in(incident, measure)
    if held.withdrawn_on is not None and common.works(incident, actor):
        return False
    common.opened(incident, actor, "incident.measure", version)
    if not why.strip():
        raise MissingReason("incident.withdraw")
    if not held.is_open:
        raise TransitionRefused("incident", incident.state.value, "measure_withdrawn")
    result = why.strip()
    return _settled(incident, held, actor, today, action="measure_withdrawn", withdrawn_on=today, result=result)


def _settled(incident: Incident, held: Measure, actor: Actor, today: date, *, action: str, **done: object) -> bool:
    """A measure is over: from now the office says whether that was enough."""
    values: dict[str, object] = {"measures": common.with_part(incident.measures, held.id, **done)}
    if incident.state is not IncidentState.RECEIVED:
        values["act_by"] = common.next_day(today, rulebooks.current(today).keeping.measure_days)
    return common.change(incident, actor, values, action=action)


def close(incident: Incident, actor: Actor, *, outcome: IncidentOutcome, why: str, version: int, today: date) -> bool:
    """End a complaint with what it came to. The same again = nothing.

    Raises NotAuthorised, NoNeedToKnow, MissingReason, InvalidRecord (measures open, or held against somebody who was
    never heard), TransitionRefused, StaleState.
    """
    if incident.state is IncidentState.CLOSED and incident.outcome is outcome and common.works(incident, actor):
        return False
    common.opened(incident, actor, "incident.close", version)
    if not why.strip():
        raise MissingReason("incident.close")
    waiting = sum(one.is_open for one in incident.measures)
    common.refuse(incidents.closing_problem(outcome, mapped=incident.mapped_on is not None, open_measures=waiting))
    values = {"outcome": outcome, "closed_on": today, "closed_why": why.strip(), "act_by": None}
    return common.change(incident, actor, values, action="incident_closed", to=IncidentState.CLOSED)


def reopen(incident: Incident, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Take a complaint up again: from the mapping, where the tenant was never heard. Open already = nothing.

    Raises NotAuthorised, NoNeedToKnow, MissingReason, StaleState.
    """
    common.require(incident, actor, "incident.reopen")
    if incident.state is not IncidentState.CLOSED:
        return False
    records.check_version(incident, version)
    if not why.strip():
        raise MissingReason("incident.reopen")
    rules = rulebooks.current(today).keeping
    heard = incident.mapped_on is not None
    to = IncidentState.MAPPED if heard else IncidentState.RECEIVED
    values = {
        "outcome": None, "closed_on": None, "closed_why": None, "reopened_why": why.strip(),
        "act_by": common.next_day(today, rules.measure_days if heard else rules.map_days),
    }  # fmt: skip
    return common.change(incident, actor, values, action="incident_reopened", to=to)
