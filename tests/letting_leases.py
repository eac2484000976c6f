"""Leases on their way to keys, made through the real services: an accepted offer or a granted extension, signed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from letters.lease_contract import LeaseContract
from letters.paper import Drawn
from models import Application, Lease, Offer, User, Vacancy
from models.deciding import DecisionEntry
from rules.terms import (
    ApplicationKind,
    ApplicationState,
    ContractItem,
    DecisionOutcome,
    LegalBasis,
    Role,
    Security,
)
from services import leases, offers, records, rulebooks
from services.actor import Actor
from services.leases import ContractDraft, Ground
from tests.casework import NOW, SENDER, TODAY, acting, worker
from tests.factories import ACTOR, make_application, make_dwelling, make_lease
from tests.letting_offers import allocated, consultant, offered, waiting

START = date(2026, 12, 1)


def quick_contract(lease: LeaseContract) -> Drawn:
    """A contract without its looks: the same bytes for the same words, as a real one."""
    return Drawn(f"Leiekontrakt {lease.number}", lease.language, f"%PDF-1.7 quick {lease!r}".encode())


def keeper(now: datetime = NOW, *roles: Role, **values: Any) -> Actor:
    """Somebody who hands over keys: property, where no role is named."""
    return acting(worker(*(roles or (Role.PROPERTY,)), **values), now)


def leader(now: datetime = NOW) -> Actor:
    return acting(worker(Role.UNIT_LEADER), now)


def accepted(application: Application | None = None, *, by: User | None = None, **values: Any) -> Any:
    """An offer that the household said yes to, of a dwelling that is vacated and ready."""
    ready = {"vacated_on": TODAY, "preparation_on": TODAY, "ready_on": TODAY} | values
    offer = offered(vacancy=allocated(application or waiting(), **ready), by=by)
    offers.accept(offer, acting(consultant()), version=offer.version, now=NOW)
    return records.get(Offer, offer.pk)


def extended(*, state: ApplicationState = ApplicationState.HOUSED, **lease: Any) -> tuple[Application, Lease]:
    """A granted extension, and the lease it is about, which runs out at the end of November."""
    given = {"ends_on": date(2026, 11, 30), "starts_on": date(2023, 12, 1), "kid": "12345678903"} | lease
    held = make_lease(**given)
    entry = DecisionEntry(
        id=ObjectId(), basis=LegalBasis.LOCAL_GUIDELINES, outcome=DecisionOutcome.GRANTED, decided_on=TODAY
    )
    case = make_application(
        kind=ApplicationKind.EXTENSION, state=state, lease=held.pk, decisions=[entry],
        applicant=records.reference(held, "tenant"),
    )  # fmt: skip
    return case, held


def swapping(**values: Any) -> tuple[Application, Lease]:
    """A granted swap that waits, and the lease that the household has."""
    held = make_lease(**{"dwelling": make_dwelling(), "starts_on": date(2024, 1, 1)} | values)
    case = waiting(
        kind=ApplicationKind.SWAP, lease=held.pk, swap_of=held.pk, applicant=records.reference(held, "tenant")
    )
    return case, held


def terms(**values: Any) -> ContractDraft:
    given: dict[str, Any] = {
        "starts_on": START, "months": 36, "rent_ore": 800_000, "security": Security.NAV_GUARANTEE,
        "security_ore": 2_400_000,
    }  # fmt: skip
    return ContractDraft(**given | values)


def ground_of(source: Any, now: datetime = NOW) -> Ground:
    """The ground of an offer or an extension, read anew."""
    if isinstance(source, Offer):
        return leases.from_offer(records.get(Offer, source.pk), now)
    return leases.from_extension(records.get(Application, source.pk), now)


def sign(source: Any, draft: ContractDraft | None = None, *, by: Actor | None = None, now: datetime = NOW) -> Any:
    """The lease drawn, looked at and signed."""
    actor, given = by or acting(consultant(), now), draft or terms()
    seen = leases.draw(ground_of(source, now), given, actor, SENDER)
    lease = leases.sign(ground_of(source, now), given, actor, SENDER, number=seen.number, file=seen.file)
    return fresh(lease)


def signed(application: Application | None = None, **values: Any) -> Any:
    """A lease signed on an accepted offer."""
    return sign(accepted(application), terms(**values))


def secured(lease: Any, *, today: date = TODAY, **values: Any) -> Any:
    given = {"kind": Security.NAV_GUARANTEE, "amount_ore": 2_400_000, "received_on": today} | values
    leases.record_security(lease, keeper(), version=lease.version, today=today, **given)
    return fresh(lease)


def met(lease: Any, outcomes: Mapping[str, ContractItem] | None = None, *, today: date = TODAY, **values: Any) -> Any:
    """The contract meeting held: every point seen to, unless `outcomes` says which."""
    points = rulebooks.current(today).letting.contract_points
    told = {point.code: ContractItem.DONE for point in points} if outcomes is None else outcomes
    given = {"outcomes": told, "house_rules_on": today} | values
    leases.record_meeting(lease, keeper(), version=lease.version, today=today, **given)
    return fresh(lease)


def hand_over(lease: Any, *, on: date = START, by: Actor | None = None, today: date = START, **values: Any) -> bool:
    given = {"version": lease.version} | values
    return leases.hand_over_keys(lease, by or keeper(), on=on, today=today, **given)


def fresh(lease: Any) -> Any:
    return records.get(Lease, lease.pk)


def vacancy_of(source: Any) -> Any:
    offer = source if isinstance(source, Offer) else records.get(Offer, source.offer)
    return records.get(Vacancy, records.reference(offer, "vacancy"))


def case_of(lease: Any) -> Any:
    return records.get(Application, lease.application)


__all__ = ["ACTOR", "START", "accepted", "case_of", "extended", "fresh", "ground_of", "hand_over", "keeper", "leader",
           "met", "quick_contract", "secured", "sign", "signed", "swapping", "terms", "vacancy_of"]  # fmt: skip
