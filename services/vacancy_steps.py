"""The next step of each open vacancy as a task with a date on somebody's list (rules.vacancy_steps)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bson import ObjectId

from letters import task_texts
from models import Lease, Meeting, Nomination, Offer, Task, Unit, Vacancy
from models.base import Effect, Record
from models.vacancy import LIVE
from rules.deadlines import oslo_date
from rules.rulebook import Rules
from rules.terms import NominationState, Role, TaskKind, TaskState, VacancyState, VacancyStep
from rules.vacancy_steps import NextVacancyStep, VacancyProgress, next_step
from services import records, rulebooks, tasks
from services.actor import Actor
from services.effects import Owed
from services.tasks import Finding

EFFECT = "vacancy_step"


def owed(document: Record, vacancy: ObjectId) -> Owed:
    """What each change of a vacancy, its candidates, offer or lease owes. Call it before the change is made."""
    return Owed(EFFECT, f"vacancy_step:{document.pk}:{document.version + 1}", {"vacancy": str(vacancy)})


def owed_by_new(document: Record, vacancy: ObjectId) -> Owed:
    """The same for a record that is about to be stored for the first time; it must have its id."""
    return Owed(EFFECT, f"vacancy_step:{document.pk}:1", {"vacancy": str(vacancy)})


def by_effect(_document: Record, effect: Effect, actor: Actor) -> None:
    """Bring the vacancy's task up to date (a command effect)."""
    today = oslo_date(actor.at)
    vacancy = Vacancy.objects(pk=ObjectId(effect.args["vacancy"])).no_dereference().first()
    found = finding(vacancy, today, rulebooks.current(today)) if vacancy else None
    tasks.keep(found, TaskKind.VACANCY, effect.args["vacancy"], actor, today)


def open_vacancies() -> Iterator[Vacancy]:
    """The vacancies that wait for a step, oldest first (index `vacancy_state`)."""
    every = Vacancy.objects(state__in=list(LIVE)).exclude("history", "pending").no_dereference()
    yield from every.order_by("reported_on", "id")


def flagged() -> dict[str, tuple[VacancyStep, date]]:
    """The step and its day of each vacancy's open task, by the vacancy's id, for a list (index `task_kind`)."""
    found = Task.objects(state=TaskState.OPEN, kind=TaskKind.VACANCY).only("subject_id", "since").no_dereference()
    parted = ((task.subject_id, *(task.since or "").partition(":")) for task in found)
    return {vacancy: (VacancyStep(step), date.fromisoformat(day)) for vacancy, step, _, day in parted if day}


def finding(vacancy: Vacancy, today: date, rules: Rules) -> Finding | None:
    """The vacancy's next step as something to flag; None where it waits for nobody."""
    step = step_of(vacancy, today, rules)
    if step is None:
        return None
    return Finding(
        kind=TaskKind.VACANCY,
        subject_kind="vacancy",
        subject_id=str(vacancy.pk),
        subject_number=vacancy.number,
        since=f"{step.step.value}:{step.due_on.isoformat()}",
        urgency=step.urgency,
        text=task_texts.vacancy_step(step.step),
        due_on=step.due_on,
        role=step.role,
        **_owner(vacancy, step),
    )


def step_of(vacancy: Vacancy, today: date, rules: Rules) -> NextVacancyStep | None:
    """The vacancy's next step, for its page and its task."""
    return next_step(progress(vacancy), rules.letting.step_days, today)


def _owner(vacancy: Vacancy, step: NextVacancyStep) -> dict[str, Any]:
    """The consultant who has the vacancy does what is the consultants'; a unit's step is its leader's.

    Nobody goes through their own recommendation: that waits for the other consultants.
    """
    if step.role is Role.HOUSING_CONSULTANT:
        holder = records.reference(vacancy, "consultant")
        own = vacancy.recommendation is not None and vacancy.recommendation.by == str(holder)
        return {} if step.step is VacancyStep.GO_THROUGH and own else {"caseworker": holder}
    if step.role is Role.UNIT_LEADER and records.reference(vacancy, "unit") is not None:
        unit = Unit.objects(pk=records.reference(vacancy, "unit")).no_dereference().first()
        return {"caseworker": records.reference(unit, "leader") if unit else None}
    return {}


def progress(vacancy: Vacancy) -> VacancyProgress:
    """How far the vacancy has come: itself, its nominations while it is open, its offer and lease once allocated."""
    profile, recommendation, hearing = vacancy.profile, vacancy.recommendation, vacancy.hearing
    settled = vacancy.settlement.on if vacancy.settlement else None
    discussed = vacancy.discussions[-1].held_on if vacancy.discussions else None
    recommended = recommendation.second_on if recommendation else None
    return VacancyProgress(
        state=vacancy.state,
        with_services=vacancy.with_services,
        body=vacancy.body,
        reported_on=vacancy.reported_on,
        profile_asked_on=profile.asked_on if profile else None,
        profile_answered_on=profile.answered_on if profile else None,
        overview_on=vacancy.overview_on,
        proposed_on=recommendation.on if recommendation else None,
        recommended_on=recommended,
        heard_on=hearing.on if hearing else None,
        discussed_on=discussed,
        agreed_on=settled or discussed or (hearing.on if hearing else None) or recommended,
        meeting_on=_meeting_day(vacancy),
        candidates=_candidates(vacancy),
        vacated_on=vacancy.vacated_on,
        **_after_allocation(vacancy),
    )


def _meeting_day(vacancy: Vacancy) -> date | None:
    if vacancy.meeting is None:
        return None
    meeting = Meeting.objects(pk=vacancy.meeting).only("held_on").first()
    return meeting.held_on if meeting else None


def _candidates(vacancy: Vacancy) -> int:
    if vacancy.state is not VacancyState.OPEN or not vacancy.with_services:
        return 0
    return int(Nomination.objects(vacancy=vacancy.pk, state=NominationState.PUT_UP).count())


def _after_allocation(vacancy: Vacancy) -> dict[str, Any]:
    if vacancy.allocation is None:
        return {}
    found: dict[str, Any] = {"allocated_on": vacancy.allocation.on}
    offer = _offer_of(vacancy)
    if offer is None:
        return found
    found |= {"offer": offer.state, "answer_by": offer.answer_by, "answered_on": offer.answered_on}
    lease = Lease.objects(pk=offer.lease).only("starts_on").first() if offer.lease else None
    return found | {"lease_starts_on": lease.starts_on if lease else None}


def lease_of(vacancy: Vacancy) -> ObjectId | None:
    """The lease that the allocation which stands has led to."""
    offer = _offer_of(vacancy)
    return offer.lease if offer is not None else None


def _offer_of(vacancy: Vacancy) -> Offer | None:
    """The last offer of the allocation that stands (index `offer_vacancy`)."""
    if vacancy.allocation is None:
        return None
    wanted = Offer.objects(vacancy=vacancy.pk, allocation=vacancy.allocation.id).order_by("-offered_on", "-id")
    found: Offer | None = wanted.no_dereference().first()
    return found
