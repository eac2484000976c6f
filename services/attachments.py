"""Files that people attach to what they write: a PDF or a picture, 10 MB at most, stored encrypted.

For every part of the case that takes files: `keep(look_through(arriving), nonce, actor)` before the write that names
them, `facts_of(ids)` to list them, `fetch(…)` to serve one. The record that names a file says who may have it.
"""

import hashlib
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from bson import ObjectId

from models import File
from models.file import MOST_BYTES
from rules.errors import FileRefused, NotFound
from rules.terms import AccessKind, FileKind
from services import audit, files
from services.actor import Actor
from services.batches import batched

LONGEST_NAME = 255
NAMELESS = "vedlegg"
KINDS: Mapping[str, tuple[bytes, tuple[str, ...]]] = {  # media type → how the bytes begin, the endings of its names
    "application/pdf": (b"%PDF-", (".pdf",)),
    "image/jpeg": (b"\xff\xd8\xff", (".jpg", ".jpeg")),
    "image/png": (b"\x89PNG\r\n\x1a\n", (".png",)),
}


@dataclass(frozen=True)
class Arriving:
    """A file as a person sends it: what they call it and its bytes; `whole` is False where it was cut for its size."""

    name: str
    source: BinaryIO
    whole: bool = True


@dataclass(frozen=True)
class Sound:
    """A file that may be kept, by the media type that its bytes tell."""

    name: str
    media_type: str
    source: BinaryIO
    sha256: str


def look_through(arriving: Iterable[Arriving]) -> list[Sound]:
    """The files if all of them may be kept; nothing is stored. Raises FileRefused (too_large, empty, media)."""
    return [_sound(file) for file in arriving]


def _sound(file: Arriving) -> Sound:
    name = _plain_name(file.name)
    size = file.source.seek(0, io.SEEK_END)
    if not file.whole or size > MOST_BYTES:
        raise FileRefused(name, "too_large")
    if not size:
        raise FileRefused(name, "empty")
    file.source.seek(0)
    content = file.source.read()
    media_type = next((kind for kind, (begins, _) in KINDS.items() if content.startswith(begins)), None)
    if media_type is None:
        raise FileRefused(name, "media")
    return Sound(_fitting(name, media_type), media_type, file.source, hashlib.sha256(content).hexdigest())


def _plain_name(name: str) -> str:
    """The name without folders and control characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable()).strip() or NAMELESS


def _fitting(name: str, media_type: str) -> str:
    """The name with an ending that tells what the file is, however it was called."""
    endings = KINDS[media_type][1]
    path = PurePosixPath(name)
    stem, ending = (path.stem, path.suffix) if path.suffix.lower() in endings else (name, endings[0])
    return stem[: LONGEST_NAME - len(ending)] + ending


def identities(sounds: Sequence[Sound], nonce: str) -> list[ObjectId]:
    """The ids the files get: they follow from the form and the bytes, so that a form sent twice stores once."""
    return list(dict.fromkeys(_identity(sound, nonce) for sound in sounds))


def _identity(sound: Sound, nonce: str) -> ObjectId:
    return ObjectId(hashlib.sha256(f"attachment:{nonce}:{sound.sha256}".encode()).digest()[:12])


def keep(sounds: Sequence[Sound], nonce: str, actor: Actor, kind: FileKind = FileKind.ATTACHMENT) -> list[ObjectId]:
    """Store the files, encrypted; returns their ids in order. The write that names them comes after."""
    for sound in sounds:
        files.store(_identity(sound, nonce), kind, sound.name, sound.media_type, sound.source, actor)
    return identities(sounds, nonce)


def facts_of(identities: Collection[ObjectId], kind: FileKind = FileKind.ATTACHMENT) -> dict[ObjectId, File]:
    """What the stored files are, by id; one read for each 50."""
    found: dict[ObjectId, File] = {}
    for ids in batched(identities):
        some = File.objects(pk__in=ids, kind=kind)
        found |= {file.pk: file for file in some}
    return found


def fetch(
    identity: str,
    named: Collection[ObjectId],
    actor: Actor,
    *,
    number: str | None,
    person: ObjectId | None,
    kind: FileKind = FileKind.ATTACHMENT,
) -> tuple[File, BinaryIO]:
    """One of the files that a record names, and its bytes; the fetching is logged.

    Whether the actor may have the record's files is asked before. Raises NotFound, also for another record's file.
    """
    file = files.find(ObjectId(identity)) if ObjectId.is_valid(identity) and ObjectId(identity) in named else None
    if file is None or file.kind is not kind:
        raise NotFound("file", identity)
    source = files.open_stored(file.pk)
    audit.record_access(actor, AccessKind.FETCHED, "file", document_id=identity, number=number, person=person)
    return file, source
