"""A landlord's system that talks with Husrom, with nothing but Python's own library; explained in docs/partner.md."""

import hashlib
import hmac
import json
import os
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

SECONDS = 30
OLDEST_MESSAGE = 300  # seconds: a message that was signed longer ago may be somebody's copy
AT = re.compile(r"[0-9]{1,12}")  # seconds since 1970: what strangers send is read no further


class Staying(HTTPRedirectHandler):
    """Follows nobody elsewhere: the key is Husrom's alone."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """No other address is asked."""


OPENER = build_opener(Staying)


class Refused(Exception):
    """Husrom said no: `status`, and the problem document (RFC 9457) that says why."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('title', '')} {problem.get('detail', '')}".strip())
        self.status, self.problem = status, problem


@dataclass
class Husrom:
    """The partner API at `base` (…/api/v1), called with a key or a token from Maskinporten."""

    base: str
    key: str
    language: str = "nb"
    tags: dict[str, str] = field(default_factory=dict)  # the ETag of what was read last, by its path

    def get(self, path: str) -> Any:
        """Read; what was read can be changed afterwards."""
        return self._call("GET", path)

    def all(self, path: str) -> list[Any]:
        """Read a list to its end, page by page."""
        found, cursor = [], ""
        while True:
            page = self._call("GET", f"{path}{'&' if '?' in path else '?'}limit=100{cursor}")
            found += page["items"]
            if not page["next"]:
                return found
            cursor = f"&cursor={quote(page['next'])}"

    def post(self, path: str, body: Any, *, once: str | None = None, seen: str | None = None) -> Any:
        """Report something; `once` is the same when you try again, so that nothing is reported twice.

        `seen` is the path of what the report changes: refused (412) when somebody has changed it since it was read.
        """
        headers = {"Idempotency-Key": once or str(uuid4())}
        if seen:
            headers["If-Match"] = self._tag(seen)
            del self.tags[seen]  # what is reported changes it: it is read anew before the next change
        return self._call("POST", path, body, headers)

    def patch(self, path: str, body: Any) -> Any:
        """Change what was read: refused (412) when somebody has changed it since."""
        return self._call("PATCH", path, body, {"If-Match": self._tag(path)})

    def _tag(self, path: str) -> str:
        if path not in self.tags:
            self.get(path)
        return self.tags[path]

    def _call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        sent = {"Authorization": f"Bearer {self.key}", "Accept-Language": self.language, **(headers or {})}
        content = None
        if body is not None:
            content, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        request = Request(f"{self.base}{path}", content, sent, method=method)  # noqa: S310 - your own setting
        try:
            with OPENER.open(request, timeout=SECONDS) as answer:
                if answer.headers["ETag"]:
                    self.tags[path] = answer.headers["ETag"]
                text = answer.read()
                return json.loads(text) if text else None
        except HTTPError as error:
            with error:
                raise Refused(error.code, _problem(error)) from None


def _problem(error: HTTPError) -> dict[str, Any]:
    """The problem document; empty where something between us and Husrom answered instead."""
    if error.headers.get_content_type() != "application/problem+json":
        return {}
    found: dict[str, Any] = json.loads(error.read())
    return found


def is_from_husrom(secret: str, signature: str, body: bytes, now: float | None = None) -> bool:
    """Whether a message is Husrom's own and new: `signature` is the header Husrom-Signature, `body` as it came."""
    parts = [part.strip().partition("=") for part in signature.split(",")]
    at = next((value for name, _, value in parts if name == "t"), "")
    if not AT.fullmatch(at) or abs((now or time.time()) - int(at)) > OLDEST_MESSAGE:
        return False
    mine = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    theirs = (value.encode(errors="replace") for name, _, value in parts if name == "v1")
    return any(hmac.compare_digest(mine.encode(), one) for one in theirs)


def main() -> None:
    """Show our own homes, and the households that wait for an answer."""
    husrom = Husrom(os.environ["HUSROM"], os.environ["KEY"])
    for home in husrom.all("/dwellings"):
        sys.stdout.write(f"{home['id']}  {home['address']}\n")
    for referral in husrom.all("/referrals?state=referred"):
        sys.stdout.write(f"{referral['id']}  svar innen {referral['valid_to']}\n")


if __name__ == "__main__":
    main()
