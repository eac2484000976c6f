"""The version of a record as its ETag: what a caller has seen, to be named again when it changes it."""

from hashlib import sha256
from typing import Any

from flask import Response, request

from api.problems import Problem


def tag(kind: str, key: Any, version: int) -> str:
    """The strong tag of one version of a record, without its quotes."""
    return sha256(f"{kind}:{key}:{version}".encode()).hexdigest()[:32]


def put(response: Response, kind: str, key: Any, version: int) -> Response:
    """Tell the record's version with the answer; a caller that has it already gets 304 without a body."""
    current = tag(kind, key, version)
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
    if not request.if_match.contains(tag(kind, key, version)):
        raise Problem("stale")
    return version
