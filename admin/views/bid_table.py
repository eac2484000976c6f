"""The bids of a procurement side by side: points by criterion with a bar each, the best first, ties as equals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from admin import formats
from models import Bid, Landlord, Procurement
from rules.terms import BidState
from services import procurements, records
from services.batches import batched
from services.procurements import told


@dataclass(frozen=True)
class Cell:
    """The points for one criterion in words, how long its bar is of a hundred, and why."""

    points: str
    length: float
    why: str


@dataclass(frozen=True)
class Row:
    """One bid: its place in words, what tells it from the others, its cells in the criteria's order, its total."""

    bid: Any
    place: str
    about: tuple[str, ...]
    cells: tuple[Cell | None, ...]
    total: str
    length: float
    chosen: bool


@dataclass(frozen=True)
class Comparison:
    """The criteria with their weights, the bids that are considered, and those that are not."""

    criteria: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    others: tuple[Any, ...]
    waiting: tuple[str, ...]  # the numbers of those that lack points


def points(total: int | None) -> str | None:
    """Hundredths of a point as people write them: «3,85»."""
    return None if total is None else f"{total // 100},{total % 100:02d}"


def comparison(procurement: Procurement) -> Comparison:
    """The page's table: the bids and their landlords are read at once, however many they are."""
    held = procurements.bids_of(procurement)
    names = _landlords(held)
    most = procurements.most_points(procurement)
    places = {one.bid: one for one in procurements.order_of(held)}
    considered = [bid for bid in held if bid.state in procurements.CONSIDERED]
    considered.sort(key=lambda bid: (-(bid.total if bid.total is not None else -1), bid.bid_number))
    return Comparison(
        tuple((one.label, one.weight) for one in procurement.criteria),
        tuple(_row(bid, procurement, places.get(str(bid.pk)), most, about(bid, names)) for bid in considered),
        tuple(bid for bid in held if bid.state not in procurements.CONSIDERED),
        tuple(bid.bid_number for bid in considered if procurements.waits(bid)),
    )


def _landlords(bids: Sequence[Bid]) -> Mapping[Any, str]:
    wanted = {records.reference(bid, "landlord") for bid in bids}
    return {
        one.pk: one.name
        for some in batched(wanted)
        for one in Landlord.objects(pk__in=some).only("name").order_by("pk")
    }


def about(bid: Bid, landlords: Mapping[Any, str]) -> tuple[str, ...]:
    """What tells a bid from others of the same name, a line each: whose, where, how many, the rent, and when."""
    rent = f"{formats.kroner(bid.rent_ore_m2)} per m² og år" if bid.rent_ore_m2 is not None else ""
    ready = f"Ferdig {formats.day(bid.ready_on)}" if bid.ready_on else ""
    whose = landlords.get(records.reference(bid, "landlord"), "")
    return tuple(words for words in (whose, bid.address, told.homes(bid), rent, ready) if words)


def _row(bid: Bid, procurement: Procurement, place: Any, most: int, lines: tuple[str, ...]) -> Row:
    scores = {one.code: one for one in bid.scores}
    cells = tuple(_cell(scores.get(one.code), most) for one in procurement.criteria)
    length = round((bid.total or 0) / most, 1)
    return Row(bid, _place(place), lines, cells, points(bid.total) or "", length, bid.state is BidState.CHOSEN)


def _cell(score: Any, most: int) -> Cell | None:
    return None if score is None else Cell(str(score.points), round(100 * score.points / most, 1), score.why)


def _place(place: Any) -> str:
    if place is None:
        return ""
    return f"{place.place}. (delt)" if place.shared else f"{place.place}."


def choices(procurement: Procurement) -> Sequence[tuple[str, str]]:
    """The bids that may be chosen, the best first: «1. UT2026-001 Fjordgløtt, Hjem AS, 3,85 poeng»."""
    found = comparison(procurement)
    return [
        (str(row.bid.pk), f"{row.place} {row.bid.bid_number} {row.bid.project_name}, {row.about[0]}, {row.total} poeng")
        for row in found.rows
        if row.total
    ]
