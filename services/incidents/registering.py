"""A complaint is registered: what happened, where, who lives there, and who told of it (S002 phase 3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bson import ObjectId

from models import Dwelling, Incident, Lease
from models.incident import Complainant
from rules import incidents
from rules.rulebook import Rules
from rules.terms import ContactChannel, IncidentKind, LeaseState
from services import need_to_know, numbers, records, rulebooks
from services.actor import Actor
from services.incidents import common

MOST_DWELLINGS = 20
MOST_COMPLAINANTS = 30


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Who complained; nobody where they wish to be unknown."""

    name: str
    address: str | None = None
    phone: str | None = None

    def kept(self) -> Complainant:
        return Complainant(id=ObjectId(), name=self.name, address=self.address, phone=self.phone)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A complaint as it came in."""

    kinds: Sequence[IncidentKind]
    dwellings: Sequence[ObjectId]
    happened_on: date
    received_on: date
    channel: ContactChannel
    what: str
    teller: Teller | None = None


def leases_at(dwellings: Collection[ObjectId], on: date) -> list[Lease]:
    """The leases of those who lived in the dwellings on the day, by contract number (index `lease_dwelling`)."""
    wanted = Lease.objects(dwelling__in=list(dwellings)[:MOST_DWELLINGS], starts_on__lt=on + timedelta(days=1))
    found = [lease for lease in wanted.no_dereference() if _ran(lease, on)]
    return sorted(found, key=lambda lease: str(lease.contract_number))


def _ran(lease: Lease, on: date) -> bool:
    begun = lease.state is not LeaseState.UPCOMING and lease.starts_on <= on
    return begun and (lease.ended_on is None or lease.ended_on >= on)


def register(told: Told, actor: Actor, *, leases: Collection[ObjectId], identity: ObjectId, today: date) -> Incident:
    """Store a complaint with the leases that a person has confirmed; `identity` is the form's, so that one sent twice
    is one complaint.

    Raises NotAuthorised, InvalidRecord (days, no such home, a lease that did not run there then).
    """
    actor.require(*common.KEEPERS, what="incident.register")
    stored: Incident | None = Incident.objects(pk=identity).no_dereference().first()
    if stored is not None:
        return stored
    ran = {lease.pk: lease for lease in leases_at(told.dwellings, told.happened_on)}
    _check(told, leases, ran, today)
    incident = _made(told, [ran[one] for one in leases], actor, identity, rulebooks.current(today))
    return records.create_once(incident, actor, action="incident_registered", owed=[common.owed_task(incident)])


def _check(told: Told, leases: Collection[ObjectId], ran: Collection[ObjectId], today: date) -> None:
    problems = dict(incidents.days_problem(told.happened_on, told.received_on, today))
    if not told.kinds:
        problems["kinds"] = "missing_value"
    if not told.what.strip():
        problems["what"] = "missing_value"
    known = Dwelling.objects(pk__in=list(told.dwellings)[:MOST_DWELLINGS]).only("pk").no_dereference()
    if not told.dwellings or len(told.dwellings) > MOST_DWELLINGS or len(list(known)) != len(set(told.dwellings)):
        problems["dwelling"] = "no_such_home"
    if set(leases) - set(ran):
        problems["leases"] = "not_there_then"
    common.refuse(problems)


def _made(told: Told, leases: Sequence[Lease], actor: Actor, identity: ObjectId, rules: Rules) -> Incident:
    """The complaint belongs to those who follow the first of its leases up; without any to the one who registers."""
    first = next((lease for lease in leases if need_to_know.works_lease(lease, actor, common.ALSO)), None)
    first = first or next(iter(leases), None)
    return Incident(
        id=identity,
        incident_number=numbers.label("H", told.received_on.year),
        kinds=list(dict.fromkeys(told.kinds)),
        dwellings=list(dict.fromkeys(told.dwellings)),
        leases=[lease.pk for lease in leases],
        office=records.reference(first, "office") if first else actor.office,
        caseworker=records.reference(first, "caseworker") if first else None,
        happened_on=told.happened_on,
        received_on=told.received_on,
        channel=told.channel,
        complainants=[told.teller.kept()] if told.teller else [],
        what=told.what.strip(),
        act_by=common.next_day(told.received_on, rules.keeping.map_days),
        by_name=actor.name,
    )


def add_complainant(incident: Incident, teller: Teller, actor: Actor, *, version: int) -> bool:
    """Another tells of the same; one who is known by the same name and telephone is there already.

    Raises NotAuthorised, NoNeedToKnow, InvalidRecord (too many), TransitionRefused (closed), StaleState.
    """
    same = [one for one in incident.complainants if (one.name, one.phone) == (teller.name, teller.phone)]
    if same and common.works(incident, actor):
        return False
    common.opened(incident, actor, "incident.complainant", version)
    if len(incident.complainants) >= MOST_COMPLAINANTS:
        common.refuse({"name": "too_many"})
    values = {"complainants": [*incident.complainants, teller.kept()]}
    return common.change(incident, actor, values, action="complainant_added")
