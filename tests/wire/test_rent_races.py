"""Rent on a real server: two who change it at once, and a rent run at the same instant as a change."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from flask import Flask

from letters.paper import Sender
from models import Lease, LedgerRow, RentChange
from rules.errors import RentChangeStands, StaleState
from rules.rent_changes import NewAmount
from rules.terms import LeaseEnd, LeaseState, RentChangeKind, RentChangeState, RentLineKind
from services import accounts, ledger, records, rents
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, make_lease
from tests.keepers import make_rent_change
from tests.wire.racing import outcomes

TODAY = date(2026, 11, 22)
SENDER = Sender(municipality="Storvik kommune")


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def net(lease: Lease) -> dict[str, int]:
    found: Counter[str] = Counter()
    for row in LedgerRow.objects(lease=lease.pk, period__ne=None):
        found[row.period] += row.amount_ore
    return {period: ore for period, ore in found.items() if ore}


def drafted(lease: Lease, ore: int) -> RentChange:
    held = fresh(lease)
    return rents.draft_by_hand(
        held, ACTOR, kind=RentChangeKind.AGREED, amounts=[NewAmount("1", RentLineKind.BASE, 800_000, ore)],
        effective_from=date(2027, 1, 1), reasons="Avtalt.", version=held.version, today=TODAY,
    )  # fmt: skip


def test_two_who_change_one_leases_rent_leave_one_change() -> None:
    lease = make_lease()
    done = outcomes([lambda ore=ore: drafted(lease, ore).new_ore for ore in (810_000, 820_000, 830_000)])
    assert done.count(RentChangeStands) == 2
    assert RentChange.objects.count() == 1


def test_two_who_notify_at_once_send_one_letter() -> None:
    change = drafted(make_lease(), 810_000)
    seen = fresh(change).version
    works = [
        lambda: rents.notify(fresh(change), ACTOR, SENDER, letter=None, version=seen, today=TODAY) for _ in range(3)
    ]
    done = outcomes(works)
    assert done.count(True) == 1
    assert set(done) <= {True, False, StaleState}


def test_a_change_put_in_force_by_two_gives_one_line() -> None:
    lease = make_lease()
    change = make_rent_change(
        lease=lease, state=RentChangeState.NOTIFIED, notified_on=TODAY, effective_from=date(2027, 1, 1)
    )
    outcomes([lambda: rents.put_in_force(fresh(change), ACTOR, today=date(2027, 1, 1)) for _ in range(3)])
    assert [line.amount_ore for line in fresh(lease).rent_lines] == [800_000, 824_000]
    assert fresh(change).state is RentChangeState.IN_FORCE


def test_a_rent_run_at_the_same_instant_as_a_change_charges_what_holds() -> None:
    lease = make_lease(starts_on=date(2026, 1, 1))
    others = [make_lease() for _ in range(5)]
    change = make_rent_change(
        lease=lease, state=RentChangeState.NOTIFIED, notified_on=date(2026, 9, 1), effective_from=date(2026, 11, 1)
    )
    outcomes([
        lambda: list(ledger.charge_month(2026, 11, ACTOR, today=TODAY)),
        lambda: rents.put_in_force(fresh(change), ACTOR, today=TODAY),
        lambda: list(ledger.charge_month(2026, 11, ACTOR, today=TODAY)),
    ])  # fmt: skip
    assert net(lease) == {"2026-11": 824_000}
    assert {tuple(net(other).values()) for other in others} == {(800_000,)}
    assert accounts.refresh([lease.pk]) == 0


def test_an_end_told_at_the_same_instant_as_the_run_is_charged_to_its_day() -> None:
    leases = [make_lease(starts_on=date(2026, 9, 1), rent_ore=900_000) for _ in range(6)]
    values = {"state": LeaseState.ENDED, "ended_on": date(2026, 11, 10), "end_reason": LeaseEnd.DEATH}
    works: list[Any] = [lambda lease=lease: records.change(fresh(lease), ACTOR, values=values) for lease in leases]
    outcomes([*works, lambda: list(ledger.charge_month(2026, 11, ACTOR, today=TODAY))])
    assert {tuple(net(lease).items()) for lease in leases} == {(("2026-11", 300_000),)}


def test_an_end_that_two_correct_at_once_comes_out_as_the_one_that_holds() -> None:
    lease = make_lease(starts_on=date(2026, 9, 1), rent_ore=900_000)
    for month in (9, 10, 11):
        list(ledger.charge_month(2026, month, ACTOR, today=TODAY))

    def ends(on: date) -> None:
        held = fresh(lease)
        records.change(held, ACTOR, values={"state": LeaseState.ENDED, "ended_on": on, "end_reason": LeaseEnd.DEATH})

    for _ in range(3):
        outcomes([lambda on=on: ends(on) for on in (date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 15))])
        held = fresh(lease)
        whole = {"2026-09": 900_000, "2026-10": 900_000, "2026-11": 450_000}
        expected = {period: ore for period, ore in whole.items() if period <= f"{held.ended_on:%Y-%m}"}
        assert net(lease) == expected
        assert held.account.balance_ore == sum(expected.values())
