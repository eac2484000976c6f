"""What the steps of a complaint share: who may, who works it, what a change owes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Applicant, Dwelling, Incident, Lease
from models.incident import Measure
from rules import incidents, keeping_states, need_to_know, states
from rules.errors import InvalidRecord, NoNeedToKnow, NotFound, TransitionRefused
from rules.incidents import Person
from rules.need_to_know import LeaseTies
from rules.terms import IncidentState, Role
from services import merged, records
from services import need_to_know as known
from services.actor import Actor
from services.batches import batched
from services.effects import Owed

KEEPERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.PROPERTY)
WRITERS = KEEPERS[:-1]  # who signs letters to households and their neighbours
ALSO = (Role.PROPERTY,)  # follows every home up (S002: forvalter)
KEEP_EFFECT = "incident_task"


def works(incident: Incident, actor: Actor) -> bool:
    """Whether the actor follows one of its leases up; where it has none yet, whether it is their office's."""
    leases = leases_of(incident)
    if leases:
        return actor.is_system or bool(known.leases_known(leases, actor, ALSO))
    ties = LeaseTies(
        caseworker=_text(records.reference(incident, "caseworker")), office=_text(records.reference(incident, "office"))
    )
    return actor.is_system or need_to_know.works_lease(known.worker_of(actor), ties, ALSO)


def _text(identity: ObjectId | None) -> str | None:
    return None if identity is None else str(identity)


def require(incident: Incident, actor: Actor, what: str, *roles: Role) -> None:
    """Let those pass who may and who work it. Raises NotAuthorised, NoNeedToKnow."""
    actor.require(*(roles or KEEPERS), what=what)
    if not works(incident, actor):
        raise NoNeedToKnow(incident.number)


def opened(incident: Incident, actor: Actor, what: str, version: int, *roles: Role) -> None:
    """The same for one that is about to be changed and goes on. Raises TransitionRefused, StaleState too."""
    require(incident, actor, what, *roles)
    records.check_version(incident, version)
    if incident.state is IncidentState.CLOSED:
        raise TransitionRefused("incident", incident.state.value, what)


def change(
    incident: Incident,
    actor: Actor,
    values: Mapping[str, Any],
    *,
    action: str,
    to: IncidentState | None = None,
    owed: Sequence[Owed] = (),
) -> bool:
    """Store a step, in another state where it leads there. Raises TransitionRefused, StaleState."""
    wanted = dict(values)
    if to is not None and to is not incident.state:
        states.check(keeping_states.INCIDENT, incident.state, to)
        wanted["state"] = to
    return records.change(incident, actor, values=wanted, action=action, owed=[*owed, owed_task(incident)])


def owed_task(incident: Incident) -> Owed:
    """What every change owes: its task brought up to date. Call it before the change is made."""
    return Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{incident.pk}:{(incident.version or 0) + 1}")


def refuse(problems: Mapping[str, str]) -> None:
    """Raises InvalidRecord where anything is wrong."""
    if problems:
        raise InvalidRecord("incident", dict(problems))


def leases_of(incident: Incident) -> list[ObjectId]:
    """The ids of the leases it concerns; nothing is read."""
    return [getattr(one, "id", one) for one in incident._data.get("leases") or ()]


def dwellings_of(incident: Incident) -> list[ObjectId]:
    """The ids of the dwellings it concerns; nothing is read."""
    return [getattr(one, "id", one) for one in incident._data.get("dwellings") or ()]


def lease_in(incident: Incident, identity: ObjectId) -> Lease:
    """One of its leases. Raises NotFound."""
    if identity not in leases_of(incident):
        raise NotFound("lease", str(identity))
    found: Lease = records.get(Lease, identity)
    return found


def tenant_of(lease: Lease) -> Applicant:
    """The record that stands for the lease's tenant now."""
    return merged.root_of(records.get(Applicant, records.reference(lease, "tenant")))


def measure_in(incident: Incident, identity: ObjectId) -> Measure:
    """One of its measures. Raises NotFound."""
    for one in incident.measures:
        if one.id == identity:
            return one
    raise NotFound("incident", incident.number)


def with_part(parts: Iterable[Any], identity: ObjectId, **values: Any) -> list[Any]:
    """The parts, one of them with other values; the loaded ones stay as they are."""
    return [_copy(one, values) if one.id == identity else one for one in parts]


def _copy(part: Any, values: Mapping[str, Any]) -> Any:
    held = {name: getattr(part, name) for name in part._fields}
    return type(part)(**held | dict(values))


def people_of(incident: Incident, *, but: ObjectId | None = None) -> list[Person]:
    """Those whom a letter to one of the parties must not point to: who complained, and the other tenants."""
    found = [Person(name=one.name, address=one.address, phone=one.phone) for one in incident.complainants]
    return [*found, *(person_of(lease) for lease in all_leases(incident) if lease.pk != but)]


def person_of(lease: Lease) -> Person:
    """The tenant as a letter could point to them: by name, and by where they live."""
    home = Dwelling.objects(pk=records.reference(lease, "dwelling")).only("address").first()
    return Person(name=tenant_of(lease).name, address=home.address if home else None)


def all_leases(incident: Incident) -> list[Lease]:
    """Its leases, in the order of their contract numbers."""
    ids, found = leases_of(incident), []
    for some in batched(ids):
        found += list(Lease.objects(pk__in=some).no_dereference())
    return sorted(found, key=lambda lease: str(lease.contract_number))


def next_day(since: date, days: int) -> date:
    """When the office must have gone on."""
    return incidents.act_by(since, days)
