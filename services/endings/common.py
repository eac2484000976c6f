"""What the steps of an ending share: who may, its lease, what a change owes the vacancy and the task."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from bson import ObjectId

from models import Applicant, Ending, Lease
from models.ending import OPEN
from rules import keeping_states, notice_periods, states
from rules.errors import AlreadyExists, EndingStands, InvalidRecord, LandlordsLease, NotToBeEnded
from rules.keeping_policy import Keeping
from rules.terms import EndingState, LeaseEnd, LeaseState, Role
from rules.vacancies import CAUSE
from services import dispatch, merged, need_to_know, numbers, records
from services.actor import Actor
from services.effects import Owed

WORKERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
APPROVERS = (Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
KEEPERS = (*WORKERS, Role.PROPERTY)  # keys, inspections and what was left behind (S002: forvalter)
KEEP_EFFECT = "ending_task"
OPEN_VACANCY_EFFECT, FOLLOW_EFFECT, END_EFFECT = "open_vacancy", "vacancy_follows_ending", "end_lease"


def lease_of(ending: Ending) -> Lease:
    """The lease that ends."""
    found: Lease = records.get(Lease, records.reference(ending, "lease"))
    return found


def tenant_of(lease: Lease) -> Applicant:
    """The record that stands for the tenant now."""
    found: Applicant = merged.root_of(records.get(Applicant, records.reference(lease, "tenant")))
    return found


def opened(
    ending: Ending,
    actor: Actor,
    what: str,
    version: int,
    roles: Collection[Role] = WORKERS,
    also: Collection[Role] = (),
) -> Lease:
    """The lease of an ending that is about to be changed by one of the roles; `also` follow every lease up.

    Raises NotAuthorised, NoNeedToKnow, StaleState.
    """
    actor.require(*roles, what=what)
    lease = lease_of(ending)
    need_to_know.require_lease(lease, actor, also)
    records.check_version(ending, version)
    return lease


def allow(lease: Lease, actor: Actor, what: str, version: int, roles: Collection[Role] = WORKERS) -> None:
    """Let those pass who may note the end of a lease that runs.

    Raises NotAuthorised, NoNeedToKnow, StaleState, LandlordsLease, NotToBeEnded, EndingStands.
    """
    actor.require(*roles, what=what)
    need_to_know.require_lease(lease, actor, {Role.PROPERTY} & set(roles))
    records.check_version(lease, version)
    if lease.is_landlords:
        raise LandlordsLease(lease.number)
    if lease.state is not LeaseState.OCCUPYING:
        raise NotToBeEnded(lease.number)
    refuse_second(lease.pk)


def open_of(lease: ObjectId) -> Ending | None:
    """The end that is under way for a lease (index `ending_one_open`)."""
    found: Ending | None = Ending.objects(lease=lease, state__in=list(OPEN)).no_dereference().first()
    return found


def refuse_second(lease: ObjectId) -> None:
    """Raise EndingStands where the lease has an end under way."""
    found = open_of(lease)
    if found is not None:
        raise EndingStands(found.number, found.by_name)


def new_ending(lease: Lease, actor: Actor, today: date, **values: Any) -> Ending:
    """An ending with what it carries of its lease and the next number; it has its id but is not stored."""
    return Ending(
        id=ObjectId(),
        ending_number=numbers.label("A", today.year),
        lease=lease.pk,
        contract_number=lease.contract_number,
        tenant=records.reference(lease, "tenant"),
        office=records.reference(lease, "office"),
        caseworker=records.reference(lease, "caseworker"),
        by_name=actor.name,
        **values,
    )


def store(ending: Ending, actor: Actor, action: str, owed: list[Owed]) -> None:
    """Store a new ending; of two at the same instant one stands. Raises EndingStands, InvalidRecord."""
    try:
        records.create(ending, actor, action=action, owed=owed)
    except AlreadyExists:
        refuse_second(records.reference(ending, "lease"))
        raise


def last_day(given_on: date, agreed: date | None, rules: Keeping, *, room_only: bool) -> date:
    """The last day by the notice's period, or the one agreed (husll. § 9-6).

    Raises InvalidRecord (before the notice).
    """
    if agreed is None:
        return notice_periods.ends_on(
            given_on, months=rules.notice_months, room_months=rules.room_notice_months, room_only=room_only
        )
    if agreed < given_on:
        raise InvalidRecord("ending", {"ends_on": "before_notice"})
    return agreed


def term_of(lease: Lease) -> date | None:
    """The last day of a fixed term that still holds; None where the lease is open-ended."""
    return lease.ends_on if notice_periods.is_fixed(lease.ends_on, lease.open_ended_on) else None


def owed_by_new(ending: Ending) -> list[Owed]:
    """What a new ending owes: its dwelling reported vacant the same day (S004), and its task."""
    follow = Owed(FOLLOW_EFFECT, f"{FOLLOW_EFFECT}:{ending.pk}:1")
    return [*owed_vacancy(ending, ending.reason, 1), follow, Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{ending.pk}:1")]


def owed_vacancy(ending: Ending, reason: LeaseEnd, version: int) -> list[Owed]:
    """The vacancy of the dwelling that becomes free; `version` is the one that the ending is stored with."""
    args = {"lease": str(records.reference(ending, "lease")), "cause": CAUSE[reason].value}
    return [Owed(OPEN_VACANCY_EFFECT, f"{OPEN_VACANCY_EFFECT}:{ending.pk}:{version}", args)]


def owed(ending: Ending) -> list[Owed]:
    """What each change owes: the task, and the vacancy that follows. Call it before the change is made."""
    version = ending.version + 1
    return [
        Owed(FOLLOW_EFFECT, f"{FOLLOW_EFFECT}:{ending.pk}:{version}"),
        Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{ending.pk}:{version}"),
    ]


def move(
    ending: Ending,
    to: EndingState,
    actor: Actor,
    values: Mapping[str, Any],
    *,
    action: str,
    why: str = "",
    more: list[Owed] | None = None,
) -> bool:
    """Move an ending along its table. Raises TransitionRefused, StaleState."""
    states.check(keeping_states.ENDING, ending.state, to)
    dues = [*(more or ()), *_recalled(ending, to), *owed(ending)]
    return records.change(ending, actor, values={"state": to, **values}, action=action, why=why, owed=dues)


def _recalled(ending: Ending, to: EndingState) -> list[Owed]:
    """A letter that was not posted before the end fell, or before the tenant was out, is not posted afterwards."""
    over = {EndingState.FALLEN: (ending.letter, ending.receipt), EndingState.MOVED_OUT: (ending.letter,)}
    return [dispatch.owed_recall(letter) for letter in over.get(to, ()) if letter is not None]
