"""A year of days of one household: what the rules say each morning is what a clerk with a pencil says."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import plans, rent
from rules.deadlines import is_working_day
from rules.plans import Agreed
from rules.rent import Row
from rules.terms import PlanState, RowKind
from tests.simulation import almanac
from tests.simulation.oracle import Sheet

RENT, GRACE = 800_000, 5
FIRST = date(2026, 1, 1)
YEAR = [FIRST + timedelta(days=at) for at in range(365)]
MONTHS = [date(2026, month, 1) for month in range(1, 13)]
some_days = st.dates(FIRST, date(2026, 12, 31))
money = st.lists(st.tuples(some_days, st.sampled_from([RENT, RENT, RENT // 2, 2 * RENT, 1, -RENT])), max_size=14)


def test_both_calendars_shut_the_banks_on_the_same_days() -> None:
    start = date(2020, 1, 1)
    days = [start + timedelta(days=at) for at in range(366 * 15)]
    assert [day for day in days if almanac.is_free(day) == is_working_day(day)] == []


def charges() -> list[Row]:
    lines = (rent.RentLine("1", RENT, FIRST),)
    lease = rent.RentedLease("x", FIRST - timedelta(days=40), lines)
    return [
        Row(one.key, RowKind.CHARGE, one.amount_ore, one.booked_on, one.due_on)
        for month in MONTHS
        for one in rent.charges_for(lease, month.year, month.month)
    ]


def payment(number: int, day: date, ore: int) -> Row:
    kind = RowKind.PAYMENT if ore > 0 else RowKind.REVERSAL
    return Row(f"payment:{number:02}", kind, -ore, day)


def lived(day: date, paid: list[tuple[date, int]]) -> Sheet:
    """The clerk's sheet on the morning of a day: what was booked by the evening before."""
    sheet = Sheet(RENT, FIRST - timedelta(days=40), None)
    for month in MONTHS:
        if month <= day:
            sheet.charge(month)
    for on, ore in paid:
        if on < day:
            sheet.pay(on, ore)
    return sheet


@given(money)
@settings(max_examples=10)
def test_a_tenant_is_in_arrears_exactly_on_the_days_that_the_calendar_says(paid: list[tuple[date, int]]) -> None:
    rows = [*charges(), *(payment(at, *one) for at, one in enumerate(paid))]
    for day in YEAR:
        if sum(ore for on, ore in paid if on < day) < 0:
            continue  # a reversal of nothing is a debt of its own day
        known = [row for row in rows if row.booked_on < day or (row.kind is RowKind.CHARGE and row.booked_on == day)]
        found, sheet = rent.owed(rent.settle(known), day), lived(day, paid)
        assert (found.owed_ore, found.oldest_due) == (sheet.owed(day), sheet.oldest() if sheet.overdue(day) else None)


@given(money, st.integers(60, 200), st.integers(2, 6))
@settings(max_examples=10)
def test_a_plan_breaks_on_the_day_that_the_calendar_says_or_is_kept(
    paid: list[tuple[date, int]], made: int, count: int
) -> None:
    paid = [(day, abs(ore)) for day, ore in paid]
    agreed_on = YEAR[made]
    debt = lived(agreed_on, paid).owed(agreed_on)
    if not debt:
        return
    parts = plans.draw_up(debt, agreed_on + timedelta(days=10), today=agreed_on, most_months=24, count=count)
    assert sum(one.amount_ore for one in parts) == debt
    agreed, broken = Agreed(agreed_on, debt, parts), False
    rows = [*charges(), *(payment(at, *one) for at, one in enumerate(paid) if one[0] != agreed_on)]
    for day in YEAR[made + 1 :]:
        known = [row for row in rows if row.booked_on < day or (row.kind is RowKind.CHARGE and row.booked_on <= day)]
        sheet = lived(day, [one for one in paid if one[0] != agreed_on])
        sheet.agree(agreed_on, [(one.due_on, one.amount_ore) for one in parts])
        assert sheet.plan is not None
        sheet.plan.debt_ore = debt
        sheet.look_at_plan(day, GRACE)
        broken = plans.standing(agreed, known, day, GRACE).state is PlanState.BROKEN
        if sheet.overdue(day):
            assert broken == sheet.plan_broken, day
