"""The declared indexes and the encryption key: made on demand, demanded at the start."""

from dataclasses import dataclass
from typing import Any

import pymongo
from pymongo.errors import OperationFailure

from models import DOCUMENTS, Lease, Plain, Record, cipher
from rules.errors import HusromError
from services import audit


@dataclass(eq=False)
class NotReady(HusromError):
    """The database lacks what the start demands: indexes by name, or the encryption key."""

    missing: tuple[str, ...]


@dataclass(eq=False)
class WrongKey(HusromError):
    """The field key is not the one that the stored data are encrypted with."""


ALIVE_SECONDS = 5
OPTIONS = ("unique", "partialFilterExpression", "expireAfterSeconds")


@dataclass(eq=False)
class IndexRefused(HusromError):
    """The database will not make an index: two records hold the same, or one of that name is of another sort."""

    collection: str
    duplicates: bool
    told: str  # the server's name for what is wrong


def create_indexes() -> list[str]:
    """Make every declared index that is missing, and the encryption key; returns the names of those made.

    Raises IndexRefused.
    """
    missing = missing_indexes()
    for kind in DOCUMENTS:
        try:
            kind.ensure_indexes()
        except OperationFailure as error:
            name = (error.details or {}).get("codeName", "")
            raise IndexRefused(audit.collection(kind), error.code == audit.DUPLICATE, name) from error
    return [*missing, *(["krypteringsnøkkel"] if cipher.current().ensure_key() else [])]


def require_alive() -> None:
    """Ask the database for a sign of life; a PyMongoError within five seconds where there is none."""
    with pymongo.timeout(ALIVE_SECONDS):
        Lease._get_db().command("ping")


def require_ready() -> None:
    """Raise NotReady with the name of each index, or the key, that the database lacks; WrongKey for another's key."""
    missing = missing_indexes()
    if not cipher.current().has_key():
        missing.append("krypteringsnøkkel")
    if missing:
        raise NotReady(tuple(missing))
    if not cipher.current().fits():
        raise WrongKey


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
