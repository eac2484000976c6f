"""Many ids a few at a time: the embedded server is slow on a large `$in`, and a list of any length is never held."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

IDS_AT_ONCE = 50

T = TypeVar("T")


def batched(items: Iterable[T], size: int = IDS_AT_ONCE) -> Iterator[list[T]]:
    """Lists of at most `size` items, in the order that they come in; none where there are no items."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
