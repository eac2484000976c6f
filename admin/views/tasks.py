"""Tasks: what falls due, for a person or a role; and follow-ups that have stopped."""

from collections.abc import Sequence
from typing import Any

from flask import flash, g
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import task_people
from admin.desk import TASKS
from admin.links import record_url, screen_of
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of, reason
from admin.views.columns import Column
from admin.views.screen import Screen
from rules import states
from rules.errors import HusromError
from rules.terms import TaskKind, TaskState
from services import stopped, tasks

DONE = Step(
    heading="Marker som utført",
    lead="Oppgaven kommer tilbake bare hvis saken blir mer alvorlig.",
    button="Marker som utført",
    done="Oppgaven er utført.",
    facts=("kind", "subject_number", "text", "due_on"),
)
DROP = Step(
    heading="Dropp oppfølgingen",
    lead="Husrom prøver ikke på den igjen. Det som gjenstår etter den, blir gjort. Begrunnelsen står i endringslisten.",
    button="Dropp oppfølgingen",
    done="Oppfølgingen er droppet, og resten er gjort.",
    facts=("subject_number", "text"),
    confirm="Droppe oppfølgingen for godt?",
)
RETRIED = "Oppfølgingen gikk bra denne gangen."
FAILED_AGAIN = "Oppfølgingen feilet igjen. Finn ut hva som mangler og prøv på nytt, eller dropp den med en begrunnelse."

STOPPED = "Oppfølgingen prøves på nytt eller droppes av en administrator."
NAMED = "Oppgaven står på {name}, som kan markere den som utført. Det kan også en leder eller en administrator."
WAITING = (
    "Oppgaven venter på rollen {role}, som kan markere den som utført. Det kan også en leder eller en administrator."
)
LEADERS_ONLY = "Oppgaven kan markeres som utført av en leder eller en administrator."


def _subject(task: Any) -> task_people.Subject:
    return task.subject_kind, task.subject_id


def _people() -> dict[task_people.Subject, str]:
    """The names that this request has read; on screen only, so an export has none."""
    found: dict[task_people.Subject, str] = g.setdefault("task_people", {})
    return found


class Tasks(Screen):
    """Tasks by day, most pressing days first."""

    name_one, name_many, category_name = "oppgave", "Oppgaver", TASKS
    hint = "Det Husrom har funnet at noen må se på, åpne oppgaver først. Dine egne står under Mine saker."
    label_fields = ("kind", "subject_number")
    own_columns = {
        "subject": Column(
            label="Sak",
            needs=("subject_kind", "subject_id", "subject_number"),
            value=lambda task: task.subject_number,
        ),
        "person": Column(
            label="Hvem",
            needs=("subject_kind", "subject_id"),
            value=lambda task: _people().get(_subject(task)),
            blank=True,
        ),
        "responsible": Column(
            label="Ansvarlig",
            needs=("assignee", "role"),
            value=lambda task: str(task.assignee) if task.assignee else task.role.label if task.role else None,
        ),
    }
    column_list = ("kind", "subject_number", "person", "text", "urgency", "state", "due_on", "responsible")
    column_export_exclude_list = ("person",)  # names are for the screen
    column_filters = ("state", "kind", "urgency", "due_on", "assignee", "role", "office")
    column_searchable_list = ("^subject_number",)
    column_sortable_list = ("state",)
    column_default_sort = [("closed_on", False), ("due_on", False)]  # open ones have no day of closing, so they lead
    details_groups = (
        ("Oppgaven", ("kind", "subject", "person", "text", "amount_ore", "urgency", "state")),
        ("Ansvar og frist", ("assignee", "role", "office", "due_on", "opened_on", "closed_on")),
    )
    quiet = frozenset({"person", "amount_ore", "role", "closed_on", "assignee"})

    def declare(self) -> None:
        self.done_form = form_of(note=reason("Merknad", required=False, description="Valgfritt: hva ble gjort?"))
        self.drop_form = form_of(reason=reason("Hvorfor droppes oppfølgingen?"))

    def get_list(self, *args: Any, **kwargs: Any) -> tuple[int, Sequence[Any]]:
        """Also reads whose cases the rows are about, for the whole page at once."""
        count, rows = super().get_list(*args, **kwargs)
        self._read_people(rows)
        return count, rows

    def groups_of(self, document: Any) -> list[tuple[str, list[tuple[str, str]]]]:
        self._read_people([document])
        return super().groups_of(document)

    def _read_people(self, rows: Sequence[Any]) -> None:
        _people().update(task_people.names_of(self.desk, map(_subject, rows)))

    def shown(self, document: Any, name: str) -> Any:
        if name != "subject":
            return super().shown(document, name)
        screen = screen_of(self.desk, document.subject_kind)
        url = record_url(self.desk, document.subject_kind, document.subject_id)
        words = f"{screen.name_one} {document.subject_number}" if screen else document.subject_number
        words = words[:1].upper() + words[1:]
        return Markup('<a href="{}">{}</a>').format(url, words) if url else Markup("{}").format(words)

    def acts(self, document: Any) -> Sequence[Act]:
        found = []
        if document.kind is TaskKind.EFFECT_STOPPED and document.state is TaskState.OPEN:
            if self.may("retry"):
                confirm = "Prøve oppfølgingen en gang til?"
                found.append(self.press("Prøv igjen", "retry", document, confirm=confirm, main=True))
            if self.may("drop"):
                found.append(self.page("Dropp", "drop", document))
        elif (document.state, TaskState.DONE) in states.TASK.pairs and self._may_finish(document):
            found.append(self.page("Marker som utført", "finish", document, main=True))
        return found

    def about(self, document: Any) -> Markup | None:
        """Who may mark the task as done, for those who may not."""
        if document.state is not TaskState.OPEN or self._may_finish(document):
            return None
        if document.kind is TaskKind.EFFECT_STOPPED:
            words = "" if self.may("drop") else STOPPED
        elif document.assignee:
            words = NAMED.format(name=self.desk.label(document.assignee))
        else:
            words = WAITING.format(role=document.role.inside) if document.role else LEADERS_ONLY
        return Markup('<div class="notices"><p>{}</p></div>').format(words) if words else None

    def _may_finish(self, document: Any) -> bool:
        return self.may("finish") and tasks.may_finish(document, current_actor())

    @expose("/utfort/", "GET", "POST")
    def finish(self) -> ResponseReturnValue:
        """Mark a task as done."""

        def do(task: Any, form: Any) -> object:
            tasks.finish(task, current_actor(), why=form.note.data or "", version=form.version.data or 0)
            return True

        return self.ask(DONE, self.done_form, do)

    @expose("/prov-igjen/", "POST")
    def retry(self) -> ResponseReturnValue:
        """Try a stopped follow-up again."""
        task = self.requested()
        try:
            paid = stopped.retry(task, current_actor(), version=self.seen())
        except HusromError as error:
            return self.refused(task, error)
        flash(*(RETRIED, "success") if paid else (FAILED_AGAIN, "error"))
        return self.back(task)

    @expose("/dropp/", "GET", "POST")
    def drop(self) -> ResponseReturnValue:
        """Give a stopped follow-up up."""

        def do(task: Any, form: Any) -> object:
            stopped.drop(task, current_actor(), why=form.reason.data, version=form.version.data or 0)
            return True

        return self.ask(DROP, self.drop_form, do)
