"""The waiting list: granted households by approved need, in the order that the rulebook's key gives when it is read.

Nothing of the order is stored. However long the list is, a page costs two queries: what the order looks at for all who
wait, and what is shown of those on the page; the persons and the rulebook are the reader's own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bson import ObjectId

from models import Application
from rules import priority
from rules.policy import Policy
from rules.priority import Household, Part, Ranked
from rules.terms import DecisionOutcome, DwellingType, HousingSituation, LegalBasis
from services.batches import IDS_AT_ONCE

ALL = "waiting_list"  # what the shuffling of equals is for, where it is for no vacancy
PAGE = IDS_AT_ONCE
SITUATIONS: Mapping[str, HousingSituation] = {one.value: one for one in HousingSituation}
ORDERED_BY = {"situation": 1, "children": 1, "factor_levels": 1}
SHOWN = (
    "application_number", "applicant", "kind", "state", "situation", "approved_need", "decided_on", "need_reviewed_on",
    "kept_by", "office", "assessment_stale", "decisions.open", "decisions.basis", "decisions.outcome",
    "decisions.proposal.dwelling_type", "conflicts.user", "adults", "children",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which households to look at; None = whatever."""

    rooms: int | None = None
    step_free: bool | None = None
    lift: bool | None = None
    services_day: bool | None = None
    services_evening: bool | None = None
    services_night: bool | None = None
    office: ObjectId | None = None
    dwelling_type: DwellingType | None = None


NEEDS = ("step_free", "lift", "services_day", "services_evening", "services_night")


@dataclass(frozen=True)
class Row:
    """One household with its place: why it stands there, and what tells it from the household above.

    `behind` is the part of the key in which it yields to the one above, with theirs; None where the two are equal, and
    on the first row.
    """

    rank: int
    shared: bool
    application: Any
    parts: tuple[Part, ...]
    behind: tuple[Part, Part] | None
    first: bool


@dataclass(frozen=True)
class Page:
    """The rows of one page, and how many wait in all."""

    rows: tuple[Row, ...]
    count: int
    number: int
    pages: int


EMPTY = Page((), 0, 1, 1)


def households(wanted: Wanted) -> list[Household]:
    """Those who wait, as the order looks at them, in no order (index `application_on_list`)."""
    return [household(row) for row in Application._get_collection().find(_filter(wanted), ORDERED_BY)]


def household(row: Mapping[str, Any]) -> Household:
    """What the order looks at of an application as it is stored."""
    situation = SITUATIONS[row["situation"]]
    return Household(str(row["_id"]), situation, row.get("children", 0), row.get("factor_levels") or {})


def _filter(wanted: Wanted) -> dict[str, Any]:
    asked: dict[str, Any] = {"on_list": True}
    if wanted.rooms is not None:
        asked["approved_need.rooms"] = wanted.rooms
    for name in NEEDS:
        value = getattr(wanted, name)
        if value is not None:
            asked[f"approved_need.{name}"] = True if value else {"$ne": True}
    if wanted.office is not None:
        asked["office"] = wanted.office
    if wanted.dwelling_type is not None:
        asked["decisions"] = {
            "$elemMatch": {
                "open": True,
                "basis": LegalBasis.LOCAL_GUIDELINES.value,
                "outcome": DecisionOutcome.GRANTED.value,
                "proposal.dwelling_type": wanted.dwelling_type.value,
            }
        }
    return asked


def page(wanted: Wanted, policy: Policy, tie: bytes, number: int = 1) -> Page:
    """One page of those who wait, in order; a number past the last page is the last page."""
    ranked = priority.rank(households(wanted), policy, tie)
    pages = max(-(-len(ranked) // PAGE), 1)
    number = min(max(number, 1), pages)
    start = (number - 1) * PAGE
    shown = ranked[start : start + PAGE]
    held = read(one.household.id for one in shown)
    rows = [_row(ranked, start + at, policy, held.get(one.household.id)) for at, one in enumerate(shown)]
    return Page(tuple(row for row in rows if row.application is not None), len(ranked), number, pages)


def read(ids: Iterable[str]) -> dict[str, Any]:
    """What a page shows of these applications, by id as text; at most 50."""
    wanted = [ObjectId(one) for one in ids]
    found = Application.objects(pk__in=wanted).only(*SHOWN).no_dereference()
    return {str(one.pk): one for one in found}


def _row(ranked: Sequence[Ranked], at: int, policy: Policy, application: Any) -> Row:
    here = ranked[at]
    above = ranked[at - 1] if at else None
    below = ranked[at + 1] if at + 1 < len(ranked) else None
    parts = priority.parts_of(here.household, policy, here.key)
    differs = priority.decisive(above.key, here.key) if above else None
    behind = None
    if above is not None and differs is not None:
        behind = (parts[differs], priority.parts_of(above.household, policy, above.key)[differs])
    shared = any(other is not None and other.rank == here.rank for other in (above, below))
    return Row(here.rank, shared, application, parts, behind, above is None)


def dwelling_type(application: Any) -> DwellingType | None:
    """The kind of dwelling that the standing grant by the guidelines names; imported grants name none."""
    for one in application.decisions:
        granted = one.open and one.outcome is DecisionOutcome.GRANTED and one.basis is LegalBasis.LOCAL_GUIDELINES
        if granted and one.proposal is not None:
            found: DwellingType | None = one.proposal.dwelling_type
            return found
    return None
