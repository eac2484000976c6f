"""The total of a bid by the announced weights, and the order of bids (S000 phase 3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import bids

WEIGHTS = {"location": 30, "quality": 25, "rent": 25, "owner": 20}
TOTALS = st.dictionaries(st.sampled_from([f"b{n}" for n in range(8)]), st.integers(0, 500), min_size=1)
DEADLINE = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("points", "total"),
    [
        ({}, None),
        ({"location": 5, "quality": 5, "rent": 5}, None),
        ({"location": 5, "quality": 5, "rent": 5, "owner": 5}, 500),
        ({"location": 0, "quality": 0, "rent": 0, "owner": 0}, 0),
        ({"location": 4, "quality": 3, "rent": 2, "owner": 1}, 265),
        ({"location": 5, "quality": 5, "rent": 5, "owner": 5, "gone": 5}, 500),
    ],
)
def test_the_total_is_in_hundredths_of_a_point_and_stands_when_every_criterion_has_points(
    points: dict[str, int], total: int | None
) -> None:
    assert bids.total(points, WEIGHTS) == total


def test_a_call_without_criteria_gives_no_total() -> None:
    assert bids.total({"location": 5}, {}) is None


@pytest.mark.parametrize(
    ("totals", "places"),
    [
        ({"a": 100, "b": 300, "c": 200}, [("b", 1, False), ("c", 2, False), ("a", 3, False)]),
        ({"a": 300, "b": 300, "c": 200}, [("a", 1, True), ("b", 1, True), ("c", 3, False)]),
        ({}, []),
    ],
)
def test_equal_totals_share_a_place(totals: dict[str, int], places: list[tuple[str, int, bool]]) -> None:
    assert [(one.bid, one.place, one.shared) for one in bids.order(totals)] == places


@pytest.mark.parametrize(
    ("chosen", "over"),
    [({"a"}, ()), ({"b"}, ("a",)), ({"c"}, ("a", "b", "d")), ({"a", "c"}, ("b", "d")), ({"d"}, ("a",)), (set(), ())],
)
def test_those_with_more_points_are_passed_over_and_equal_ones_are_not(chosen: set[str], over: tuple[str, ...]) -> None:
    assert bids.passed_over({"a": 400, "b": 300, "c": 100, "d": 300}, chosen) == over


@pytest.mark.parametrize(("days", "late"), [(-1, False), (0, False), (1, True)])
def test_a_bid_on_the_last_day_is_in_time(days: int, late: bool) -> None:
    assert bids.is_late(DEADLINE + timedelta(days), DEADLINE) is late
    assert bids.is_open(date(2026, 5, 1), DEADLINE, DEADLINE + timedelta(days)) is not late


@pytest.mark.parametrize(("points", "wrong"), [([0, 5], False), ([6], True), ([-1], True), ([], False)])
def test_points_are_from_nothing_to_the_most(points: list[int], wrong: bool) -> None:
    assert bids.out_of_range(points, 5) is wrong


@given(points=st.lists(st.integers(0, 5), min_size=4, max_size=4), more=st.sampled_from(sorted(WEIGHTS)))
def test_the_total_is_within_the_scale_and_more_points_never_give_less(points: list[int], more: str) -> None:
    held = dict(zip(WEIGHTS, points, strict=True))
    total = bids.total(held, WEIGHTS)
    assert total is not None
    assert 0 <= total <= 500
    raised = bids.total(held | {more: held[more] + 1}, WEIGHTS)
    assert raised is not None
    assert raised - total == WEIGHTS[more]


@given(TOTALS)
def test_the_order_holds_every_bid_once_and_never_rises(totals: dict[str, int]) -> None:
    found = bids.order(totals)
    assert {one.bid for one in found} == set(totals)
    assert len(found) == len(totals)
    held = [one.total for one in found]
    assert held == sorted(held, reverse=True)
    for one in found:
        assert one.place == 1 + sum(other > one.total for other in totals.values())
        assert one.shared == (sum(other == one.total for other in totals.values()) > 1)


@given(TOTALS, st.data())
def test_whoever_chooses_from_the_top_passes_nobody_over(totals: dict[str, int], data: st.DataObject) -> None:
    many = data.draw(st.integers(1, len(totals)))
    best = [one.bid for one in bids.order(totals)][:many]
    assert bids.passed_over(totals, best) == ()
