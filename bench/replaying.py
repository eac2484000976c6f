"""The same database calls, made by a bare handler: what a request asks of the server is noted and asked again."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from bson import ObjectId
from pymongo.database import Database
from pymongo.monitoring import CommandListener, CommandStartedEvent

ASKED = frozenset({"find", "insert", "update", "delete", "aggregate", "count", "distinct", "findAndModify"})
SESSION = frozenset({"lsid", "$clusterTime", "$db", "txnNumber", "$readPreference"})

ONE_OPEN = {"open_dwelling"}  # what a unique index lets only one document have

Command = dict[str, Any]


class Recorder(CommandListener):
    """Writes down what is asked of the server while it is `on`."""

    def __init__(self) -> None:
        self.on = False
        self.commands: list[Command] = []

    def started(self, event: CommandStartedEvent) -> None:
        if self.on and event.command_name in ASKED:
            told = {name: value for name, value in dict(event.command).items() if name not in SESSION}
            self.commands.append(deepcopy(told))

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...


def fresh(commands: list[Command], numbered: str) -> dict[Any, Any]:
    """A new id for each document that the commands insert, and a new number where it has that field."""
    other: dict[Any, Any] = {}
    for command in commands:
        for document in command.get("documents", ()):
            identity = document["_id"]
            other[identity] = ObjectId() if isinstance(identity, ObjectId) else f"{identity}:{ObjectId()}"
            other[str(identity)] = str(other[identity])  # as tasks and the like name it
            if numbered in document:
                other[document[numbered]] = f"{document[numbered]}:{ObjectId()}"
    return other


def ask_again(database: Database[Any], commands: list[Command], other: Mapping[Any, Any]) -> list[Any]:
    """Make the calls by the driver's own methods, with these values in place of those; what the last one found."""
    found: list[Any] = []
    for command in commands:
        again = _swapped(command, other)
        if "find" in again:
            found = _find(database, again)
        elif "insert" in again:
            for document in again["documents"]:
                database[again["insert"]].insert_one(document | {name: ObjectId() for name in ONE_OPEN & set(document)})
        elif "update" in again:
            for one in again["updates"]:
                update = (
                    database[again["update"]].update_many if one.get("multi") else database[again["update"]].update_one
                )
                update(one["q"], one["u"], upsert=one.get("upsert", False))
        else:
            raise RuntimeError(f"ukjent kall: {next(iter(command))}")
    return found


def _find(database: Database[Any], command: Command) -> list[Any]:
    cursor = database[command["find"]].find(command.get("filter"), command.get("projection"))
    if command.get("sort"):
        cursor = cursor.sort(list(command["sort"].items()))
    return list(cursor.limit(command.get("limit", 0)))


def _swapped(value: Any, other: Mapping[Any, Any]) -> Any:
    if isinstance(value, Mapping):
        return {name: _swapped(one, other) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_swapped(one, other) for one in value]
    return other.get(value, value) if isinstance(value, (ObjectId, str)) else value
