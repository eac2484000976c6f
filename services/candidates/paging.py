"""A page of those whom a vacant dwelling suits, as the waiting list shows them, or of those whom it does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from rules import priority
from rules.policy import Policy
from rules.sifting import Fit, Sifted
from rules.terms import Exclusion
from services import waiting_list
from services.waiting_list import PAGE, Page, Row


@dataclass(frozen=True)
class KeptOut:
    """Those of one page whom the dwelling does not suit, each with every reason.

    `until`: the day from which those who are held back may be offered a dwelling again.
    """

    rows: tuple[tuple[Any, tuple[Exclusion, ...]], ...]
    until: Mapping[ObjectId, date]
    count: int
    number: int
    pages: int


def fits_page(found: Sifted, policy: Policy, number: int = 1) -> Page:
    """One page of those it suits, in order; a number past the last page is the last page. One read."""
    number, pages = _within(number, found.fit_count)
    start = (number - 1) * PAGE
    some = found.fits_between(max(start - 1, 0), start + PAGE)  # with the one above the first
    shown = some[1:] if start else some
    held = waiting_list.read(one.waiting.household.id for one in shown)
    above: Sequence[Fit | None] = [some[0] if start else None, *shown]
    rows = [_row(one, before, policy, held) for one, before in zip(shown, above, strict=False)]
    return Page(tuple(row for row in rows if row.application is not None), found.fit_count, number, pages)


def excluded_page(found: Sifted, number: int = 1, why: Exclusion | None = None) -> KeptOut:
    """One page of those it does not suit; with a reason, of those whom it keeps out. One read."""
    count = found.excluded_count if why is None else found.counts.get(why, 0)
    number, pages = _within(number, count)
    shown = found.excluded_between((number - 1) * PAGE, number * PAGE, why)
    held = waiting_list.read(one.waiting.household.id for one in shown)
    rows = [(held.get(one.waiting.household.id), one.why) for one in shown]
    until = {ObjectId(one.waiting.household.id): day for one in shown if (day := one.waiting.need.held_back_until)}
    return KeptOut(tuple(row for row in rows if row[0] is not None), until, count, number, pages)


def _within(number: int, count: int) -> tuple[int, int]:
    pages = max(-(-count // PAGE), 1)
    return min(max(number, 1), pages), pages


def _row(one: Fit, above: Fit | None, policy: Policy, held: dict[str, Any]) -> Row:
    parts = priority.parts_of(one.waiting.household, policy, one.key)
    differs = priority.decisive(above.key, one.key) if above is not None else None
    behind = None
    if above is not None and differs is not None:
        behind = (parts[differs], priority.parts_of(above.waiting.household, policy, above.key)[differs])
    return Row(one.rank, one.shared, held.get(one.waiting.household.id), parts, behind, above is None)
