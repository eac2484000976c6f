"""Pictures as phones and mischief send them, made up on the spot."""

import io
import struct
import zlib

from PIL import Image

PLACE = b"GPS 68.7983N 16.5414E"


def jpeg(width: int = 640, height: int = 480, colour: str = "teal", *, told: bool = True) -> bytes:
    """A JPEG; `told` = the camera writes beside it where and whose it was."""
    picture, written = Image.new("RGB", (width, height), colour), io.BytesIO()
    exif = Image.Exif()
    if told:
        exif[0x010E], exif[0x0112], exif[0x013B] = PLACE.decode(), 6, "Ola Fotograf"  # 6 = turned on its side
        exif.get_ifd(0x8825)[1] = "N"
    picture.save(written, "JPEG", exif=exif, comment=PLACE if told else b"")
    return written.getvalue()


def png(width: int = 300, height: int = 200) -> bytes:
    written = io.BytesIO()
    Image.new("RGBA", (width, height), (200, 30, 30, 120)).save(written, "PNG")
    return written.getvalue()


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 1.6 thousand million points."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + _chunk(b"IEND")


def _chunk(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
