"""Charges and settling: the sums are kept whatever happens and in whatever order."""

from datetime import date
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.rent import Account, OpenItem, Overdue, RentedLease, RentLine, Row, charges_for, owed, rent_on, settle
from rules.terms import RowKind

RENT = 629_300
OPENING, CHARGE, FEE, PAYMENT, REVERSAL = (
    RowKind.OPENING,
    RowKind.CHARGE,
    RowKind.FEE,
    RowKind.PAYMENT,
    RowKind.REVERSAL,
)
DUE = (date(2026, 9, 21), date(2026, 10, 20), date(2026, 11, 20))
NOVEMBER_22 = date(2026, 11, 22)
keys = count()


def make_row(kind: RowKind, amount_ore: int, on: date = DUE[0], key: str = "") -> Row:
    """A row under a key of its own, due the day it is given if it is a debt."""
    due_on = None if kind in (PAYMENT, REVERSAL) else on
    return Row(key or f"{kind.value}:{next(keys):06d}", kind, amount_ore, on, due_on)


def make_lease(**others: object) -> RentedLease:
    lines = (RentLine("base", RENT, date(2026, 1, 1)),)
    return RentedLease(**{"key": "K5000", "starts_on": date(2026, 1, 1), "lines": lines, **others})


def charged(*amounts: int) -> list[Row]:
    return [make_row(CHARGE, amount, due) for amount, due in zip(amounts, DUE, strict=False)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([], Overdue(), id="no rows: nothing owed"),
        pytest.param([*charged(RENT, RENT, RENT), make_row(PAYMENT, -3 * RENT)], Overdue(), id="all paid"),
        pytest.param(
            [*charged(RENT, RENT, RENT), make_row(PAYMENT, -RENT)],
            Overdue(2 * RENT, DUE[1], 33),
            id="one month paid: September, the oldest, whichever was meant",
        ),
        pytest.param(
            [*charged(RENT, RENT, RENT), make_row(PAYMENT, -2 * RENT - 1)],
            Overdue(RENT - 1, DUE[2], 2),
            id="part of a month paid: the rest is as old as that month",
        ),
        pytest.param(
            [make_row(OPENING, 10_000, date(2026, 8, 31)), *charged(RENT), make_row(PAYMENT, -RENT)],
            Overdue(10_000, DUE[0], 62),
            id="an opening balance is the oldest debt and is settled first",
        ),
        pytest.param(
            [make_row(OPENING, -10_000, date(2026, 8, 31)), *charged(RENT)],
            Overdue(RENT - 10_000, DUE[0], 62),
            id="a negative opening balance is credit, used on the first debt",
        ),
        pytest.param(
            [*charged(RENT), make_row(PAYMENT, -RENT), make_row(REVERSAL, RENT, date(2026, 11, 2))],
            Overdue(RENT, DUE[0], 62),
            id="a reversed payment was no payment: the rent is as old as before",
        ),
        pytest.param(
            [make_row(PAYMENT, -100), make_row(REVERSAL, 80, DUE[0]), make_row(REVERSAL, 50, DUE[1])],
            Overdue(30, DUE[1], 33),
            id="what reversals take beyond the payments is a debt from the day of the last",
        ),
        pytest.param([make_row(FEE, 3_500, NOVEMBER_22)], Overdue(), id="due today is not overdue"),
        pytest.param([make_row(FEE, 3_500, date(2026, 11, 21))], Overdue(3_500, date(2026, 11, 21), 1), id="yesterday"),
    ],
)
def test_overdue_on_22_november(rows: list[Row], expected: Overdue) -> None:
    assert owed(settle(rows), NOVEMBER_22) == expected
    assert owed(settle(reversed(rows)), NOVEMBER_22) == expected


def test_what_is_paid_too_much_is_credit() -> None:
    account = settle([*charged(RENT), make_row(PAYMENT, -RENT - 5_000)])
    assert account == Account((), credit_ore=5_000, oldest_due=None, balance_ore=-5_000)


def test_debts_of_one_day_are_settled_by_key() -> None:
    rows = [make_row(CHARGE, 100, key="charge:b"), make_row(CHARGE, 100, key="charge:a"), make_row(PAYMENT, -150)]
    assert settle(rows).items == (OpenItem("charge:b", CHARGE, DUE[0], 50),)


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
amounts = st.integers(0, 2_000_000)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Row]:
    """Any rows that a ledger may hold, negative openings and stray reversals included."""
    signs = {OPENING: (1, -1), CHARGE: (1,), FEE: (1,), PAYMENT: (-1,), REVERSAL: (1,)}
    kinds = draw(st.lists(st.sampled_from(list(signs)), max_size=12))
    return [make_row(kind, draw(st.sampled_from(signs[kind])) * draw(amounts), draw(days)) for kind in kinds]


@given(ledgers())
def test_the_sums_are_kept(rows: list[Row]) -> None:
    account = settle(rows)
    still_open = sum(item.open_ore for item in account.items)
    assert account.balance_ore == sum(row.amount_ore for row in rows) == still_open - account.credit_ore
    assert not (account.items and account.credit_ore), "nobody owes and has credit at once"
    assert account.credit_ore >= 0
    assert all(item.open_ore > 0 for item in account.items)


@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_is_of_no_matter(rows: list[Row], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert settle(shuffled) == settle(rows)


@given(ledgers())
def test_the_oldest_debt_is_settled_first(rows: list[Row]) -> None:
    account = settle(rows)
    unpaid = {item.row: item.open_ore for item in account.items}
    debts = sorted((r for r in rows if r.kind is not REVERSAL and r.amount_ore > 0), key=lambda r: (r.falls_due, r.key))
    shares = [unpaid.get(row.key, 0) / row.amount_ore for row in debts]
    assert shares == sorted(shares), "nothing is paid on a newer debt before the older is settled"
    assert sum(0 < share < 1 for share in shares) <= 1
    assert account.oldest_due == min((item.due_on for item in account.items), default=None)


@given(ledgers(), days)
def test_paying_what_is_overdue_leaves_nothing_overdue(rows: list[Row], today: date) -> None:
    account = settle(rows)
    assume(all(item.kind is not REVERSAL for item in account.items))  # new money makes good a stray reversal first
    after = settle([*rows, make_row(PAYMENT, -owed(account, today).owed_ore)])
    assert owed(after, today) == Overdue()


@given(ledgers(), amounts)
def test_a_reversed_payment_leaves_the_account_as_it_was(rows: list[Row], amount: int) -> None:
    before = settle(rows)
    after = settle([*rows, make_row(PAYMENT, -amount), make_row(REVERSAL, amount)])
    assert (after.balance_ore, after.credit_ore) == (before.balance_ore, before.credit_ore)


@pytest.mark.parametrize(
    ("facts", "is_charged"),
    [
        pytest.param({"starts_on": date(2026, 9, 1)}, True, id="begun on the first"),
        pytest.param({"starts_on": date(2026, 9, 2)}, False, id="begun on the second: from the next month"),
        pytest.param({"ended_on": None}, True, id="still lived in, whatever the agreed end"),
        pytest.param({"ended_on": date(2026, 9, 1)}, True, id="ended on the first: the month had begun"),
        pytest.param({"ended_on": date(2026, 8, 31)}, False, id="ended the day before"),
    ],
)
def test_september_is_charged(facts: dict[str, object], is_charged: bool) -> None:
    assert bool(charges_for(make_lease(**facts), 2026, 9)) is is_charged


def test_a_charge_carries_its_key_and_dates() -> None:
    (charge,) = charges_for(make_lease(), 2026, 9)
    assert charge.key == "charge:K5000:base:2026-09"
    assert (charge.rent_line, charge.period, charge.amount_ore) == ("base", "2026-09", RENT)
    assert (charge.booked_on, charge.due_on) == (date(2026, 9, 1), date(2026, 9, 21))


def test_each_valid_rent_line_is_charged_and_the_due_day_is_the_leases() -> None:
    lines = (
        RentLine("old", 500, date(2026, 1, 1), date(2026, 8, 31)),
        RentLine("new", 600, date(2026, 9, 1)),
        RentLine("garage", 100, date(2026, 1, 1), date(2026, 9, 1)),
        RentLine("later", 700, date(2026, 9, 2)),
    )
    charges = charges_for(make_lease(lines=lines, due_day=1), 2026, 9)
    assert [(c.rent_line, c.due_on) for c in charges] == [("new", date(2026, 9, 1)), ("garage", date(2026, 9, 1))]


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_no_month_is_charged_twice_and_none_is_left_out(starts_on: date, ended_on: date | None) -> None:
    lease = make_lease(starts_on=starts_on, ended_on=ended_on, lines=(RentLine("base", RENT, date(2025, 1, 1)),))
    months = [(year, month) for year in (2025, 2026, 2027) for month in range(1, 13)]
    found = [charge for month in months for charge in charges_for(lease, *month)]
    end = ended_on or date(2027, 12, 31)
    assert [charge.booked_on for charge in found] == [d for m in months if starts_on <= (d := date(*m, 1)) <= end]
    assert len({charge.key for charge in found}) == len(found)


def test_the_rent_of_a_day_is_the_sum_of_its_lines() -> None:
    lines = (
        RentLine("base", RENT, date(2026, 1, 1), date(2026, 6, 30)),
        RentLine("base2", RENT + 100, date(2026, 7, 1)),
        RentLine("power", 50_000, date(2026, 1, 1)),
    )
    assert rent_on(lines, date(2026, 6, 30)) == RENT + 50_000
    assert rent_on(lines, date(2026, 7, 1)) == RENT + 50_100
    assert rent_on(lines, date(2025, 12, 31)) == 0
