"""Several who do the same with a payment at the same instant: it is done once, and the accounts hold all of it."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from models import ImportRun, Invoicing, Lease, LedgerRow, Payment
from rules.deadlines import Month
from rules.errors import AlreadyExists, NotReversible, StaleState, TransitionRefused
from rules.terms import ImportKind, ImportState, Role, RowKind
from services import accounts, imports, invoicing, ledger
from services.actor import Actor
from services.imports import AlreadyRead, ImportRunning
from services.ledger import Received
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, NOW, make_dwelling, make_lease
from tests.importing import file_of, order
from tests.schemas.camt_samples import camt
from tests.wire.racing import outcomes

TODAY = date(2026, 11, 22)
ECONOMY = Actor(id="o", name="Oda", at=NOW, roles=frozenset({Role.ECONOMY}))
NONCE = "0123456789abcdef" * 2
ROW = "payment:1"


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def lease() -> Lease:
    made: Lease = make_lease(dwelling=make_dwelling(), rent_ore=100_000)
    return made


def paid() -> Lease:
    made = lease()
    ledger.receive([Received(ROW, made.kid, 500, TODAY, "36564131118")], ACTOR, run=None)
    return made


def balances(*leases: Lease) -> list[int]:
    assert accounts.refresh(one.pk for one in leases) == 0
    return [Lease.objects(pk=one.pk).get().account.balance_ore for one in leases]


def told(works: list[Callable[[], object]], *lost: type[Exception]) -> int:
    """How many came through; the others were refused by one of these names."""
    found = outcomes(works)
    assert all(one in (None, True, False, *lost) for one in found), found
    return sum(one is None or one is True for one in found)


def test_a_payment_placed_by_four_on_two_leases_stands_on_one() -> None:
    here, there = lease(), lease()
    ledger.receive([Received(ROW, "00700039", 500, TODAY, "36564131118")], ACTOR, run=None)

    def place(target: Lease) -> Any:
        return lambda: ledger.place(Payment.objects.get(), target, ECONOMY, version=1, why="x")

    assert told([place(here), place(there), place(here), place(there)], StaleState, TransitionRefused) == 1
    assert LedgerRow.objects.count() == 1
    assert sum(balances(here, there)) == -500


def test_a_payment_taken_back_and_moved_at_once_is_taken_back_once() -> None:
    here, there = paid(), lease()
    reverse: Any = lambda: ledger.reverse(ROW, ECONOMY, why="x", today=TODAY)  # noqa: E731
    move: Any = lambda: ledger.move(ROW, there, ECONOMY, why="x", today=TODAY)  # noqa: E731
    assert told([reverse, move, reverse, move], NotReversible) == 1
    assert LedgerRow.objects(kind=RowKind.REVERSAL).count() == 1
    assert balances(here, there) in ([0, 0], [0, -500])


def test_a_form_sent_by_four_books_once() -> None:
    here = lease()
    send: Any = lambda: ledger.register(  # noqa: E731
        here, ECONOMY, nonce=NONCE, amount_ore=500, paid_on=TODAY, today=TODAY, why="x"
    )
    assert told([send] * 4) == 1
    assert balances(here) == [-500]


def test_a_file_read_by_three_is_read_once() -> None:
    here = lease()
    data = camt(*[(here.kid, 100)] * 5, ("00700039", 7))

    def read() -> object:
        return imports.run(file_of(ImportKind.PAYMENTS, data=data), order()).run.state

    found = outcomes([read] * 3)
    assert found.count(ImportState.DONE) == 1
    assert set(found) <= {ImportState.DONE, AlreadyRead, ImportRunning}
    assert (ImportRun.objects.count(), LedgerRow.objects.count(), Payment.objects.count()) == (1, 5, 1)
    assert balances(here) == [-500]


def test_two_files_with_the_same_payments_book_each_once() -> None:
    here = lease()
    files = [camt(*[(here.kid, 100)] * 5, number=name) for name in ("N1", "N2", "N3")]

    def read(data: bytes) -> Callable[[], object]:
        return lambda: bool(imports.run(file_of(ImportKind.PAYMENTS, data=data), order()).run)

    assert told([read(data) for data in files]) == 3
    assert balances(here) == [-500]
    counts = [run.counts for run in ImportRun.objects]
    assert sum(one.get("matched", 0) for one in counts) == 5


def test_a_month_taken_out_by_three_has_three_numbers() -> None:
    lease()
    list(ledger.charge_month(2026, 11, ACTOR, today=TODAY))

    def write(lines: Any) -> Any:
        return BytesIO("\n".join(line.key for line in lines).encode())

    take: Any = lambda: bool(invoicing.take_out(Month(2026, 11), ECONOMY, write))  # noqa: E731
    assert told([take] * 3, AlreadyExists) == 3
    assert sorted(one.number for one in Invoicing.objects) == [1, 2, 3]
    assert {(one.added, one.gone) for one in Invoicing.objects} == {(0, 0)}
