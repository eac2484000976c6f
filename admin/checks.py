"""What is wrong with the declaration of a screen, found at start rather than by a caseworker."""

from typing import TYPE_CHECKING

from mongoengine import EnumField

from admin import searching
from admin.field_names import field_at
from models.fields import EncryptedString
from rules.terms import ReasonGroup

if TYPE_CHECKING:
    from admin.base import View


class ScreenError(Exception):
    """A screen is declared wrongly; the message names screen and column."""


def check(view: "View") -> None:
    """Raise ScreenError for what a screen must not show, sort by, search in or leave unnamed."""
    shown = [name for name, _ in view._list_columns]
    exported = [name for name, _ in view._export_columns]
    for column in {*shown, *exported}:
        _known(view, column)
        _not_for_lists(view, column)
    for column, target in view._sortable_columns.items():
        if target not in _index_heads(view) or column.split(".")[0] in view.protected_fields:
            raise ScreenError(f"{view.endpoint}: {column} is sortable, but no index begins with {target}")
    for column in view.column_searchable_list or ():
        name = searching.plain_name(column)
        field = field_at(view.model, name)
        if field is None or (isinstance(field, EncryptedString) and not field.deterministic):
            raise ScreenError(f"{view.endpoint}: {name} cannot be searched")
    if not view.column_default_sort:
        raise ScreenError(f"{view.endpoint}: no default order")


def _known(view: "View", column: str) -> None:
    if column not in view.column_needs and column.split(".")[0] not in view.model._fields:
        raise ScreenError(f"{view.endpoint}: {column} is no field; say in column_needs which fields it reads")


def _not_for_lists(view: "View", column: str) -> None:
    field = field_at(view.model, column)
    if isinstance(field, EncryptedString):
        raise ScreenError(f"{view.endpoint}: {column} is encrypted and stands in no list or export")
    if isinstance(field, EnumField) and field._enum_cls is ReasonGroup:
        raise ScreenError(f"{view.endpoint}: {column} belongs to the statistics alone")


def _index_heads(view: "View") -> set[str]:
    """The first field of each index, by its name in the document."""
    heads = {spec["fields"][0][0] for spec in view.model._meta["index_specs"]}
    names = {field.db_field: name for name, field in view.model._fields.items()}
    return {names.get(head, head) for head in heads} | {view.model._meta["id_field"], "id"}
