"""What should be flagged: something of every sort on any day, and the money adds up."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.expectation import Debt, expect
from demo.payments import Manner
from demo.town import make_town
from rules.deadlines import add_months
from tests.demo.conftest import DAYS

days = st.dates(min_value=date(2024, 1, 1), max_value=date(2099, 12, 31))


@settings(deadline=None, max_examples=40)
@given(days)
def test_on_any_day_there_is_something_of_every_sort_to_act_on(day: date) -> None:
    found = expect(make_town(day))
    assert len(found.arrears) >= 12
    ages = [debt.days for debt in found.arrears.values()]
    assert min(ages) < 40  # the due date after a moved one is more than a month away
    assert max(ages) > 58  # far up the ladder
    assert len(found.expiring_within_3_months) >= 3
    assert set(found.expiring_within_3_months) < set(found.expiring_within_6_months)
    assert len(found.expired_still_running) == 4
    assert 10 <= len(found.slow_cases) <= 30
    assert len(found.pending_appeals) == 6
    assert found.unmatched_payments == 1


@settings(deadline=None, max_examples=40)
@given(days)
def test_debt_is_what_was_charged_less_what_was_paid(day: date) -> None:
    """Only rent that is not due yet, and money kept as credit, stand between the sum of all rows and the arrears."""
    town = make_town(day)
    found = expect(town, on=add_months(day, 2))  # by then everything charged is due
    for lease in town.leases:
        charged = lease.opening_ore
        charged += lease.rent_ore * sum(lease.starts_on <= month.first for month in town.calendar.charged)
        paid = sum(one.amount_ore for file in town.transfers for one in file if one.kid == lease.kid)
        debt = found.arrears.get(lease.contract_number)
        assert max(charged - paid, 0) == (debt.owed_ore if debt else 0)


def test_each_way_of_paying_leaves_its_own_debt() -> None:
    town = make_town(date(2026, 11, 22))
    found = expect(town).arrears
    rent = {one.lease.contract_number: one.lease.rent_ore for one in town.tenancies}
    september, october, november = date(2026, 9, 21), date(2026, 10, 20), date(2026, 11, 20)
    by_manner = {
        Manner.ON_TIME: None,
        Manner.OVERPAYS: None,
        Manner.PAYS_LATE: None,
        Manner.SETTLES_OLD: None,
        Manner.IN_CREDIT: None,
        Manner.PARTLY: (125, october),
        Manner.SKIPS_LAST: (100, november),
        Manner.SKIPS_MIDDLE: (100, november),
        Manner.TAKEN_BACK: (100, november),
        Manner.PAYS_NOTHING: (300, september),
        Manner.OWES_OLD: (150, october),
        Manner.LONG_IN_DEBT: (550, date(2026, 8, 31)),
    }
    assert set(by_manner) == set(Manner)
    for one in town.tenancies:
        number = one.lease.contract_number
        owed = by_manner[one.manner]
        if owed is None:
            assert number not in found, one.manner
        else:
            percent, since = owed
            amount = _percent(rent[number], percent, one.manner)
            assert found[number] == Debt(amount, since, (town.day - since).days), one.manner


def _percent(rent: int, percent: int, manner: Manner) -> int:
    """A share of the rent as the tenant's own payments leave it: each is rounded down to whole øre by itself."""
    if manner is Manner.PARTLY:
        return 3 * rent - sum(rent * part // 100 for part in (60, 40, 20, 75))
    if manner is Manner.LONG_IN_DEBT:
        return 6 * rent - rent * 50 // 100
    if manner is Manner.OWES_OLD:
        return rent * 150 // 100
    return rent * percent // 100


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_limits_are_counted_on_their_own_day(day: date) -> None:
    found = expect(make_town(day))
    town = make_town(day)
    ends = {one.contract_number: one.ends_on for one in town.leases}
    three, six, after = add_months(day, 3), add_months(day, 6), timedelta(days=1)
    assert {day, three} <= {ends[number] for number in found.expiring_within_3_months}
    assert {three + after, six} <= {ends[number] for number in found.expiring_within_6_months}
    assert six + after not in {ends[number] for number in found.expiring_within_6_months}
    assert max(ends[number] for number in found.expired_still_running) == day - after


def test_json_is_as_the_command_prints_it() -> None:
    found = expect(make_town(date(2026, 11, 22))).as_json()
    assert found["date"] == "2026-11-22"
    assert next(iter(found["arrears"].values())).keys() == {"owed_ore", "oldest_due", "days"}
    assert all(isinstance(debt["oldest_due"], str) for debt in found["arrears"].values())
