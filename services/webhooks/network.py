"""How names are looked up, where our own API is, and whether http to this machine may pass; told by `app.py`."""

import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field
from typing import Any

from rules import webhooks as rules
from rules.errors import NamesBusy
from rules.webhooks import Target

Resolver = Callable[[str, int], Sequence[str]]

LOOK_UP_SECONDS = 5.0
MOST_LOOK_UPS = 64  # at work in one process; far more than its callers can start while the slowest gives up


@dataclass
class Names:
    """Looks names up, each in a thread of its own: one whose name server is slow holds no other up.

    Nothing can stop a look-up that has begun, so that one is left to end by itself, and who asks for the same name
    meanwhile waits for the same answer.
    """

    seconds: float = LOOK_UP_SECONDS
    most: int = MOST_LOOK_UPS
    ask: Callable[..., Sequence[Any]] = socket.getaddrinfo
    _asked: dict[tuple[str, int], "Future[Sequence[Any]]"] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look_up(self, host: str, port: int) -> Sequence[str]:
        """Every address that the name leads to; none where it leads nowhere or its name server is too slow.

        Raises NamesBusy.
        """
        try:
            return [str(found[4][0]) for found in self._asking(host, port).result(timeout=self.seconds)]
        except (OSError, UnicodeError, TookTooLong):
            return []

    def _asking(self, host: str, port: int) -> "Future[Sequence[Any]]":
        with self._lock:
            waiting = self._asked.get((host, port))
            if waiting is not None:
                return waiting
            if len(self._asked) >= self.most:
                raise NamesBusy
            waiting = Future()
            threading.Thread(target=self._answer, args=(host, port, waiting), name="names", daemon=True).start()
            self._asked[host, port] = waiting
            return waiting

    def _answer(self, host: str, port: int, waiting: "Future[Sequence[Any]]") -> None:
        try:
            found = self.ask(host, port, type=socket.SOCK_STREAM)
        except Exception as error:  # noqa: BLE001 - told to those who wait for it
            self._forget(host, port)
            waiting.set_exception(error)
        else:
            self._forget(host, port)
            waiting.set_result(found)

    def _forget(self, host: str, port: int) -> None:
        with self._lock:
            self._asked.pop((host, port), None)


@dataclass(frozen=True, kw_only=True)
class Network:
    """What differs between installations, and between them and tests."""

    base_url: str = ""
    loopback: bool = False  # http to this machine: for demos alone
    resolve: Resolver = Names().look_up

    def reach(self, url: str) -> tuple[Target, Sequence[str]]:
        """The address taken apart, and where its name leads now: all of it open internet.

        Raises AddressRefused, NamesBusy.
        """
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
