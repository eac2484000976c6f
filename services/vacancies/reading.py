"""What the rules need of a stored vacancy and its dwelling, and the questions that others ask of vacancies."""

from datetime import date

from bson import ObjectId

from models import Dwelling, Lease, Unit, Vacancy
from models.vacancy import LIVE
from rules.deadlines import oslo_date
from rules.errors import OtherUnit, VacancyClosed
from rules.terms import LeaseState, Role, VacancyState
from rules.vacancies import HomeFacts, Stages
from rules.voids import VoidFacts
from services import deputies, records
from services.actor import Actor

CONSULTANTS = (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)
REPORTERS = (Role.CASEWORKER, *CONSULTANTS, Role.UNIT_LEADER, Role.PROPERTY)  # S004 step 1
SERVICES = ("services_day", "services_evening", "services_night", "staffed_base")


def standing(dwelling: ObjectId) -> Vacancy | None:
    """The dwelling's open vacancy (index `vacancy_one_open`)."""
    found: Vacancy | None = Vacancy.objects(open_dwelling=dwelling).no_dereference().first()
    return found


def living_in(dwelling: ObjectId) -> Lease | None:
    """The lease of those who live in the dwelling (index `lease_one_occupying`)."""
    return _lease(dwelling, LeaseState.OCCUPYING)


def _lease(dwelling: ObjectId, state: LeaseState) -> Lease | None:
    found: Lease | None = Lease.objects(dwelling=dwelling, state=state).no_dereference().first()
    return found


def home_of(dwelling: Dwelling) -> HomeFacts:
    """What decides whether the dwelling may be reported vacant, and which road it takes."""
    coming = _lease(dwelling.pk, LeaseState.UPCOMING)
    lets = coming or living_in(dwelling.pk)
    return HomeFacts(
        number=dwelling.number,
        state=dwelling.state,
        disposal=dwelling.disposal,
        has_unit=records.reference(dwelling, "unit") is not None,
        services=any(getattr(dwelling, name) for name in SERVICES),
        lets=lets.number if lets else None,
        upcoming=coming is not None,
    )


def lease_of(vacancy: Vacancy) -> Lease | None:
    """The lease that ends with the vacancy, where one does."""
    identity = records.reference(vacancy, "lease")
    found: Lease | None = Lease.objects(pk=identity).no_dereference().first() if identity else None
    return found


def stages_of(vacancy: Vacancy) -> Stages:
    """The vacancy's dated stages for the rule that guards them."""
    lease = lease_of(vacancy)
    return Stages(
        number=vacancy.number,
        reported_on=vacancy.reported_on,
        vacated_on=vacancy.vacated_on,
        preparation_on=vacancy.preparation_on,
        ready_on=vacancy.ready_on,
        let_on=vacancy.let_on,
        lease_from=lease.starts_on if lease else None,
        lease_over=lease is not None and lease.state is LeaseState.ENDED,
    )


def void_of(vacancy: Vacancy) -> VoidFacts:
    """What the void clock counts from; reads nothing more.

    An allocation that came to nothing held the dwelling reserved while it stood.
    """
    earlier = [(one.on, one.ended_on or one.on) for one in vacancy.earlier]
    now: list[tuple[date, date | None]] = [(vacancy.reserved_on, None)] if vacancy.reserved_on else []
    cancelled = vacancy.closed_on if vacancy.state is VacancyState.CANCELLED else None
    return VoidFacts(
        rent_ore=vacancy.rent_ore,
        vacated_on=vacancy.vacated_on,
        preparation_on=vacancy.preparation_on,
        ready_on=vacancy.ready_on,
        reserved=(*earlier, *now),
        until=vacancy.let_on or cancelled,
    )


def require_open(vacancy: Vacancy) -> None:
    """Raise VacancyClosed for one that is let or cancelled."""
    if vacancy.state not in LIVE:
        raise VacancyClosed(vacancy.number)


def require_reporter(dwelling: Dwelling, actor: Actor, what: str) -> None:
    """Let those through who tell of vacant dwellings; a unit's leader of the own unit's alone.

    Raises NotAuthorised, OtherUnit.
    """
    actor.require(*REPORTERS, what=what)
    if not may_follow(dwelling, actor):
        raise OtherUnit(dwelling.number)


def may_follow(dwelling: Dwelling, actor: Actor) -> bool:
    """Whether the actor tells of this dwelling's vacancy and dates its stages.

    A unit's leader does so for the own unit, and so does the deputy while the leader is away.
    """
    if actor.is_system or actor.roles & (set(REPORTERS) - {Role.UNIT_LEADER}):
        return True
    if Role.UNIT_LEADER not in actor.roles:
        return False
    identity = records.reference(dwelling, "unit")
    unit = Unit.objects(pk=identity).no_dereference().first() if identity else None
    leader = deputies.user(records.reference(unit, "leader")) if unit else None
    there = deputies.present(leader, oslo_date(actor.at))
    return actor.id in {str(one.pk) for one in (leader, there) if one is not None}
