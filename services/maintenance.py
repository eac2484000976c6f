"""Operators' work on the database as a whole: indexes, and whether they are there."""

from dataclasses import dataclass
from typing import Any

from models import DOCUMENTS, Plain, Record, cipher
from rules.errors import HusromError
from services import audit


@dataclass(eq=False)
class NotReady(HusromError):
    """The database lacks what the start demands: indexes by name, or the encryption key."""

    missing: tuple[str, ...]


OPTIONS = ("unique", "partialFilterExpression", "expireAfterSeconds")


def create_indexes() -> list[str]:
    """Make every declared index that is missing, and the encryption key; returns the names of those made."""
    missing = missing_indexes()
    for kind in DOCUMENTS:
        kind.ensure_indexes()
    return [*missing, *(["krypteringsnøkkel"] if cipher.current().ensure_key() else [])]


def require_ready() -> None:
    """Raise NotReady with the name of each index, or the key, that the database lacks."""
    missing = missing_indexes()
    if not cipher.current().has_key():
        missing.append("krypteringsnøkkel")
    if missing:
        raise NotReady(tuple(missing))


def missing_indexes() -> list[str]:
    """The declared indexes that the database lacks or holds with other keys or options, as `collection.index`."""
    return [
        f"{audit.collection(kind)}.{spec['name']}"
        for kind in DOCUMENTS
        for spec, found in _pairs(kind)
        if found is None or not _alike(spec, found)
    ]


def _pairs(kind: type[Plain] | type[Record]) -> list[tuple[dict[str, Any], dict[str, Any] | None]]:
    stored = {index["name"]: index for index in kind._get_collection().list_indexes()}
    return [(spec, stored.get(spec["name"])) for spec in kind._meta["index_specs"]]


def _alike(spec: dict[str, Any], found: dict[str, Any]) -> bool:
    keys = [(name, direction) for name, direction in found["key"].items()]
    return keys == list(spec["fields"]) and all(_option(spec.get(name)) == _option(found.get(name)) for name in OPTIONS)


def _option(value: Any) -> Any:
    return None if value is False else value
