"""What of a household a landlord was told: logged before it is told, and printed per person (fvl. § 13 b).

`log` makes one write however many referrals an answer tells of, and none for the municipality's own people: they are
in the access log.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from bson import ObjectId

from models import Applicant, Disclosure, Referral
from rules import referrals
from rules.terms import DisclosedPart
from services import merged, records
from services.actor import Actor
from services.batches import batched


def parts_of(referral: Referral, *, shielded: bool | None = None) -> tuple[DisclosedPart, ...]:
    """What may be told of the household in the referral's state; the person is read only where they may be named.

    `shielded`: whether the address is protected, for a caller who has read the persons of many referrals already.
    """
    if shielded is None:
        shielded = referral.state in referrals.NAMED and bool(_shielded([records.reference(referral, "applicant")]))
    return referrals.parts_of(referral.state, guaranteed=referral.guarantee is not None, shielded=shielded)


def _shielded(people: Sequence[ObjectId]) -> set[ObjectId]:
    found: set[ObjectId] = set()
    for ids in batched(people):
        some = Applicant.objects(pk__in=ids, protected_address=True)
        found |= set(some.scalar("id"))
    return found


def log(told: Sequence[Referral], actor: Actor, now: datetime, *, shielded: Collection[ObjectId] | None = None) -> None:
    """Write what the landlord's system is about to be told of each household, in one insert, before the answer.

    Nothing where it is not a landlord's system that asks, or nothing is told. `shielded`: the persons whose address is
    protected, for a caller who has read them to tell of them: what is logged is then what is told.
    """
    if actor.landlord is None or not told:
        return
    hidden = _shielded_among(told) if shielded is None else shielded
    rows = [_row(one, actor, now, shielded=records.reference(one, "applicant") in hidden) for one in told]
    Disclosure.objects.insert(rows, load_bulk=False)


def _shielded_among(told: Sequence[Referral]) -> set[ObjectId]:
    return _shielded([records.reference(one, "applicant") for one in told if one.state in referrals.NAMED])


def _row(referral: Referral, actor: Actor, now: datetime, *, shielded: bool) -> Disclosure:
    return Disclosure(
        landlord=records.reference(referral, "landlord"),
        referral=referral.pk,
        referral_number=referral.referral_number,
        person=records.reference(referral, "applicant"),
        parts=list(parts_of(referral, shielded=shielded)),
        ground=referrals.GROUND,
        at=now,
        client=actor.client or actor.name,
        supplier=actor.supplier,
    )


def of_person(person: ObjectId) -> Iterator[Disclosure]:
    """All that landlords were told of a person, under every record that stands for them, newest first.

    Index `disclosure_person`.
    """
    found = Disclosure.objects(person__in=merged.ids_of(person)).no_dereference()
    yield from found.order_by("-at", "id")
