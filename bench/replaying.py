"""The same database calls, made by a bare handler: what a request asks of the server is noted and asked again."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from bson import ObjectId
from pymongo.database import Database
from pymongo.monitoring import CommandListener, CommandStartedEvent

ASKED = frozenset({"find", "insert", "update", "delete", "aggregate", "count", "distinct", "findAndModify"})
SESSION = frozenset({"lsid", "$clusterTime", "$db", "txnNumber", "$readPreference"})

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


def made(commands: list[Command]) -> Iterator[Any]:
    """The ids of the documents that the commands insert."""
    for command in commands:
        for document in command.get("documents", ()):
            yield document["_id"]


def fresh(commands: list[Command]) -> dict[Any, Any]:
    """A new id for each document that the commands insert, so that they can be sent again."""
    return {
        identity: ObjectId() if isinstance(identity, ObjectId) else f"{identity}:{ObjectId()}"
        for identity in made(commands)
    }


def ask_again(database: Database[Any], commands: list[Command], other: Mapping[Any, Any]) -> list[Any]:
    """Send the commands with these values in place of those; what the last of them found."""
    found: list[Any] = []
    for command in commands:
        answer = database.command(_swapped(command, other))
        if "cursor" in answer:
            found = answer["cursor"]["firstBatch"]
    return found


def _swapped(value: Any, other: Mapping[Any, Any]) -> Any:
    if isinstance(value, Mapping):
        return {name: _swapped(one, other) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_swapped(one, other) for one in value]
    return other.get(value, value) if isinstance(value, (ObjectId, str)) else value
