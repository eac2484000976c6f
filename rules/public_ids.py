"""What a record goes by in an address: its number where that is plain, else the number in base64url behind a tilde."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
MARK = "~"
PATTERN = r"^([A-Za-z0-9][A-Za-z0-9._-]*|~[A-Za-z0-9_-]+)$"  # as the partner API's specification tells it


def public(number: str) -> str:
    """How the number is written in an address."""
    if PLAIN.fullmatch(number):
        return number
    return MARK + urlsafe_b64encode(number.encode()).rstrip(b"=").decode()


def number(public_id: str) -> str | None:
    """The number that is written so; None for what no number is written as."""
    if not public_id.startswith(MARK):
        return public_id if PLAIN.fullmatch(public_id) else None
    try:
        held = urlsafe_b64decode(public_id[1:] + "=" * (-len(public_id[1:]) % 4)).decode()
    except (Error, ValueError):
        return None
    return held if held and public(held) == public_id else None
