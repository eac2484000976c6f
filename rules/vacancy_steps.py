"""The one thing to do next with a vacant dwelling, who does it, and by when (S004's eleven steps)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rules import voids
from rules.deadlines import next_working_day
from rules.terms import ChoosingBody, OfferState, Role, Urgency, VacancyState, VacancyStep

SOON_DAYS = 1  # a void costs rent every day
ROLES: Mapping[VacancyStep, Role] = {
    VacancyStep.ANSWER_PROFILE: Role.UNIT_LEADER,
    VacancyStep.HEAR_UNIT: Role.UNIT_LEADER,
    VacancyStep.SETTLE: Role.DEPARTMENT_HEAD,
    VacancyStep.CHOOSE_IN_MEETING: Role.COMMITTEE_MEMBER,
    VacancyStep.HAND_OVER: Role.PROPERTY,
}


@dataclass(frozen=True, kw_only=True)
class VacancyProgress:
    """How far a vacancy has come; each day is when the thing was done, None where it is not."""

    state: VacancyState
    with_services: bool
    body: ChoosingBody
    reported_on: date
    profile_asked_on: date | None = None
    profile_answered_on: date | None = None
    overview_on: date | None = None
    proposed_on: date | None = None
    recommended_on: date | None = None
    heard_on: date | None = None
    discussed_on: date | None = None
    agreed_on: date | None = None
    meeting_on: date | None = None
    allocated_on: date | None = None
    offer: OfferState | None = None  # of the allocation that stands
    answer_by: date | None = None
    answered_on: date | None = None
    lease_starts_on: date | None = None
    candidates: int = 0  # nominations that stand
    vacated_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NextVacancyStep:
    """What to do, by when, whose it is, and how pressing."""

    step: VacancyStep
    due_on: date
    role: Role
    urgency: Urgency


def next_step(case: VacancyProgress, days: Mapping[VacancyStep, int], today: date) -> NextVacancyStep | None:
    """The next step; None where the vacancy is let or cancelled. Due dates end on working days.

    How long the dwelling has stood empty may make the step more pressing than its own date does.
    """
    found = _step(case)
    if found is None:
        return None
    step, since = found
    due = next_working_day(since + timedelta(days=days[step]))
    pressing = max(_urgency(due, today), voids.urgency(_empty_days(case, today)), key=lambda one: one.level)
    return NextVacancyStep(step=step, due_on=due, role=ROLES.get(step, Role.HOUSING_CONSULTANT), urgency=pressing)


def _step(case: VacancyProgress) -> tuple[VacancyStep, date] | None:
    return _ways()[case.state](case) if case.state in _ways() else None


def _ways() -> Mapping[VacancyState, Callable[[VacancyProgress], tuple[VacancyStep, date]]]:
    return {
        VacancyState.OPEN: _open,
        VacancyState.PROPOSED: _proposed,
        VacancyState.RECOMMENDED: lambda case: (VacancyStep.HEAR_UNIT, case.recommended_on or case.reported_on),
        VacancyState.DOUBTED: lambda case: (VacancyStep.HOLD_DISCUSSION, case.heard_on or case.reported_on),
        VacancyState.DISPUTED: lambda case: (
            VacancyStep.SETTLE, case.discussed_on or case.heard_on or case.reported_on,
        ),
        VacancyState.AGREED: _agreed,
        VacancyState.ALLOCATED: _allocated,
    }  # fmt: skip


def _open(case: VacancyProgress) -> tuple[VacancyStep, date]:
    if not case.with_services:
        return VacancyStep.RECOMMEND, case.reported_on  # the candidates come straight from the waiting list
    if case.profile_answered_on is None:
        if case.profile_asked_on is None:
            return VacancyStep.ASK_PROFILE, case.reported_on
        return VacancyStep.ANSWER_PROFILE, case.profile_asked_on
    if case.overview_on is None:
        return VacancyStep.SEND_OVERVIEW, case.profile_answered_on
    if case.candidates == 0:
        return VacancyStep.FIND_CANDIDATES, case.overview_on
    return VacancyStep.RECOMMEND, case.overview_on


def _proposed(case: VacancyProgress) -> tuple[VacancyStep, date]:
    since = case.proposed_on or case.reported_on
    if case.body is ChoosingBody.COMMITTEE and not case.with_services:
        return _before_committee(case, since)
    return VacancyStep.GO_THROUGH, since


def _agreed(case: VacancyProgress) -> tuple[VacancyStep, date]:
    since = case.agreed_on or case.reported_on
    if case.body is ChoosingBody.COMMITTEE:
        return _before_committee(case, since)
    return VacancyStep.ALLOCATE, since


def _before_committee(case: VacancyProgress, since: date) -> tuple[VacancyStep, date]:
    if case.meeting_on is not None:
        return VacancyStep.CHOOSE_IN_MEETING, case.meeting_on
    return VacancyStep.SET_ON_AGENDA, since


def _allocated(case: VacancyProgress) -> tuple[VacancyStep, date]:
    since = case.allocated_on or case.reported_on
    if case.lease_starts_on is not None:
        return VacancyStep.HAND_OVER, case.lease_starts_on
    if case.offer is OfferState.ACCEPTED:
        return VacancyStep.SIGN, case.answered_on or since
    if case.offer is OfferState.OPEN:
        return VacancyStep.AWAIT_ANSWER, case.answer_by or since
    return VacancyStep.OFFER, since


def _empty_days(case: VacancyProgress, today: date) -> int:
    return max((today - case.vacated_on).days, 0) if case.vacated_on else 0


def _urgency(due: date, today: date) -> Urgency:
    if due < today:
        return Urgency.URGENT
    return Urgency.SOON if due <= today + timedelta(days=SOON_DAYS) else Urgency.NOTICE
