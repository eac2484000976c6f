"""Seconds by the wall clock."""

import time
from collections.abc import Callable
from statistics import median

REPEATS = 7


def seconds(act: Callable[[], object]) -> float:
    """How long it takes, once."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def in_turn(*acts: Callable[[], object], repeats: int = REPEATS) -> list[float]:
    """The median time of each, done in turn so that a slow moment meets them all; the first round is not counted."""
    rounds = [[seconds(act) for act in acts] for _ in range(repeats + 1)][1:]
    return [median(times) for times in zip(*rounds, strict=True)]
