"""One POST, once: the answer under an `Idempotency-Key` is remembered for a week."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from bson import ObjectId
from flask import Response, request

from api import bodies
from api.problems import Problem
from services import api_access
from services.api_access import Claimed, KeyBusy, KeyOtherCall

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,200}")
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


def demand() -> str:
    """The key that the call came with; raises Problem (idempotency-key-missing, idempotency-key-invalid)."""
    key = request.headers.get(HEADER, "")
    if not key:
        raise Problem("idempotency-key-missing")
    if not KEY.fullmatch(key):
        raise Problem("idempotency-key-invalid")
    return key


def once(landlord: ObjectId, key: str, work: Callable[[ObjectId], Response]) -> Response:
    """Do the work, or answer as it was answered; `work` is given the id that its new record is to have.

    Answers that stored nothing (refusals, failures) are not kept: the same call may be tried again.
    """
    claimed = _claim(landlord, key)
    if claimed.status is not None:
        return _replayed(claimed, claimed.status)
    try:
        response = work(claimed.made)
    except BaseException:
        api_access.let_go(claimed, datetime.now(UTC))
        raise
    kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    api_access.remember(claimed, response.status_code, response.get_data(), kept)
    return response


def _claim(landlord: ObjectId, key: str) -> Claimed:
    try:
        return api_access.claim(landlord, key, _fingerprint(), datetime.now(UTC))
    except KeyBusy as error:
        raise Problem("same-key-at-work", headers={"Retry-After": "5"}) from error
    except KeyOtherCall as error:
        raise Problem("same-key-other-body") from error


def _fingerprint() -> str:
    """What the call is: its method, its path with the query, and its body to the byte."""
    spoken = f"{request.method} {request.full_path}\n".encode()
    return sha256(spoken + bodies.raw()).hexdigest()


def _replayed(claimed: Claimed, status: int) -> Response:
    response = Response(claimed.body, status)
    for name, value in (claimed.headers or {}).items():
        response.headers[name] = value
    response.headers[REPLAYED] = "true"
    return response
