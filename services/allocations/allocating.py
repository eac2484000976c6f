"""The allocation: one guarded write gives a household the dwelling; undone by who made it until an offer is given."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Applicant, Application, Meeting, Offer, Vacancy
from models.vacancy_parts import Allocation, AnotherChoice, PassedOver
from rules import states
from rules.deadlines import oslo_date
from rules.errors import ChooserMissing, MissingReason, NotACandidate, NotAuthorised, TransitionRefused
from rules.terms import ChoosingBody, MeetingState, Role, VacancyState
from services import merged, records, vacancy_steps
from services.actor import Actor
from services.allocations.carried import copy_of
from services.allocations.recommending import CHOOSERS
from services.allocations.standing import concerned, refuse_outdated, require_part, standing
from services.effects import Owed

NOMINATIONS_EFFECT = "keep_nominations"  # the nominations follow (services.candidates)
TOLD_EFFECT = "tell_allocated"  # mails, and the task to plan services (S004 step 9)
OFFERS_EFFECT = "close_offer"  # an offer of an allocation that was taken back falls
LEFT_EFFECT = "allocations_of_household"  # followed: an application's state, and the appeal that keeps its place
LEFT_AFTER = ("state", "kept_by")


def decided(vacancy: Vacancy) -> ObjectId | None:
    """Who is to have the dwelling: as settled, else as the last meeting or the unit chose, else the one recommended.

    None where nobody is recommended, or two are and nobody has chosen between them.
    """
    held = vacancy.recommendation
    if held is None:
        return None
    said = (
        vacancy.settlement.chosen if vacancy.settlement else None,
        vacancy.discussions[-1].chosen if vacancy.discussions else None,
        vacancy.hearing.prefers if vacancy.hearing else None,
        held.chosen[0] if len(held.chosen) == 1 else None,
    )
    return next((one for one in said if one is not None), None)


def allocate(vacancy: Vacancy, actor: Actor, *, version: int, now: datetime) -> ObjectId:
    """Record that the household agreed on gets the dwelling (S004 step 9); returns the allocation's id.

    Raises NotAuthorised, StaleState (says who was first), TransitionRefused (not agreed on), ChooserMissing (the
    committee chooses, in an open meeting), NotACandidate, ConflictOfInterest (fvl. § 6), NoNeedToKnow,
    RecommendationOutdated.
    """
    actor.require(*CHOOSERS, what="vacancy.allocate")
    records.check_version(vacancy, version)
    if vacancy.state is not VacancyState.AGREED:
        raise TransitionRefused("vacancy", vacancy.state.value, VacancyState.ALLOCATED.value)
    if vacancy.body is ChoosingBody.COMMITTEE:
        raise ChooserMissing(vacancy.number)
    chosen = decided(vacancy)
    if chosen is None:
        raise NotACandidate(vacancy.number)
    application = records.get(Application, chosen)
    require_part({*concerned(vacancy), chosen}, actor)
    refuse_outdated(vacancy, standing(vacancy, oslo_date(now)), [chosen])
    return record(
        vacancy, application, actor, decided_by=_deciders(vacancy), version=version, now=now, action="allocated"
    )


def _deciders(vacancy: Vacancy) -> Mapping[str, str]:
    """Who chose: the two consultants, or the department head who settled it."""
    settled, held = vacancy.settlement, vacancy.recommendation
    if settled is not None or held is None:
        return {settled.by: settled.by_name} if settled else {}
    second = {held.second_by: held.second_by_name or ""} if held.second_by else {}
    return {held.by: held.by_name, **second}


def record(
    vacancy: Vacancy,
    application: Application,
    actor: Actor,
    *,
    decided_by: Mapping[str, str],
    version: int,
    now: datetime,
    action: str,
    meeting: ObjectId | None = None,
    passed_over: Sequence[PassedOver] = (),
    another: AnotherChoice | None = None,
    owed: Sequence[Owed] = (),
) -> ObjectId:
    """The one write that allocates, whoever chose; `decided_by` are ids with names. Returns the allocation's id.

    Raises TransitionRefused, StaleState.
    """
    states.check(states.VACANCY, vacancy.state, VacancyState.ALLOCATED)
    today = oslo_date(now)
    made = Allocation(
        id=ObjectId(),
        application=application.pk,
        application_number=application.number,
        applicant=merged.root_of(records.get(Applicant, records.reference(application, "applicant"))).pk,
        body=vacancy.body,
        meeting=meeting,
        recommendation=vacancy.recommendation,
        hearing=vacancy.hearing,
        discussions=list(vacancy.discussions),
        settlement=vacancy.settlement,
        on=today,
        at=now,
        by=actor.id,
        by_name=actor.name,
        decided_by=list(decided_by),
        decided_by_names=list(decided_by.values()),
        passed_over=list(passed_over),
        another=another,
    )
    records.change(
        vacancy,
        actor,
        values={"state": VacancyState.ALLOCATED, "allocation": made, "reserved_on": today, "meeting": None},
        action=action,
        version=version,
        owed=[*follow_ups(vacancy, made), *owed],
        rulebook=vacancy.recommendation.rulebook if vacancy.recommendation else None,
    )
    return ObjectId(made.id)


def follow_ups(vacancy: Vacancy, allocation: Allocation) -> list[Owed]:
    """What an allocation owes, when it is made and when it is taken back. Call it before the change is made."""
    mark = f"{allocation.id}:{vacancy.version + 1}"
    told = {"vacancy": str(vacancy.pk), "allocation": str(allocation.id)}
    return [
        Owed(NOMINATIONS_EFFECT, f"{NOMINATIONS_EFFECT}:{mark}", {"vacancy": str(vacancy.pk)}),
        Owed(TOLD_EFFECT, f"{TOLD_EFFECT}:{mark}", told),
        # The household may have left the list, or said yes to another, in the same instant.
        Owed(LEFT_EFFECT, f"{LEFT_EFFECT}:{mark}", {"application": str(allocation.application)}),
        vacancy_steps.owed(vacancy, vacancy.pk),
    ]


def offers_fall(vacancy: Vacancy, allocation: Allocation) -> Owed:
    """What an allocation that is taken back owes: one may have been offered on it in the same instant."""
    return Owed(OFFERS_EFFECT, f"{OFFERS_EFFECT}:{allocation.id}", {"vacancy": str(vacancy.pk)})


def offered_on(vacancy: Vacancy, allocation: Allocation) -> bool:
    """Whether an offer was given on the allocation, whatever became of it (index `offer_vacancy`)."""
    return Offer.objects(vacancy=vacancy.pk, allocation=allocation.id).only("pk").first() is not None


def may_undo(vacancy: Vacancy, actor: Actor) -> bool:
    """Whether the actor made the allocation, or heads the department, and no offer has been given on it."""
    held = vacancy.allocation
    if held is None or vacancy.state is not VacancyState.ALLOCATED or not _is_theirs(held, actor):
        return False
    return not offered_on(vacancy, held)


def _is_theirs(held: Allocation, actor: Actor) -> bool:
    """A dwelling must not lie waiting because whoever allocated it is away, or sits in the committee."""
    return held.by == actor.id or Role.DEPARTMENT_HEAD in actor.roles


def undo(vacancy: Vacancy, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Take an allocation back before any offer is given: the vacancy is as it was, the allocation among the earlier.

    Raises StaleState, TransitionRefused (none, or an offer is given), NotAuthorised (neither the one who made it nor
    the department head), MissingReason.
    """
    records.check_version(vacancy, version)
    held = vacancy.allocation
    if held is None or vacancy.state is not VacancyState.ALLOCATED:
        raise TransitionRefused("vacancy", vacancy.state.value, VacancyState.AGREED.value)
    if not _is_theirs(held, actor):
        raise NotAuthorised("vacancy.undo")
    if not may_undo(vacancy, actor):
        raise TransitionRefused("vacancy", "offered", VacancyState.AGREED.value)
    if not why.strip():
        raise MissingReason("vacancy.undo")
    before = before_allocation(vacancy)
    states.check(states.VACANCY, vacancy.state, before)
    return records.change(
        vacancy,
        actor,
        values={
            "state": before, "allocation": None, "reserved_on": None, "meeting": _open_meeting(held),
            "earlier": [*vacancy.earlier, copy_of(held, ended_on=today)],
        },
        action="allocation_undone",
        why=why.strip(),
        version=version,
        owed=[*follow_ups(vacancy, held), offers_fall(vacancy, held)],
    )  # fmt: skip


def before_allocation(vacancy: Vacancy) -> VacancyState:
    """Where a vacancy stood before it was allocated: agreed on, or put straight before the committee."""
    straight = vacancy.body is ChoosingBody.COMMITTEE and not vacancy.with_services
    return VacancyState.PROPOSED if straight else VacancyState.AGREED


def _open_meeting(allocation: Allocation) -> Any:
    """The meeting that chose, where it is still open: it may choose again."""
    if allocation.meeting is None:
        return None
    meeting = Meeting.objects(pk=allocation.meeting, state=MeetingState.OPEN).only("pk").first()
    return allocation.meeting if meeting is not None else None
