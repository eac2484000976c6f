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
NO_SECRET = frozenset({"protected_address"})  # that an address is hidden is shown to all; only lifting it is not
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
    overtaken: tuple[str, ...] = ()  # its fields that have been changed again since, by label


def as_value(model: Any, name: str, stored: Any) -> Any:
    """A value of the history as the document's field holds it."""
    field = model._fields.get(name)
    return None if stored is None or field is None else field.to_python(stored)


def shown(view: "View", document: Any, entry: HistoryEntry) -> Shown:
    """An entry as its reader may see it; fields without a Norwegian label are the house's own and stay unseen."""
    labels = {name: label_of(view.model._fields[name]) for name in entry.changes if name in view.model._fields}
    hidden = view.hidden_fields(document)
    fields = tuple(
        ShownField(label, *(_side(view, name, stored, hidden - NO_SECRET) for stored in entry.changes[name]))
        for name, label in labels.items()
        if label
    )
    since = overtaken(document, entry)
    plain = restorable(view, entry, hidden)
    return Shown(
        version=entry.version,
        when=formats.moment(entry.at),
        by=entry.by_name,
        action=wording.action(entry.action),
        why=(entry.why or "") if view.tells_why_of(document, entry.action) else "",
        fields=fields,
        restorable=plain and not since,
        overtaken=tuple(labels[name] for name in since if labels.get(name)) if plain else (),
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


def overtaken(document: Any, entry: HistoryEntry) -> dict[str, HistoryEntry]:
    """The fields of an entry that were changed again later, with the last entry that did."""
    later = [one for one in document.history if one.version > entry.version]
    return {name: one for one in later for name in one.changes if name in entry.changes}
