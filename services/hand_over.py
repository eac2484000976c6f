"""Who may take over from whom, and handing over everything one person has: open tasks and the cases behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models import Appeal, Application, Lease, Task, User, Vacancy
from rules.errors import InvalidRecord
from rules.terms import Role, TaskState
from services import audit, overview, records, tasks
from services.actor import Actor

WORKERS = frozenset({Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD})
CASES: tuple[type[Any], ...] = (Application, Lease, Appeal, Vacancy)  # in the order of `HandedOver`
MAY_WORK = {  # by collection; whatever else a task is about, any of these roles may have it
    "application": WORKERS,
    "appeal": WORKERS,
    "lease": WORKERS | {Role.PROPERTY, Role.ECONOMY},
    "vacancy": WORKERS | {Role.PROPERTY},
}
ANY = WORKERS | {Role.PROPERTY, Role.ECONOMY, Role.DECIDER, Role.ADMINISTRATOR}


@dataclass(frozen=True)
class HandedOver:
    """How many of each went to the other person."""

    tasks: int = 0
    applications: int = 0
    leases: int = 0
    appeals: int = 0
    vacancies: int = 0

    @property
    def total(self) -> int:
        return self.tasks + self.applications + self.leases + self.appeals + self.vacancies


def stand_in_roles(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles that open what one with these roles works on: a deputy has one of them."""
    mine = frozenset(roles)
    return WORKERS if mine & WORKERS else mine


def hand_over_all(user: User, to: User, actor: Actor, *, cases: bool = True, why: str = "") -> HandedOver:
    """Give every open task of one person, and their open cases too, to another who may work them.

    Done again after a refusal it takes what is left.
    Raises NotAuthorised, InvalidRecord (the same person, one not in use, one whose roles do not fit), StaleState.
    """
    actor.require(*tasks.LEADERS, what="task.hand_over")
    waiting = list(Task.objects(state=TaskState.OPEN, assignee=user).no_dereference().order_by("due_on", "key"))
    theirs = [_open_cases(kind, user) if cases else [] for kind in CASES]
    about = {audit.collection(kind) for kind, some in zip(CASES, theirs, strict=True) if some}
    _check(user, to, about | {task.subject_kind for task in waiting})
    moved = [sum(_give(case, to, actor, why) for case in some) for some in theirs]
    return HandedOver(sum(tasks.hand_over(task, to, actor, why=why) for task in waiting), *moved)


def _open_cases(kind: type[Any], user: User) -> list[Any]:
    wanted = {overview.owner_field(kind): user, "state__in": list(overview.OPEN_STATES[kind])}
    return list(kind.objects(**wanted).no_dereference().order_by("pk"))


def _give(case: Any, to: User, actor: Actor, why: str) -> bool:
    field = overview.owner_field(type(case))
    return records.change(case, actor, values={field: to}, action="handed_over", why=why)


def _check(user: User, to: User, kinds: Iterable[str]) -> None:
    if to.pk == user.pk:
        raise InvalidRecord("task", {"to": "same_person"})
    if not to.active:
        raise InvalidRecord("task", {"to": "inactive"})
    if not all(MAY_WORK.get(kind, ANY) & set(to.roles) for kind in kinds):
        raise InvalidRecord("task", {"to": "may_not_work"})
