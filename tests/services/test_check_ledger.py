"""check-data on the ledger: each way in which it may disagree with itself is found, and what is in order is not."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from models import Adjustment, Lease, LedgerRow, Payment
from rules.terms import DataFault, LeaseState, Role, RowKind
from services import accounts, ledger, maintenance
from services.actor import Actor
from services.ledger import Received
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, NOW, make_lease
from wiring import register_effects

TODAY = date(2026, 11, 22)
MONTHS = (9, 10, 11)


@pytest.fixture(autouse=True)
def lease() -> Lease:
    """A lease with three months charged, one paid, a fee, and money in the queue that was placed since."""
    load_rulebook()
    register_effects()
    made = make_lease(contract_number="K1", kid="00700013", rent_ore=800_000)
    for month in MONTHS:
        list(ledger.charge_month(2026, month, ACTOR, today=TODAY))
    paid = Received("payment:a", made.kid, 800_000, date(2026, 9, 20), "36564131118")
    ledger.receive([paid], ACTOR, run=None)
    ledger.receive([Received("payment:q", "00000000", 700, date(2026, 9, 21), "36564131118")], ACTOR, run=None)
    ledger.place(Payment.objects.get(), made, economy(), version=1, why="Navnet stemmer")
    ledger.book(made, ACTOR, kind=RowKind.FEE, amount_ore=3_500, key="fee:x:reminder", why="Purring", today=TODAY)
    return made


def economy() -> Actor:
    return Actor(id="o", name="Oda", at=NOW, roles=frozenset({Role.ECONOMY}))


def raw(kind: Any) -> Any:
    return kind._get_collection()


def found() -> list[tuple[DataFault, str, str]]:
    return [(one.fault, one.number, one.detail) for one in maintenance.check_data(NOW).troubles]


def add(row: dict[str, Any]) -> None:
    """A row by hand, with the account settled so that nothing else is wrong."""
    raw(LedgerRow).insert_one(row)
    accounts.refresh([row["lease"]])


def change(key: str, **values: object) -> None:
    row = raw(LedgerRow).find_one({"_id": key})
    raw(LedgerRow).update_one({"_id": key}, {"$set": values})
    accounts.refresh([row["lease"]])


def charge(period: str = "2026-11") -> dict[str, Any]:
    row: dict[str, Any] = raw(LedgerRow).find_one({"kind": "charge", "period": period})
    return row


def credit(amount_ore: int, key: str = "") -> None:
    made = Lease.objects.get(contract_number="K1")
    ledger.book(
        made, ACTOR, kind=RowKind.CREDIT, amount_ore=amount_ore, key=key or f"credit:{charge()['_id']}", why="Rettet",
        today=TODAY, period="2026-11",
    )  # fmt: skip


def account_off() -> None:
    raw(Lease).update_one({}, {"$set": {"account.balance_ore": 1}})


def wrong_way() -> None:
    add(charge("2026-10") | {"_id": "payment:wrong", "kind": "payment", "amount_ore": 100, "rent_line": None})


def same_line_twice() -> None:
    row = charge()
    add(row | {"_id": row["_id"] + ":2"})


def renamed_line() -> None:
    """The line was ended by a new one after its month was charged, and the month was charged again."""
    row = charge()
    lines = [
        {
            "id": "1",
            "kind": "base",
            "amount_ore": 800_000,
            "valid_from": day(2026, 1, 1),
            "valid_until": day(2026, 10, 31),
        },
        {"id": "2", "kind": "base", "amount_ore": 820_000, "valid_from": day(2026, 11, 1)},
    ]
    kept = [line | {"kind": "base"} for line in lines]
    raw(Lease).update_one({}, {"$set": {"rent_lines": kept}})
    add(row | {"_id": row["_id"].replace(":1:", ":2:"), "rent_line": "2", "amount_ore": 820_000})


def renamed_and_credited() -> None:
    renamed_line()
    credit(800_000)


def day(*parts: int) -> datetime:
    return accounts.midnight(date(*parts))


def ended_before() -> None:
    raw(Lease).update_one({}, {"$set": {"state": LeaseState.ENDED.value, "ended_on": day(2026, 10, 31)}})


def covered_by_opening() -> None:
    raw(Lease).update_one({}, {"$set": {"ledger_from": day(2026, 9, 30), "imported": True}})


def above_its_line() -> None:
    change(charge()["_id"], amount_ore=900_000)


def followed(lease: Lease) -> Lease:
    """Another lease of the same home that began in October."""
    return make_lease(contract_number="K2", starts_on=date(2026, 10, 15), follows=lease.pk)


def charged_by_both() -> None:
    first = Lease.objects.get(contract_number="K1")
    second = followed(first)
    add(charge("2026-11") | {"_id": f"charge:{second.pk}:1:2026-11", "lease": second.pk})


def shared_between_both() -> None:
    """The month in which one takes over is divided by days."""
    first = Lease.objects.get(contract_number="K1")
    second = followed(first)
    add(charge("2026-10") | {"_id": f"charge:{second.pk}:1:2026-10", "lease": second.pk, "amount_ore": 438_710})
    change(charge("2026-10")["_id"], amount_ore=361_290)


def opening_gone() -> None:
    raw(Lease).update_one({}, {"$set": {"opening_ore": 500, "ledger_from": day(2026, 8, 31)}})


def opening_other() -> None:
    opening_gone()
    made = raw(Lease).find_one({})
    add({
        "_id": f"opening:{made['_id']}", "lease": made["_id"], "kind": "opening", "amount_ore": 400,
        "booked_on": day(2026, 8, 31), "due_on": day(2026, 8, 31), "at": NOW,
    })  # fmt: skip


def fee_row_gone() -> None:
    raw(LedgerRow).delete_one({"_id": "fee:x:reminder"})
    accounts.refresh([Lease.objects.get().pk])


def fee_row_other() -> None:
    change("fee:x:reminder", amount_ore=7_000)


def fee_of_another_day() -> None:
    change("fee:x:reminder", due_on=day(2026, 12, 24))


def fee_row_alone() -> None:
    raw(Adjustment).delete_one({})


def placed_row_gone() -> None:
    raw(LedgerRow).delete_one({"_id": "payment:q"})
    accounts.refresh([Lease.objects.get().pk])


def placed_row_other() -> None:
    change("payment:q", amount_ore=-900)


def taken_off() -> None:
    """A payment is taken off the lease as it should be."""
    ledger.reverse("payment:a", economy(), why="Feil leietaker", today=TODAY)


def reversed_by_hand() -> None:
    """A row that takes back what nobody has taken back."""
    add(paid_row() | {"_id": "reversal:payment:a", "kind": "reversal", "amount_ore": 800_000})


def reversal_of_nothing() -> None:
    taken_off()
    raw(LedgerRow).delete_one({"_id": "payment:a"})
    accounts.refresh([Lease.objects.get().pk])


def reversal_of_another_amount() -> None:
    taken_off()
    raw(Payment).update_one({"_id": "reversal:payment:a"}, {"$set": {"amount_ore": -1}})
    change("reversal:payment:a", amount_ore=1)


def paid_row() -> dict[str, Any]:
    row: dict[str, Any] = raw(LedgerRow).find_one({"_id": "payment:a"})
    return row


def bank_takes_back(times: int, amount_ore: int = 800_000) -> None:
    for number in range(times):
        add(paid_row() | {"_id": f"payment:back:{number}", "kind": "reversal", "amount_ore": amount_ore})


def test_what_is_in_order_is_called_so() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (account_off, [(DataFault.ACCOUNT_DIFFERS, "K1", "")]),
        (wrong_way, [(DataFault.ROW_DIFFERS, "K1", RowKind.PAYMENT.label)]),
        (same_line_twice, [(DataFault.CHARGED_TWICE, "K1", "2026-11")]),
        (renamed_line, [(DataFault.CHARGED_TOO_MUCH, "K1", "2026-11")]),
        (renamed_and_credited, []),
        (ended_before, [(DataFault.CHARGED_TOO_MUCH, "K1", "2026-11")]),
        (covered_by_opening, [(DataFault.CHARGED_TOO_MUCH, "K1", "2026-09")]),
        (above_its_line, [(DataFault.CHARGED_TOO_MUCH, "K1", "2026-11")]),
        (charged_by_both, [(DataFault.CHARGED_TWICE, "K2", "2026-11")]),
        (shared_between_both, []),
        (lambda: credit(300_000), []),
        (lambda: credit(800_001), [(DataFault.CREDIT_TOO_LARGE, "K1", "2026-11")]),
        (lambda: credit(1, "credit:charge:x:1:2026-11"), [(DataFault.CREDIT_TOO_LARGE, "K1", "2026-11")]),
        (opening_gone, [(DataFault.ROW_MISSING, "K1", RowKind.OPENING.label)]),
        (opening_other, [(DataFault.ROW_DIFFERS, "K1", RowKind.OPENING.label)]),
        (fee_row_gone, [(DataFault.ROW_MISSING, "K1", RowKind.FEE.label)]),
        (fee_row_other, [(DataFault.ROW_DIFFERS, "K1", RowKind.FEE.label)]),
        (fee_of_another_day, [(DataFault.ROW_DIFFERS, "K1", RowKind.FEE.label)]),
        (fee_row_alone, [(DataFault.ROW_UNKNOWN, "K1", RowKind.FEE.label)]),
        (placed_row_gone, [(DataFault.NOT_PLACED, "payment:q", "")]),
        (taken_off, []),
        (reversed_by_hand, [(DataFault.ROW_UNKNOWN, "K1", RowKind.REVERSAL.label)]),
        (reversal_of_nothing, [(DataFault.REVERSED_NOTHING, "reversal:payment:a", "")]),
        (reversal_of_another_amount, [(DataFault.ROW_DIFFERS, "reversal:payment:a", "")]),
        (lambda: bank_takes_back(1), []),
        (lambda: bank_takes_back(2), [(DataFault.REVERSED_TWICE, "K1", RowKind.REVERSAL.label)]),
        (lambda: bank_takes_back(1, 5), [(DataFault.REVERSED_NOTHING, "K1", RowKind.REVERSAL.label)]),
        (placed_row_other, [(DataFault.ROW_DIFFERS, "payment:q", "")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(spoil: Callable[[], None], expected: list[object]) -> None:
    spoil()
    assert found() == expected
