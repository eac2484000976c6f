"""Who works a case or a lease, and may therefore read what is secret in it (fvl. § 13 b, design section 5)."""

from collections.abc import Collection
from dataclasses import dataclass, field

from rules.terms import ApplicationState, Role

OFFICE_ROLES = frozenset({Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER})
DESK_ROLES = OFFICE_ROLES - {Role.UNIT_LEADER}
DECIDING_ROLES = frozenset({Role.COMMITTEE_MEMBER, Role.DECIDER})


@dataclass(frozen=True, kw_only=True)
class Worker:
    """Someone at the screen: `stands_in_for` are the ids of those who are away with this one as their deputy."""

    id: str
    roles: Collection[Role]
    office: str | None
    stands_in_for: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class CaseTies:
    """Whom a case belongs to: its caseworker and office, who is disqualified, and who has or had it to decide."""

    state: ApplicationState
    caseworker: str | None
    office: str | None
    disqualified: frozenset[str] = field(default_factory=frozenset)
    on_list: bool = False
    before_deciders: bool = False
    deciders: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, kw_only=True)
class LeaseTies:
    """Whom a lease belongs to: its caseworker and its office."""

    caseworker: str | None
    office: str | None


def works_lease(worker: Worker, lease: LeaseTies, also: Collection[Role] = ()) -> bool:
    """Whether the person follows the lease up.

    Its caseworker, their deputy and the people of its office do, all offices' while it belongs to none, and the
    department head; `also` names roles whose work it is whatever the office (economy with the rent, property with the
    dwelling).
    """
    roles = set(worker.roles)
    if Role.DEPARTMENT_HEAD in roles or roles & set(also):
        return True
    if lease.caseworker in {worker.id, *worker.stands_in_for} and roles:
        return True
    return _in_office(worker, lease.office)


def works_case(worker: Worker, case: CaseTies) -> bool:
    """Whether the person works the case.

    Its caseworker, their deputy while they are away, and the people of its office do; the people of all offices do
    while it belongs to none, and so do caseworkers who belong to no office themselves (a unit's leader does not);
    housing consultants do while it is on the waiting list (S004 step 5); deciders do from the proposal on; the
    department head does. Whoever is disqualified does not.
    """
    if worker.id in case.disqualified:
        return False
    if Role.DEPARTMENT_HEAD in worker.roles:
        return True
    mine = {worker.id, *worker.stands_in_for}
    if (case.caseworker in mine or case.deciders & mine) and worker.roles:
        return True
    if _of_its_office(worker, case):
        return True
    if Role.HOUSING_CONSULTANT in worker.roles and (case.on_list or case.state is ApplicationState.WAITING):
        return True
    return case.before_deciders and bool(DECIDING_ROLES & set(worker.roles))


def _of_its_office(worker: Worker, case: CaseTies) -> bool:
    return _in_office(worker, case.office)


def _in_office(worker: Worker, office: str | None) -> bool:
    """A unit's leader often belongs to no office: that makes a stranger of them, where it makes a caseworker all's."""
    if not OFFICE_ROLES & set(worker.roles):
        return False
    if worker.office is None:
        return bool(DESK_ROLES & set(worker.roles))
    return office in (None, worker.office)
