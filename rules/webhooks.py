"""Landlords' addresses that are told of events: which may be, when a message is tried again, how it is signed."""

import hashlib
import hmac
import ipaddress
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from rules.errors import AddressRefused
from rules.terms import PartnerEvent, WebhookFailure

WHY = tuple(failure.value for failure in WebhookFailure)
LONGEST = 500
HTTPS, HTTP = "https", "http"
PORTS = frozenset({443, 8443})
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
MOST_TRIES = len(RETRY_AFTER) + 1
KEPT = timedelta(days=30)  # so long a message can be read and replayed
MANY_FAILURES = 10  # in a row, and over a whole day: a short outage with many messages stops nothing
FAILING_FOR = timedelta(days=1)
MOST_HOOKS = 10  # of one landlord
OLD_SECRET_DAYS = 1  # a secret that is renewed signs beside the new one until the day after

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # all that IANA has given out
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address it leads to
_REFUSED = (  # beside what Python knows to be no part of the open internet, which differs between its versions
    ipaddress.ip_network("192.0.0.0/24"),  # RFC 6890: protocols' own
    ipaddress.ip_network("192.31.196.0/24"),  # RFC 7535: AS112, which answers for private addresses
    ipaddress.ip_network("192.175.48.0/24"),  # RFC 7534: AS112
    ipaddress.ip_network("2620:4f:8000::/48"),  # RFC 7534: AS112
    ipaddress.ip_network("192.52.193.0/24"),  # RFC 7450: relays of multicast
    ipaddress.ip_network("192.88.99.0/24"),  # RFC 7526: relays of 6to4, withdrawn
    ipaddress.ip_network("3fff::/20"),  # RFC 9637: for documentation
    ipaddress.ip_network("2001::/23"),  # RFC 2928: Teredo and other protocols' own
)
_ISATAP = (0x00005EFE, 0x02005EFE)  # RFC 5214: a tunnel to the IPv4 address in the last 32 bits


@dataclass(frozen=True, kw_only=True)
class Target:
    """An address taken apart; `host` is ASCII, `path` is what stands in the request line."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def secure(self) -> bool:
        return self.scheme == HTTPS

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def target_of(url: str, *, loopback: bool = False) -> Target:
    """The address taken apart; `loopback` lets http to this machine pass (demo). Raises AddressRefused."""
    parts, port = _split(url)
    host = _ascii(url, parts.hostname or "")
    local = loopback and parts.scheme == HTTP and host in LOOPBACK_NAMES
    if parts.scheme != HTTPS and not local:
        raise refusal(url, WebhookFailure.NOT_HTTPS)
    if parts.username is not None or parts.password is not None:
        raise refusal(url, WebhookFailure.CREDENTIALS)
    port = port or (80 if local else 443)
    if not local and port not in PORTS:
        raise refusal(url, WebhookFailure.PORT)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url=url, scheme=parts.scheme, host=host, port=port, path=path)


def _split(url: str) -> tuple[SplitResult, int | None]:
    plain = 0 < len(url) <= LONGEST and all(sign.isprintable() and not sign.isspace() for sign in url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise refusal(url, WebhookFailure.MALFORMED) from None
    rest = f"{parts.path}{parts.query}"
    if not plain or "\\" in url or "#" in url or not parts.hostname or not rest.isascii() or port == 0:
        raise refusal(url, WebhookFailure.MALFORMED)
    return parts, port


def _ascii(url: str, host: str) -> str:
    """The name as it is looked up: «å» and the like written the DNS way (IDNA)."""
    if "%" in host:
        raise refusal(url, WebhookFailure.MALFORMED)
    try:
        return host if ":" in host else host.encode("idna").decode("ascii").rstrip(".").lower()
    except UnicodeError:
        raise refusal(url, WebhookFailure.MALFORMED) from None


def refusal(url: str, why: WebhookFailure) -> AddressRefused:
    """The refusal of an address, by its reason."""
    return AddressRefused(url, why.value)


def check_addresses(target: Target, addresses: Sequence[str]) -> None:
    """Every address that the name leads to is public; over http every one is this machine. Raises AddressRefused."""
    if not addresses:
        raise refusal(target.url, WebhookFailure.UNRESOLVED)
    fits = is_public if target.secure else is_loopback
    if not all(fits(address) for address in addresses):
        raise refusal(target.url, WebhookFailure.NOT_PUBLIC)


def is_loopback(address: str) -> bool:
    """Whether the address is this machine."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Whether the address is on the open internet: nobody's own network, whichever form it is written in."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return _open(found)
    if found.scope_id is not None:
        return False
    inner = _inner(found)
    if inner is not None:
        return _open(inner)
    tunnel = (int(found) >> 32) & 0xFFFFFFFF in _ISATAP
    return found in _GLOBAL_UNICAST and not tunnel and _open(found)


def _open(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    refused = any(found.version == network.version and found in network for network in _REFUSED)
    return found.is_global and not found.is_multicast and not found.is_reserved and not refused


def _inner(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, by 6to4, or by NAT64."""
    if found in _NAT64:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour


def next_try(tries: int) -> timedelta | None:
    """How long a message waits after so many tries that failed; None where it is given up, after some two days."""
    return RETRY_AFTER[tries - 1] if tries <= len(RETRY_AFTER) else None


def is_failing(failures: int, since: datetime, now: datetime) -> bool:
    """Whether an address is to be told no more until somebody has seen to it."""
    return failures >= MANY_FAILURES and now - since >= FAILING_FOR


def body(event: PartnerEvent, delivery: str, at: datetime, resource: Mapping[str, str]) -> str:
    """A message as JSON: what happened, when, and to which record; never of whom."""
    told = {"id": delivery, "event": event.value, "occurred_at": at.isoformat(timespec="seconds")}
    return json.dumps(told | {"resource": dict(resource)}, ensure_ascii=False, separators=(",", ":"))


def signature(secrets: Sequence[str], at: int, message: str) -> str:
    """`t=<unix seconds>,v1=<HMAC-SHA-256 of "t.body" in hexadecimal>`; one v1 for each secret that is valid."""
    signed = f"{at}.{message}".encode()
    marks = (hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets)
    return ",".join([f"t={at}", *(f"v1={mark}" for mark in marks)])
