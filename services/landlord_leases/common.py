"""What the steps of a landlord's lease share: who may take them, and whom the lease belongs to."""

from collections.abc import Iterable
from datetime import date

from bson import ObjectId

from models import Lease
from rules.errors import HomeLet, NotLandlordsLease
from rules.terms import NoticeOrigin, ReportDoubt, Role
from services import leases, need_to_know, records
from services.actor import Actor

KEEPERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)


def admit(lease: Lease, actor: Actor, what: str) -> ObjectId:
    """Let the lease's landlord pass, and staff who follow the lease up; the landlord's id.

    Raises NotAuthorised, NoNeedToKnow, NotLandlordsLease.
    """
    landlord = records.reference(lease, "landlord")
    actor.require_party(landlord, *KEEPERS, what=what)
    if not lease.is_landlords or landlord is None:
        raise NotLandlordsLease(lease.number)
    if actor.landlord is None:
        need_to_know.require_lease(lease, actor)
    return ObjectId(landlord)


def refuse_overlap(home: ObjectId, days: tuple[date, date | None], today: date, besides: ObjectId) -> None:
    """Raise HomeLet where another lease of the home has a day in common with a lease from the first to the last."""
    other = leases.in_the_way(home, *days, today, besides=besides)
    if other is not None:
        raise HomeLet(other.contract_number, leases.runs_until(other, today))


def origin_of(actor_id: str) -> NoticeOrigin:
    """How it reached us: from a landlord's own system, or told to staff."""
    return NoticeOrigin.API if actor_id.startswith("landlord:") else NoticeOrigin.STAFF


def codes(doubts: Iterable[ReportDoubt]) -> str:
    """Doubts as an effect carries them."""
    return ",".join(doubt.value for doubt in doubts)


def doubts_of(text: str) -> list[ReportDoubt]:
    """The doubts that an effect carries."""
    return [ReportDoubt(code) for code in text.split(",") if code]
