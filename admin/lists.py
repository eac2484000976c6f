"""Reading a list page with a fixed number of reads: one count, one find, one find per 50 referenced records."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from bson import DBRef
from mongoengine import Document, QuerySet, ReferenceField

from services.batches import batched

if TYPE_CHECKING:
    from admin.base import View

PAGE = 50
COUNT_LIMIT = 10_000


def count(query: QuerySet) -> int:
    """How many match, at most COUNT_LIMIT + 1: that one more stands for «more than»."""
    return int(query._collection.count_documents(query._query, limit=COUNT_LIMIT + 1))


def page_within(asked: int | None, count: int) -> int:
    """The page to show of so many rows, from 0: the last one where the one asked for is past the end."""
    last = max(-(-min(count, COUNT_LIMIT) // PAGE) - 1, 0)
    return min(max(asked or 0, 0), last)


def fields_to_read(view: "View", columns: Iterable[str]) -> list[str]:
    """The stored fields that the columns need; also those that decide what is hidden, and the record's label."""
    model = view.model
    needed = {"pk", *view.label_fields, *view.row_needs}
    for column in columns:
        needed.update(path.split(".")[0] for path in view.column_needs.get(column, (column,)))
    needed.update(name for name in ("version", "protected_address") if name in model._fields)
    return sorted(needed)


def with_references(view: "View", rows: Sequence[Document], columns: Iterable[str]) -> Sequence[Document]:
    """Fill the rows' referenced records in, each kind read in batches of 50 with only what is shown of it."""
    wanted = _references(view, columns)
    for target, names in wanted.items():
        ids = list(dict.fromkeys(ref.id for row in rows for name in names if isinstance(ref := _raw(row, name), DBRef)))
        found: dict[Any, Document] = {}
        for some in batched(ids):
            found |= {one.pk: one for one in _target_query(view, target, names, some)}
        for row in rows:
            for name in names:
                reference = _raw(row, name)
                if isinstance(reference, DBRef):
                    row._data[name] = found.get(reference.id, reference)
    return rows


def _raw(row: Document, name: str) -> Any:
    return row._data.get(name)


def _references(view: "View", columns: Iterable[str]) -> dict[type[Document], dict[str, set[str]]]:
    """Target document → reference field → what is shown of the target beside its label."""
    wanted: dict[type[Document], dict[str, set[str]]] = {}
    for column in columns:
        for path in view.column_needs.get(column, (column,)):
            name, _, rest = path.partition(".")
            field = view.model._fields.get(name)
            if isinstance(field, ReferenceField):
                shown = wanted.setdefault(field.document_type, {}).setdefault(name, set())
                shown.update({rest.split(".")[0]} - {""})
    return wanted


def _target_query(view: "View", target: type[Document], names: dict[str, set[str]], ids: list[Any]) -> QuerySet:
    query = target.objects(pk__in=ids).no_dereference()
    screen = view.desk.screen_of(target)
    if screen is None:
        return query
    also = {name for name in set().union(*names.values()) if name in target._fields}
    shielded = {"protected_address"} & set(target._fields)
    return query.only("pk", *screen.label_fields, *also, *shielded)
