"""How names are looked up, where our own API is, and whether http to this machine may pass; told by `app.py`."""

import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass

from rules import webhooks as rules
from rules.webhooks import Target

Resolver = Callable[[str, int], Sequence[str]]

LOOK_UP_SECONDS = 5.0
_lookups = ThreadPoolExecutor(max_workers=4, thread_name_prefix="names")


def look_up(host: str, port: int) -> Sequence[str]:
    """Every address that the name leads to; none where it leads nowhere or the name server does not answer in time."""
    waiting = _lookups.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        return [str(found[4][0]) for found in waiting.result(timeout=LOOK_UP_SECONDS)]
    except (OSError, UnicodeError, TookTooLong):
        waiting.cancel()
        return []


@dataclass(frozen=True, kw_only=True)
class Network:
    """What differs between installations, and between them and tests."""

    base_url: str = ""
    loopback: bool = False  # http to this machine: for demos alone
    resolve: Resolver = look_up

    def reach(self, url: str) -> tuple[Target, Sequence[str]]:
        """The address taken apart, and where its name leads now: all of it open internet. Raises AddressRefused."""
        target = rules.target_of(url, loopback=self.loopback)
        addresses = tuple(dict.fromkeys(self.resolve(target.host, target.port)))
        rules.check_addresses(target, addresses)
        return target, addresses


_network = Network()


def use(network: Network) -> None:
    """Take up an installation's settings."""
    global _network  # noqa: PLW0603 - set once, by the composition root
    _network = network


def current() -> Network:
    """The settings in use."""
    return _network
