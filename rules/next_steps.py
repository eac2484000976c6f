"""The one thing to do next in a case, who does it, and by when: nothing waits on nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rules.deadlines import add_months, next_working_day
from rules.terms import ApplicationState, CaseStep, Consent, DecidingBody, Role, Urgency

SOON_DAYS = 3  # a step is soon from here on
UNDECIDED = frozenset({ApplicationState.RECEIVED, ApplicationState.IN_ASSESSMENT})
GONE = frozenset({ApplicationState.WITHDRAWN, ApplicationState.LAPSED})


@dataclass(frozen=True, kw_only=True)
class CaseProgress:
    """How far a case has come; `papers_due` is the first date of a paper still missing."""

    state: ApplicationState
    received_on: date
    consent: Consent = Consent.NOT_NEEDED
    papers_due: date | None = None
    mapped_on: date | None = None
    assessed_on: date | None = None
    stale: bool = False
    stale_on: date | None = None  # the day that facts or rulebook were found to change what the assessment comes to
    proposed_on: date | None = None
    body: DecidingBody | None = None
    meeting_on: date | None = None
    notice_came_on: date | None = None  # prior notice that the grant may be withdrawn (fvl. § 16)
    need_reviewed_on: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What to do, by when, who does it where nobody is named, and how pressing it is."""

    step: CaseStep
    due_on: date
    role: Role
    urgency: Urgency


def next_step(case: CaseProgress, days: Mapping[CaseStep, int], review_months: int, today: date) -> NextStep | None:
    """The next step of a case; None where the case is closed. Due dates end on working days."""
    if case.state in UNDECIDED:
        step, since = _undecided(case)
        due = since + timedelta(days=days[step])
    elif case.proposed_on is not None and case.state not in GONE:
        step, since = _proposed(case, case.proposed_on)  # what answers an appeal, or takes a grant back
        due = since + timedelta(days=days[step])
    elif case.state is ApplicationState.WAITING and case.notice_came_on is not None and _unanswered(case):
        step, since = CaseStep.WEIGH_ANSWER, case.notice_came_on
        due = since + timedelta(days=days[step])
    elif case.state is ApplicationState.WAITING and case.stale and case.stale_on is not None:
        step, since = CaseStep.REASSESS, case.stale_on  # new facts may take the grant back (S001)
        due = since + timedelta(days=days[step])
    elif case.state is ApplicationState.WAITING:
        step, since = CaseStep.REVIEW_NEED, case.need_reviewed_on or case.decided_on or case.received_on
        due = add_months(since, review_months)
    else:
        return None
    due = next_working_day(due)
    return NextStep(step=step, due_on=due, role=_role(step), urgency=_urgency(due, today))


def _unanswered(case: CaseProgress) -> bool:
    """Whether nobody has said yet, by reviewing the need after prior notice came, that the grant stands."""
    reviewed, came = case.need_reviewed_on, case.notice_came_on
    return reviewed is None or came is None or reviewed <= came


def _undecided(case: CaseProgress) -> tuple[CaseStep, date]:
    if case.proposed_on is not None and not case.stale:
        return _proposed(case, case.proposed_on)  # a dismissal may come before anything else is done
    if case.consent is Consent.AWAITED:
        return CaseStep.OBTAIN_CONSENT, case.received_on
    if case.state is ApplicationState.RECEIVED:
        return CaseStep.TAKE_UP, case.received_on
    if case.assessed_on is not None:
        if case.stale:
            return CaseStep.REASSESS, case.stale_on or case.assessed_on
        return CaseStep.PROPOSE, case.assessed_on
    if case.mapped_on is not None and case.papers_due is None:
        return CaseStep.ASSESS, case.mapped_on
    if case.papers_due is not None and case.mapped_on is not None:
        return CaseStep.COLLECT_PAPERS, case.papers_due
    return CaseStep.MAP_NEEDS, case.received_on


def _proposed(case: CaseProgress, proposed_on: date) -> tuple[CaseStep, date]:
    if case.body is DecidingBody.DECIDER:
        return CaseStep.DECIDE, proposed_on
    if case.meeting_on is not None:
        return CaseStep.DECIDE_IN_MEETING, case.meeting_on
    return CaseStep.SET_ON_AGENDA, proposed_on


def _role(step: CaseStep) -> Role:
    return {CaseStep.DECIDE: Role.DECIDER, CaseStep.DECIDE_IN_MEETING: Role.COMMITTEE_MEMBER}.get(step, Role.CASEWORKER)


def _urgency(due: date, today: date) -> Urgency:
    if due < today:
        return Urgency.URGENT
    return Urgency.SOON if due <= today + timedelta(days=SOON_DAYS) else Urgency.NOTICE
