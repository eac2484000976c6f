"""Whether the person at the screen works a case or a lease (tjenstlig behov): asked once for each request and case."""

from collections.abc import Collection, Iterable

from bson import ObjectId
from flask import g

from admin.people import current_actor
from rules.terms import Role
from services import need_to_know


def learn(cases: Iterable[ObjectId]) -> None:
    """Ask of many cases at once, before each is asked for: a list's rows."""
    known: dict[ObjectId, bool] = g.setdefault("cases_worked", {})
    wanted = {case for case in cases if case not in known}
    if wanted:
        worked = need_to_know.among(wanted, current_actor())
        known |= {case: case in worked for case in wanted}


def worked(cases: Iterable[ObjectId]) -> list[ObjectId]:
    """Those of the cases that they work."""
    wanted = list(dict.fromkeys(cases))
    learn(wanted)
    return [case for case in wanted if works(case)]


def works(case: ObjectId | None) -> bool:
    """Whether they work the case of that id; what belongs to no case is for nobody in particular."""
    if case is None:
        return True
    learn([case])
    known: dict[ObjectId, bool] = g.cases_worked
    return known[case]


def learn_leases(leases: Iterable[ObjectId], also: Collection[Role] = ()) -> None:
    """Ask of many leases at once; `also` are the roles that follow every lease up in this matter."""
    known: dict[tuple[ObjectId, frozenset[Role]], bool] = g.setdefault("leases_worked", {})
    roles = frozenset(also)
    wanted = {lease for lease in leases if (lease, roles) not in known}
    if wanted:
        worked_ones = need_to_know.leases_known(wanted, current_actor(), roles)
        known |= {(lease, roles): lease in worked_ones for lease in wanted}


def works_lease(lease: ObjectId | None, also: Collection[Role] = ()) -> bool:
    """Whether they follow the lease of that id up; what belongs to no lease is for the roles named alone."""
    if lease is None:
        return bool(set(also) & current_actor().roles)
    learn_leases([lease], also)
    known: dict[tuple[ObjectId, frozenset[Role]], bool] = g.leases_worked
    return known[lease, frozenset(also)]
