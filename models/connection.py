"""The one connection to the database."""

from contextlib import AbstractContextManager
from typing import Any

import mongoengine
import pymongo
from mongoengine.errors import OperationError
from pymongo import MongoClient
from pymongo.errors import PyMongoError

ALIAS = "default"
TIMEOUT_MS = 30_000  # no single call of ours takes this long; a hung server must not hang us
SOON_SECONDS = 5
DATABASE_ERRORS = (PyMongoError, OperationError)  # the latter is what MongoEngine makes of some of the former


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
        appname="husrom",
    )
    return client


def soon() -> AbstractContextManager[None]:
    """For the first question of a page or of a start: a database that is away is told of within seconds.

    The client's own limit must leave room for the longest call, and `serverSelectionTimeoutMS` is not heeded beside it.
    """
    return pymongo.timeout(SOON_SECONDS)
