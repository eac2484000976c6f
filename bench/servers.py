"""The server that everything is measured on: HUSROM_MONGODB_URI, or the embedded one in a folder of its own."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pymongo
from pymongo import MongoClient

from bench.seeding import ACTOR
from demo.database import Database
from models import cipher, connection
from services import maintenance, rulebooks
from wiring import register_effects

DROP_SECONDS = 600
FIELD_KEY = "målestokk" * 8
RULEBOOK = Path("config/rulebook.toml")


@dataclass(frozen=True)
class Server:
    """A server and what it says it is; `embedded` is the small one that reads all that matches."""

    uri: str
    name: str
    embedded: bool

    def address(self) -> str:
        """The address of a new database there; the one that the URI names is never touched."""
        parts = urlsplit(self.uri)
        return parts._replace(path=f"/husrom_bench_{secrets.token_hex(4)}").geturl()


@contextmanager
def serving() -> Iterator[Server]:
    """The server to measure on, started where none is named."""
    if uri := os.environ.get("HUSROM_MONGODB_URI", "").strip():
        yield _known(uri, embedded=False)
        return
    with tempfile.TemporaryDirectory(prefix="husrom-bench-") as folder:
        database = Database(Path(folder))
        database.start(port=0)
        try:
            yield _known(database.uri(), embedded=True)
        finally:
            database.stop()


def _known(uri: str, *, embedded: bool) -> Server:
    client: MongoClient[dict[str, Any]] = MongoClient(uri)
    told = client.admin.command("buildInfo")
    client.close()
    own = told.get("secantusVersion")
    sort = "Rust" if "buildEnvironment" in told else "Python"
    return Server(uri, f"SecantusDB {own} ({sort})" if own else f"MongoDB {told['version']}", embedded)


@contextmanager
def empty_database(server: Server) -> Iterator[str]:
    """A database of its own with indexes, key and rulebook, which the documents speak to; dropped afterwards.

    Not on the embedded server: it spends minutes on that, and its folder is thrown away anyway.
    """
    address = server.address()
    open_database(address)
    try:
        maintenance.create_indexes()
        rulebooks.load_first(RULEBOOK.read_text(encoding="utf-8"), ACTOR)
        yield address
    finally:
        if not server.embedded:
            _drop(address)


def _drop(address: str) -> None:
    client: MongoClient[dict[str, Any]] = MongoClient(address)  # the product may have closed the one that we began with
    with pymongo.timeout(DROP_SECONDS):
        client.drop_database(client.get_default_database())
    client.close()


def open_database(address: str) -> None:
    """Let the documents speak to a database, as the product does."""
    client = connection.connect(address)
    name = urlsplit(address).path.lstrip("/")
    cipher.use(cipher.MongoCipher(client, name, FIELD_KEY))
    register_effects()
