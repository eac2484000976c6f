"""Interest on rent paid late: by the day, at the rate of the day, on rent and claims alone; parts come to the whole."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import interest
from rules.keeping_policy import Dated
from rules.rent import Row
from rules.terms import RowKind

RATES = (Dated(date(2026, 1, 1), 1000), Dated(date(2026, 7, 1), 1200))
RENT = Row("charge:1", RowKind.CHARGE, 1_000_000, date(2026, 5, 1), date(2026, 5, 20))
MAY_31 = date(2026, 5, 31)


def total(rows: list[Row], first: date, last: date) -> int:
    return interest.amount(interest.spans(rows, first, last, RATES))


@pytest.mark.parametrize(
    ("rows", "first", "last", "ore"),
    [
        pytest.param([RENT], date(2026, 5, 1), date(2026, 5, 20), 0, id="the due date bears none"),
        pytest.param([RENT], date(2026, 5, 1), date(2026, 5, 21), 274, id="one day of ten percent on ten thousand"),
        pytest.param([RENT], date(2026, 5, 1), MAY_31, 3_014, id="eleven days"),
        pytest.param([RENT], date(2026, 6, 30), date(2026, 7, 1), 603, id="the rate changes in between"),
        pytest.param([RENT, Row("payment", RowKind.PAYMENT, -1_000_000, date(2026, 5, 25))], date(2026, 5, 1), MAY_31,
                     1_370, id="paid on the fifth day, which counts"),
        pytest.param([RENT, Row("payment", RowKind.PAYMENT, -500_000, date(2026, 5, 21))], date(2026, 5, 1), MAY_31,
                     1_644, id="half paid after a day"),
        pytest.param([RENT, Row("payment", RowKind.PAYMENT, -1_000_000, date(2026, 5, 21)),
                      Row("back", RowKind.REVERSAL, 1_000_000, date(2026, 5, 26))], date(2026, 5, 1), MAY_31,
                     1_644, id="taken back by the bank: from the day after"),
        pytest.param([Row("fee", RowKind.FEE, 1_000_000, date(2026, 5, 1), date(2026, 5, 20))], date(2026, 5, 1),
                     MAY_31, 0, id="no interest on a fee"),
        pytest.param([Row("interest", RowKind.INTEREST, 1_000_000, date(2026, 5, 1))], date(2026, 5, 1), MAY_31, 0,
                     id="nor on interest"),
        pytest.param([Row("claim", RowKind.CLAIM, 1_000_000, date(2026, 5, 1), date(2026, 5, 20))], date(2026, 5, 1),
                     MAY_31, 3_014, id="a claim at moving out as rent"),
        pytest.param([Row("opening", RowKind.OPENING, 1_000_000, date(2026, 5, 1), date(2026, 5, 1))],
                     date(2026, 5, 1), MAY_31, 0, id="an opening balance may hold fees"),
        pytest.param([Row("late", RowKind.CHARGE, 1_000_000, date(2026, 5, 30), date(2026, 5, 20))],
                     date(2026, 5, 1), MAY_31, 274, id="not before it was charged"),
        pytest.param([Row("early", RowKind.CHARGE, 1_000_000, date(2025, 12, 1), date(2025, 12, 20))],
                     date(2025, 12, 21), date(2026, 1, 1), 274, id="no rate, no interest"),
        pytest.param([RENT], MAY_31, date(2026, 5, 1), 0, id="a span that ends before it begins"),
    ],
)  # fmt: skip
def test_interest_is_counted_by_the_day(rows: list[Row], first: date, last: date, ore: int) -> None:
    assert total(rows, first, last) == ore


def test_half_an_øre_is_rounded_up_once_for_all() -> None:
    half = [interest.Span(MAY_31, MAY_31, 365, 5_000)]
    assert half[0].interest == Fraction(1, 2)
    assert interest.amount(half) == 1
    assert interest.amount(half * 3) == 2


DAYS = st.integers(0, 400).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
KINDS = st.sampled_from([RowKind.CHARGE, RowKind.CLAIM, RowKind.PAYMENT, RowKind.REVERSAL, RowKind.FEE])


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        kind, day, size = draw(KINDS), draw(DAYS), draw(st.integers(1, 900_000))
        due = day + timedelta(days=draw(st.integers(0, 20))) if kind in interest.BEARING else None
        found.append(Row(f"{number}", kind, -size if kind is RowKind.PAYMENT else size, day, due))
    return found


@given(histories(), DAYS, st.integers(0, 120), st.integers(0, 120))
def test_a_span_in_two_parts_bears_the_same_to_an_øre(rows: list[Row], first: date, one: int, other: int) -> None:
    middle = first + timedelta(days=one)
    last = middle + timedelta(days=1 + other)
    whole = interest.spans(rows, first, last, RATES)
    parts = [interest.spans(rows, first, middle, RATES), interest.spans(rows, middle + timedelta(days=1), last, RATES)]
    exact = [sum((span.interest for span in some), Fraction()) for some in (whole, *parts)]
    assert exact[0] == exact[1] + exact[2]
    assert abs(interest.amount(whole) - sum(interest.amount(part) for part in parts)) <= 1


@given(histories(), DAYS, st.integers(0, 60))
def test_spans_come_to_the_same_as_day_by_day(rows: list[Row], first: date, days: int) -> None:
    each = [first + timedelta(days=at) for at in range(days + 1)]
    by_day = sum(
        (interest.Span(day, day, interest.debt_on(rows, day), interest.value_on(RATES, day)).interest for day in each),
        Fraction(),
    )
    spans = interest.spans(rows, first, each[-1], RATES)
    assert sum((span.interest for span in spans), Fraction()) == by_day
