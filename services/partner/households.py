"""A landlord's referrals as its own system sees them: the least that the state allows, logged before it is told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Applicant, Dwelling, Referral
from rules.referrals import NAMED
from rules.terms import DisclosedPart, ReferralState, RejectionReason, Security
from services import disclosures, merged, records
from services.actor import Actor
from services.batches import batched
from services.disclosures import Withheld
from services.partner import finding
from services.partner.finding import numbers_of

REFERRAL_FIELDS = (
    "referral_number", "notice_number", "dwelling", "applicant", "state", "referred_on", "valid_to", "adults",
    "children", "guarantee", "guarantee_ore", "viewing", "answered_on", "rejection", "lease",
)  # fmt: skip
PERSON_FIELDS = ("first_name", "last_name", "phone", "email", "protected_address", "merged_into")


@dataclass(frozen=True, kw_only=True)
class ReferralSeen:
    """A referral; what the landlord may not know in its state is None. Amounts in øre."""

    key: ObjectId
    version: int
    number: str
    vacancy: str
    dwelling: str | None
    state: ReferralState
    referred_on: date
    valid_to: date
    viewing_at: datetime | None
    answered_on: date | None
    rejection: RejectionReason | None
    adults: int | None
    children: int | None
    guarantee: Security | None
    guarantee_ore: int | None
    name: str | None
    phone: str | None
    email: str | None


def referrals(
    landlord: ObjectId, *, after: ObjectId | None = None, limit: int, state: ReferralState | None = None
) -> list[Referral]:
    """The landlord's referrals, oldest first, to be told (indexes `referral_landlord`, `referral_landlord_state`)."""
    return finding.page(Referral, landlord, REFERRAL_FIELDS, after=after, limit=limit, state=state)


def referral(landlord: ObjectId, number: str) -> Referral:
    """One of the landlord's referrals, to be told; raises NotFound."""
    found: Referral = finding.read(Referral, landlord, number, REFERRAL_FIELDS)
    return found


def get_referral(landlord: ObjectId, number: str) -> Referral:
    """The landlord's referral, to be answered; raises NotFound."""
    found: Referral = finding.get(Referral, landlord, number)
    return found


def tell_referrals(found: Sequence[Referral], actor: Actor, now: datetime) -> list[ReferralSeen]:
    """What the landlord is told of these households: it is logged first, and there is no other way to it."""
    if not found:
        return []
    people, withheld = _people(records.reference(one, "applicant") for one in found if one.state in NAMED)
    disclosures.log(found, actor, now, withheld=withheld)
    dwellings = numbers_of(Dwelling, found, "dwelling")
    return [_told(one, disclosures.parts_of(one, withheld=withheld), dwellings, people) for one in found]


def _told(
    one: Referral, parts: Collection[DisclosedPart], dwellings: Mapping[Any, str], people: Mapping[Any, Applicant]
) -> ReferralSeen:
    size, offered = DisclosedPart.HOUSEHOLD_SIZE in parts, DisclosedPart.GUARANTEE in parts
    return ReferralSeen(
        key=one.pk,
        version=one.version,
        number=one.referral_number,
        vacancy=one.notice_number,
        dwelling=dwellings.get(records.reference(one, "dwelling")),
        state=one.state,
        referred_on=one.referred_on,
        valid_to=one.valid_to,
        viewing_at=one.viewing.at if one.viewing else None,
        answered_on=one.answered_on,
        rejection=one.rejection,
        adults=one.adults if size else None,
        children=one.children if size else None,
        guarantee=one.guarantee if offered else None,
        guarantee_ore=one.guarantee_ore if offered else None,
        **_contact(people.get(records.reference(one, "applicant")), parts),
    )


def _contact(told: Applicant | None, parts: Collection[DisclosedPart]) -> dict[str, str | None]:
    return {
        "name": told.name if told and DisclosedPart.NAME in parts else None,
        "phone": told.phone if told and DisclosedPart.PHONE in parts else None,
        "email": told.email if told and DisclosedPart.EMAIL in parts else None,
    }


def _people(wanted: Iterable[ObjectId]) -> tuple[dict[ObjectId, Applicant], Withheld]:
    """Who the households are now, and what is not told of each."""
    found: dict[ObjectId, Applicant] = {}
    withheld: dict[ObjectId, Collection[DisclosedPart]] = {}
    for some in batched(set(wanted)):
        for one in Applicant.objects(pk__in=some).only(*PERSON_FIELDS):
            root = found[one.pk] = merged.root_of(one)
            withheld[one.pk] = disclosures.withheld_of(one, root)
    return found, withheld
