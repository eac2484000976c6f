"""The ledger on a real server: rows under their keys, accounts replaced under their guard."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from models import Lease, LedgerRow, Payment
from rules.terms import RowKind
from services import accounts, ledger
from services.ledger import Received
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, make_dwelling, make_lease

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def at_once(works: list[Callable[[], object]]) -> None:
    start = threading.Barrier(len(works))

    def go(work: Callable[[], object]) -> None:
        start.wait()
        work()

    threads = [threading.Thread(target=go, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def received(number: int, kid: str, ore: int = 100) -> Received:
    return Received(f"payment:{number}", kid, ore, TODAY, "36564131118")


def test_eight_who_book_on_one_lease_leave_an_account_that_holds_all_of_it() -> None:
    lease = make_lease(rent_ore=100_000)
    works = [lambda at=at: ledger.receive([received(at, lease.kid)], ACTOR, run=None) for at in range(8)]
    at_once([*works, lambda: list(ledger.charge_month(2026, 9, ACTOR, today=TODAY))])
    lease.reload()
    assert (lease.account.balance_ore, LedgerRow.objects.count()) == (100_000 - 800, 9)
    assert accounts.refresh([lease.pk]) == 0


def test_the_same_chunk_read_by_four_is_booked_once() -> None:
    lease = make_lease()
    chunk = [*(received(at, lease.kid) for at in range(20)), *(received(at, "00700013") for at in range(20, 25))]
    placed: list[ledger.Placed] = []
    at_once([lambda: placed.append(ledger.receive(chunk, ACTOR, run=None))] * 4)
    assert sum((one.matched for one in placed), 0) == 20
    assert sum((one.unmatched for one in placed), 0) == 5
    assert (LedgerRow.objects.count(), Payment.objects.count()) == (20, 5)
    lease.reload()
    assert lease.account.credit_ore == 2000


def test_two_rent_runs_at_once_charge_each_lease_once() -> None:
    leases = [make_lease(dwelling=make_dwelling(), rent_ore=100_000) for _ in range(12)]
    at_once([lambda: list(ledger.charge_month(2026, 10, ACTOR, today=TODAY))] * 2)
    assert LedgerRow.objects(kind=RowKind.CHARGE).count() == len(leases)
    assert {lease.account.balance_ore for lease in Lease.objects} == {100_000}
