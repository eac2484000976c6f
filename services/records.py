"""The only writer of records: one guarded write that carries state, history and what is owed (design section 3)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from bson import ObjectId
from mongoengine import NotUniqueError, ValidationError
from pymongo.errors import BulkWriteError

from models import Record
from models.base import Effect, HistoryEntry
from rules.errors import AlreadyExists, Change, HusromError, NotFound, StaleState
from services import audit, effects, fields
from services.actor import Actor
from services.batches import batched
from services.effects import Owed
from services.fields import same as same  # of every service that asks before it writes

R = TypeVar("R", bound=Record)


def get(kind: type[Record], identity: object) -> Any:
    """The record with that id; raises NotFound."""
    try:
        found = kind.objects(pk=identity).first()
    except ValidationError:
        found = None
    if found is None:
        raise NotFound(audit.collection(kind), str(identity))
    return found


def create(
    document: Record, actor: Actor, *, action: str = "created", why: str = "", owed: Sequence[Owed] = ()
) -> None:
    """Store a new record with its first history entry, then pay what it owes.

    Raises InvalidRecord, AlreadyExists.
    """
    _begin(document, actor, action=action, why=why, owed=owed)
    try:
        document.save(force_insert=True)
    except NotUniqueError as error:
        raise AlreadyExists(audit.collection(document), fields.clashing(type(document), str(error))) from error
    effects.run(document, actor)


def create_once(document: R, actor: Actor, *, action: str = "created", why: str = "", owed: Sequence[Owed] = ()) -> R:
    """Store a new record as create() does, or find the one that is stored under its id; returns the one that stands.

    Raises InvalidRecord, AlreadyExists (another record keeps it out by another unique index).
    """
    try:
        create(document, actor, action=action, why=why, owed=owed)
    except AlreadyExists:
        stored: R | None = type(document).objects(pk=document.pk).first()
        if stored is None:
            raise
        return stored
    return document


def create_many(
    documents: Sequence[Record],
    actor: Actor,
    *,
    action: str,
    why: str = "",
    owed: Callable[[Any], Sequence[Owed]] = lambda _: (),
    pay: Callable[[Sequence[Any]], None] = lambda _: None,
) -> list[tuple[Record, AlreadyExists]]:
    """Store many new records in one write each for records and audit; returns those that another record kept out.

    `owed` tells what each owes beside its audit entry, and `pay` does that for all that were stored: if we die in
    between, `effects.run` does it one by one.
    """
    if not documents:
        return []
    for document in documents:
        document.pk = document.pk or ObjectId()
        _begin(document, actor, action=action, why=why, owed=owed(document))
    collection = type(documents[0])._get_collection()
    refused: list[tuple[Record, AlreadyExists]] = []
    try:
        collection.insert_many([document.to_mongo() for document in documents], ordered=False)
    except BulkWriteError as error:
        for problem in audit.duplicates(error):
            document = documents[problem["index"]]
            clash = fields.clashing(type(document), problem.get("errmsg", ""))
            refused.append((document, AlreadyExists(audit.collection(document), clash)))
    kept_out = {id(document) for document, _ in refused}
    stored = [document for document in documents if id(document) not in kept_out]
    _finish_many(stored, pay)
    return refused


def _finish_many(stored: Sequence[Record], pay: Callable[[Sequence[Any]], None]) -> None:
    audit.store_many(stored)
    pay(stored)
    for some in batched(stored):
        # One that another has changed meanwhile owes more than this: `finish_effects` pays it.
        untouched = {"_id": {"$in": [document.pk for document in some]}, "version": 1}
        type(some[0])._get_collection().update_many(untouched, {"$set": {"pending": []}})
    for document in stored:
        document._data["pending"] = []


def change(
    document: Record,
    actor: Actor,
    *,
    values: Mapping[str, Any],
    action: str = "edited",
    why: str = "",
    version: int | None = None,
    guard: Mapping[str, Any] | None = None,
    owed: Sequence[Owed] = (),
    rulebook: int | None = None,
) -> bool:
    """Set fields of a loaded record in one guarded write, with history, then pay what it owes.

    `version` is what the actor saw (the loaded one where none is given); `guard` names further fields that must still
    hold. False = nothing differs and nothing is owed: nothing is written.
    Raises StaleState, InvalidRecord, AlreadyExists.
    """
    if version is not None and version != document.version:
        raise stale(document, version)
    differing = {name: value for name, value in values.items() if not same(getattr(document, name), value)}
    owed = [*owed, *effects.registry.following(document, differing)]
    if not differing and not owed:
        return False
    before = document.version
    guards = {name: getattr(document, name) for name in ("state",) if name in differing} | dict(guard or {})
    as_read = {**document._data, "history": list(document.history), "pending": list(document.pending)}
    try:
        entry, dues = _apply(document, actor, differing, action=action, why=why, owed=owed, rulebook=rulebook)
        _send(document, before, guards, differing, entry, dues)
    except HusromError:
        document._data.update(as_read)  # what was refused must not pass for what is stored at the next try
        raise
    effects.run(document, actor)
    return True


def _apply(
    document: Record,
    actor: Actor,
    values: Mapping[str, Any],
    *,
    action: str,
    why: str,
    owed: Sequence[Owed],
    rulebook: int | None,
) -> tuple[HistoryEntry, list[Effect]]:
    changes = {}
    for name, value in values.items():
        field = type(document)._fields[name]
        changes[name] = [_stored(field, getattr(document, name)), _stored(field, value)]
        setattr(document, name, value)
    document.version += 1
    fields.derive(document)
    entry = audit.history_entry(document, actor, action=action, why=why, changes=changes, rulebook=rulebook)
    dues = [due.pending(actor.at) for due in (audit.owed(document), *owed)]
    document.history.append(entry)
    document.pending.extend(dues)
    fields.validate(document)
    return entry, dues


def _send(
    document: Record,
    before: int,
    guards: Mapping[str, Any],
    values: Mapping[str, Any],
    entry: HistoryEntry,
    dues: list[Effect],
) -> None:
    update: dict[str, Any] = {"inc__version": 1, "push__history": entry, "push_all__pending": dues}
    for name, value in {**values, **document.derived()}.items():
        update |= {f"unset__{name}": 1} if value is None else {f"set__{name}": value}
    try:
        updated = type(document).objects(pk=document.pk, version=before, **guards).update_one(**update)
    except NotUniqueError as error:
        raise AlreadyExists(audit.collection(document), fields.clashing(type(document), str(error))) from error
    if not updated:
        raise stale(document, before)


def _begin(document: Record, actor: Actor, *, action: str, why: str, owed: Sequence[Owed]) -> None:
    if document.pk is None:
        document.pk = ObjectId()
    document.version = 1
    fields.derive(document)
    document.history = [audit.history_entry(document, actor, action=action, why=why, changes={})]
    document.pending = [due.pending(actor.at) for due in (audit.owed(document), *owed)]
    fields.validate(document)


def derive(document: Record) -> bool:
    """Store what follows from the record's other fields, told in no history (ADR 9); False where another was first.

    For records from before a release that derives more. Raises AlreadyExists.
    """
    update: dict[str, Any] = {}
    for name, value in document.derived().items():
        update |= {f"unset__{name}": 1} if value is None else {f"set__{name}": value}
    try:
        return bool(type(document).objects(pk=document.pk, version=document.version).update_one(**update))
    except NotUniqueError as error:
        raise AlreadyExists(audit.collection(document), fields.clashing(type(document), str(error))) from error


def reference(document: Record, name: str) -> Any:
    """The id that a reference field holds, without reading the other document; None where it is empty."""
    held = document._data.get(name)
    return getattr(held, "id", held)


def _stored(field: Any, value: Any) -> Any:
    return None if value is None else field.to_mongo(value)


def check_version(document: Record, seen: int) -> None:
    """Raises StaleState where the document is no longer at the version that the actor saw."""
    if seen != document.version:
        raise stale(document, seen)


def stale(document: Record, seen: int) -> StaleState:
    """The refusal of a change made on an old version, with what has changed since."""
    now = type(document).objects(pk=document.pk).only("history").first()
    entries: Iterable[HistoryEntry] = [entry for entry in now.history if entry.version > seen] if now else []
    changes = tuple(Change(name, entry.by_name, entry.at) for entry in entries for name in entry.changes)
    return StaleState(audit.collection(document), document.number, changes)
