"""The committee chooses the household in its meeting (S001): with quorum, without those who are disqualified."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Application, Meeting, Vacancy
from rules import decisions
from rules.deadlines import oslo_date
from rules.decisions import Participant
from rules.errors import ChooserMissing, ConflictOfInterest, NotInMeeting, TransitionRefused
from rules.terms import ChoosingBody, DecidingBody, MeetingState, Role, VacancyState
from services import records, rulebooks, sitting
from services.actor import Actor
from services.allocations import another, parties
from services.allocations.allocating import before_allocation, decided, record
from services.allocations.recommending import Reasons
from services.allocations.standing import refuse_outdated, standing


def choose_in_meeting(
    vacancy: Vacancy,
    actor: Actor,
    *,
    application: ObjectId,
    meeting: Meeting,
    passed_over: Reasons = (),
    version: int,
    now: datetime,
) -> ObjectId:
    """Give the household the dwelling, by the members present in the open meeting; returns the allocation's id.

    One of them records it: the write bears that person's name, the allocation the names of all. Whoever is chosen
    beside those recommended needs reasons for each passed over.
    Raises NotAuthorised, StaleState (also: not on this meeting's agenda), ChooserMissing (the meeting is not open, or
    others choose), MeetingNotToday, TransitionRefused, ConflictOfInterest (fvl. § 6), NotInMeeting, QuorumMissing,
    RecommendationOutdated, and what another.chosen() raises.
    """
    actor.require(Role.COMMITTEE_MEMBER, what="vacancy.choose_in_meeting")
    _check_table(vacancy, meeting, version, now)
    case = records.get(Application, application)
    around = _deciders(vacancy, meeting, actor, case, oslo_date(now))
    new = _another(vacancy, case, passed_over, actor, oslo_date(now))
    return record(
        vacancy,
        case,
        actor,
        decided_by={one.id: one.name for one in around},
        version=version,
        now=now,
        action="chosen_in_meeting",
        meeting=meeting.pk,
        **new,
    )


def _check_table(vacancy: Vacancy, meeting: Meeting, version: int, now: datetime) -> None:
    """The dwelling waits for this meeting, as the actor saw it, and the meeting goes on today."""
    if vacancy.body is not ChoosingBody.COMMITTEE or meeting.state is not MeetingState.OPEN:
        raise ChooserMissing(vacancy.number)
    sitting.check_day(meeting, now)
    on_list = any(one.vacancy == vacancy.pk and one.outcome is None for one in meeting.homes)
    if version != vacancy.version or vacancy.meeting != meeting.pk or not on_list:
        raise records.stale(vacancy, version)
    if vacancy.state is not before_allocation(vacancy):
        raise TransitionRefused("vacancy", vacancy.state.value, VacancyState.ALLOCATED.value)


def disqualified_in(vacancy: Vacancy, *others: ObjectId) -> Mapping[str, str]:
    """Who is disqualified in a household that the choice is between: they leave it (fvl. § 6); ids with names."""
    return {str(one.user): one.user_name for case in parties.cases_of(vacancy, *others) for one in case.conflicts}


def _deciders(vacancy: Vacancy, meeting: Meeting, actor: Actor, case: Application, today: date) -> list[Participant]:
    held, out = vacancy.recommendation, disqualified_in(vacancy, case.pk)
    if actor.id in out:
        raise ConflictOfInterest(case.number, actor.name)
    around = sitting.around_table(meeting, out)
    if actor.id not in {one.id for one in around}:
        raise NotInMeeting(case.number, actor.name)
    decisions.check_deciders(
        case.number,
        DecidingBody.COMMITTEE,
        rulebooks.current(today).policy.deciding,
        around,
        proposed_by=held.by if held else "",
        disqualified=out,
    )
    return around


def _another(vacancy: Vacancy, case: Application, told: Reasons, actor: Actor, today: date) -> dict[str, Any]:
    held = vacancy.recommendation
    as_advised = {decided(vacancy), *(held.chosen if held else ())}
    if case.pk not in as_advised:
        return another.chosen(vacancy, case, told, actor, today)
    refuse_outdated(vacancy, standing(vacancy, today), [case.pk])
    return {}
