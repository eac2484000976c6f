"""Open tasks as the start page and «Mine saker» show them: how pressing, which case, what, when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bson import ObjectId
from markupsafe import Markup

from admin import formats, links, presenting, task_people
from admin.desk import Desk
from letters import task_texts
from letters.words import capital
from models import Task
from rules.terms import TaskKind, Urgency
from services.overview import Due

STEPS = (TaskKind.NEXT_STEP, TaskKind.VACANCY)  # their text is the step


@dataclass(frozen=True)
class TaskLine:
    """One task in words; `late` = pressing and past its day, `whose` names the colleague one stands in for."""

    mark: Markup
    number: str
    kind: str
    text: str
    when: str
    late: bool
    url: str | None
    amount: str = ""
    whose: str = ""
    person: str = ""
    what: str = ""  # what to do in a few words, where there is no room for the whole text


def shown(
    desk: Desk, tasks: Sequence[Due], today: date, names: Mapping[ObjectId, str], *, persons: bool = True
) -> list[TaskLine]:
    """The tasks in words; `names` holds the colleagues whose tasks are marked as theirs."""
    people = task_people.names_of(desk, ((task.subject_kind, task.subject_id) for task in tasks)) if persons else {}
    return [
        TaskLine(
            mark=presenting.html(desk, None, task.urgency),
            number=task.subject,
            kind=task.kind.label,
            what=task.text.removesuffix(".") if task.kind in STEPS else task.kind.label,
            text=_told(task),
            when=task_texts.when(task.kind, task.day, today),
            late=task.day < today and task.urgency.level >= Urgency.URGENT.level,
            url=url_of(desk, task),
            amount=formats.kroner(task.amount_ore) if task.amount_ore else "",
            whose=names.get(task.assignee, "") if task.assignee else "",
            person=people.get((task.subject_kind, task.subject_id), ""),
        )
        for task in tasks
    ]


def _told(task: Due) -> str:
    """The task's text, without the heading that stands before it."""
    return capital(task.text.removeprefix(f"{task.kind.label}: "))


def url_of(desk: Desk, task: Due) -> str | None:
    """Where the case is worked on; the task itself where the record has no page of its own."""
    own = links.record_url(desk, task.subject_kind, task.subject_id)
    return own or links.record_url(desk, Task._get_collection_name(), task.key)
