"""Who of those that wait is referred to a landlord's home already, and waits for the answer."""

from collections.abc import Collection

from bson import ObjectId

from models import Referral
from services import records
from services.batches import batched


def referred(cases: Collection[ObjectId]) -> dict[ObjectId, Referral]:
    """The referrals that have not fallen, by the case they are of (index `referral_one_per_household`)."""
    found: dict[ObjectId, Referral] = {}
    for ids in batched(cases):
        some = Referral.objects(live_application__in=ids).no_dereference().order_by("id")
        found |= {records.reference(one, "application"): one for one in some}
    return found
