"""ETags: which version of a record a caller has seen, to be named when it changes it, and how it was told."""

from hashlib import sha256
from typing import Any

from flask import Response, request

from api.problems import Problem

HALF = 16  # hexadecimal digits


def seen_as(kind: str, key: Any, version: int) -> str:
    """The first half of a tag, which a change names: one version of a record."""
    return sha256(f"{kind}:{key}:{version}".encode()).hexdigest()[:HALF]


def put(response: Response, kind: str, key: Any, version: int) -> Response:
    """Tell the record's version with the answer; a caller that has the same answer already gets 304 without a body.

    The second half of the tag is the answer's: rent follows the day, a telephone number the person, and neither makes
    a new version of the record.
    """
    current = seen_as(kind, key, version) + sha256(response.get_data()).hexdigest()[:HALF]
    response.set_etag(current)
    if request.method in ("GET", "HEAD") and request.if_none_match.contains_weak(current):
        response.status_code = 304
        response.set_data(b"")
        response.content_type = ""
        del response.headers["Content-Type"]
    return response


def demand() -> None:
    """Refuse a change that does not say what it was seen as: 428. `*` says nothing, so it is refused too."""
    if not list(request.if_match.as_set(include_weak=True)):
        raise Problem("if-match-missing")


def expect(kind: str, key: Any, version: int) -> int:
    """The version that the caller has seen, if it is the record's own: otherwise 412."""
    current = seen_as(kind, key, version)
    named = [one or "" for one in request.if_match.as_set()]  # Werkzeug makes None of ""
    if not any(len(one) == 2 * HALF and one.startswith(current) for one in named):
        raise Problem("stale")
    return version
