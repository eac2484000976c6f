"""Stored files: what a file is stays for good; its bytes stand encrypted in parts until they are discarded."""

import hashlib
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from bson import ObjectId

from models import File, FilePart
from models.file import PART_BYTES
from rules.errors import NotFound
from rules.terms import FileKind
from services.actor import Actor
from services.effects import insert_once


def store(identity: ObjectId, kind: FileKind, name: str, media_type: str, source: BinaryIO, actor: Actor) -> File:
    """Store a file under an id chosen beforehand, its parts first: doing it again makes up what a kill cut off."""
    found: File | None = File.objects(pk=identity).first()
    if found is not None:
        return found
    digest, size = hashlib.sha256(), 0
    source.seek(0)
    for number, content in enumerate(_cut(source)):
        digest.update(content)
        size += len(content)
        insert_once(FilePart(key=part_key(identity, number), file=identity, part=number, content=content))
    file = File(
        id=identity,
        kind=kind,
        name=name,
        media_type=media_type,
        size=size,
        sha256=digest.hexdigest(),
        by=actor.id,
        by_name=actor.name,
        at=actor.at,
    )
    insert_once(file)
    return file


def _cut(source: BinaryIO) -> Iterator[bytes]:
    while content := source.read(PART_BYTES):
        yield content


def part_key(identity: ObjectId, number: int) -> str:
    """The id of one part of a file."""
    return f"{identity}:{number}"


def find(identity: ObjectId) -> File | None:
    """The file with that id, once all of it is stored."""
    found: File | None = File.objects(pk=identity).first()
    return found


def open_stored(identity: ObjectId) -> BinaryIO:
    """A stored file to read and seek in, one part at a time in memory. Raises NotFound, also once it is discarded."""
    file = find(identity)
    if file is None or (file.size and not FilePart.objects(pk=part_key(identity, 0)).only("pk").first()):
        raise NotFound("file", str(identity))
    return cast(BinaryIO, io.BufferedReader(_Parts(identity, file.size)))


def discard(identity: ObjectId) -> None:
    """Take the bytes away for good; what the file was, whose and when, stays."""
    FilePart.objects(file=identity).delete()


class _Parts(io.RawIOBase):
    """The parts of one file as a stream."""

    def __init__(self, identity: ObjectId, size: int) -> None:
        self._identity = identity
        self._size = size
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, PART_BYTES)
        found = self._part(number)[start : start + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _part(self, number: int) -> bytes:
        if self._held[0] != number:
            self._held = (number, FilePart.objects(pk=part_key(self._identity, number)).get().content)
        return self._held[1]
