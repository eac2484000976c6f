"""Leases that a payment without a match may belong to."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from models import Lease, Payment
from rules import placement, rent
from rules.placement import Candidate, Suggestion
from rules.terms import LeaseState, RentCollector
from services.batches import batched

NEEDED = dict.fromkeys(("kid", "starts_on", "rent_lines"), 1)
OURS = {"rent_collected_by": RentCollector.MUNICIPALITY.value}
CURRENT = [LeaseState.UPCOMING.value, LeaseState.OCCUPYING.value]


def suggestions(payment: Payment, today: date) -> list[tuple[Lease, tuple[Suggestion, ...]]]:
    """The leases that something speaks for with what speaks for each, best first."""
    candidates = {one.key: one for one in _candidates(payment.kid or "", today)}
    found = placement.suggest(payment.kid or "", payment.amount_ore, candidates.values())
    leases = {str(lease.pk): lease for lease in Lease.objects(pk__in=[one.key for one in found])}
    return [(leases[one.key], one.reasons) for one in found]


def _candidates(kid: str, today: date) -> Iterator[Candidate]:
    """Leases with a KID near this one, ended ones too, and every lease that is charged today."""
    collection = Lease._get_collection()
    for some in batched(placement.near_kids(kid)):
        yield from (_facts(row, today) for row in collection.find({**OURS, "kid": {"$in": some}}, NEEDED))
    for row in collection.find({**OURS, "state": {"$in": CURRENT}}, NEEDED):
        yield _facts(row, today)


def _facts(row: Mapping[str, Any], today: date) -> Candidate:
    lines = [
        rent.RentLine(
            line["id"],
            line["amount_ore"],
            line["valid_from"].date(),
            until.date() if (until := line.get("valid_until")) else None,
        )
        for line in row["rent_lines"]
    ]
    return Candidate(str(row["_id"]), row["kid"], rent.rent_on(lines, max(today, row["starts_on"].date())))
