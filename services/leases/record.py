"""The lease as it is stored at signing, what that owes others, and who stands in the way."""

from collections.abc import Sequence

from bson import ObjectId

from models import Lease
from models.lease import RentLine
from rules import dwellings, lease_terms
from rules.errors import ContractStands
from rules.lease_terms import Contract, LeaseTerms
from rules.terms import LeaseState, NoticeCode, RentLineKind
from services import ledger, quotas, records, vacancy_steps
from services.effects import Owed
from services.leases.grounds import Ground

HOUSED_EFFECT, WAITING_EFFECT = "application_housed", "application_waiting"
OFFER_EFFECT, OPEN_VACANCY_EFFECT = "offer_leased", "open_vacancy"
STANDS_EFFECT = "lease_stands"  # the household may have said no in the same instant
NEW_LEASE_EFFECT = "lease_task"  # services.decisions: the task that asks for the lease of an extension


def new_lease(
    ground: Ground, terms: Contract, lines: Sequence[tuple[RentLineKind, int]], *, number: str, kid: str
) -> Lease:
    """The lease of these terms, to come; it has its id but is not stored."""
    home, case = ground.dwelling, ground.application
    private = home.disposal in dwellings.NEEDS_LANDLORD
    lease = Lease(
        id=ObjectId(),
        contract_number=number,
        kid=kid,
        dwelling=home.pk,
        tenant=ground.person.pk,
        landlord=records.reference(home, "landlord") if private else None,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        stated_months=terms.months,
        due_day=ground.rules.letting.due_day,
        rent_lines=[
            RentLine(id=str(place), kind=kind, amount_ore=amount, valid_from=terms.starts_on)
            for place, (kind, amount) in enumerate(lines, start=1)
        ],
        rent_set_on=terms.starts_on,
        market_set_on=terms.starts_on,
        security=terms.security,
        security_ore=terms.security_ore,
        section_11_1=terms.section_11_1,
        short_term_reason=terms.short_reason if terms.short else None,
        non_terminable_notice=terms.non_terminable,
        eviction_clause=True,
        application=case.pk,
        offer=ground.offer.pk if ground.offer else None,
        follows=ground.follows.pk if ground.follows else None,
        ledger_from=ledger.covered_until(ground.follows, terms.starts_on) if ground.follows else None,
        caseworker=records.reference(case, "caseworker"),
        office=records.reference(case, "office"),
    )
    lease.notices = list(notices_of(lease, home.rent_ore, ground))
    return lease


def notices_of(lease: Lease, dwelling_rent_ore: int | None, ground: Ground) -> Sequence[NoticeCode]:
    """What is odd about the lease, as it is told of imported ones."""
    return lease_terms.notices(told_terms(lease, dwelling_rent_ore), ground.today)


def told_terms(lease: Lease, dwelling_rent_ore: int | None) -> LeaseTerms:
    """What a stored lease says, for the rules."""
    return LeaseTerms(
        starts_on=lease.starts_on,
        ends_on=lease.ends_on,
        rent_ore=monthly_ore(lease, RentLineKind.BASE),
        dwelling_rent_ore=dwelling_rent_ore,
        stated_months=lease.stated_months,
        security=lease.security,
        security_ore=lease.security_ore or 0,
        special_grounds=bool(lease.short_term_reason),
    )


def monthly_ore(lease: Lease, *kinds: RentLineKind) -> int:
    """What the lines that run on come to a month, those of the kinds named or all."""
    return sum(
        int(line.amount_ore)
        for line in lease.rent_lines
        if line.valid_until is None and (not kinds or line.kind in kinds)
    )


def owed_by_signing(lease: Lease, ground: Ground) -> list[Owed]:
    """What a newly signed lease owes: offer, case, rent of months already charged, a swap's old home, the vacancy."""
    found = [_by_new(lease, HOUSED_EFFECT, application=ground.application.pk)]
    if records.reference(ground.dwelling, "project") is not None:
        found.append(quotas.owed_count(lease))
    if ground.offer is not None:
        found = [_by_new(lease, STANDS_EFFECT), _by_new(lease, OFFER_EFFECT, offer=ground.offer.pk), *found]
    if ground.follows is not None:
        found.append(_by_new(lease, NEW_LEASE_EFFECT, application=ground.application.pk))
    found.append(_by_new(lease, ledger.CHARGE_EFFECT))
    if ground.old is not None and ground.old.state is LeaseState.OCCUPYING:
        found.append(_by_new(lease, OPEN_VACANCY_EFFECT, lease=ground.old.pk, cause="swap"))
    if ground.vacancy is not None:
        found.append(vacancy_steps.owed_by_new(lease, ground.vacancy.pk))
    return found


def _by_new(new: Lease, kind: str, /, **args: object) -> Owed:
    return Owed(kind, f"{kind}:{new.pk}:1", {name: str(value) for name, value in args.items()})


def owed_by(changed: Lease, kind: str, /, **args: object) -> Owed:
    """What a change of a stored lease owes. Call it before the change is made."""
    return Owed(kind, f"{kind}:{changed.pk}:{changed.version + 1}", {name: str(value) for name, value in args.items()})


def standing(ground: Ground) -> ContractStands | None:
    """The lease that stands in the way: one of this dwelling that is to come, or of this offer."""
    upcoming = Lease.objects(dwelling=ground.dwelling.pk, state=LeaseState.UPCOMING).no_dereference().first()
    found = upcoming or (_of_offer(ground.offer.pk) if ground.offer else None)
    if found is None:
        return None
    return ContractStands(found.contract_number, found.signed_with_name or found.history[0].by_name)


def _of_offer(offer: ObjectId) -> Lease | None:
    found: Lease | None = Lease.objects(offer=offer).no_dereference().first()
    return found
