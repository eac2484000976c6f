"""Rent that was charged though it is not owed is credited, and charged again where the credit was wrong."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from models import Adjustment, Lease, LedgerRow
from models.lease import RentLine
from rules.terms import LeaseEnd, LeaseState, RentCollector, RentLineKind, Role, RowKind
from services import effects, leases, ledger, records
from services.actor import Actor
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, make_lease
from wiring import register_effects

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def house() -> None:
    load_rulebook()
    register_effects()


def fresh(lease: Lease) -> Any:
    return records.get(Lease, lease.pk)


def charged(*months: int) -> None:
    for month in months:
        list(ledger.charge_month(2026, month, ACTOR, today=TODAY))


def ends(lease: Lease, on: date) -> Any:
    held = fresh(lease)
    values = {"ended_on": on, "state": LeaseState.ENDED, "end_reason": LeaseEnd.TENANT_NOTICE}
    records.change(held, ACTOR, values=values)
    return fresh(lease)


def net(lease: Lease) -> dict[str, int]:
    """What each month comes to when credits are counted."""
    found: Counter[str] = Counter()
    for row in LedgerRow.objects(lease=lease.pk, period__ne=None):
        found[row.period] += row.amount_ore
    return {period: ore for period, ore in sorted(found.items()) if ore}


def test_a_lease_made_here_owes_the_days_until_its_end() -> None:
    lease = make_lease(starts_on=date(2026, 9, 1), rent_ore=900_000)
    charged(9, 10, 11)
    held = ends(lease, date(2026, 10, 10))
    assert net(lease) == {"2026-09": 900_000, "2026-10": 290_323}
    assert held.account.balance_ore == 1_190_323
    assert held.pending == []
    assert {row.kind for row in LedgerRow.objects(lease=lease.pk)} == {RowKind.CHARGE, RowKind.CREDIT}


def test_an_imported_lease_owes_the_months_whose_first_it_was_lived_in() -> None:
    lease = make_lease(starts_on=date(2026, 9, 1), rent_ore=900_000, imported=True)
    charged(9, 10, 11)
    ends(lease, date(2026, 10, 10))
    assert net(lease) == {"2026-09": 900_000, "2026-10": 900_000}


@pytest.mark.parametrize("imported", [True, False])
def test_an_end_that_is_corrected_back_and_forth_comes_out_right(imported: bool) -> None:
    lease = make_lease(starts_on=date(2026, 9, 1), rent_ore=900_000, imported=imported)
    charged(9, 10, 11)
    expected = {}
    for on in (date(2026, 9, 30), date(2026, 11, 15), date(2026, 10, 31), date(2026, 11, 15), date(2026, 9, 30)):
        ends(lease, on)
        expected[on] = expected.get(on) or net(lease)
        assert net(lease) == expected[on]
        assert fresh(lease).account.balance_ore == sum(net(lease).values())
    assert expected[date(2026, 9, 30)] == {"2026-09": 900_000}
    november = 900_000 if imported else 450_000
    assert expected[date(2026, 11, 15)] == {"2026-09": 900_000, "2026-10": 900_000, "2026-11": november}


def test_an_end_that_is_moved_past_a_run_that_left_it_out_is_charged() -> None:
    lease = make_lease(starts_on=date(2026, 9, 1), rent_ore=900_000)
    charged(9)
    ends(lease, date(2026, 9, 30))
    charged(10, 11)
    ends(lease, date(2026, 11, 15))
    assert net(lease) == {"2026-09": 900_000, "2026-10": 900_000, "2026-11": 450_000}


def test_told_twice_is_credited_once() -> None:
    lease = make_lease(starts_on=date(2026, 9, 1))
    charged(9, 10, 11)
    ends(lease, date(2026, 9, 30))
    assert ledger.correct(lease.pk, ACTOR, since=date(2026, 9, 1)) == 0
    charged(9, 10, 11)
    assert Adjustment.objects.count() == 2
    assert net(lease) == {"2026-09": 800_000}


def test_a_lease_that_never_began_is_credited_whole() -> None:
    lease = make_lease(starts_on=date(2026, 11, 20), state=LeaseState.UPCOMING)
    charged(11)
    assert list(net(lease)) == ["2026-11"]
    leases.cancel(fresh(lease), ACTOR, why="Trakk seg.", version=1, today=TODAY)
    assert net(lease) == {}
    assert fresh(lease).account.balance_ore == 0


def test_a_landlords_rent_is_no_matter_of_ours() -> None:
    lease = make_lease(starts_on=date(2026, 9, 1), rent_collected_by=RentCollector.LANDLORD)
    ends(lease, date(2026, 11, 15))
    assert LedgerRow.objects.count() == 0


def test_the_opening_balance_covers_its_months_whatever_happens() -> None:
    lease = make_lease(starts_on=date(2026, 1, 1), ledger_from=date(2026, 10, 31))
    charged(11)
    ends(lease, date(2026, 9, 15))
    assert net(lease) == {}
    ends(lease, date(2026, 11, 30))
    assert net(lease) == {"2026-11": 800_000}


def test_a_line_that_is_set_right_backwards_is_charged_and_credited_by_the_day() -> None:
    lease = make_lease(starts_on=date(2026, 9, 1), rent_ore=900_000)
    charged(9, 10, 11)
    held = fresh(lease)
    old = held.rent_lines[0]
    lines = [
        RentLine(id="1", kind=old.kind, amount_ore=900_000, valid_from=old.valid_from, valid_until=date(2026, 10, 15)),
        RentLine(id="2", kind=RentLineKind.BASE, amount_ore=600_000, valid_from=date(2026, 10, 16)),
    ]
    records.change(held, ACTOR, values={"rent_lines": lines})
    assert net(lease) == {"2026-09": 900_000, "2026-10": 745_161, "2026-11": 600_000}
    assert fresh(lease).account.balance_ore == 900_000 + 745_161 + 600_000


def test_the_run_sets_right_what_was_changed_while_it_ran(monkeypatch: pytest.MonkeyPatch) -> None:
    lease = make_lease(starts_on=date(2026, 9, 1), rent_ore=900_000)
    run = ledger.charge_month(2026, 11, ACTOR, today=TODAY)
    before = ledger.charges.rented.rented

    def told_meanwhile(*args: Any) -> Any:
        found = before(*args)
        monkeypatch.setattr(ledger.charges.rented, "rented", before)
        ends(lease, date(2026, 10, 31))  # after the lease was read, before its rows are written
        return found

    monkeypatch.setattr(ledger.charges.rented, "rented", told_meanwhile)
    list(run)
    assert net(lease).get("2026-11") is None


def test_an_effect_that_comes_late_uses_the_end_that_holds() -> None:
    lease = make_lease(starts_on=date(2026, 9, 1))
    charged(9, 10, 11)
    late = Actor.system(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    held = ends(lease, date(2026, 9, 30))
    ends(lease, date(2026, 10, 31))
    ledger.correct(held.pk, late, since=date(2026, 9, 30))
    assert net(lease) == {"2026-09": 800_000, "2026-10": 800_000}


def test_a_lease_signed_after_the_next_month_was_charged_ahead_is_charged_for_it() -> None:
    make_lease(rent_ore=1000, starts_on=date(2026, 1, 1))
    charged(11, 12)
    late = make_lease(rent_ore=1000, starts_on=date(2026, 12, 1), state=LeaseState.UPCOMING)
    signed_at = Actor.system(datetime(2026, 11, 25, 12, tzinfo=UTC))
    for _ in range(2):
        ledger.charge_by_effect(late, effects.Owed("charge_lease", "k").pending(signed_at.at), signed_at)
    assert net(late) == {"2026-12": 1000}


def test_a_credit_that_was_taken_back_by_hand_is_counted_when_the_lease_is_set_right_again() -> None:
    lease = make_lease(rent_ore=3000, starts_on=date(2026, 1, 1))
    charged(11)
    ends(lease, date(2026, 11, 10))
    economist = Actor(id="o", name="Oda", at=ACTOR.at, roles=frozenset({Role.ECONOMY}))
    ledger.undo(Adjustment.objects.get(lease=lease.pk), economist, why="Feil", today=TODAY)
    assert net(lease) == {"2026-11": 3000}
    records.change(fresh(lease), ACTOR, values={"ended_on": date(2026, 11, 20)})
    assert net(lease) == {"2026-11": 2000}
