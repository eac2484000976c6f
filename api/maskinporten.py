"""Maskinporten tokens, checked as domain 7.1 says: whose they are, for what, and that nobody else wrote them."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import structlog
import urllib3
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey
from urllib3.exceptions import HTTPError

from rules import identifiers
from rules.identifiers import InvalidIdentifier
from rules.terms import Scope

log = structlog.get_logger(__name__)

ALGORITHMS = ["RS256", "RS384", "RS512"]
LEEWAY = 30  # seconds that clocks may differ
KEPT_SECONDS = 24 * 60 * 60.0
FIRST_SECONDS = 2.0  # so long is another's asking waited for where no key is known yet
ASK_AGAIN_SECONDS = 60.0  # an unknown key is asked for no more often
MOST_BYTES = 256 * 1024
LONGEST_TEXT = 200
MOST_SECONDS = 1e12
TIMEOUT = urllib3.Timeout(connect=3, read=5)
WELL_KNOWN = ".well-known/oauth-authorization-server"
AUTHORITY = "iso6523-actorid-upis"
ORGANISATION = "0192"

Fetch = Callable[[str], bytes]


class TokenRefused(Exception):
    """A token that opens nothing; `why` is for our log alone."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class IssuerAway(Exception):
    """The issuer's keys cannot be had now, so nobody can say whether the token is good."""


@dataclass(frozen=True, kw_only=True)
class Token:
    """What a token says that we go by: the organisation it acts for, and what is logged beside it."""

    consumer: str
    supplier: str | None
    delegation: str
    jti: str
    scopes: frozenset[Scope]


def fetch(url: str) -> bytes:
    """What stands at the address, without following redirects; raises HTTPError."""
    pool = urllib3.PoolManager(num_pools=2, timeout=TIMEOUT, retries=False)
    answer = pool.request("GET", url, redirect=False, preload_content=False)
    try:
        if answer.status != 200:
            raise HTTPError(f"status {answer.status}")
        content: bytes = answer.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise HTTPError("too much")
        return content
    finally:
        answer.release_conn()


@dataclass
class Maskinporten:
    """The issuer we trust, its keys kept for a day; `issuer` exactly as `iss` is written, slash and all."""

    issuer: str
    audience: str
    scope_prefix: str
    fetch: Fetch = fetch
    _keys: KeySet | None = None
    _fetched_at: float = 0.0
    _asked_at: float | None = None
    _away: bool = False  # it did not answer as it was last asked
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, text: str, now: float) -> Token:
        """What the token says; `now` in seconds since 1970. Raises TokenRefused, IssuerAway."""
        claims = self._signed(text)
        self._times(claims, now)
        if claims.get("iss") != self.issuer:
            raise TokenRefused("issuer")
        audience = claims.get("aud")
        if self.audience not in (audience if isinstance(audience, list) else [audience]):
            raise TokenRefused("audience")
        return Token(
            consumer=organisation(claims.get("consumer")),
            supplier=organisation(claims["supplier"]) if "supplier" in claims else None,
            delegation=str(claims.get("delegation_source", ""))[:LONGEST_TEXT],
            jti=str(claims.get("jti", ""))[:LONGEST_TEXT] or "none",
            scopes=self._scopes(claims.get("scope")),
        )

    def _signed(self, text: str) -> Mapping[str, Any]:
        try:
            headers = jws.extract_compact(text.encode()).headers()
        except (JoseError, ValueError, TypeError) as error:
            raise TokenRefused("shape") from error
        if headers.get("alg") not in ALGORITHMS or not isinstance(headers.get("kid"), str):
            raise TokenRefused("algorithm")
        try:
            keys = self._with(headers["kid"])
            checked = jws.deserialize_compact(text, keys, algorithms=ALGORITHMS)
            claims = json.loads(checked.payload)
        except (JoseError, ValueError, TypeError) as error:
            raise TokenRefused("signature") from error
        if not isinstance(claims, dict):
            raise TokenRefused("shape")
        return claims

    def _times(self, claims: Mapping[str, Any], now: float) -> None:
        if now > _seconds(claims.get("exp")) + LEEWAY:
            raise TokenRefused("expired")
        issued = _seconds(claims.get("iat"))
        if max(issued, _seconds(claims.get("nbf", issued))) > now + LEEWAY:
            raise TokenRefused("not_yet")

    def _scopes(self, scope: object) -> frozenset[Scope]:
        if not isinstance(scope, str):
            raise TokenRefused("scope")
        own = {f"{self.scope_prefix}:{one.value}": one for one in Scope}
        found = frozenset(own[word] for word in scope.split(" ") if word in own)
        if not found:
            raise TokenRefused("scope")
        return found

    def _with(self, kid: str) -> KeySet:
        """The issuer's keys, asked for anew once a day, or where that key is not among them.

        One thread asks; nobody with a known key waits for it, so that forged tokens hold no one up.
        """
        keys = self._keys
        if keys is not None and monotonic() - self._fetched_at < KEPT_SECONDS and _holds(keys, kid):
            return keys
        if self._lock.acquire(timeout=FIRST_SECONDS if keys is None else 0):
            try:
                self._ask_again(kid)
            finally:
                self._lock.release()
        keys = self._keys
        if keys is None or (not _holds(keys, kid) and (self._away or self._lock.locked())):
            raise IssuerAway
        return keys

    def _ask_again(self, kid: str) -> None:
        now, keys = monotonic(), self._keys
        if keys is not None and now - self._fetched_at < KEPT_SECONDS and _holds(keys, kid):
            return  # another has asked while this one waited
        if self._asked_at is None or now - self._asked_at >= ASK_AGAIN_SECONDS:
            self._asked_at = now
            self._fetch_keys(now)

    def _fetch_keys(self, now: float) -> None:
        """Take up the issuer's keys as they are now; those from yesterday stay where it does not answer."""
        try:
            self._keys, self._fetched_at, self._away = self._asked(), now, False
        except (HTTPError, JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("the token issuer's keys could not be fetched", kind=type(error).__name__)
            self._away = True

    def _asked(self) -> KeySet:
        about = json.loads(self.fetch(self.issuer.rstrip("/") + "/" + WELL_KNOWN))
        if about.get("issuer") != self.issuer:
            raise ValueError("another issuer")
        found = json.loads(self.fetch(about["jwks_uri"]))
        keys: list[Any] = [key for one in found["keys"] for key in _imported(one)]
        if not keys:
            raise ValueError("no usable key")
        return KeySet(keys)


def _holds(keys: KeySet, kid: str) -> bool:
    return any(key.kid == kid for key in keys.keys)


def _imported(told: Any) -> Iterator[RSAKey]:
    """The key, where it is one we use; the others of its set are not lost with one that is malformed (RFC 7517 § 5)."""
    if not isinstance(told, Mapping) or told.get("kty") != "RSA" or told.get("use", "sig") != "sig":
        return
    try:
        yield RSAKey.import_key(dict(told))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        log.warning("a key of the token issuer is malformed", kid=str(told.get("kid"))[:80], kind=type(error).__name__)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < MOST_SECONDS:
        raise TokenRefused("times")
    return value


def organisation(claim: object) -> str:
    """The organisation number of a consumer or supplier claim; raises TokenRefused."""
    if not isinstance(claim, Mapping) or claim.get("authority") != AUTHORITY:
        raise TokenRefused("consumer")
    scheme, colon, number = str(claim.get("ID", "")).partition(":")
    try:
        if scheme == ORGANISATION and colon and len(number) == 9:
            return identifiers.organisation_number(number)
    except InvalidIdentifier as error:
        raise TokenRefused("consumer") from error
    raise TokenRefused("consumer")
