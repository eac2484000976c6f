"""Photos of rooms: looked at as pictures, rid of what the camera wrote beside them, kept encrypted, served under log.

What is kept is drawn anew from the picture's points alone, so no place, time, owner or hidden part comes with it.
"""

import hashlib
import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from bson import ObjectId

from models import File, Inspection, Repair
from models.inspection import Photo
from rules.errors import FileRefused, NotFound
from rules.terms import AccessKind, FileKind
from services import attachments, audit, files, records
from services.actor import Actor
from services.attachments import Arriving
from services.inspections.common import lease_of, photos_of, refuse_shielded, require

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_AT_ONCE = 20
MOST_HELD = 80  # of one inspection or repair
MOST_POINTS = 60_000_000  # more is no phone's picture, and would fill the memory when unpacked
LARGE, SMALL = 2000, 400  # the longer side, in points
QUALITY = 82
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
JPEG = "image/jpeg"
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error,
    zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """One picture that may be kept: its large and its small form, and the hash of what was sent."""

    large: bytes
    small: bytes
    sha256: str


def look_through(arriving: Sequence[Arriving]) -> list[Taken]:
    """The pictures if all of them may be kept; nothing is stored.

    Raises FileRefused (too_large, empty, media, no_photo, broken, too_many_points, too_many).
    """
    if len(arriving) > MOST_AT_ONCE:
        raise FileRefused(arriving[MOST_AT_ONCE].name, "too_many")
    return [_taken(sound) for sound in attachments.look_through(arriving)]


def _taken(sound: attachments.Sound) -> Taken:
    if sound.media_type not in FORMATS:
        raise FileRefused(sound.name, "no_photo")
    sound.source.seek(0)
    large = _read(sound)
    small = large.copy()
    small.thumbnail((SMALL, SMALL))
    return Taken(_jpeg(large), _jpeg(small), sound.sha256)


def _read(sound: attachments.Sound) -> "Image":
    """The picture upright, no larger than we keep it, with nothing but its points."""
    from PIL import Image, ImageOps  # read only by those who take photos in

    try:
        with Image.open(sound.source, formats=[FORMATS[sound.media_type]]) as sent:
            if sent.width * sent.height > MOST_POINTS:  # the head alone is read so far
                raise FileRefused(sound.name, "too_many_points")
            sent.draft("RGB", (LARGE, LARGE))
            upright = ImageOps.exif_transpose(sent)
            upright.thumbnail((LARGE, LARGE))
            seen = upright.convert("RGBA")
            bare = Image.new("RGB", seen.size, "white")
            bare.paste(seen, mask=seen.getchannel("A"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(sound.name, "too_many_points") from None
    except BROKEN:
        raise FileRefused(sound.name, "broken") from None
    return bare


def _jpeg(picture: "Image") -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def keep(
    taken: Iterable[Taken],
    nonce: str,
    actor: Actor,
    *,
    caption: str,
    today: date,
    after: bool = False,
) -> list[Photo]:
    """Store the pictures; the write that names them comes after. A form sent twice gives the same ones."""
    return [_kept(one, nonce, actor, caption=caption, today=today, after=after) for one in taken]


def _kept(one: Taken, nonce: str, actor: Actor, *, caption: str, today: date, after: bool) -> Photo:
    stored = [
        files.store(identity(nonce, one.sha256, size), FileKind.PHOTO, "bilde.jpg", JPEG, io.BytesIO(content), actor).pk
        for size, content in (("large", one.large), ("small", one.small))
    ]
    return Photo(
        id=identity(nonce, one.sha256, "photo"),
        file=stored[0],
        small=stored[1],
        caption=caption.strip() or None,
        after=after,
        on=today,
        by_name=actor.name,
    )


def identity(nonce: str, sha256: str, what: str) -> ObjectId:
    """The id of a picture's part: it follows from the form and the bytes."""
    return ObjectId(hashlib.sha256(f"photo:{nonce}:{sha256}:{what}".encode()).digest()[:12])


def added(held: Sequence[Photo], new: Sequence[Photo], total: int) -> list[Photo]:
    """The pictures with the new ones after them; those that are there already are not added again.

    `total` is how many the whole record has. Raises FileRefused (too_many).
    """
    there = {one.id for one in held}
    fresh = [one for one in {one.id: one for one in new}.values() if one.id not in there]
    if total + len(fresh) > MOST_HELD:
        raise FileRefused("bilde.jpg", "too_many")
    return [*held, *fresh]


def fetch(
    document: Inspection | Repair, identity: str, actor: Actor, *, sees_protected: bool = False
) -> tuple[File, BinaryIO]:
    """One picture of the record, large or small; the fetching is logged.

    Raises NotAuthorised, NoNeedToKnow, HomeShielded, NotFound (also another record's picture, or one taken back).
    """
    require(records.reference(document, "lease"), actor, "inspection.photo")
    refuse_shielded(document, sees_protected)
    named = {file for one in photos_of(document) for file in (one.file, one.small)}
    file = files.find(ObjectId(identity)) if ObjectId.is_valid(identity) and ObjectId(identity) in named else None
    if file is None or file.kind is not FileKind.PHOTO:
        raise NotFound("file", identity)
    source = files.open_stored(file.pk)
    lease = lease_of(document)
    audit.record_access(
        actor,
        AccessKind.FETCHED,
        audit.collection(document),
        document_id=str(document.pk),
        number=document.number,
        person=records.reference(lease, "tenant") if lease else None,
    )
    return file, source
