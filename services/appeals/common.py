"""What every step of an appeal shares: who may take it, what it owes, and what keeps two answers apart (fvl. § 33)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from models import Appeal, Application, Decision
from models.appeal import Telling
from models.base import Effect, Record
from rules import appeals, states
from rules.errors import AnswerProposed, InvalidRecord, TransitionRefused
from rules.states import Transitions
from rules.terms import AppealState, LetterKind, Role
from services import decisions, effects, need_to_know, pending_appeals, records, rulebooks
from services.actor import Actor
from services.applications import refuse_disqualified
from services.effects import Owed

WORKERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.DECIDER)
PLACE_EFFECT = "appeal_place"


def case_of(appeal: Appeal) -> Application:
    """The case of the appeal, read now. Raises NotFound."""
    found: Application = records.get(Application, records.reference(appeal, "application"))
    return found


def decision_of(appeal: Appeal) -> Decision:
    """The decision appealed on, read now. Raises NotFound."""
    found: Decision = records.get(Decision, records.reference(appeal, "decision"))
    return found


def opened(appeal: Appeal, actor: Actor, what: str, *, version: int) -> Application:
    """The case, for someone who works it and has seen the appeal as it stands.

    The case is read after the appeal: see `refuse_answered`.
    Raises NotAuthorised, NoNeedToKnow, ConflictOfInterest (fvl. § 6), StaleState.
    """
    actor.require(*WORKERS, what=what)
    records.check_version(appeal, version)
    application = case_of(appeal)
    refuse_disqualified(application, actor)
    need_to_know.require(application, actor)
    return application


def refuse_answered(appeal: Appeal, application: Application, actor: Actor) -> None:
    """Raise what keeps an appeal from being sent on or closed while a decision by own reassessment answers it.

    The deciding write lies on the application, sending on and closing on the appeal. Whoever decides first claims
    the appeal (`answered_by`, under its version) and then writes the application under its version. Whoever sends on
    has read the appeal before the application. So a claim made after that makes the appeal's write stale, and one
    made before it leaves its proposal or its decision to be seen here; a claim whose proposal is gone is dead, for no
    proposal has the same id again.
    Raises AnswerProposed, TransitionRefused (decided: what that owes is paid first).
    """
    held = application.proposal
    if held is not None and held.appeal == appeal.pk:
        raise AnswerProposed(application.number)
    for entry in application.decisions:
        if entry.proposal is not None and entry.proposal.appeal == appeal.pk and entry.undone_on is None:
            effects.run(application, actor)
            raise TransitionRefused("appeal", AppealState.CHANGED.value, "answered")


def check_day(name: str, day: date, today: date) -> None:
    """Raise InvalidRecord for a day that has not come."""
    if day > today:
        raise InvalidRecord("appeal", {name: "future"})


def move(
    appeal: Appeal,
    to: AppealState,
    actor: Actor,
    *,
    values: dict[str, Any],
    action: str,
    today: date,
    owed: Sequence[Owed] = (),
    tell: LetterKind | None = None,
    table: Transitions[AppealState] = states.APPEAL,
) -> bool:
    """Bring the appeal to another state; where it closes, its place is released and its task settled.

    Raises TransitionRefused, StaleState.
    """
    states.check(table, appeal.state, to)
    changed = {"state": to, **values}
    if to not in appeals.OPEN:
        changed["closed_on"] = today
    if tell is not None:
        changed["tellings"] = with_telling(appeal, tell, today)
    return records.change(appeal, actor, values=changed, action=action, owed=[*owed, *usual(appeal)])


def usual(appeal: Appeal) -> list[Owed]:
    """What every step owes: the place on the waiting list, and the task with the next step."""
    return [owed_place(appeal, appeal.version + 1), pending_appeals.owed(appeal)]


def with_telling(appeal: Appeal, kind: LetterKind, today: date) -> list[Telling]:
    """The letters that are due, with one more."""
    by = today + timedelta(days=rulebooks.current(today).appeal.telling_days)
    return [*(one for one in appeal.tellings if one.kind is not kind), Telling(kind=kind, by=by)]


def owed_place(appeal: Appeal, version: int) -> Owed:
    """What the place on the waiting list owes to a change of the appeal."""
    return Owed(PLACE_EFFECT, f"place:{appeal.pk}:{version}")


def place_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Keep or release the household's place on the waiting list, as the appeal now stands (a command effect)."""
    appeal = records.get(Appeal, document.pk)
    application = case_of(appeal)
    if _keeps(appeal):
        decisions.keep_place(application, appeal.pk, actor)
        return
    others = Appeal.objects(application=application.pk, pk__ne=appeal.pk).no_dereference().order_by("id")
    decisions.release_place(application, appeal.pk, actor, to=next((one.pk for one in others if _keeps(one)), None))


def _keeps(appeal: Appeal) -> bool:
    outcome = decision_of(appeal).outcome
    return appeals.keeps_place(outcome, appeal.state, appeal.in_time, appeal.reinstated, appeal.deferred)
