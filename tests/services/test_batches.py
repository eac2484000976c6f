"""Tests of services/batches.py."""

import pytest

from services.batches import IDS_AT_ONCE, batched

pytestmark = pytest.mark.services


@pytest.mark.parametrize(
    ("items", "size", "lists"),
    [
        ((), 2, []),
        ((1, 2, 3), 2, [[1, 2], [3]]),
        (iter((1, 2, 3, 4)), 2, [[1, 2], [3, 4]]),
        ({"a": 1, "b": 2}, 1, [["a"], ["b"]]),
        ({7}, 5, [[7]]),
    ],
)
def test_anything_comes_a_few_at_a_time_in_its_order(items, size, lists):
    assert list(batched(items, size)) == lists


def test_fifty_at_once_where_nothing_else_is_said():
    assert [len(some) for some in batched(range(IDS_AT_ONCE + 1))] == [IDS_AT_ONCE, 1]
