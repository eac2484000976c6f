"""The rent run and the placing of payments: each row once, accounts as the rows settle to."""

from datetime import date
from typing import Any

import pytest

from models import Lease, LedgerRow, Payment, Task
from models.lease import RentLine
from rules.errors import MissingReason, NotAuthorised, StaleState, TransitionRefused
from rules.terms import LeaseState, PaymentState, RentCollector, RentLineKind, Role, RowKind, TaskState
from services import ledger, records
from services.actor import Actor
from services.ledger import MonthTooFar, Received
from tests.clockwork import load_rulebook, run_job
from tests.factories import ACTOR, NOW, make_lease
from wiring import register_effects

TODAY = date(2026, 11, 22)
ECONOMY = Actor(id="o", name="Oda", at=NOW, roles=frozenset({Role.ECONOMY}))


@pytest.fixture(autouse=True)
def house() -> None:
    load_rulebook()
    register_effects()


def charge(year: int, month: int) -> int:
    return sum(ledger.charge_month(year, month, ACTOR, today=TODAY))


def charged(lease: Lease) -> list[tuple[str, int, date]]:
    rows = LedgerRow.objects(lease=lease, kind=RowKind.CHARGE).order_by("period", "key")
    return [(row.period, row.amount_ore, row.due_on) for row in rows]


def pay(lease: Lease, ore: int, key: str = "payment:1", on: date = TODAY) -> ledger.Placed:
    return ledger.receive([Received(key, lease.kid, ore, on, "36564131118")], ACTOR, run=None)


def test_a_month_is_due_on_the_twentieth_or_the_next_working_day() -> None:
    lease = make_lease(rent_ore=800_000)
    assert [charge(2026, month) for month in (9, 10, 11)] == [1, 1, 1]
    assert charged(lease) == [
        ("2026-09", 800_000, date(2026, 9, 21)),
        ("2026-10", 800_000, date(2026, 10, 20)),
        ("2026-11", 800_000, date(2026, 11, 20)),
    ]
    lease.reload()
    assert (lease.account.balance_ore, lease.account.oldest_due) == (2_400_000, date(2026, 9, 21))


def test_a_month_is_charged_once_however_often_it_is_run() -> None:
    lease = make_lease()
    assert [charge(2026, 9), charge(2026, 9)] == [1, 0]
    assert len(charged(lease)) == 1


@pytest.mark.parametrize(
    ("values", "rows"),
    [
        pytest.param({"starts_on": date(2026, 10, 1)}, 1, id="begun by the first"),
        pytest.param({"starts_on": date(2026, 10, 2)}, 1, id="begun on the second"),
        pytest.param({"starts_on": date(2026, 10, 2), "imported": True}, 0, id="imported and begun on the second"),
        pytest.param({"ends_on": date(2026, 9, 30)}, 1, id="past its end and still lived in"),
        pytest.param({"state": LeaseState.ENDED, "ended_on": date(2026, 9, 30)}, 0, id="ended before the first"),
        pytest.param({"state": LeaseState.ENDED, "ended_on": date(2026, 10, 1)}, 1, id="ended on the first"),
        pytest.param({"rent_collected_by": RentCollector.LANDLORD}, 0, id="collected by the landlord"),
        pytest.param({"ledger_from": date(2026, 9, 30)}, 1, id="the opening balance covers the month before"),
        pytest.param({"ledger_from": date(2026, 10, 31)}, 0, id="the opening balance covers the month"),
    ],
)
def test_who_is_charged_for_october(values: dict[str, Any], rows: int) -> None:
    make_lease(**values)
    assert charge(2026, 10) == rows


def test_each_line_of_the_rent_is_a_row_of_its_own() -> None:
    lines = [
        RentLine(id="1", kind=RentLineKind.BASE, amount_ore=700_000, valid_from=date(2026, 1, 1)),
        RentLine(id="2", kind=RentLineKind.POWER, amount_ore=50_000, valid_from=date(2026, 1, 1)),
        RentLine(
            id="3",
            kind=RentLineKind.GARAGE,
            amount_ore=30_000,
            valid_from=date(2026, 1, 1),
            valid_until=date(2026, 9, 30),
        ),
    ]
    lease = make_lease(rent_lines=lines)
    charge(2026, 10)
    assert [amount for _, amount, _ in charged(lease)] == [700_000, 50_000]
    assert ledger.last_charged(lease.pk) == (2026, 10)


def test_rent_may_be_run_for_next_month_but_not_further_ahead() -> None:
    make_lease()
    assert charge(2026, 12) == 1
    with pytest.raises(MonthTooFar):
        charge(2027, 1)


def test_a_payment_settles_the_oldest_debt_first() -> None:
    lease = make_lease(rent_ore=800_000)
    charge(2026, 9)
    charge(2026, 10)
    assert pay(lease, 1_000_000).matched == 1
    lease.reload()
    assert [(item.due_on, item.open_ore) for item in lease.account.items] == [(date(2026, 10, 20), 600_000)]
    assert lease.account.oldest_due == date(2026, 10, 20)


def test_the_same_payment_again_is_known() -> None:
    lease = make_lease()
    assert (pay(lease, 100).matched, pay(lease, 100).known) == (1, 1)
    lease.reload()
    assert lease.account.credit_ore == 100


def test_a_lease_whose_rent_the_landlord_collects_takes_no_payment() -> None:
    lease = make_lease(rent_collected_by=RentCollector.LANDLORD)
    assert pay(lease, 100).unmatched == 1


def queued() -> Payment:
    ledger.receive([Received("payment:2", "00700039", 50_000, TODAY, "36564131118")], ACTOR, run=None)
    return Payment.objects.get()


def test_economy_places_an_unmatched_payment_with_a_reason() -> None:
    payment, lease = queued(), make_lease()
    ledger.place(payment, lease, ECONOMY, version=payment.version, why="Leietaker ringte")
    lease.reload()
    payment.reload()
    assert (payment.state, payment.lease, payment.pending) == (PaymentState.PLACED, lease, [])
    assert (lease.account.credit_ore, LedgerRow.objects.get().key) == (50_000, "payment:2")
    with pytest.raises(TransitionRefused):
        ledger.place(payment, lease, ECONOMY, version=payment.version, why="En gang til")


@pytest.mark.parametrize(
    ("actor", "why", "version", "refusal"),
    [
        pytest.param(ECONOMY, " ", 1, MissingReason, id="without a reason"),
        pytest.param(ECONOMY, "x", 2, StaleState, id="from a stale page"),
        pytest.param(Actor(id="s", name="S", at=NOW), "x", 1, NotAuthorised, id="without the role"),
    ],
)
def test_a_payment_is_not_placed(actor: Actor, why: str, version: int, refusal: type[Exception]) -> None:
    payment, lease = queued(), make_lease()
    with pytest.raises(refusal):
        ledger.place(payment, lease, actor, version=version, why=why)
    assert LedgerRow.objects.count() == 0


@pytest.mark.parametrize(("paid", "state"), [(800_000, TaskState.SETTLED), (300_000, TaskState.OPEN)])
def test_placing_a_payment_brings_the_arrears_task_up_to_date_at_once(paid: int, state: TaskState) -> None:
    lease = make_lease(rent_ore=800_000, starts_on=date(2026, 10, 1))
    charge(2026, 10)
    run_job("arrears")
    ledger.receive([Received("payment:x", "unknown", paid, TODAY, "36564131118")], ACTOR, run=None)
    ledger.place(Payment.objects.get(), records.get(Lease, lease.pk), ECONOMY, version=1, why="Riktig beløp")
    task = Task.objects.get()
    assert task.state is state
    assert task.amount_ore == (800_000 if state is TaskState.SETTLED else 500_000)
    assert Payment.objects.get().pending == []


def test_a_payment_read_before_its_lease_leaves_the_queue_when_the_file_is_read_again() -> None:
    received = [Received(f"payment:{number}", "123", 800_000, TODAY, "36564131118") for number in range(2)]
    assert ledger.receive(received, ACTOR, run="r") == ledger.Placed(0, 2, 0)
    lease = make_lease(rent_ore=800_000, starts_on=date(2026, 10, 1), kid="123")
    charge(2026, 10)
    assert ledger.receive(received, ACTOR, run="r") == ledger.Placed(2, 0, 0)
    assert {payment.state for payment in Payment.objects} == {PaymentState.PLACED}
    assert (records.get(Lease, lease.pk).account.balance_ore, LedgerRow.objects(lease=lease).count()) == (-800_000, 3)
    assert ledger.receive(received, ACTOR, run="r") == ledger.Placed(0, 0, 2)


def test_what_a_person_has_placed_stays_where_it_is() -> None:
    ledger.receive([Received("payment:0", "123", 800_000, TODAY, "36564131118")], ACTOR, run="r")
    other = make_lease(kid="999")
    ledger.place(Payment.objects.get(), other, ECONOMY, version=1, why="Betalt av moren")
    make_lease(kid="123")
    again = ledger.receive([Received("payment:0", "123", 800_000, TODAY, "36564131118")], ACTOR, run="r")
    assert again == ledger.Placed(0, 0, 1)
    assert [records.reference(row, "lease") for row in LedgerRow.objects] == [other.pk]
