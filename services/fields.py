"""What the fields of a document hold: what follows from them, whether they may, and whether two values are one."""

from datetime import datetime
from typing import Any

from bson import ObjectId
from mongoengine import ValidationError

from models import Record
from rules.errors import InvalidRecord
from services import audit


def derive(document: Record) -> None:
    """Set what follows from the document's other fields."""
    for name, value in document.derived().items():
        setattr(document, name, value)


def validate(document: Record) -> None:
    """Raises InvalidRecord, by field, where a field does not hold what it may."""
    try:
        document.validate()
    except ValidationError as error:
        problems = {str(name): str(problem) for name, problem in error.to_dict().items()}
        raise InvalidRecord(audit.collection(document), problems) from error


def check(document: Record) -> None:
    """Raises InvalidRecord where the record that is about to be made would be refused."""
    derive(document)
    validate(document)


def same(old: Any, new: Any) -> bool:
    """Whether two field values are one and the same; a reference equals its id, an empty list or text equals none."""
    return bool(_plain(old) == _plain(new))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value] or None
    identity = getattr(value, "id", None)
    if isinstance(identity, ObjectId) and not hasattr(value, "_instance"):
        return identity  # a referenced document or DBRef
    return None if value == "" else value


def clashing(kind: type[Record], message: str) -> tuple[str, ...]:
    """The fields of the unique index that a duplicate-key message names; empty where the server does not say."""
    for spec in kind._meta["index_specs"]:
        if spec.get("unique") and spec["name"] in message:
            return tuple(name for name, _ in spec["fields"])
    return ()
