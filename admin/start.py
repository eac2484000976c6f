"""The start page's own panels: what is due for the person at the screen, then figures, then the house itself."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bson import ObjectId
from flask import render_template
from markupsafe import Markup

from admin import formats, links, start_figures, start_house, task_lines
from admin.desk import Desk
from admin.doors import CASES, roles
from admin.home import Panel
from admin.seat import MakePanel, Seat
from admin.task_lines import TaskLine
from models import Application, Task
from rules.terms import Role, TaskState, Urgency
from services import overview
from services.actor import Actor
from services.overview import Due

MOST_MINE, MOST_FREE = 10, 6
WORKERS = roles(Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.PROPERTY)
HEADS = roles(Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
SHARERS = HEADS | roles(Role.CASEWORKER)  # who takes new cases, or hands them out
OPEN = TaskState.OPEN.value


def add_to(desk: Desk, nightly: Mapping[str, str]) -> None:
    """Put the panels on the start page; `nightly` names the jobs of every night by their ids."""
    home: Any = desk.index_view
    for make in (start_house.warning(nightly), my_tasks, free_tasks, *start_figures.PANELS, start_house.panel(nightly)):
        home.add(_seated(desk, make))


def _seated(desk: Desk, make: MakePanel) -> Callable[[Actor], Panel | None]:
    return lambda actor: make(Seat(desk, actor, formats.today()))


def my_tasks(seat: Seat) -> Panel | None:
    """«Mine oppgaver»: my open tasks and those of colleagues who are away, most urgent first."""
    me = ObjectId(seat.actor.id)
    away = {user.pk: user.name for user in overview.stood_in_for(me, seat.today)}
    tasks = overview.tasks_of([me, *away])
    if not tasks and not seat.actor.roles & CASES:
        return None
    return Panel(
        heading="Mine oppgaver",
        count=len(tasks),
        url=links.list_url(seat.desk, Task, state=OPEN, assignee=seat.actor.id) if len(tasks) > MOST_MINE else None,
        body=_body(
            task_lines.shown(seat.desk, tasks[:MOST_MINE], seat.today, away),
            "Du har ingen åpne oppgaver.",
            _pressing(tasks),
        ),
        wide=True,
    )


def free_tasks(seat: Seat) -> Panel | None:
    """Tasks and applications that nobody has taken in my office, for those who could take them or hand them out."""
    theirs = waiting_for(seat.actor.roles)
    if not theirs:
        return None
    tasks = overview.unassigned(theirs, seat.actor.office)
    shares = bool(seat.actor.roles & SHARERS)
    cases = overview.without_caseworker(seat.actor.office) if shares else 0
    if not (tasks or cases or theirs & WORKERS):
        return None
    where = "ved kontoret" if seat.actor.office else "ved alle kontorene"
    return Panel(
        heading=f"Ikke fordelt {where}",
        count=len(tasks) + cases,
        url=_all_free(seat.desk, tasks) if len(tasks) > MOST_FREE else None,
        body=_body(
            task_lines.shown(seat.desk, tasks[:MOST_FREE], seat.today, {}),
            "" if cases else "Alt er fordelt.",
            cases=cases,
            cases_url=links.list_url(seat.desk, Application, apen="ja", fordelt="nei"),
        ),
        wide=True,
    )


def waiting_for(held: frozenset[Role]) -> frozenset[Role]:
    """The roles whose unassigned tasks the person looks after; administrators have a panel of their own."""
    return (held & CASES | (WORKERS if held & HEADS else frozenset())) - {Role.ADMINISTRATOR}


def _all_free(desk: Desk, tasks: Sequence[Due]) -> str | None:
    roles = {task.role for task in tasks if task.role}
    one = {"role": str(next(iter(roles)).value)} if len(roles) == 1 else {}
    return links.list_url(desk, Task, state=OPEN, **one)


def _pressing(tasks: Sequence[Due]) -> str:
    """«2 kritiske, 4 haster»; empty where nothing is pressing."""
    counts = Counter(task.urgency for task in tasks)
    words = {Urgency.CRITICAL: "kritisk" if counts[Urgency.CRITICAL] == 1 else "kritiske", Urgency.URGENT: "haster"}
    return ", ".join(f"{counts[urgency]} {word}" for urgency, word in words.items() if counts[urgency])


def _body(tasks: Sequence[TaskLine], empty: str, lead: str = "", **more: Any) -> Markup:
    html = render_template("admin/start/tasks.html", tasks=tasks, empty=empty, lead=lead, **more)
    return Markup(html)  # noqa: S704 - a template
