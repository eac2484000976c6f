"""The audit trail and the access log: the only writer of both."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bson import ObjectId
from pymongo.errors import BulkWriteError

from models import AccessEntry, AuditEntry, Plain, Record
from models.base import Effect, HistoryEntry
from rules.terms import AccessKind
from services.actor import Actor
from services.effects import Owed

EFFECT = "audit"
DUPLICATE = 11000


def owed(document: Record) -> Owed:
    """The audit effect of the document's present version."""
    return Owed(EFFECT, f"audit:{collection(document)}:{document.pk}:{document.version}", {"version": document.version})


def collection(document: Record | Plain | type[Record] | type[Plain]) -> str:
    """The document's name in the audit trail: its collection."""
    return str(document._get_collection_name())


def history_entry(
    document: Record,
    actor: Actor,
    *,
    action: str,
    why: str,
    changes: Mapping[str, Any],
    rulebook: int | None = None,
) -> HistoryEntry:
    """Who, when, why and what of the document's present version."""
    return HistoryEntry(
        version=document.version,
        at=actor.at,
        by=actor.id,
        by_name=actor.name,
        action=action,
        why=why or None,
        rulebook=rulebook,
        changes=dict(changes),
    )


def build(document: Record, effect: Effect, _actor: Actor) -> AuditEntry:
    """The audit entry of one version, copied from its history entry (a record effect)."""
    version = int(effect.args["version"])
    entry = next(entry for entry in document.history if entry.version == version)
    return entry_of(document, entry, effect.key)


def entry_of(document: Record, entry: HistoryEntry, key: str) -> AuditEntry:
    """One history entry as an audit entry."""
    return AuditEntry(
        key=key,
        document=collection(document),
        document_id=str(document.pk),
        number=document.number,
        version=entry.version,
        at=entry.at,
        by=entry.by,
        by_name=entry.by_name,
        action=entry.action,
        why=entry.why,
        changes=entry.changes,
    )


def store_many(documents: Iterable[Record]) -> None:
    """Audit entries of newly made documents in one write (imports); one that stands already is done."""
    entries = [entry_of(document, document.history[-1], owed(document).key) for document in documents]
    if not entries:
        return
    try:
        AuditEntry._get_collection().insert_many([entry.to_mongo() for entry in entries], ordered=False)
    except BulkWriteError as error:
        duplicates(error)


def changed_since(kind: type[Record], at: datetime, fields: Iterable[str]) -> list[ObjectId]:
    """The documents of a kind on which one of the fields was changed since then, each once (index `audit_at`)."""
    any_of = [{f"changes.{name}": {"$exists": True}} for name in fields]
    wanted = {"at": {"$gte": at}, "document": collection(kind), "$or": any_of}
    found = AuditEntry._get_collection().find(wanted, {"document_id": 1})
    return sorted({ObjectId(entry["document_id"]) for entry in found})


def duplicates(error: BulkWriteError) -> list[dict[str, Any]]:
    """The problems of a bulk write whose rows stood already; raises the error again if anything else went wrong."""
    problems: list[dict[str, Any]] = error.details["writeErrors"]
    if error.details.get("writeConcernErrors") or any(problem["code"] != DUPLICATE for problem in problems):
        raise error
    return problems


def record_access(
    actor: Actor,
    kind: AccessKind,
    document: str,
    *,
    document_id: str | None = None,
    number: str | None = None,
    person: ObjectId | None = None,
    count: int | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Log that the actor saw or took out personal data; `details` hold filters and column names, never values."""
    AccessEntry(
        kind=kind,
        document=document,
        document_id=document_id,
        number=number,
        person=person,
        at=actor.at,
        by=actor.id,
        by_name=actor.name,
        count=count,
        details=details or {},
    ).save(force_insert=True)
