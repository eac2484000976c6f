"""A page that was left open while others saved: what they changed, and a form that keeps what was typed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtforms import Field

from admin import change_log
from admin.change_log import Shown
from admin.forms import Form
from services.records import same

if TYPE_CHECKING:
    from admin.base import View


@dataclass(frozen=True)
class Notice:
    """Others' changes since the page was opened; `conflicts` are fields that both they and this person changed."""

    entries: tuple[Shown, ...]
    conflicts: tuple[str, ...]


def meet(view: "View", form: Form, typed: Any, fresh: Any, seen: int) -> Notice:
    """Bring others' values into the fields this person left alone and keep the rest; the next save counts as seen."""
    entries = [entry for entry in fresh.history if entry.version > seen]
    before: dict[str, Any] = {}
    for entry in entries:
        for name, (old, _new) in entry.changes.items():
            before.setdefault(name, change_log.as_value(view.model, name, old))
    conflicts = []
    for name, old in before.items():
        field = form._fields.get(name)
        if field is None:
            continue
        if same(getattr(typed, name), old):
            _show(field, getattr(fresh, name))
        elif not same(getattr(typed, name), getattr(fresh, name)):
            conflicts.append(str(field.label.text))
            field.errors = [*field.errors, "Både du og en annen har endret dette feltet. Det som står her, er ditt."]
    form.version.data = fresh.version
    return Notice(tuple(change_log.shown(view, fresh, entry) for entry in reversed(entries)), tuple(conflicts))


def _show(field: Field, value: Any) -> None:
    field.raw_data = None
    if hasattr(field, "typed"):
        field.typed = ""
    field.process(None, data=value)
