"""Finding a document's field by its path, and what people call it."""

from typing import Any

from mongoengine import EmbeddedDocumentField, ListField, ReferenceField
from mongoengine.base import BaseField


def field_at(model: Any, path: str) -> BaseField | None:
    """The field at a dotted path through embedded and referenced documents; None where the path leaves the fields."""
    first, _, rest = path.partition(".")
    field = getattr(model, "_fields", {}).get(first)
    if not rest or field is None:
        return field
    inner = field.field if isinstance(field, ListField) else field
    if isinstance(inner, EmbeddedDocumentField | ReferenceField):
        return field_at(inner.document_type, rest)
    return None


def label_of(field: BaseField | None) -> str:
    """The field's Norwegian name, said by its document; empty for what is the house's own and shown to nobody."""
    return str(getattr(field, "verbose_name", None) or "")


def labelled(model: Any) -> list[str]:
    """The names of the fields that people may see, in the document's order."""
    return [name for name in model._fields_ordered if label_of(model._fields[name])]
