"""How a stored value is shown on a page, and what a cell of an export holds: decided by the kind of its field."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from bson import DBRef
from markupsafe import Markup, escape
from mongoengine import Document, EmbeddedDocument, ListField
from mongoengine.base import BaseField

from admin import formats
from admin.badges import tone
from admin.desk import GONE, HIDDEN
from admin.field_names import label_of, labelled
from models.fields import EncryptedString, Ore

if TYPE_CHECKING:
    from admin.desk import Desk

EMPTY = Markup('<span class="empty" aria-label="Ikke oppgitt">{}</span>').format(formats.NOTHING)
ENCRYPTED = Markup("<em>Kryptert</em>")
Cell = str | int | float | date | None
LISTS = (list, tuple)


def html(desk: "Desk", field: BaseField | None, value: Any, *, reveal: bool = True) -> Markup:
    """The value for a list or details page, escaped; without `reveal` what is stored encrypted is not shown."""
    if value is HIDDEN:
        return Markup('<span class="badge-term tone-hidden">{}</span>').format(HIDDEN)
    if value is None or value == "" or (isinstance(value, LISTS) and not value):
        return EMPTY
    if not reveal and isinstance(field, EncryptedString):
        return ENCRYPTED
    if isinstance(value, Document | DBRef):
        return _reference(desk, value)
    if isinstance(value, EmbeddedDocument):
        return _part(desk, value, reveal)
    if isinstance(value, LISTS):
        return _list(desk, field, value, reveal)
    return _simple(field, value)


def _simple(field: BaseField | None, value: Any) -> Markup:
    if isinstance(field, Ore):
        return Markup('<span class="amount">{}</span>').format(formats.kroner(value))
    if isinstance(value, Enum):
        return _term(value)
    if isinstance(value, str) and field is not None and field.choices:
        return escape(dict(field.choices).get(value, value))
    if isinstance(value, str) and "\n" in value:
        return Markup('<span class="prose">{}</span>').format(value)
    return escape(formats.plain(value))


def cell(desk: "Desk", field: BaseField | None, value: Any) -> Cell:
    """The value for an export: numbers and days stay what they are, amounts become kroner, the rest becomes words."""
    if value is HIDDEN:
        return str(HIDDEN)
    if value is None or (isinstance(value, LISTS) and not value):
        return None
    if isinstance(field, Ore):
        return int(value) / 100
    if isinstance(value, bool | Enum | datetime):
        return formats.plain(value)
    if isinstance(value, date | int | float):
        return value
    if isinstance(value, Document | DBRef):
        return desk.label(value)
    if isinstance(value, EmbeddedDocument):
        filled = [(label, cell(desk, part, inner)) for label, part, inner in parts(value)]
        return "; ".join(f"{label}: {in_words(inner)}" for label, inner in filled if inner is not None)
    if isinstance(value, LISTS):
        inner = field.field if isinstance(field, ListField) else None
        return ", ".join(in_words(cell(desk, inner, one)) for one in value)
    choices = dict(field.choices) if field is not None and field.choices else {}
    return str(choices.get(value, value))


def in_words(value: Cell) -> str:
    """A cell as text: days and amounts as people write them."""
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    return formats.day(value) if isinstance(value, date) else str(value)


def parts(document: EmbeddedDocument) -> Iterable[tuple[str, BaseField, Any]]:
    """Label, field and value of what an embedded document shows."""
    for name in labelled(type(document)):
        field = type(document)._fields[name]
        yield label_of(field), field, getattr(document, name)


def _term(value: Enum) -> Markup:
    label = str(getattr(value, "label", value.value))
    name = tone(value)
    return Markup('<span class="badge-term tone-{}">{}</span>').format(name, label) if name else escape(label)


def _reference(desk: "Desk", value: Any) -> Markup:
    if isinstance(value, DBRef):
        return escape(GONE)
    url = desk.page_url(value)
    label = desk.label(value)
    return Markup('<a href="{}">{}</a>').format(url, label) if url else escape(label)


def _part(desk: "Desk", value: EmbeddedDocument, reveal: bool) -> Markup:
    rows = [
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, html(desk, field, inner, reveal=reveal))
        for label, field, inner in parts(value)
        if inner not in (None, "", [])
    ]
    return Markup('<dl class="part">{}</dl>').format(Markup("").join(rows)) if rows else EMPTY


def _list(desk: "Desk", field: BaseField | None, values: Iterable[Any], reveal: bool) -> Markup:
    inner = field.field if isinstance(field, ListField) else None
    shown = list(values)
    if all(isinstance(value, EmbeddedDocument) for value in shown):
        return _table(desk, shown, reveal)
    rows = [Markup("<li>{}</li>").format(html(desk, inner, value, reveal=reveal)) for value in shown]
    return Markup('<ul class="values">{}</ul>').format(Markup("").join(rows))


def _table(desk: "Desk", rows: list[EmbeddedDocument], reveal: bool) -> Markup:
    """A list of embedded documents as a small table; columns that no row fills are left out."""
    filled = [{label: (field, value) for label, field, value in parts(row)} for row in rows]
    labels = [label for label in filled[0] if any(row[label][1] not in (None, "", []) for row in filled)]
    if not labels:  # parts that are the house's own: how many is all there is to tell
        return escape("1 oppføring" if len(rows) == 1 else f"{len(rows)} oppføringer")
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(label) for label in labels)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(html(desk, *row[label], reveal=reveal)) for label in labels)
        )
        for row in filled
    )
    return Markup('<table class="table parts"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, body)
