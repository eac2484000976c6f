"""The one connection to the database."""

from typing import Any

import mongoengine
from pymongo import MongoClient

ALIAS = "default"
TIMEOUT_MS = 30_000  # no single call of ours takes this long; a hung server must not hang us
SELECT_MS = 5_000


def connect(uri: str) -> MongoClient[Any]:
    """Connect to the database that the URI names; instants are aware, writes wait for the majority and the journal.

    The client connects on first use, so a database that is away is told of by whoever asks it first.
    """
    mongoengine.disconnect(ALIAS)
    client: MongoClient[Any] = mongoengine.connect(
        host=uri,
        alias=ALIAS,
        tz_aware=True,
        uuidRepresentation="standard",
        w="majority",
        journal=True,
        readConcernLevel="majority",
        timeoutMS=TIMEOUT_MS,
        serverSelectionTimeoutMS=SELECT_MS,
        appname="husrom",
    )
    return client
