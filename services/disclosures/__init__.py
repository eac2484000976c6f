"""What of a household a landlord was told: logged before it is told, and printed per person (fvl. § 13 b).

By an answer of the API (`log`), by a message to the landlord's address, which says a referral's number and nothing more
(`log_number`), or by our own people on the telephone or by letter (`log_step`). What staff read themselves is no
disclosure: it is in the access log.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bson import ObjectId

from models import Applicant, Disclosure, Landlord, Referral
from rules import referrals
from rules.terms import DisclosedPart, ReferralState
from services import effects, merged, records
from services.actor import Actor
from services.batches import batched

PERSON = ("phone", "email", "protected_address", "merged_into")

Withheld = Mapping[ObjectId, Collection[DisclosedPart]]
"""By person as the referral names it: what is not told of it."""


def parts_of(referral: Referral, *, withheld: Withheld | None = None) -> tuple[DisclosedPart, ...]:
    """What is told of the household in the referral's state; the person is read only where it may be named.

    `withheld`: of the persons of many referrals, for a caller who has read them already.
    """
    known = _withheld([referral]) if withheld is None else withheld
    kept = known.get(records.reference(referral, "applicant"), ())
    return referrals.parts_of(referral.state, guaranteed=referral.guarantee is not None, withheld=kept)


def _withheld(told: Sequence[Referral]) -> Withheld:
    found: dict[ObjectId, Collection[DisclosedPart]] = {}
    for ids in batched({records.reference(one, "applicant") for one in told if one.state in referrals.NAMED}):
        for person in Applicant.objects(pk__in=ids).only(*PERSON):
            found[person.pk] = withheld_of(person, merged.root_of(person))
    return found


def withheld_of(person: Applicant, root: Applicant) -> Collection[DisclosedPart]:
    """What is not told of a person; `root` stands for it now."""
    shielded = bool(person.protected_address or root.protected_address)
    return referrals.withheld(shielded=shielded, phone=root.phone, email=root.email)


def log(told: Sequence[Referral], actor: Actor, now: datetime, *, withheld: Withheld | None = None) -> None:
    """Write what the landlord's system is about to be told of each household, in one insert, before the answer.

    One write however many referrals an answer tells of; nothing where it is not a landlord's system that asks, or
    nothing is told. `withheld`: for a caller who has read the persons to tell of them: what is logged is what is told.
    """
    if actor.landlord is None or not told:
        return
    known = _withheld(told) if withheld is None else withheld
    client = actor.client or actor.name
    rows = [_told(one, parts_of(one, withheld=known), client, now, supplier=actor.supplier) for one in told]
    Disclosure.objects.insert(rows, load_bulk=False)


def _told(referral: Referral, parts: Sequence[DisclosedPart], client: str, at: datetime, **others: Any) -> Disclosure:
    """That these parts of the referral's household are told its landlord, by that key, address or organisation."""
    return Disclosure(
        landlord=records.reference(referral, "landlord"),
        referral=referral.pk,
        referral_number=referral.referral_number,
        person=records.reference(referral, "applicant"),
        parts=list(parts),
        ground=referrals.GROUND,
        at=at,
        client=client,
        **others,
    )


def log_number(referral: ObjectId, message: str, host: str, now: datetime) -> None:
    """Write that a message to the landlord's address tells of the referral, before it is sent; sent again = nothing.

    The number alone is told of a household: whoever knows it later, by name, knows what it stood for.
    """
    found: Referral = records.get(Referral, referral)
    effects.insert_once(_told(found, referrals.BEFORE[:1], host, now, id=_once(f"message:{message}")))


def log_step(referral: Referral, state: ReferralState, by_name: str, key: str, at: datetime) -> None:
    """Write what staff tell the landlord as they bring the referral to that state; written under the key = nothing."""
    landlord: Landlord = records.get(Landlord, records.reference(referral, "landlord"))
    person: Applicant = records.get(Applicant, records.reference(referral, "applicant"))
    root = merged.root_of(person)
    kept = referrals.withheld(shielded=False, phone=root.phone, email=root.email)
    told = referrals.parts_of(state, guaranteed=referral.guarantee is not None, withheld=kept)
    effects.insert_once(_told(referral, told, landlord.name, at, by_name=by_name, id=_once(key)))


def _once(key: str) -> ObjectId:
    """The id of what is told once under the key."""
    return ObjectId(hashlib.sha256(f"disclosure:{key}".encode()).digest()[:12])


def of_person(person: ObjectId) -> Iterator[Disclosure]:
    """All that landlords were told of a person, under every record that stands for them, newest first.

    Index `disclosure_person`.
    """
    found = Disclosure.objects(person__in=merged.ids_of(person)).no_dereference()
    yield from found.order_by("-at", "id")
