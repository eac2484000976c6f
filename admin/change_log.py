"""History entries in words: who, when, why, and each field before and after."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from admin import formats, presenting, wording
from admin.desk import HIDDEN
from admin.field_names import label_of
from models.base import HistoryEntry

if TYPE_CHECKING:
    from admin.base import View

PLAIN_EDITS = frozenset({"edited", "restored"})
UNREADABLE = "Verdien kan ikke vises"


@dataclass(frozen=True)
class ShownField:
    label: str
    old: Markup
    new: Markup


@dataclass(frozen=True)
class Shown:
    """One history entry in words; `restorable` where its old values can be set back."""

    version: int
    when: str
    by: str
    action: str
    why: str
    fields: tuple[ShownField, ...]
    restorable: bool


def as_value(model: Any, name: str, stored: Any) -> Any:
    """A value of the history as the document's field holds it."""
    field = model._fields.get(name)
    return None if stored is None or field is None else field.to_python(stored)


def shown(view: "View", document: Any, entry: HistoryEntry) -> Shown:
    """An entry as its reader may see it; fields without a Norwegian label are the house's own and stay unseen."""
    labels = {name: label_of(view.model._fields[name]) for name in entry.changes if name in view.model._fields}
    hidden = view.masked_fields(document)
    fields = tuple(
        ShownField(label, *(_side(view, name, stored, hidden) for stored in entry.changes[name]))
        for name, label in labels.items()
        if label
    )
    return Shown(
        version=entry.version,
        when=formats.moment(entry.at),
        by=entry.by_name,
        action=wording.action(entry.action),
        why=entry.why or "",
        fields=fields,
        restorable=restorable(view, entry, hidden),
    )


def _side(view: "View", name: str, stored: Any, hidden: frozenset[str]) -> Markup:
    field = view.model._fields[name]
    if name in hidden:
        return presenting.html(view.desk, field, HIDDEN)
    try:
        return presenting.html(
            view.desk, field, view.read_value(name, as_value(view.model, name, stored)), reveal=False
        )
    except (TypeError, ValueError):
        return Markup("<em>{}</em>").format(UNREADABLE)


def restorable(view: "View", entry: HistoryEntry, hidden: frozenset[str]) -> bool:
    """Whether it was a plain edit of fields that people may set by hand."""
    names = set(entry.changes)
    return bool(names) and entry.action in PLAIN_EDITS and names <= view.edit_columns() and not names & hidden
