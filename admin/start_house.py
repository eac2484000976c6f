"""The house itself on the start page: whether the night's jobs have run, and what administrators must see to."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from flask import render_template
from markupsafe import Markup

from admin import formats, links
from admin.desk import Desk
from admin.home import Line, Panel
from admin.seat import MakePanel, Seat
from models import ImportRun, JobRun, Message, Task
from rules.terms import MessageState, Role, TaskKind, TaskState
from services import overview
from services.actor import Actor

NEVER = "Nattjobbene har aldri kjørt"
FORGOTTEN = "Nattjobbene har ikke kjørt siden {when}"
OLD = "Frister og restanser på denne siden kan være gamle, og ingen påminnelser er sendt. {who}"
TELL = "Si fra til en administrator."
START = "Se etter at prosessen «scheduler» kjører. Det som mangler, tas igjen når den starter."
COUNTED = (TaskKind.JOB_FAILED, TaskKind.MAIL_REFUSED, TaskKind.EFFECT_STOPPED)


def warning(nightly: Mapping[str, str]) -> MakePanel:
    """A panel for everybody when one of the night's jobs has not run well since yesterday."""

    def make(seat: Seat) -> Panel | None:
        runs = overview.last_done(list(nightly))
        if not runs or all(run is not None and run.day >= seat.today - timedelta(days=1) for run in runs.values()):
            return None
        words = OLD.format(who=START if Role.ADMINISTRATOR in seat.actor.roles else TELL)
        text = Markup('<p class="panel-text">{}</p>').format(words)
        return Panel(heading=_since(runs), body=text, wide=True, tone="bad")

    return make


def _since(runs: Mapping[str, JobRun | None]) -> str:
    oldest = min((run.finished_at or run.started_at for run in runs.values() if run), default=None)
    return NEVER if oldest is None or None in runs.values() else FORGOTTEN.format(when=formats.moment(oldest))


def panel(nightly: Mapping[str, str]) -> MakePanel:
    """«Drift», for administrators: when each job last ran, and what has stopped."""

    def make(seat: Seat) -> Panel | None:
        if Role.ADMINISTRATOR not in seat.actor.roles:
            return None
        runs = overview.last_done(list(nightly))
        jobs = [
            (nightly[job], formats.moment(run.finished_at or run.started_at) if run else "Aldri", run is None)
            for job, run in runs.items()
        ]
        lines = list(_troubles(seat.desk, seat.actor))
        html = render_template("admin/start/house.html", jobs=jobs, lines=lines, url=links.list_url(seat.desk, JobRun))
        return Panel(heading="Drift", body=Markup(html), tone="bad" if lines else "")  # noqa: S704 - a template

    return make


def _troubles(desk: Desk, actor: Actor) -> Iterator[Line]:
    tasks = overview.unassigned([Role.ADMINISTRATOR], None)
    for kind in (*COUNTED, *dict.fromkeys(task.kind for task in tasks if task.kind not in COUNTED)):
        count = sum(task.kind is kind for task in tasks)
        if count:
            filters = {"state": str(TaskState.OPEN.value), "kind": str(kind.value)}
            yield Line(f"{kind.label}: {count}", links.list_url(desk, Task, **filters) or "")
    faults = overview.imports_with_faults()
    if faults:
        yield Line(f"Importer med avviste linjer: {len(faults)}", links.list_url(desk, ImportRun) or "")
    waiting = overview.held_up_mails(actor.at)
    if waiting:
        queued = links.list_url(desk, Message, state=str(MessageState.QUEUED.value))
        yield Line(f"E-poster som har ventet i over en time: {waiting}", queued or "")
