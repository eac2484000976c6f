"""What a procurement's call and choice were before they were changed or taken back, as its history has kept them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from letters.case_print import PrintSection
from letters.layout import short_date
from models import Bid, Mandate, NeedOverview, Procurement
from models.base import HistoryEntry
from models.procurement import Announcement, Choice, Weighted
from rules.deadlines import oslo_date
from services.batches import batched
from services.procurements import told

RESTED_ON: Mapping[str, type[Mandate | NeedOverview]] = {"mandate": Mandate, "need_overview": NeedOverview}


def calls(held: Procurement) -> tuple[PrintSection, ...]:
    """The calls that were changed or taken back, oldest first."""
    return tuple(
        told.of_call(Announcement._from_son(was), _criteria(entry, held), f"Utlysingen til {_day(entry)}")
        for entry, was in _before(held, "announcement")
    )


def _criteria(entry: HistoryEntry, held: Procurement) -> Sequence[Weighted]:
    was = entry.changes.get("criteria", [None])[0]
    return [Weighted._from_son(one) for one in was] if was else held.criteria


def choices(held: Procurement, bids: Sequence[Bid]) -> tuple[PrintSection, ...]:
    """The choices that were taken back or fell, oldest first, each with its reasons."""
    return tuple(
        told.of_choice(Choice._from_son(was), bids, f"Valget til {_day(entry)}")
        for entry, was in _before(held, "choice")
    )


def _before(held: Procurement, name: str) -> Iterator[tuple[HistoryEntry, Any]]:
    for entry in held.history:
        was = entry.changes.get(name, [None])[0]
        if was:
            yield entry, was


def _day(entry: HistoryEntry) -> str:
    return short_date(oslo_date(entry.at))


def named(held: Procurement) -> dict[Any, str]:
    """The numbers of the authorities and overviews that it rests on or has rested on, by id: a read for each sort."""
    found: dict[Any, str] = {}
    for name, kind in RESTED_ON.items():
        ids = {one for entry in held.history for one in entry.changes.get(name, ()) if one is not None}
        found |= {one.pk: one.number for some in batched(ids) for one in kind.objects(pk__in=some)}
    return found


def subjects(entry: HistoryEntry, results: Mapping[str, str], numbers: Mapping[Any, str]) -> Iterator[str]:
    """What an entry is about, where its action alone does not say: the results, the authority or the overview."""
    was, now = ({one["code"]: one for one in part or ()} for part in entry.changes.get("results", (None, None)))
    yield from (results.get(code, code) for code in dict.fromkeys([*was, *now]) if was.get(code) != now.get(code))
    for name in RESTED_ON:
        before, after = entry.changes.get(name, (None, None))
        if (after or before) in numbers:
            yield numbers[after or before]
