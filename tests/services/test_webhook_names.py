"""Names of landlords' addresses are looked up side by side: one whose name server is slow holds nobody else up."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from rules.errors import NamesBusy
from rules.terms import DeliveryState, WebhookState
from services import webhooks
from services.webhooks import Network, Outcome, network
from services.webhooks.network import Names
from tests.clockwork import load_rulebook
from tests.hooks import PUBLIC, Receiver
from tests.partners import make_delivery
from tests.services.test_webhooks import fresh, system


class Server:
    """A name server that answers nothing of slow.example until it is let go."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go = threading.Event()

    def ask(self, host: str, _port: int, **_: Any) -> list[Any]:
        self.asked.append(host)
        if host.endswith("slow.example"):
            self.go.wait(30)
        if host.startswith("no."):
            raise OSError
        return [(2, 1, 6, "", (PUBLIC, 443))]


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.go.set()


def test_slow_names_hold_no_other_up(server: Server) -> None:
    names = Names(seconds=0.01, ask=server.ask)
    for number in range(20):
        assert names.look_up(f"{number}.slow.example", 443) == []
    assert names.look_up("good.example", 443) == [PUBLIC]
    assert names.look_up("no.example", 443) == []


def test_a_slow_name_is_asked_once_at_a_time(server: Server) -> None:
    names = Names(seconds=0.01, most=2, ask=server.ask)
    for _ in range(3):
        assert names.look_up("slow.example", 443) == []
    assert server.asked == ["slow.example"]
    server.go.set()
    assert Names(seconds=10, ask=server.ask).look_up("slow.example", 443) == [PUBLIC]


def test_where_too_many_wait_it_is_said_that_we_are_busy(server: Server) -> None:
    names = Names(seconds=0.01, most=2, ask=server.ask)
    for number in range(2):
        assert names.look_up(f"{number}.slow.example", 443) == []
    with pytest.raises(NamesBusy):
        names.look_up("good.example", 443)
    server.go.set()
    names.seconds = 10
    assert names.look_up("0.slow.example", 443) == [PUBLIC]


@pytest.fixture
def busy() -> Iterator[None]:
    """Every look-up finds too many before it."""
    before = network.current()

    def resolve(_host: str, _port: int) -> list[str]:
        raise NamesBusy

    webhooks.use(Network(base_url="https://husrom.test", resolve=resolve))
    yield
    webhooks.use(before)


def test_a_message_that_could_not_be_looked_up_by_our_own_fault_waits_and_nothing_is_counted(
    memory_database: Any, busy: None
) -> None:
    load_rulebook()
    delivery, receiver = make_delivery(), Receiver()
    for _ in range(12):
        found = fresh(delivery)
        assert webhooks.deliver(found, receiver, system(found.next_at - delivery.next_at)) is Outcome.WAITING
    stored, hook = fresh(delivery), fresh(delivery.webhook)
    assert (stored.state, stored.error, receiver.posts) == (DeliveryState.QUEUED, None, [])
    assert stored.next_at > delivery.next_at
    assert (hook.state, hook.failures, hook.last_error) == (WebhookState.ACTIVE, 0, None)
