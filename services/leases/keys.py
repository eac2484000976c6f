"""Keys handed over, refused by the service until all is in place; or the lease cancelled before (S001, S004)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from models import Application, Lease, Offer, Vacancy
from models.base import Effect, Record
from models.vacancy import LIVE
from rules import states
from rules.deadlines import oslo_date
from rules.errors import (
    AlreadyExists,
    ContractUnfinished,
    DwellingNotReady,
    InvalidRecord,
    KeysTooEarly,
    LandlordsLease,
    MissingReason,
    SecurityMissing,
    StillLivedIn,
    TransitionRefused,
    VacancyStands,
)
from rules.terms import ApplicationKind, LeaseEnd, LeaseState, OfferState, Role, VacancyState
from services import merged, records, rulebooks, vacancy_steps
from services.actor import Actor
from services.effects import Owed
from services.leases.meeting import left_of_meeting
from services.leases.record import NEW_LEASE_EFFECT, WAITING_EFFECT, owed_by

KEEPERS = (Role.PROPERTY, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
LET_EFFECT, BACK_EFFECT = "vacancy_let", "vacancy_back"


def hand_over_keys(lease: Lease, actor: Actor, *, on: date, agreed: bool = False, version: int, today: date) -> bool:
    """Note that the tenant has the keys: the lease runs, and the dwelling is let (upcoming → occupying).

    `agreed`: that the tenant moves in before the first day of the lease. False where the keys were handed over before.
    Raises NotAuthorised, LandlordsLease, SecurityMissing (S001), ContractUnfinished (S004 step 11), DwellingNotReady,
    VacancyStands (an imported lease of a dwelling that is not the tenant's here), KeysTooEarly, InvalidRecord (a day to
    come), TransitionRefused, StillLivedIn (who lives there has not gone), StaleState.
    """
    actor.require(*KEEPERS, what="lease.keys")
    if lease.is_landlords:
        raise LandlordsLease(lease.number)
    if lease.state is LeaseState.OCCUPYING and lease.keys_on == on:
        return False
    states.check(states.LEASE, lease.state, LeaseState.OCCUPYING)
    vacancy = vacancy_of(lease)
    _check_keys(lease, vacancy, on, agreed, today)
    values = {"state": LeaseState.OCCUPYING, "keys_on": on, "keys_by_name": actor.name}
    owed = [] if vacancy is None else [
        owed_by(lease, LET_EFFECT, vacancy=vacancy.pk),
        vacancy_steps.owed(lease, vacancy.pk),
    ]  # fmt: skip
    return _occupy(lease, actor, values, owed, version)


def _occupy(lease: Lease, actor: Actor, values: dict[str, Any], owed: list[Owed], version: int) -> bool:
    try:
        return records.change(lease, actor, values=values, action="keys_handed_over", version=version, owed=owed)
    except AlreadyExists as error:
        home = records.reference(lease, "dwelling")
        other = Lease.objects(dwelling=home, state=LeaseState.OCCUPYING).only("contract_number").first()
        raise StillLivedIn(other.contract_number if other else lease.number) from error


def _check_keys(lease: Lease, vacancy: Vacancy | None, on: date, agreed: bool, today: date) -> None:
    rules = rulebooks.current(today)
    if on > today:
        raise InvalidRecord("lease", {"keys_on": "future"})
    if lease.follows is not None:
        raise TransitionRefused("lease", "extension", "keys")
    if rules.letting.security_before_keys and (lease.security is None or lease.security_received_on is None):
        raise SecurityMissing(lease.number)
    if left := left_of_meeting(lease, rules):
        raise ContractUnfinished(lease.number, left)
    if vacancy is not None and (vacancy.ready_on is None or vacancy.ready_on > on):
        raise DwellingNotReady(vacancy.number, vacancy.ready_on)
    if vacancy is not None and not _is_theirs(vacancy, lease):
        raise VacancyStands(vacancy.number, vacancy.reported_by_name)
    if on < lease.starts_on and not agreed:
        raise KeysTooEarly(lease.number, lease.starts_on)


def _is_theirs(vacancy: Vacancy, lease: Lease) -> bool:
    """Whether the dwelling is allocated to the tenant; an imported lease may be of another than was chosen here."""
    held = vacancy.allocation
    if vacancy.state is not VacancyState.ALLOCATED or held is None:
        return False
    return lease.application == held.application or held.applicant in merged.ids_of(records.reference(lease, "tenant"))


def vacancy_of(lease: Lease) -> Vacancy | None:
    """The vacancy that the lease ends: its offer's, or the open one of the dwelling where it was imported."""
    if lease.offer is not None:
        offer = Offer.objects(pk=lease.offer).no_dereference().first()
        found = Vacancy.objects(pk=records.reference(offer, "vacancy")) if offer else None
    else:
        found = Vacancy.objects(open_dwelling=records.reference(lease, "dwelling"))
    return found.no_dereference().first() if found is not None else None


def swap_vacancy(lease: Lease) -> Vacancy | None:
    """The open vacancy of the home that a swap leaves: where the swap comes to nothing, a person takes it back."""
    case = Application.objects(pk=lease.application).only("kind", "lease").first() if lease.application else None
    if case is None or case.kind is not ApplicationKind.SWAP or case.lease is None:
        return None
    found: Vacancy | None = Vacancy.objects(lease=case.lease, state__in=list(LIVE)).no_dereference().first()
    return found


def cancel(lease: Lease, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """The household draws back before it has the keys: the lease never began, the dwelling is allocated anew.

    The case stands on the waiting list again; an extension's task asks for a new lease. False where it is cancelled.
    Raises NotAuthorised, LandlordsLease, MissingReason, TransitionRefused (the keys are handed over), StaleState.
    """
    actor.require(*KEEPERS, what="lease.cancel")
    if lease.is_landlords:
        raise LandlordsLease(lease.number)
    if not why.strip():
        raise MissingReason("lease.cancel")
    if lease.state is LeaseState.ENDED and lease.ended_on is not None and lease.ended_on < lease.starts_on:
        return False
    if lease.state is LeaseState.OCCUPYING:
        raise TransitionRefused("lease", lease.state.value, "cancelled")
    return withdraw(lease, actor, why=why, version=version, today=today)


def withdraw(
    lease: Lease, actor: Actor, *, why: str, version: int, today: date, owed: Sequence[Owed] = (), gives_up: str = ""
) -> bool:
    """End a lease that never takes effect: it ends the day before it would have begun, so owes no rent.

    `owed` comes before what it owes its offer and case; `gives_up` is the field that it leaves to another lease.
    """
    states.check(states.LEASE, lease.state, LeaseState.ENDED)
    never = min(today, lease.starts_on - timedelta(days=1))
    values = {
        "state": LeaseState.ENDED, "ended_on": never, "end_reason": LeaseEnd.MUTUAL, "follows": None,
    }  # fmt: skip
    if gives_up:
        values[gives_up] = None
    return records.change(
        lease, actor, values=values, action="lease_cancelled", why=why.strip(), version=version,
        owed=[*owed, *_owed_back(lease)],
    )  # fmt: skip


def stands_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """A lease whose offer fell in the instant it was signed never takes effect (a command effect)."""
    lease = records.get(Lease, document.pk)
    offer = Offer.objects(pk=lease.offer).only("state").no_dereference().first()
    fell = offer is not None and offer.state not in (OfferState.ACCEPTED, OfferState.LEASED)
    if fell and lease.state is LeaseState.UPCOMING:
        withdraw(lease, actor, why="", version=lease.version, today=oslo_date(actor.at))


def _owed_back(lease: Lease) -> list[Owed]:
    """The vacancy goes back before the case waits again, so that nobody finds both promised and free."""
    found = []
    offer = Offer.objects(pk=lease.offer).no_dereference().first() if lease.offer else None
    vacancy = records.reference(offer, "vacancy") if offer else None
    if offer is not None and vacancy is not None:
        found.append(owed_by(lease, BACK_EFFECT, vacancy=vacancy, allocation=offer.allocation))
    if lease.application is not None:
        kind = NEW_LEASE_EFFECT if lease.follows is not None else WAITING_EFFECT
        found.append(owed_by(lease, kind, application=lease.application))
    if vacancy is not None:
        found.append(vacancy_steps.owed(lease, vacancy))
    return found
