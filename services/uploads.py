"""Files that a person looks through before bringing them in: kept encrypted for a while, for that person alone."""

from datetime import datetime, timedelta
from typing import BinaryIO

from bson import ObjectId
from bson.errors import InvalidId

from models import File
from rules.errors import NotFound
from rules.terms import FileKind
from services import files
from services.actor import Actor

KEPT = timedelta(hours=12)  # a working day to look it through


def keep(name: str, source: BinaryIO, actor: Actor) -> ObjectId:
    """Keep a file until it is brought in, dropped or forgotten; returns its id. Forgotten ones of anybody go."""
    drop_old(actor.at)
    return ObjectId(files.store(ObjectId(), FileKind.UPLOAD, name, "application/octet-stream", source, actor).pk)


def open_own(identity: str, actor: Actor) -> tuple[File, BinaryIO]:
    """A kept file of the actor's own. Raises NotFound for another's, and once it is gone."""
    try:
        found = files.find(ObjectId(identity))
    except InvalidId:
        found = None
    if found is None or found.kind is not FileKind.UPLOAD or found.by != actor.id:
        raise NotFound("file", identity)
    return found, files.open_stored(found.pk)


def drop(identity: ObjectId) -> None:
    """Take a kept file away; it is no record of anything, so nothing of it stays."""
    files.discard(identity)
    File.objects(pk=identity, kind=FileKind.UPLOAD).delete()


def drop_old(now: datetime) -> int:
    """Take away what nobody brought in; returns how many (index `file_kind`)."""
    old = list(File.objects(kind=FileKind.UPLOAD, at__lt=now - KEPT).order_by("at", "pk"))
    for file in old:
        drop(file.pk)
    return len(old)
