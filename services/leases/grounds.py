"""What a lease is written from: a household's yes to an offer, or a granted extension of the lease it has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bson import ObjectId

from models import Applicant, Application, Dwelling, Lease, Offer, Vacancy
from models.deciding import DecisionEntry
from rules import lease_terms
from rules.deadlines import oslo_date
from rules.errors import NoContractYet, VacancyStands
from rules.rulebook import Rules
from rules.terms import (
    ApplicationKind,
    ApplicationState,
    DecisionOutcome,
    LeaseState,
    LegalBasis,
    OfferState,
    VacancyCause,
    VacancyState,
)
from services import merged, records, rulebooks


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Who is to rent which dwelling, why, and when it is asked; `follows` is the lease that an extension takes over.

    `person` is the record that stands for the household now, `old` the lease that a swap leaves.
    """

    application: Application
    person: Applicant
    dwelling: Dwelling
    rules: Rules
    now: datetime
    offer: Offer | None = None
    vacancy: Vacancy | None = None
    follows: Lease | None = None
    old: Lease | None = None

    @property
    def today(self) -> date:
        return oslo_date(self.now)

    @property
    def number(self) -> str:
        """What the dwelling is known by."""
        return str(self.dwelling.dwelling_number)


def from_offer(offer: Offer, now: datetime) -> Ground:
    """The ground of a household that said yes. Raises NoContractYet (no yes, or the lease is written)."""
    if offer.state is not OfferState.ACCEPTED or offer.lease is not None:
        raise NoContractYet(offer.number)
    application = records.get(Application, records.reference(offer, "application"))
    return Ground(
        application=application,
        person=merged.root_of(records.get(Applicant, records.reference(offer, "applicant"))),
        dwelling=records.get(Dwelling, records.reference(offer, "dwelling")),
        rules=rulebooks.current(oslo_date(now)),
        now=now,
        offer=offer,
        vacancy=records.get(Vacancy, records.reference(offer, "vacancy")),
        old=_lease(application.lease) if application.kind is ApplicationKind.SWAP else None,
    )


def from_extension(application: Application, now: datetime) -> Ground:
    """The ground of a granted extension: same tenant, same dwelling. Raises NoContractYet."""
    granted = granted_entry(application)
    held = _lease(application.lease)
    extended = application.kind is ApplicationKind.EXTENSION and granted is not None
    if not extended or held is None or held.state is not LeaseState.OCCUPYING:
        raise NoContractYet(application.number)
    tenant = records.get(Applicant, records.reference(held, "tenant"))
    return Ground(
        application=application,
        person=merged.root_of(tenant),
        dwelling=records.get(Dwelling, records.reference(held, "dwelling")),
        rules=rulebooks.current(oslo_date(now)),
        now=now,
        follows=held,
    )


def check_stands(ground: Ground) -> None:
    """Refuse a lease that what it rests on no longer bears.

    A grant that was withdrawn and appealed on keeps its place in the list, but nobody signs until it is answered.
    Raises NoContractYet (the yes, the allocation or the grant has fallen), VacancyStands (the home that is to be kept
    is reported vacant: somebody may be promised it).
    """
    if ground.offer is None or ground.vacancy is None:
        open_one = Vacancy.objects(open_dwelling=ground.dwelling.pk).only("vacancy_number", "reported_by_name").first()
        if open_one is not None:
            raise VacancyStands(open_one.number, open_one.reported_by_name)
        return
    offer, vacancy = records.get(Offer, ground.offer.pk), records.get(Vacancy, ground.vacancy.pk)
    held = vacancy.allocation
    theirs = vacancy.state is VacancyState.ALLOCATED and held is not None and held.id == offer.allocation
    granted = records.get(Application, ground.application.pk).state is ApplicationState.WAITING
    if offer.state is not OfferState.ACCEPTED or not theirs or not granted:
        raise NoContractYet(offer.number)


def extension_of(lease: Lease) -> Application | None:
    """The granted extension that asks for a new lease after this one; None where there is none, or it is written.

    Index `application_applicant`.
    """
    if lease.is_landlords or lease.state is not LeaseState.OCCUPYING:
        return None
    if Lease.objects(follows=lease.pk).only("pk").first() is not None:
        return None
    people = merged.ids_of(records.reference(lease, "tenant"))
    wanted = Application.objects(applicant__in=people, kind=ApplicationKind.EXTENSION, state=ApplicationState.HOUSED)
    cases = (case for case in wanted.no_dereference().order_by("id") if case.lease == lease.pk)
    return next((case for case in cases if granted_entry(case) is not None), None)


def no_contract(lease: Lease) -> NoContractYet:
    """The refusal where no extension asks for a lease after this one."""
    return NoContractYet(lease.number)


def granted_entry(application: Application) -> DecisionEntry | None:
    """The grant by the guidelines that stands in the case."""
    granted = (DecisionOutcome.GRANTED, LegalBasis.LOCAL_GUIDELINES)
    return next((one for one in application.decisions if one.open and (one.outcome, one.basis) == granted), None)


def months_granted(ground: Ground) -> int:
    """How long the decision says that the lease is; the rulebook's usual term where it says nothing."""
    entry = granted_entry(ground.application)
    said = entry.proposal.lease_months if entry is not None and entry.proposal is not None else None
    return said or ground.rules.policy.lease_months


def first_start(ground: Ground) -> date:
    """The first day that the lease may begin: never a day gone by, nor while the dwelling is somebody else's."""
    vacancy, today = ground.vacancy, ground.today
    if vacancy is None:
        return today
    if gone := vacancy.ready_on or vacancy.vacated_on:
        return max(today, gone)
    # Who swaps leaves when the new home is theirs, whatever the end that their old lease names.
    waits = vacancy.free_from if vacancy.cause is not VacancyCause.SWAP else None
    return max(today, waits + timedelta(days=1)) if waits else today


def usual_start(ground: Ground) -> date:
    """The day that the form proposes: at once, or the day after the lease that is followed has run out."""
    held = ground.follows
    first = first_start(ground)
    return max(first, held.ends_on + timedelta(days=1)) if held is not None and held.ends_on else first


def earlier_short(ground: Ground) -> int:
    """How many short leases of the dwelling the tenant has had, under all the ids that stand for them (§ 11-1)."""
    return sum(1 for _ in _short_ones(ground))


def _short_ones(ground: Ground) -> Iterator[Lease]:
    held = Lease.objects(dwelling=ground.dwelling.pk, tenant__in=merged.ids_of(ground.person.pk))
    for lease in held.only("starts_on", "ends_on", "ended_on").no_dereference():
        if lease_terms.began(lease.starts_on, lease.ended_on) and lease_terms.is_short(lease.starts_on, lease.ends_on):
            yield lease


def _lease(identity: ObjectId | None) -> Any:
    return Lease.objects(pk=identity).no_dereference().first() if identity else None
