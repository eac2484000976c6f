"""«Mine saker»: the applications, leases, appeals and vacancies that are one's own, and those of colleagues away."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId
from flask import abort, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import desk as desks
from admin import formats, links, lists, presenting, task_lines
from admin.desk import HIDDEN, Desk
from admin.own_page import OwnPage
from admin.people import current_actor
from admin.routes import expose
from admin.task_lines import TaskLine
from models import Appeal, Applicant, Application, Dwelling, Lease, User, Vacancy
from rules.terms import Role
from services import overview, records
from services.overview import Due


@dataclass(frozen=True)
class Tab:
    """One kind of case: `day` orders those with nothing to do, oldest first; `columns` are shown."""

    key: str
    name: str
    model: type[Any]
    day: str
    columns: tuple[str, ...]


TABS = (
    Tab("soknader", "Søknader", Application, "received_on", ("applicant", "kind", "state", "received_on")),
    Tab("leieforhold", "Leieforhold", Lease, "ends_on", ("tenant", "dwelling", "state", "ends_on")),
    Tab("klager", "Klager", Appeal, "received_on", ("party", "state", "received_on")),
    Tab("ledige", "Ledige boliger", Vacancy, "reported_on", ("dwelling", "state", "reported_on")),
)
TARGETS: Mapping[str, type[Any]] = {
    "applicant": Applicant, "tenant": Applicant, "party": Applicant, "dwelling": Dwelling
}  # fmt: skip
NAMES: Mapping[type[Any], tuple[str, ...]] = {
    Applicant: ("first_name", "last_name", "protected_address"),
    Dwelling: ("dwelling_number", "address"),
}


@dataclass(frozen=True)
class Row:
    """One case: its cells, its most pressing task, how many others wait on it, and whose it is."""

    number: str
    url: str | None
    cells: Sequence[Markup]
    task: TaskLine | None
    others: int
    whose: str


class MyCases(OwnPage):
    """The cases of the person at the screen, most urgent first."""

    def __init__(self) -> None:
        super().__init__(name="Mine saker", endpoint="cases", url="mine-saker", category=desks.TASKS)

    @expose("/")
    def index(self) -> ResponseReturnValue:
        tabs = [one for one in TABS if links.may_read(self.desk, one.model)]
        if not tabs:
            abort(403)
        me, today = ObjectId(current_actor().id), formats.today()
        away = overview.stood_in_for(me, today)
        people = [me, *(user.pk for user in away)]
        if Role.HOUSING_CONSULTANT not in current_actor().roles and not overview.count_open(Vacancy, people):
            tabs = [one for one in tabs if one.model is not Vacancy]  # the consultants', unless handed over
        tab = next((one for one in tabs if one.key == request.args.get("fane")), tabs[0])
        tasks = tasks_by_case(overview.tasks_of(people))
        ranked = rank(overview.open_cases(tab.model, people, tab.day), tasks)
        page = min(max(request.args.get("side", 1, type=int), 1), max(-(-len(ranked) // lists.PAGE), 1))
        ids = ranked[(page - 1) * lists.PAGE : page * lists.PAGE]
        counts = [len(ranked) if one is tab else overview.count_open(one.model, people) for one in tabs]
        rows = _rows(self.desk, tab, _read(tab, ids), tasks, away, today)
        made: str = self.render(
            "admin/cases/mine.html", tab=tab, tabs=list(zip(tabs, counts, strict=True)), rows=rows, away=away,
            headings=[self._heading(tab, name) for name in tab.columns], page=page, pages=-(-len(ranked) // lists.PAGE),
        )  # fmt: skip
        return made

    def _heading(self, tab: Tab, name: str) -> str:
        return str(tab.model._fields[name].verbose_name)


def tasks_by_case(tasks: Iterable[Due]) -> dict[str, list[Due]]:
    """The tasks of each record by its id, most urgent first as they come."""
    found: dict[str, list[Due]] = {}
    for task in tasks:
        found.setdefault(task.subject_id, []).append(task)
    return found


def rank(cases: Sequence[tuple[ObjectId, date | None]], tasks: Mapping[str, Sequence[Due]]) -> list[ObjectId]:
    """The cases with the most pressing task first, then by the task's day and number.

    Those without a task come last, by their own day; without a day at the very end.
    """

    def order(case: tuple[ObjectId, date | None]) -> tuple[int, date, str, ObjectId]:
        identity, own = case
        waiting = tasks.get(str(identity))
        if not waiting:
            return 0, own or date.max, "", identity
        first = waiting[0]
        return -first.urgency.level, first.day, first.subject, identity

    return [identity for identity, _ in sorted(cases, key=order)]


def _read(tab: Tab, ids: Sequence[ObjectId]) -> list[Any]:
    """The cases in the order of the ids, with the records they refer to: one query for each kind."""
    found = {one.pk: one for one in tab.model.objects(pk__in=ids).exclude("history", "pending").no_dereference()}
    cases = [found[identity] for identity in ids if identity in found]
    for name in tab.columns:
        if name in TARGETS:
            _fill_in(cases, name, TARGETS[name])
    return cases


def _fill_in(cases: Sequence[Any], name: str, target: type[Any]) -> None:
    ids = {records.reference(case, name) for case in cases}
    named = {one.pk: one for one in target.objects(pk__in=list(ids)).only("pk", *NAMES[target]).no_dereference()}
    for case in cases:
        case._data[name] = named.get(records.reference(case, name), case._data[name])


def _rows(
    desk: Desk, tab: Tab, cases: Iterable[Any], tasks: Mapping[str, list[Due]], away: Collection[User], today: date
) -> list[Row]:
    names = {user.pk: user.name for user in away}
    made = []
    for case in cases:
        waiting = tasks.get(str(case.pk), [])
        lines = task_lines.shown(desk, waiting[:1], today, {}, persons=False)
        made.append(
            Row(
                number=case.number,
                url=desk.page_url(case),
                cells=[_cell(desk, tab, case, name) for name in tab.columns],
                task=lines[0] if lines else None,
                others=max(len(waiting) - 1, 0),
                whose=names.get(records.reference(case, overview.owner_field(tab.model)), ""),
            )
        )
    return made


def _cell(desk: Desk, tab: Tab, case: Any, name: str) -> Markup:
    hidden = tab.model is Lease and name == "dwelling" and _lives_at_a_hidden_address(desk, case)
    return presenting.html(desk, tab.model._fields[name], HIDDEN if hidden else case._data[name])


def _lives_at_a_hidden_address(desk: Desk, lease: Any) -> bool:
    """The dwelling of a tenant with a protected address is that address."""
    return bool(getattr(lease._data["tenant"], "protected_address", False)) and not desk.sees_protected()
