"""What a stored change still owes: a registry filled in `wiring.py`, and the runner that pays (design section 3)."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from mongoengine import NotUniqueError

from models import DOCUMENTS, Plain, Record
from models.base import Effect, HistoryEntry
from rules.errors import HusromError, StaleState
from services.actor import Actor
from services.again import again

CLAIM = timedelta(minutes=1)  # whoever stored the change has this long before the job takes over
BACK_OFF = timedelta(minutes=2)  # doubled for each try
MOST_TRIES = 5
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # a stopped effect waits for a person

RecordBuilder = Callable[[Record, Effect, Actor], Plain | Record]
Command = Callable[[Record, Effect, Actor], None]
StoppedHook = Callable[[Record, Effect, Actor], None]


@dataclass(frozen=True)
class Owed:
    """An effect to store with a change: `args` hold ids and version numbers only."""

    kind: str
    key: str
    args: Mapping[str, Any] = field(default_factory=dict)

    def pending(self, now: datetime) -> Effect:
        """As it is stored on the document."""
        return Effect(key=self.key, kind=self.kind, args=dict(self.args), next_at=now + CLAIM)


class Registry:
    """Effect kinds by name; services reach sideways through it alone."""

    def __init__(self) -> None:
        self._records: dict[str, RecordBuilder] = {}
        self._commands: dict[str, Command] = {}
        self._follows: list[tuple[str, type[Record], frozenset[str]]] = []
        self.on_stopped: StoppedHook | None = None

    def record(self, kind: str, build: RecordBuilder) -> None:
        """`build` makes the document to insert; its `_id` must be the effect's key."""
        self._records[kind] = build

    def command(self, kind: str, run: Command) -> None:
        """`run` calls another document's own service door; doing it twice must give the same result."""
        self._commands[kind] = run

    def follow(self, kind: str, document: type[Record], *fields: str) -> None:
        """Owe the command whenever one of the fields changes, whoever changes it."""
        following = (kind, document, frozenset(fields))
        if following not in self._follows:
            self._follows.append(following)

    def following(self, document: Record, changed: Collection[str]) -> list[Owed]:
        """What a change of these fields owes by itself."""
        return [
            Owed(kind, f"{kind}:{document.pk}:{document.version + 1}")
            for kind, sort, fields in self._follows
            if isinstance(document, sort) and fields & set(changed)
        ]

    def carry_out(self, document: Record, effect: Effect, actor: Actor) -> None:
        """Do what the effect says, once; raises what the builder, the insert or the command raises."""
        if effect.kind in self._records:
            insert_once(self._records[effect.kind](document, effect, actor))
        else:
            self._commands[effect.kind](document, effect, actor)


registry = Registry()


def insert_once(row: Plain | Record) -> None:
    """Insert under the row's own key; one with that key already there is done, any other clash a failure."""
    try:
        row.save(force_insert=True)
    except NotUniqueError:
        if type(row).objects(pk=row.pk).only("pk").first() is None:
            raise


def run(document: Record, actor: Actor) -> bool:
    """Carry out what the document owes, in list order; False when one of them stopped or must wait."""
    while document.pending:
        effect = document.pending[0]
        if effect.stopped:
            return False
        try:
            _carry_out(document, effect, actor)
        except Exception as error:  # noqa: BLE001 - the runner must survive any effect and leave the rest in place
            _postpone(document, effect, actor, error)
            return False
        _pull(document, effect)
    return True


def _carry_out(document: Record, effect: Effect, actor: Actor) -> None:
    """Do it; where another changed the same record at the same instant, ask again at once (design section 3.3)."""
    again(lambda: registry.carry_out(document, effect, actor))


def _pull(document: Record, effect: Effect) -> None:
    type(document)._get_collection().update_one({"_id": document.pk}, {"$pull": {"pending": {"key": effect.key}}})
    document._data["pending"] = [other for other in document.pending if other.key != effect.key]


def _postpone(document: Record, effect: Effect, actor: Actor, error: Exception) -> None:
    effect.tries += 1
    effect.error = type(error).__name__  # the text may hold personal data
    refused = isinstance(error, HusromError) and not isinstance(error, StaleState)
    effect.stopped = refused or effect.tries >= MOST_TRIES
    effect.next_at = NEVER if effect.stopped else actor.at + BACK_OFF * 2 ** (effect.tries - 1)
    type(document)._get_collection().update_one(
        {"_id": document.pk, "pending.key": effect.key},
        {"$set": {f"pending.$.{name}": getattr(effect, name) for name in ("tries", "error", "stopped", "next_at")}},
    )
    if effect.stopped and registry.on_stopped is not None:
        registry.on_stopped(document, effect, actor)


def due(now: datetime) -> Iterator[Record]:
    """Documents that owe an effect whose time has come."""
    for kind in DOCUMENTS:
        if issubclass(kind, Record):
            wanted = {"pending.key": {"$exists": True}, "pending.next_at": {"$lte": now}}
            yield from kind.objects(__raw__=wanted).order_by("pk")


def finish(document: Record, actor: Actor) -> bool:
    """Take over a document's effects from a process that died; False when another was first or it is not yet time."""
    first = document.pending[0]
    if first.stopped or first.next_at > actor.at:
        return False
    claimed = (
        type(document)
        ._get_collection()
        .update_one(
            {"_id": document.pk, "pending.0.key": first.key, "pending.0.next_at": first.next_at},
            {"$set": {"pending.0.next_at": actor.at + CLAIM}},
        )
    )
    return claimed.modified_count == 1 and run(document, actor)


def retry(document: Record, key: str, actor: Actor) -> bool:
    """Try a stopped effect again (an administrator's choice)."""
    type(document)._get_collection().update_one(
        {"_id": document.pk, "pending.key": key},
        {"$set": {"pending.$.stopped": False, "pending.$.tries": 0, "pending.$.next_at": actor.at + CLAIM}},
    )
    document.reload()
    return run(document, actor)


def drop(document: Record, key: str, entry: HistoryEntry, told: Owed, actor: Actor) -> bool:
    """Take a stopped effect off the document for good, under a history entry that owes `told`, and pay the rest.

    The document carries the entry's version already. False where another was first: nothing is written.
    """
    rest = [*document.pending[1:], told.pending(actor.at)]
    # A stopped effect holds back those after it, so nothing else takes from the list while this one stands first.
    guard = {"_id": document.pk, "version": entry.version - 1, "pending.0.key": key, "pending.0.stopped": True}
    update = {
        "$set": {"version": entry.version, "pending": [effect.to_mongo() for effect in rest]},
        "$push": {"history": entry.to_mongo()},
    }
    if type(document)._get_collection().update_one(guard, update).modified_count == 0:
        return False
    document.reload()
    run(document, actor)
    return True
