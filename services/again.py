"""Work that reads a record anew and writes it, done again where another was first in the same instant.

For steps that do not contradict each other (two homes of one project, two bids): what decides is what the record says
then, not who was first.
"""

from collections.abc import Callable
from typing import TypeVar

from rules.errors import StaleState

TRIES = 5
T = TypeVar("T")


def again(work: Callable[[], T]) -> T:
    """What the work gives; it must read what it writes each time. Raises StaleState where others are always first."""
    for _ in range(TRIES - 1):
        try:
            return work()
        except StaleState:
            continue
    return work()
