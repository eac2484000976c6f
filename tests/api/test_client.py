"""The example client (docs/examples/landlord.py) against what strangers send it."""

import hashlib
import hmac
import runpy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.conftest import ROOT

CLIENT = runpy.run_path(str(ROOT / "docs" / "examples" / "landlord.py"))
NOW = 1_790_000_000


def signed(at: str, body: bytes = b"{}") -> str:
    return hmac.new(b"whsec_x", at.encode() + b"." + body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    "signature",
    [
        "", ",", "=", "t", "t=", "v1=", f"t={NOW}", f"t={NOW},v1=", f"t={NOW},v1=å", f"t={NOW},v1=\ud800",
        "t=" + "1" * 5000, f"t={'1' * 5000},v1={signed('1' * 5000)}", f"t=²,v1={signed(str(NOW))}",
        f"t=-{NOW},v1={signed(str(NOW))}", f"t={NOW - 301},v1={signed(str(NOW - 301))}",
        f"t={NOW + 301},v1={signed(str(NOW + 301))}", f"t=١٧٩٠٠٠٠٠٠٠,v1={signed(str(NOW))}",
        f"t={NOW},v1={signed(str(NOW))[:-1]}", f"t={NOW},v0={signed(str(NOW))}",
    ],
)  # fmt: skip
def test_a_signature_that_is_none_is_answered_no(signature: str) -> None:
    assert CLIENT["is_from_husrom"]("whsec_x", signature, b"{}", now=NOW) is False


def test_a_signature_is_known_among_several() -> None:
    mark = signed(str(NOW))
    for signature in (f"t={NOW},v1={mark}", f"t={NOW},v1=å,v1={mark}", f"v1={mark},t={NOW}"):
        assert CLIENT["is_from_husrom"]("whsec_x", signature, b"{}", now=NOW + 299) is True


class Elsewhere(BaseHTTPRequestHandler):
    """Remembers who comes, and leads them to where it is told."""

    came: list[str | None] = []
    to = ""

    def do_GET(self) -> None:
        self.came.append(self.headers["Authorization"])
        self.send_response(302 if self.to else 200)
        self.send_header("Location", self.to)
        self.end_headers()
        self.wfile.write(b"" if self.to else b"{}")

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def standing(handler: type[Elsewhere]) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_the_key_goes_nowhere_else() -> None:
    target = type("Target", (Elsewhere,), {"came": []})
    with standing(target) as other:
        leading = type("Leading", (Elsewhere,), {"came": [], "to": f"{other}/me"})
        with standing(leading) as base:
            husrom = CLIENT["Husrom"](f"{base}/api/v1", "husrom_key")
            with pytest.raises(CLIENT["Refused"]) as refused:
                husrom.get("/me")
    assert refused.value.status == 302
    assert (leading.came, target.came) == (["Bearer husrom_key"], [])
