"""How long a home is at hand: the leases that it is lived in under, and the landlord's agreements that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from models import Agreement, Application, Lease
from rules import needs as rules
from rules import notice_periods
from rules.agreements import RIGHTS, STANDING
from rules.terms import AgreementKind, AgreementState, Disposal, LeaseState, TargetGroup

RUNNING = (LeaseState.UPCOMING, LeaseState.OCCUPYING)
IN_USE = (*STANDING, AgreementState.BREACHED)
GIVES_HOMES = (*sorted(RIGHTS, key=str), AgreementKind.HEAD_LEASE)  # for a term; a borettslag's are bought
TERM = ("ends_on", "open_ended_on")
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Tenancy:
    """A household in a home: the lease, the person by the id that stands for it now, its target group where known."""

    lease: ObjectId
    home: ObjectId
    tenant: ObjectId
    follows: ObjectId | None
    group: TargetGroup | None
    term_ends: date | None  # none once it ran on until it became open-ended (husll. § 9-2)


def tenancies(
    roots: Mapping[ObjectId, ObjectId], homes: Mapping[ObjectId, Row]
) -> tuple[tuple[Tenancy, ...], tuple[Tenancy, ...]]:
    """The leases of these homes that are to come, and those that run."""
    held = [one for one in leases() if one["dwelling"] in homes]
    groups = _groups() if any(one.get("application") for one in held) else {}
    made = [(one["state"], _tenancy(one, roots, groups)) for one in held]
    coming, running = (tuple(one for state, one in made if state == wanted.value) for wanted in RUNNING)
    return coming, running


def leases() -> list[Row]:
    """All leases that run or are to come, in one read, by id (index `lease_ends`)."""
    # `$in`: the embedded server finds none by a state that is equal to a partial index's.
    found = Lease.objects(state__in=RUNNING).order_by("id")
    return list(found.only("state", "tenant", "dwelling", "application", "follows", *TERM).as_pymongo())


def _tenancy(held: Row, roots: Mapping[ObjectId, ObjectId], groups: Mapping[ObjectId, TargetGroup]) -> Tenancy:
    term = tuple(_day(held.get(name)) for name in TERM)
    return Tenancy(
        lease=held["_id"],
        home=held["dwelling"],
        tenant=roots.get(held["tenant"], held["tenant"]),
        follows=held.get("follows"),
        group=groups.get(held["application"]) if held.get("application") else None,
        term_ends=term[0] if notice_periods.is_fixed(*term) else None,
    )


def _groups() -> dict[ObjectId, TargetGroup]:
    return {
        one["_id"]: TargetGroup(one["target_group"]) for one in Application.objects.only("target_group").as_pymongo()
    }


def agreements_end(homes: Mapping[ObjectId, Row]) -> dict[ObjectId, date]:
    """For each landlord's home, the last day of the last agreement that covers it; not those without an end."""
    ends: dict[ObjectId, list[date | None]] = {}
    for one in agreements():
        if (covered := _covers(one)) is not None:
            ends.setdefault(covered, []).append(_day(one.get("ends_on")))
    found = {identity: rules.covered_until(_ends_of(home, ends)) for identity, home in homes.items()}
    return {identity: day for identity, day in found.items() if day is not None}


def agreements() -> list[Row]:
    """The agreements in use that give homes for a term, in one read, by id (index `agreement_ends`)."""
    found = Agreement.objects(state__in=IN_USE, kind__in=GIVES_HOMES).order_by("id")
    return list(found.only("kind", "project", "landlord", "ends_on").as_pymongo())


def _covers(agreement: Row) -> ObjectId | None:
    """What an agreement covers the homes of: its project; a head lease without one, those rented in of its landlord."""
    head_lease = agreement["kind"] == AgreementKind.HEAD_LEASE.value
    return agreement.get("project") or (agreement["landlord"] if head_lease else None)


def _ends_of(home: Row, ends: Mapping[ObjectId, list[date | None]]) -> list[date | None]:
    """The ends of what covers the home: its project's agreements, else its landlord's where it is rented in."""
    rented_in = home.get("disposal") == Disposal.RENTED_IN.value
    named: list[Any] = [home.get("project"), home.get("landlord") if rented_in else None]
    return next((ends[one] for one in named if one in ends), [])


def _day(held: Any) -> date | None:
    return None if held is None else held if type(held) is date else date.fromisoformat(str(held)[:10])
