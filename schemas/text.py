"""From bytes to text: UTF-8 with or without mark, or Windows-1252, told apart; all else is refused by name."""

import re

from schemas.errors import BinaryFile, CutFile, EmptyFile, WrongEncoding

BOM = b"\xef\xbb\xbf"
_MAGIC = {
    b"PK\x03\x04": "et regneark eller et arkiv (xlsx, ods, zip)",
    b"\xd0\xcf\x11\xe0": "et gammelt regneark (xls)",
    b"%PDF": "en PDF",
    b"\xff\xfe": "tekst i UTF-16",
    b"\xfe\xff": "tekst i UTF-16",
}
# What UTF-8, CP850 and Mac Roman leave of æøå when they are read as Windows-1252.
_MOJIBAKE = re.compile("Ã[¦¸¥†˜…]|(?<=[A-Za-z])[†›¿¾Œ‘‡]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def decode(data: bytes) -> str:
    """The text of a file without mark; raises EmptyFile, BinaryFile, WrongEncoding or CutFile (cut inside a letter)."""
    kind = next((what for start, what in _MAGIC.items() if data.startswith(start)), None)
    if kind or b"\0" in data:
        raise BinaryFile(kind or "en binærfil")
    data = data.rstrip(b"\x1a")  # DOS mark for the end of a file
    if not data.removeprefix(BOM).strip():
        raise EmptyFile
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _windows_1252(data, error)
    if control := _CONTROL.search(text):
        raise WrongEncoding(_line(text[: control.start()]))
    return text


def _windows_1252(data: bytes, error: UnicodeDecodeError) -> str:
    """The text in Windows-1252, once UTF-8 has failed with `error`."""
    line = data.count(b"\n", 0, error.start) + 1
    sure_of_utf8 = data.startswith(BOM) or not data[: error.start].isascii()
    if sure_of_utf8 and error.reason == "unexpected end of data":
        raise CutFile(line, "den slutter midt i en bokstav.") from None
    if data.startswith(BOM):
        raise WrongEncoding(line) from None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as worse:
        raise WrongEncoding(data.count(b"\n", 0, worse.start) + 1) from None
    if odd := _MOJIBAKE.search(text):
        raise WrongEncoding(_line(text[: odd.start()]))
    return text


def _line(before: str) -> int:
    return before.count("\n") + 1
