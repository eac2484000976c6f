"""Pages of a list in the order that its records came: an opaque cursor names the last one seen."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from bson import ObjectId
from flask import Response, request

from api import bodies
from api.problems import Problem
from schemas.partner.fields import Body, Text, Whole

USUAL, MOST = 50, 100
FORM = r"^M[Q-Za-f][A-Za-z0-9_-]{15}[AQgw]$"  # what thirteen bytes that begin with the mark are written as
MARK = b"1"  # the cursor's own form, so that another can be told from it later


class LatestAsked(Body):
    """How many of the latest are asked for, of a list that has one page."""

    limit = Whole("Hvor mange som skal være med på siden.", USUAL, least=1, most=MOST, load_default=USUAL)


class PageAsked(LatestAsked):
    """Which page of a list is asked for; a list's own filters stand beside these."""

    cursor = Text(
        "«next» fra forrige side, uendret.",
        "MWXwAAAAAAAAAAAAAQ",
        most=200,
        told={"pattern": FORM, "minLength": 18, "maxLength": 18},
    )


def after(cursor: str | None) -> ObjectId | None:
    """The id of the last record seen; raises Problem("cursor-invalid")."""
    if cursor is None:
        return None
    try:
        plain = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (Error, ValueError) as error:
        raise Problem("cursor-invalid") from error
    if len(plain) != 13 or plain[:1] != MARK or cursor_of(ObjectId(plain[1:])) != cursor:
        raise Problem("cursor-invalid")
    return ObjectId(plain[1:])


def cursor_of(last: ObjectId) -> str:
    """The cursor that leads on from that record."""
    return urlsafe_b64encode(MARK + last.binary).rstrip(b"=").decode()


def answer(found: Sequence[Any], items: Sequence[Any], limit: int) -> Response:
    """A page; `found` are the records read (one more where more follow), `items` what is told of them."""
    following = cursor_of(found[limit - 1].key) if len(found) > limit else None
    response = bodies.answered({"items": items, "next": following})
    if following:
        query = {**request.args.to_dict(), "cursor": following}
        response.headers["Link"] = f'<?{urlencode(query)}>; rel="next"'  # relative (RFC 8288 section 3.1)
    return response
