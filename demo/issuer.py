"""A token issuer on this machine in Maskinporten's place, for the demo and the tests: it lets anybody be anyone.

`POST /token` with `organisation` and `scope` gives a token for a made-up organisation. No product code knows it.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, make_server

from joserfc import jws
from joserfc.jwk import RSAKey

HOST = "127.0.0.1"
LASTS = 120  # seconds, as Maskinporten's
MOST_BYTES = 10_000
AUTHORITY = "iso6523-actorid-upis"
JSON = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def party(number: str) -> dict[str, str]:
    """An organisation as tokens name it."""
    return {"authority": AUTHORITY, "ID": f"0192:{number}"}


class Issuer:
    """The issuer at an address, with one key; `issuer` ends with a slash, as Maskinporten's."""

    def __init__(self, issuer: str, audience: str, scope_prefix: str) -> None:
        self.issuer, self.audience, self.scope_prefix = issuer, audience, scope_prefix
        self.kid = uuid4().hex
        self._key = RSAKey.generate_key(2048, {"kid": self.kid, "use": "sig", "alg": "RS256"})

    def well_known(self) -> dict[str, Any]:
        """What the issuer tells of itself."""
        own = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}jwks", "token_endpoint": f"{self.issuer}token"}
        return {**own, "grant_types_supported": ["urn:ietf:params:oauth:grant-type:jwt-bearer"]}

    def jwks(self) -> dict[str, Any]:
        """The key that tokens are checked by."""
        return {"keys": [self._key.as_dict(private=False)]}

    def claims(self, organisation: str, scope: str, now: float) -> dict[str, Any]:
        """What a token for that organisation says; `scope` as `referrals.write`, more of them apart by spaces."""
        return {
            "iss": self.issuer,
            "aud": self.audience,
            "iat": int(now),
            "exp": int(now) + LASTS,
            "jti": uuid4().hex,
            "token_type": "Bearer",
            "client_id": "demo",
            "client_amr": "private_key_jwt",
            "scope": " ".join(f"{self.scope_prefix}:{one}" for one in scope.split()),
            "consumer": party(organisation),
        }

    def token(self, claims: Mapping[str, Any], **headers: str) -> str:
        """The claims, signed."""
        head = {"alg": "RS256", "kid": self.kid, "typ": "JWT", **headers}
        return jws.serialize_compact(head, json.dumps(claims), self._key, algorithms=["RS256", "RS384", "RS512"])

    def __call__(self, environ: Mapping[str, Any], start: StartResponse) -> Iterable[bytes]:
        """The issuer as a web application."""
        status, body = self._answer(environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""), environ)
        start(status, list(JSON))  # the server adds to it
        return [json.dumps(body).encode()]

    def _answer(self, method: str, path: str, environ: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        if method == "GET" and path.endswith("/.well-known/oauth-authorization-server"):
            return "200 OK", self.well_known()
        if method == "GET" and path.endswith("/jwks"):
            return "200 OK", self.jwks()
        if method == "POST" and path.endswith("/token"):
            return self._give(environ)
        return "404 Not Found", {"error": "not_found"}

    def _give(self, environ: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        length = environ.get("CONTENT_LENGTH") or "0"
        size = min(int(length), MOST_BYTES) if length.isdigit() else 0
        sent = parse_qs(environ["wsgi.input"].read(size).decode("utf-8", "replace"))
        organisation, scope = sent.get("organisation", [""])[0], sent.get("scope", [""])[0]
        if not organisation or not scope:
            return "400 Bad Request", {"error": "invalid_request", "error_description": "organisation, scope"}
        token = self.token(self.claims(organisation, scope, time.time()))
        return "200 OK", {"access_token": token, "token_type": "Bearer", "expires_in": LASTS, "scope": scope}


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class Served:
    """The issuer on a port of this machine; `.start()` and `.stop()` it."""

    def __init__(self, port: int, audience: str, scope_prefix: str) -> None:
        self.issuer = Issuer(f"http://{HOST}:{port}/", audience, scope_prefix)
        self._server = make_server(HOST, port, self.issuer, handler_class=_Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
