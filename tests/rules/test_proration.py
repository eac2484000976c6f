"""Rent by the day: what a month's parts come to, and when the first one is due."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.deadlines import is_working_day
from rules.rent import RentedLease, RentLine, charges_for, share_ore

START, END = date(2026, 1, 1), date(2026, 12, 31)
AMOUNTS = st.integers(min_value=0, max_value=5_000_000)


def lease(**others: object) -> RentedLease:
    values: dict[str, object] = {
        "key": "L", "starts_on": START, "lines": (RentLine("1", 900_000, START),), "prorated": True,
    }  # fmt: skip
    return RentedLease(**{**values, **others})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "ore"),
    [
        pytest.param({}, 900_000, id="the whole month"),
        pytest.param({"starts_on": date(2026, 6, 16)}, 450_000, id="half of June after moving in"),
        pytest.param({"ended_on": date(2026, 6, 15)}, 450_000, id="half of June before moving out"),
        pytest.param({"starts_on": date(2026, 6, 15), "ended_on": date(2026, 6, 15)}, 30_000, id="a day"),
        pytest.param({"ended_on": date(2026, 5, 31)}, 0, id="ended the month before"),
        pytest.param({"starts_on": date(2026, 6, 2), "prorated": False}, 0, id="imported, begun after the first"),
        pytest.param({"ended_on": date(2026, 6, 1), "prorated": False}, 900_000, id="imported, lived in on the first"),
    ],
)
def test_what_is_owed_for_june(facts: dict[str, object], ore: int) -> None:
    assert sum(charge.amount_ore for charge in charges_for(lease(**facts), 2026, 6)) == ore


@given(AMOUNTS, st.integers(1, 12), st.integers(2, 31))
def test_the_parts_of_a_month_add_up_to_it_however_it_is_parted(amount: int, month: int, day: int) -> None:
    days = monthrange(2026, month)[1]
    day = min(day, days)
    first, last = date(2026, month, 1), date(2026, month, days)
    before, after = (
        share_ore(amount, first, date(2026, month, day - 1)),
        share_ore(amount, date(2026, month, day), last),
    )
    assert before + after == amount == share_ore(amount, first, last)
    assert min(before, after) >= 0


@given(AMOUNTS, AMOUNTS, st.dates(date(2026, 2, 1), date(2026, 11, 30)))
def test_a_line_that_follows_another_leaves_no_day_out_and_counts_none_twice(old: int, new: int, since: date) -> None:
    until = date.fromordinal(since.toordinal() - 1)
    lines = (RentLine("1", old, START, until), RentLine("2", new, since))
    found = charges_for(lease(lines=lines), since.year, since.month)
    days = monthrange(since.year, since.month)[1]
    exact = (old * (since.day - 1) + new * (days - since.day + 1)) / days
    assert abs(sum(charge.amount_ore for charge in found) - exact) <= 1


@given(st.dates(START, END))
def test_two_tenants_of_one_home_pay_for_each_day_once(moves_out: date) -> None:
    moves_in = date.fromordinal(moves_out.toordinal() + 1)
    year, month = moves_out.year, moves_out.month
    one, two = lease(ended_on=moves_out), lease(key="M", starts_on=moves_in)
    total = sum(charge.amount_ore for held in (one, two) for charge in charges_for(held, year, month))
    assert total == 900_000


@pytest.mark.parametrize(
    ("starts_on", "signed_on", "due_on"),
    [
        pytest.param(date(2026, 6, 1), date(2026, 5, 20), date(2026, 6, 22), id="the month's own due day"),
        pytest.param(date(2026, 6, 10), date(2026, 6, 8), date(2026, 6, 22), id="begun before the due day"),
        pytest.param(date(2026, 6, 25), date(2026, 6, 8), date(2026, 7, 20), id="begun after it"),
        pytest.param(date(2026, 6, 1), date(2026, 6, 29), date(2026, 7, 20), id="signed after it"),
        pytest.param(date(2026, 6, 22), date(2026, 6, 22), date(2026, 7, 20), id="begun on it"),
    ],
)
def test_the_first_rent_is_never_due_before_the_tenant_is_bound(starts_on: date, signed_on: date, due_on: date) -> None:
    (charge,) = charges_for(lease(starts_on=starts_on, signed_on=signed_on), 2026, 6)
    assert charge.due_on == due_on
    assert is_working_day(charge.due_on)
