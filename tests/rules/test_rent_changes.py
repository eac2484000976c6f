"""How a rent may change: never more than prices rose, never before a year, never without its notice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import rent_changes
from rules.deadlines import add_months
from rules.errors import MonthCharged, RentBeforeLease, RentLinesOverlap, RentNegative, RentTooEarly, RentUnchanged
from rules.price_index import missing_months
from rules.rent_changes import Fixing, IndexObstacle, Line, NewAmount
from rules.terms import RentLineKind

K = RentLineKind
START = date(2025, 3, 1)
BASE = Line("1", K.BASE, 800_000, START)
LINES = (
    BASE,
    Line("2", K.POWER, 90_000, START),
    Line("3", K.GARAGE, 60_000, START),
    Line("4", K.SERVICES, 50_000, START),
)
AMOUNTS = st.integers(0, 10_000_000)
VALUES = st.integers(1_00, 100_000)


def index(**others: object) -> rent_changes.IndexVerdict:
    values: dict[str, object] = {
        "effective_from": date(2026, 3, 1), "base_value": 12_000, "new_month": "2026-01", "new_value": 12_360,
        "index_months": 12,
    }  # fmt: skip
    fixing = others.pop("fixing", Fixing(START, "2025-03"))
    return rent_changes.index_change(LINES, fixing, **{**values, **others})  # type: ignore[arg-type]


def test_the_rent_and_the_garage_follow_the_index_but_not_power_and_shared_costs() -> None:
    assert {one.kind: one.new_ore for one in index().amounts} == {K.BASE: 824_000, K.GARAGE: 61_800}


@pytest.mark.parametrize(
    ("facts", "obstacle"),
    [
        pytest.param({"effective_from": date(2026, 2, 28)}, IndexObstacle.TOO_SOON, id="a day short of a year"),
        pytest.param({"base_value": None}, IndexObstacle.NO_VALUE, id="no value to go from"),
        pytest.param({"new_month": "2025-03"}, IndexObstacle.NOT_LATER, id="the month it was set by"),
        pytest.param({"new_value": 12_000}, IndexObstacle.NOTHING, id="prices stood still"),
        pytest.param({"most": 0}, IndexObstacle.NOTHING, id="the municipality asks for no rise"),
        pytest.param({"new_value": 11_400}, None, id="prices fell: the tenant may ask for that"),
        pytest.param({"effective_from": date(2028, 3, 1), "new_month": "2028-01"}, None, id="years caught up in one"),
    ],
)
def test_when_the_index_moves_nothing(facts: dict[str, object], obstacle: IndexObstacle | None) -> None:
    assert index(**facts).obstacle is obstacle


def test_less_than_the_index_may_be_asked_for_and_a_fall_is_followed_whole() -> None:
    assert index(most=2_00).amounts[0].new_ore == 816_000
    assert index(most=2_00, new_value=11_400).amounts[0].new_ore == 760_000


@given(AMOUNTS, VALUES, VALUES, st.none() | st.integers(0, 5_000))
def test_no_rent_rises_more_than_prices_did(amount: int, base: int, new: int, most: int | None) -> None:
    moved = rent_changes.indexed(amount, base, new, most)
    assert moved * base <= amount * new
    assert most is None or moved <= max(amount * (10_000 + most) // 10_000, 0)
    assert most is not None or moved * base > amount * new - base  # nor is more than an øre given away


@given(st.dates(date(2020, 1, 1), date(2027, 1, 1)), st.dates(date(2020, 1, 1), date(2027, 1, 1)))
def test_a_year_and_a_months_notice_have_always_passed(set_on: date, told_on: date) -> None:
    earliest = rent_changes.earliest_index(Fixing(set_on, "2020-01"), told_on, index_months=12, notice_months=1)
    assert earliest >= add_months(set_on, 12)
    assert earliest >= add_months(told_on, 1)
    assert earliest.day == 1


@pytest.mark.parametrize(
    ("demanded", "effective", "earliest", "why"),
    [
        pytest.param(date(2027, 8, 31), date(2028, 3, 1), date(2027, 9, 1), "market", id="not two and a half years"),
        pytest.param(date(2027, 9, 1), date(2028, 2, 1), date(2028, 3, 1), "notice", id="not six months' notice"),
        pytest.param(date(2027, 9, 1), date(2028, 3, 1), None, "", id="on the day"),
    ],
)
def test_going_rent_takes_its_time(demanded: date, effective: date, earliest: date | None, why: str) -> None:
    def check() -> None:
        rent_changes.check_market(
            "K1", since=START, last_change=START, demanded_on=demanded, effective_from=effective, market_months=30,
            notice_months=6, index_months=12,
        )  # fmt: skip

    if earliest is None:
        check()
        return
    with pytest.raises(RentTooEarly) as refused:
        check()
    assert (refused.value.earliest, refused.value.why) == (earliest, why)


@pytest.mark.parametrize(
    ("amount", "facts", "error"),
    [
        pytest.param(NewAmount("1", K.BASE, 800_000, -1), {}, RentNegative, id="negative"),
        pytest.param(NewAmount("1", K.BASE, 800_000, 800_000), {}, RentUnchanged, id="the same"),
        pytest.param(
            NewAmount("1", K.BASE, 800_000, 1), {"effective_from": date(2025, 2, 28)}, RentBeforeLease, id="too early"
        ),
        pytest.param(
            NewAmount("1", K.BASE, 800_000, 1), {"effective_from": date(2026, 5, 31)}, MonthCharged, id="charged"
        ),
        pytest.param(NewAmount(None, K.GARAGE, 0, 1), {}, RentLinesOverlap, id="a second garage beside the first"),
    ],
)
def test_what_no_change_may_be(amount: NewAmount, facts: dict[str, date], error: type[Exception]) -> None:
    values = {"effective_from": date(2026, 6, 1), "charged_until": date(2026, 5, 31)} | facts
    with pytest.raises(error):
        rent_changes.check("K1", LINES, [amount], starts_on=START, correction=False, **values)


def test_a_correction_reaches_back_but_not_behind_a_line_that_has_followed() -> None:
    until = date(2026, 5, 31)
    lines = (Line("1", K.BASE, 1, START, until), Line("2", K.BASE, 2, date(2026, 6, 1)))
    facts = {"starts_on": START, "charged_until": date(2026, 8, 31), "correction": True}
    rent_changes.check("K1", lines, [NewAmount("2", K.BASE, 2, 3)], effective_from=date(2026, 6, 1), **facts)
    with pytest.raises(RentLinesOverlap) as refused:
        rent_changes.check("K1", lines, [NewAmount("1", K.BASE, 1, 3)], effective_from=date(2026, 5, 1), **facts)
    assert refused.value.since == date(2026, 6, 1)


@given(st.dates(date(2025, 3, 1), date(2026, 12, 31)), AMOUNTS)
def test_no_line_is_overwritten_and_none_overlap(since: date, amount: int) -> None:
    after = rent_changes.followed((BASE,), [NewAmount("1", K.BASE, 800_000, amount)], since)
    assert (after[0].key, after[0].amount_ore, after[0].valid_from) == ("1", 800_000, START)
    assert len({line.key for line in after}) == len(after)
    for day in (START, since, date(2026, 12, 31)):
        assert sum(line.holds(day) for line in after) <= 1
        assert sum(line.amount_ore for line in after if line.holds(day)) == (amount if day >= since else 800_000)


@pytest.mark.parametrize(
    ("months", "missing"),
    [
        pytest.param(["2026-01", "2026-02"], (), id="whole"),
        pytest.param(["2025-11", "2026-02"], ("2025-12", "2026-01"), id="over new year"),
        pytest.param([], (), id="nothing"),
        pytest.param(["2026-03", "2026-01"], ("2026-02",), id="in any order"),
    ],
)
def test_holes_in_a_table(months: list[str], missing: tuple[str, ...]) -> None:
    assert missing_months(months) == missing
