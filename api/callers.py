"""Who calls: a landlord's key or a Maskinporten token, known for some seconds so that a page costs no more reads."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

import structlog
from flask import request

from api.maskinporten import ASK_AGAIN_SECONDS, IssuerAway, Maskinporten, TokenRefused
from api.problems import Problem
from rules.errors import KeyUnknown, LandlordInactive
from rules.terms import Scope
from services import api_access
from services.api_access import PREFIX, Known

log = structlog.get_logger(__name__)

REMEMBERED_SECONDS = 5.0  # so long may a key that was blocked by another process still open
MOST_REMEMBERED = 2000
LONGEST = 8192
EXPIRED = "expired"
CHALLENGE = 'Bearer realm="Husrom"'


@dataclass(frozen=True)
class Caller:
    """Who calls, and who does it on that one's behalf."""

    known: Known
    supplier: str | None = None
    jti: str = ""


@dataclass
class Callers:
    """Lets callers in; one for the application, safe among threads."""

    secret: str
    maskinporten: Maskinporten | None
    demo: bool = False  # demo mode: keys of the demo open
    _remembered: dict[bytes, tuple[float, date, Caller]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of_request(self, today: date, now: float) -> Caller:
        """The caller of this request, `now` in seconds since 1970.

        Raises Problem("not-signed-in"), Problem("landlord-unknown"), Problem("issuer-away").
        """
        text = _bearer()
        mark = sha256(text.encode()).digest()
        with self._lock:
            held = self._remembered.get(mark)
        if held is not None and 0 < held[0] - now <= REMEMBERED_SECONDS and held[1] == today:
            return held[2]
        caller = _or_refused(lambda: self._ask(text, today, now))
        self._remember(mark, caller, today, now)
        return caller

    def forget(self) -> None:
        """Ask anew for everybody: a key was blocked here."""
        with self._lock:
            self._remembered.clear()

    def _ask(self, text: str, today: date, now: float) -> Caller:
        if text.startswith(PREFIX):
            return Caller(api_access.who(text, self.secret, today, demo=self.demo))
        if self.maskinporten is None:
            raise TokenRefused("maskinporten_off")
        token = self.maskinporten.check(text, now)
        known = api_access.landlord_of(token.consumer, token.scopes)
        log.info("token accepted", jti=token.jti, consumer=token.consumer, supplier=token.supplier, by=token.delegation)
        return Caller(known, token.supplier, token.jti)

    def _remember(self, mark: bytes, caller: Caller, today: date, now: float) -> None:
        if caller.jti:  # a token has an end of its own; it is checked each time, its signature is cheap
            return
        with self._lock:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[mark] = (now + REMEMBERED_SECONDS, today, caller)


def _bearer() -> str:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    text = text.strip()
    if scheme.lower() != "bearer" or not text or len(text) > LONGEST or not text.isascii():
        raise Problem("not-signed-in", headers={"WWW-Authenticate": CHALLENGE})
    return text


def _or_refused(ask: Callable[[], Caller]) -> Caller:
    """Tell the caller no more than that it is not let in; the log knows why.

    Who holds a key or token of ours that was good is told that it has expired: both are looked at for that last.
    """
    try:
        return ask()
    except (KeyUnknown, TokenRefused) as error:
        why = error.why
        log.info("caller refused", why=why)
    except LandlordInactive as error:
        log.info("caller refused", why="landlord")
        raise Problem("landlord-unknown") from error
    except IssuerAway as error:
        raise Problem("issuer-away", headers={"Retry-After": str(round(ASK_AGAIN_SECONDS))}) from error
    told = f'{CHALLENGE}, error="invalid_token"'
    if why == EXPIRED:
        raise Problem("expired", headers={"WWW-Authenticate": f'{told}, error_description="It has expired"'})
    raise Problem("not-signed-in", headers={"WWW-Authenticate": told})


def demand(scopes: frozenset[Scope], wanted: Scope) -> None:
    """Refuse a caller whose key or token does not open this; the right to write is the right to read."""
    if wanted in scopes or any(one.value == f"{wanted.value}.write" for one in scopes):
        return
    told = f'{CHALLENGE}, error="insufficient_scope", scope="{wanted.value}"'
    raise Problem("scope-missing", headers={"WWW-Authenticate": told})
