"""check-data: each thing that can be wrong is found, and a sound database is called sound."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from models import Applicant, Application, Decision, Lease, LedgerRow, Payment
from rules.terms import DataFault, ImportKind
from services import accounts, ledger
from services.ledger import Received
from services.maintenance import Trouble, check_data
from tests.factories import ACTOR, NOW
from tests.importing import TODAY, bring, prepare
from tests.schemas.samples import payments_file


@pytest.fixture(autouse=True)
def house() -> None:
    """A small house with one of each: a decided application, a lease that owes, a payment in the queue."""
    prepare()
    bring(ImportKind.APPLICATIONS, {"Status": "Avslag", "Vedtaksdato": "12.09.2026"})
    bring(ImportKind.APPEALS, {})
    bring(ImportKind.LEASES, {"Restanse pr 31.08.2026": "100,00"})
    list(ledger.charge_month(2026, 9, ACTOR, today=TODAY))
    bring(ImportKind.PAYMENTS, data=payments_file(500))
    ledger.receive([Received("payment:x", "00700013", 700, date(2026, 9, 20), "36564131118")], ACTOR, run=None)


def raw(kind: Any) -> Any:
    return kind._get_collection()


def account_differs() -> None:
    raw(Lease).update_one({}, {"$set": {"account.balance_ore": 1}})


def charged_twice() -> None:
    row = LedgerRow._get_collection().find_one({"kind": "charge"})
    LedgerRow._get_collection().insert_one(row | {"_id": row["_id"] + ":2"})
    accounts.refresh([row["lease"]])


def placed_twice() -> None:
    payment, lease = Payment.objects.get(), Lease.objects.get()
    received = Received(payment.key, lease.kid, 700, date(2026, 9, 20), "36564131118")
    ledger.store_rows([ledger.received.payment_row(received, lease.pk, NOW, None)])
    accounts.refresh([lease.pk])


def not_placed() -> None:
    raw(Payment).update_one({}, {"$set": {"state": "placed", "lease": Lease.objects.get().pk}})


def tenant_lost() -> None:
    raw(Lease).update_one({}, {"$set": {"tenant": ObjectId()}})


def decision_lost() -> None:
    raw(Decision).delete_many({})


def effect(**values: object) -> Callable[[], None]:
    pending = {"key": "audit:x", "kind": "audit", "args": {}, "tries": 5, "next_at": NOW, "stopped": False} | values

    def spoil() -> None:
        raw(Applicant).update_one({}, {"$set": {"pending": [pending]}})

    return spoil


def index_gone() -> None:
    raw(Lease).drop_index("lease_kid")


def test_a_sound_database_is_called_sound() -> None:
    checked = check_data(NOW)
    assert checked.troubles == []
    assert (checked.counts["lease"], checked.counts["ledger_row"], checked.counts["payment"]) == (1, 3, 1)


@pytest.mark.parametrize(
    ("spoil", "troubles"),
    [
        (account_differs, [Trouble(DataFault.ACCOUNT_DIFFERS, "lease", "K1")]),
        (charged_twice, [Trouble(DataFault.CHARGED_TWICE, "lease", "K1", "2026-09")]),
        (placed_twice, [Trouble(DataFault.PLACED_TWICE, "payment", "payment:x")]),
        (not_placed, [Trouble(DataFault.NOT_PLACED, "payment", "payment:x")]),
        (tenant_lost, [Trouble(DataFault.REFERENCE_LOST, "lease", "K1", "Leietaker")]),
        (
            decision_lost,
            [
                Trouble(DataFault.REFERENCE_LOST, "appeal", "S1", "Vedtak"),
                Trouble(DataFault.REFERENCE_LOST, "application", "S1", "Vedtak"),
            ],
        ),
        (effect(stopped=True), [Trouble(DataFault.EFFECT_STOPPED, "applicant", "personkort")]),
        (effect(next_at=NOW - timedelta(hours=2)), [Trouble(DataFault.EFFECT_LATE, "applicant", "personkort")]),
        (effect(), []),
        (index_gone, [Trouble(DataFault.INDEX_MISSING, "", "lease.lease_kid")]),
    ],
)
def test_what_is_wrong_is_found(spoil: Callable[[], None], troubles: list[Trouble]) -> None:
    before = Application.objects.count()
    spoil()
    assert check_data(NOW).troubles == troubles
    assert Application.objects.count() == before
