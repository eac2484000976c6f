"""What a rulebook would change in the open cases before it is published, and what it does when it takes force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from models import Applicant, Application, Rulebook
from models.base import Effect, Record
from rules import priority
from rules.deadlines import oslo_date
from rules.eligibility import Verdict
from rules.policy import Policy
from rules.priority import Household
from rules.rulebook import Rules
from rules.terms import Advice, ApplicationState, RequirementResult
from services import assessments, merged, records, rulebooks, waiting_list
from services.actor import Actor
from services.batches import batched
from services.waiting_list import Wanted


@dataclass(frozen=True)
class Outcome:
    """What a rulebook makes of one case: where it points, the sum, which musts fail, what nobody has answered."""

    advice: Advice
    score: int
    not_met: tuple[str, ...]
    unanswered: tuple[str, ...]


@dataclass(frozen=True)
class CaseChange:
    """One open case that comes out otherwise: under the rulebook in force, and under the draft."""

    id: ObjectId
    number: str
    state: ApplicationState
    then: Outcome
    now: Outcome


@dataclass(frozen=True)
class Impact:
    """What a draft would change: of the open assessed cases, and of the places on the waiting list."""

    current: Rules
    draft: Rules
    assessed: int
    cases: tuple[CaseChange, ...]
    waiting: int
    moved: int


def impact(draft: Rulebook, today: date) -> Impact:
    """Recompute every open assessed case, and the order of the waiting list, under the draft. Changes nothing.

    Raises RulebookInvalid, NotFound (no rulebook in force).
    """
    current, proposed = rulebooks.current(today), rulebooks.rules_of(draft)
    cases = list(assessments.open_assessed())
    born = _birth_dates(cases)
    changes = tuple(change for case in cases if (change := _change(case, born, current, proposed, today)) is not None)
    households = waiting_list.households(Wanted())
    return Impact(current, proposed, len(cases), changes, len(households), moved(households, current, proposed))


def moved(households: list[Household], current: Rules, proposed: Rules) -> int:
    """How many households would get another place on the list."""
    before, after = _places(households, current.policy), _places(households, proposed.policy)
    return sum(before[one.id] != after[one.id] for one in households)


def by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """After a rulebook was published: look at the open assessments anew, if it is in force already (a command)."""
    today = oslo_date(actor.at)
    if isinstance(document, Rulebook) and document.valid_from is not None and document.valid_from <= today:
        take_force(today, actor)


def begins_on(day: date) -> bool:
    """Whether a version takes force on the day (index `rulebook_valid`)."""
    return Rulebook.objects(valid_from=day).only("pk").first() is not None


def take_force(day: date, actor: Actor) -> int:
    """Look at the open assessments anew under the rulebook in force; returns how many were marked or cleared."""
    return assessments.recheck_open(rulebooks.current(day), actor)


def _birth_dates(cases: list[Application]) -> dict[Any, Applicant]:
    """The persons of the cases by id, with what an assessment looks at; ids in chunks."""
    found: dict[Any, Applicant] = {}
    for ids in batched({records.reference(case, "applicant") for case in cases}):
        some = Applicant.objects(pk__in=ids).only("born_on", "merged_into")
        found |= {person.pk: merged.root_of(person) for person in some}
    return found


def _change(
    case: Application, persons: Mapping[Any, Applicant], current: Rules, proposed: Rules, today: date
) -> CaseChange | None:
    person = persons.get(records.reference(case, "applicant"))
    if person is None:
        return None
    then, now = (_outcome(assessments.verdict_of(case, person, rules, today)) for rules in (current, proposed))
    return None if then == now else CaseChange(case.pk, case.number, case.state, then, now)


def _outcome(verdict: Verdict) -> Outcome:
    failed = (one for one in verdict.requirements if one.result is RequirementResult.NOT_MET)
    return Outcome(verdict.advice, verdict.score, tuple(one.requirement.label for one in failed), verdict.unanswered)


def _places(households: list[Household], policy: Policy) -> dict[str, int]:
    return {one.household.id: one.rank for one in priority.rank(households, policy, b"")}
