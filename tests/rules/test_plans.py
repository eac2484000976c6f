"""Payment plans: instalments that sum to the debt; kept, broken or running by the ledger's rows alone."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import plans, rent
from rules.deadlines import add_months
from rules.errors import InvalidRecord
from rules.plans import Agreed, Due, Mark
from rules.rent import Row
from rules.terms import PlanState, RowKind

AGREED = date(2026, 11, 2)
RUNNING, KEPT, BROKEN = PlanState.RUNNING, PlanState.KEPT, PlanState.BROKEN
PLAN = Agreed(AGREED, 600_000, (Due(date(2026, 11, 20), 300_000), Due(date(2026, 12, 21), 300_000)))
OLD = (
    Row("charge:9", RowKind.CHARGE, 800_000, date(2026, 9, 1), date(2026, 9, 21)),
    Row("charge:10", RowKind.CHARGE, 800_000, date(2026, 10, 1), date(2026, 10, 20)),
    Row("payment:1", RowKind.PAYMENT, -1_000_000, date(2026, 10, 25)),
)
NOVEMBER = Row("charge:11", RowKind.CHARGE, 800_000, date(2026, 11, 1), date(2026, 11, 20))
DECEMBER = Row("charge:12", RowKind.CHARGE, 800_000, date(2026, 12, 1), date(2026, 12, 21))
GRACE = 5


def paid(ore: int, on: date, kind: RowKind = RowKind.PAYMENT) -> Row:
    return Row(f"{kind.value}:{on}:{ore}", kind, ore if kind is RowKind.REVERSAL else -ore, on)


def draw_up(debt: int = 600_000, first: date = date(2026, 11, 20), **values: Any) -> tuple[Due, ...]:
    return plans.draw_up(debt, first, today=AGREED, most_months=24, **values)


# --- Drawn up -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("debt", "given", "amounts"),
    [
        pytest.param(600_000, {"count": 3}, [200_000] * 3, id="even parts"),
        pytest.param(
            629_350, {"count": 3}, [209_700, 209_700, 209_950], id="whole kroner, and the last takes the rest"
        ),
        pytest.param(629_350, {"each_ore": 200_000}, [200_000, 200_000, 200_000, 29_350], id="so much each"),
        pytest.param(629_350, {"each_ore": 700_000}, [629_350], id="more than the debt is one instalment"),
        pytest.param(50, {"count": 1}, [50], id="half a krone at once"),
    ],
)
def test_a_debt_is_split_in_monthly_instalments(debt: int, given: dict[str, int], amounts: list[int]) -> None:
    found = draw_up(debt, date(2026, 12, 31), **given)
    assert [one.amount_ore for one in found] == amounts
    days = [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    assert [one.due_on for one in found] == days[: len(found)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"debt": 0, "count": 2}, "debt_ore", id="nothing owed"),
        pytest.param({}, "count", id="neither number nor amount"),
        pytest.param({"count": 2, "each_ore": 100_000}, "count", id="both"),
        pytest.param({"count": 0}, "count", id="no instalments"),
        pytest.param({"count": 601, "debt": 60_000}, "count", id="less than a krone each"),
        pytest.param({"each_ore": 99}, "each_ore", id="less than a krone"),
        pytest.param({"each_ore": 1_000}, "each_ore", id="fifty years"),
        pytest.param({"count": 25, "first": date(2026, 12, 20)}, "count", id="a month too long"),
        pytest.param({"count": 2, "first": date(2026, 11, 1)}, "first_on", id="begins yesterday"),
        pytest.param({"count": 1, "first": date(2029, 11, 1)}, "count", id="begins in three years"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_with_the_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        draw_up(**values)
    assert set(refusal.value.problems) == {field}


@given(st.integers(100, 50_000_000), st.integers(1, 24))
def test_instalments_sum_to_the_debt_to_the_last_øre(debt: int, count: int) -> None:
    try:
        found = draw_up(debt, AGREED, count=count)
    except InvalidRecord:
        assert debt < count * 100
        return
    assert sum(one.amount_ore for one in found) == debt
    assert len(found) == count
    assert min(one.amount_ore for one in found) > 0


# --- Kept or broken -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "today", "state", "missed"),
    [
        pytest.param((), AGREED, RUNNING, None, id="nothing has fallen due yet"),
        pytest.param((), date(2026, 11, 25), RUNNING, None, id="unpaid on the last day of grace"),
        pytest.param((), date(2026, 11, 26), BROKEN, date(2026, 11, 20), id="unpaid the day after"),
        pytest.param((paid(800_000, date(2026, 11, 20)),), date(2026, 11, 26), BROKEN, date(2026, 11, 20),
                     id="rent paid, instalment not"),
        pytest.param((paid(1_100_000, date(2026, 11, 20)),), date(2026, 11, 26), RUNNING, None, id="both paid"),
        pytest.param((paid(1_099_999, date(2026, 11, 20)),), date(2026, 11, 26), BROKEN, date(2026, 11, 20),
                     id="an øre short"),
        pytest.param((paid(300_000, date(2026, 11, 20)),), date(2026, 11, 26), BROKEN, date(2026, 11, 20),
                     id="instalment paid, rent not"),
        pytest.param((paid(1_100_000, date(2026, 11, 27)),), date(2026, 11, 28), RUNNING, None,
                     id="late, but before anybody found it"),
        pytest.param((paid(1_100_000, date(2026, 11, 20)), paid(1_100_000, date(2026, 11, 24), RowKind.REVERSAL)),
                     date(2026, 11, 26), BROKEN, date(2026, 11, 20), id="the bank took it back"),
        pytest.param((paid(1_400_000, date(2026, 11, 20)),), date(2026, 11, 20), KEPT, None, id="all at once"),
        pytest.param((paid(1_100_000, date(2026, 11, 20)), DECEMBER, paid(1_100_000, date(2026, 12, 21))),
                     date(2026, 12, 21), KEPT, None, id="paid to the end"),
        pytest.param((paid(1_100_000, date(2026, 11, 20)), DECEMBER, paid(300_000, date(2026, 12, 21))),
                     date(2026, 12, 29), BROKEN, date(2026, 12, 21), id="the last rent not paid"),
        pytest.param((paid(1_400_000, date(2026, 11, 20), RowKind.WRITE_OFF),), date(2026, 11, 26), KEPT, None,
                     id="written off is covered too"),
        pytest.param((paid(1_100_000, date(2026, 11, 20)),
                      Row("fee:1", RowKind.FEE, 3_500, date(2026, 11, 20), date(2026, 11, 21))),
                     date(2026, 12, 10), RUNNING, None, id="a fee since stands beside the plan"),
        pytest.param((paid(1_100_000, date(2026, 11, 20)),
                      Row("charge:8", RowKind.CHARGE, 10_000, date(2026, 12, 1), date(2026, 8, 20))),
                     date(2026, 12, 2), RUNNING, None, id="a charge told late falls due when it is told"),
        pytest.param((paid(200_000, date(2026, 11, 5), RowKind.REVERSAL), paid(1_100_000, date(2026, 11, 20))),
                     date(2026, 11, 26), BROKEN, date(2026, 11, 20), id="money from before the plan taken back"),
    ],
)  # fmt: skip
def test_a_plan_stands_as_its_rows_say(
    rows: tuple[Row, ...], today: date, state: PlanState, missed: date | None
) -> None:
    found = plans.standing(PLAN, [*OLD, NOVEMBER, *rows], today, GRACE)
    assert (found.state, found.missed_on) == (state, missed)
    assert (found.short_ore > 0) == (missed is not None)


def test_days_of_grace_that_end_on_a_holiday_last_until_the_next_working_day() -> None:
    assert plans.last_day(date(2026, 12, 20), 5) == date(2026, 12, 28)
    assert plans.last_day(date(2026, 11, 20), 0) == date(2026, 11, 20)


def test_each_instalment_tells_how_far_it_is_paid() -> None:
    found = plans.standing(PLAN, [*OLD, NOVEMBER, paid(900_000, date(2026, 11, 20))], date(2026, 11, 23), GRACE)
    assert [(one.paid_ore, one.mark) for one in found.instalments] == [(100_000, Mark.LATE), (0, Mark.AHEAD)]
    assert found.paid_ore == 100_000


# --- Any order of charges, payments, reversals and plans keeps the sums ---------------------------------------------

DAYS = st.integers(-60, 150).map(lambda days: AGREED + timedelta(days=days))
KINDS = st.sampled_from([RowKind.CHARGE, RowKind.PAYMENT, RowKind.REVERSAL, RowKind.CREDIT, RowKind.FEE])


@st.composite
def ledgers(draw: st.DrawFn) -> list[Row]:
    found = []
    for number in range(draw(st.integers(1, 12))):
        kind, day, size = draw(KINDS), draw(DAYS), draw(st.integers(1, 900_000))
        debt = kind in (RowKind.CHARGE, RowKind.REVERSAL, RowKind.FEE)
        due = day + timedelta(days=draw(st.integers(0, 20))) if kind in (RowKind.CHARGE, RowKind.FEE) else None
        found.append(Row(f"{number}", kind, size if debt else -size, day, due))
    return found


def plan_of(rows: list[Row], count: int) -> Agreed | None:
    """A plan for what is overdue on the day it is made, as the service draws it up."""
    known = rent.settle(row for row in rows if row.booked_on <= AGREED)
    owed = rent.owed(known, AGREED).owed_ore
    if owed < count * 100:
        return None
    return Agreed(AGREED, owed, plans.draw_up(owed, AGREED, today=AGREED, most_months=24, count=count))


@given(ledgers(), st.integers(1, 6), st.integers(0, 150), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_of_no_consequence(
    rows: list[Row], count: int, days: int, shuffler: random.Random
) -> None:
    plan = plan_of(rows, count)
    if plan is None:
        return
    today = AGREED + timedelta(days=days)
    first = plans.standing(plan, rows, today, GRACE)
    shuffler.shuffle(rows)
    assert plans.standing(plan, rows, today, GRACE) == first
    assert 0 <= first.paid_ore <= plan.debt_ore == sum(one.amount_ore for one in first.instalments)
    assert (first.state is BROKEN) == (first.missed_on is not None)


@given(ledgers(), st.integers(1, 6), st.integers(0, 150), st.integers(1, 500_000))
def test_more_money_never_makes_a_plan_stand_worse(rows: list[Row], count: int, days: int, more: int) -> None:
    plan = plan_of(rows, count)
    if plan is None:
        return
    today = AGREED + timedelta(days=days)
    rank = {BROKEN: 0, RUNNING: 1, KEPT: 2}
    before = plans.standing(plan, rows, today, GRACE)
    after = plans.standing(plan, [*rows, Row("more", RowKind.PAYMENT, -more, today)], today, GRACE)
    assert rank[after.state] >= rank[before.state]
    assert after.paid_ore >= before.paid_ore


@given(ledgers(), st.integers(1, 6), st.integers(0, 150))
def test_a_plan_that_is_kept_leaves_nothing_of_rent_or_old_debt_that_the_money_does_not_cover(
    rows: list[Row], count: int, days: int
) -> None:
    plan = plan_of(rows, count)
    today = AGREED + timedelta(days=days)
    if plan is None or plans.standing(plan, rows, today, GRACE).state is not KEPT:
        return
    known = [row for row in rows if row.booked_on <= today]
    beside = sum(row.amount_ore for row in known if row.kind is RowKind.FEE and not plans._is_old(plan, row))
    overdue = rent.owed(rent.settle(known), today)
    assert overdue.owed_ore <= beside


def test_a_household_that_pays_its_rent_and_its_instalments_keeps_every_plan() -> None:
    for count in range(1, 13):
        plan = Agreed(AGREED, 600_000, draw_up(first=date(2026, 11, 20), count=count))
        rows = list(OLD)
        for at, one in enumerate(plan.instalments):
            due = add_months(date(2026, 11, 20), at)
            rows += [
                Row(f"charge:{at}", RowKind.CHARGE, 800_000, due.replace(day=1), due),
                Row(f"payment:{at}", RowKind.PAYMENT, -800_000 - one.amount_ore, due),
            ]
            wanted = KEPT if at == count - 1 else RUNNING
            assert plans.standing(plan, rows, due, GRACE).state is wanted
        assert rent.settle(rows).balance_ore == 0


@pytest.mark.parametrize(
    ("rows", "paid_ore"),
    [
        pytest.param([("write_off:1", RowKind.WRITE_OFF, -200_000), ("undo:write_off:1", RowKind.WRITE_OFF, 200_000)],
                     0, id="a write-off that is taken back is no money"),
        pytest.param([("fee:new", RowKind.FEE, 3_500), ("undo:fee:new", RowKind.FEE, -3_500)],
                     0, id="nor is a fee since that is taken back"),
        pytest.param([("undo:fee:old", RowKind.FEE, -3_500)], 3_500, id="but a fee of the old debt is"),
    ],
)  # fmt: skip
def test_what_is_taken_back_leaves_the_plan_as_it_was(rows: list[tuple[str, RowKind, int]], paid_ore: int) -> None:
    fee = Row("fee:old", RowKind.FEE, 3_500, date(2026, 10, 1), date(2026, 10, 20))
    plan = Agreed(AGREED, 603_500, PLAN.instalments)
    later = [Row(key, kind, ore, date(2026, 11, 5)) for key, kind, ore in rows]
    assert plans.paid_since(plan, [*OLD, fee, *later]) == paid_ore
