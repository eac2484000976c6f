"""What the minutes say of the dwellings on a meeting's agenda, from the vacancies that carry the truth."""

from collections.abc import Collection
from typing import Any

from bson import ObjectId

from letters.minutes import HomeMinute
from models import Application, Meeting, Vacancy
from models.meeting import HomeItem
from models.vacancy_parts import Allocation, PassedOver
from rules.terms import ItemOutcome
from services.actor import Actor
from services.batches import batched
from services.meetings.homes import chosen_in


def of(meeting: Meeting) -> tuple[HomeMinute, ...]:
    """One for each dwelling, in the order of the agenda."""
    made = _made(meeting)
    return tuple(_minute(one, made.get(one.vacancy), meeting) for one in meeting.homes)


def _made(meeting: Meeting) -> dict[ObjectId, Any]:
    """The allocations that the meeting made, by vacancy."""
    wanted = [one.vacancy for one in meeting.homes if one.outcome is ItemOutcome.DECIDED]
    found: dict[ObjectId, Any] = {}
    for ids in batched(wanted):
        some = Vacancy.objects(pk__in=ids).only("allocation", "earlier")
        found |= {one.pk: chosen_in(one, meeting.pk) for one in some}
    return found


def _minute(item: HomeItem, made: Allocation | None, meeting: Meeting) -> HomeMinute:
    if made is None:
        return HomeMinute(number=item.vacancy_number, outcome=item.outcome, note=item.note)
    out = _disqualified(cases_of(made))
    return HomeMinute(
        number=item.vacancy_number,
        outcome=item.outcome,
        application=made.application_number,
        members=tuple(made.decided_by_names),
        reasons=made.recommendation.reasons if made.recommendation and as_advised(made) else "",
        over=tuple((tuple(one.numbers), one.reason) for one in passed_over(made)),
        left=tuple(one.name for one in meeting.members if str(one.user) in out),
        note=item.note,
    )


def as_advised(made: Allocation) -> bool:
    """Whether one of those recommended was chosen."""
    return made.recommendation is not None and made.application in made.recommendation.chosen


def passed_over(made: Allocation) -> list[PassedOver]:
    """The reasons for those passed over: the consultants' own, or the committee's where it chose another."""
    if not as_advised(made) or made.recommendation is None:
        return list(made.passed_over)
    return list(made.recommendation.passed_over)


def cases_of(made: Allocation) -> set[ObjectId]:
    """The cases that a choice was between, as the minutes tell of it."""
    return {made.application, *(one for group in passed_over(made) for one in group.applications)}


def cases_told_of(meeting: Meeting) -> set[ObjectId]:
    """The cases that the minutes give reasons about."""
    return {one for made in _made(meeting).values() if made is not None for one in cases_of(made)}


def is_out(actor: Actor, cases: Collection[ObjectId]) -> bool:
    """Whether the actor is disqualified in one of the cases (fvl. § 6)."""
    return actor.id in _disqualified(cases)


def _disqualified(cases: Collection[ObjectId]) -> set[str]:
    found = set()
    for ids in batched(sorted(cases)):
        some = Application.objects(pk__in=ids).only("conflicts")
        found |= {str(conflict.user) for case in some for conflict in case.conflicts}
    return found
