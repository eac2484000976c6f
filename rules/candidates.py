"""What is asked of an office's candidate, and where a candidate stands as the vacancy goes on (S004 steps 4-6)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rules.letting_policy import Point
from rules.terms import NominationState, VacancyState

UP, OVER, GIVEN = NominationState.PUT_UP, NominationState.PASSED_OVER, NominationState.ALLOCATED


class Answer(NamedTuple):
    """What is said of one point of the checklist; one that does not apply says why in a word."""

    text: str
    applies: bool = True


NOTHING = Answer("")


def unanswered(points: Iterable[Point], answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The codes of the points that nothing is said of, in the rulebook's order."""
    return tuple(one.code for one in points if not answers.get(one.code, NOTHING).text.strip())


def follows(state: NominationState, vacancy: VacancyState, *, chosen: bool, fell: bool, waits: bool) -> NominationState:
    """Where a candidate stands once the vacancy stands where it does.

    `chosen`: the dwelling is allocated to it; `fell`: an allocation to it came to nothing by an offer or a lease, and
    the dwelling is not its own again unless an office puts it up anew; `waits`: it is still on the waiting list.
    What an office has withdrawn stays so.
    """
    if state is NominationState.WITHDRAWN:
        return state
    if vacancy in (VacancyState.ALLOCATED, VacancyState.LET):
        return GIVEN if chosen and state is not OVER else OVER
    if vacancy is VacancyState.CANCELLED:
        return OVER
    if not waits:
        return OVER if state is OVER else NominationState.WITHDRAWN
    if fell:
        return UP if state is UP else OVER
    return UP
