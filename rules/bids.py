"""Landlords' bids: their total by the announced weights, their order, and what stands in the way of a choice (S000)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Place:
    """Where a bid stands in the order: those with equal totals share the place, and are told of as equal."""

    bid: str
    place: int
    total: int
    shared: bool


def total(points: Mapping[str, int], weights: Mapping[str, int]) -> int | None:
    """The total in hundredths of a point; None until every criterion has its points.

    The weights are hundredths that make a whole, so five points for everything is 500.
    """
    if not weights or set(weights) - set(points):
        return None
    return sum(points[code] * weight for code, weight in weights.items())


def order(totals: Mapping[str, int]) -> tuple[Place, ...]:
    """The bids with the most points first; ties share a place, in the order they were given."""
    found = []
    for bid, held in sorted(totals.items(), key=lambda one: -one[1]):
        better = sum(other > held for other in totals.values())
        equal = sum(other == held for other in totals.values())
        found.append(Place(bid, better + 1, held, equal > 1))
    return tuple(found)


def passed_over(totals: Mapping[str, int], chosen: Collection[str]) -> tuple[str, ...]:
    """The bids with more points than one of the chosen that are not chosen themselves; never equal ones."""
    least = min((totals[bid] for bid in chosen if bid in totals), default=None)
    if least is None:
        return ()
    return tuple(bid for bid, held in totals.items() if bid not in chosen and held > least)


def is_late(received_on: date, bids_by: date) -> bool:
    """Whether a bid came after the last day for bids; that day itself is in time."""
    return received_on > bids_by


def is_open(published_on: date, bids_by: date, today: date) -> bool:
    """Whether the announcement takes bids that day."""
    return published_on <= today <= bids_by


def out_of_range(points: Sequence[int], most: int) -> bool:
    """Whether any points are outside nothing to the most that the rulebook gives."""
    return any(one < 0 or one > most for one in points)


def compared(text: str) -> str:
    """A name or a place as two of them are compared: letters of one size, one space between words."""
    return " ".join(text.casefold().split())
