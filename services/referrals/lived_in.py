"""Whether a home that a landlord reports free is let to somebody on the day it is to be free."""

from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from models import VacancyNotice
from models.referral import OPEN_NOTICE
from rules.terms import LeaseState
from services import leases, records


@dataclass(frozen=True, kw_only=True)
class LivedIn:
    """The lease that runs, and its tenant; `until` is its last day, `starts_on` its first where it is to come."""

    number: str
    tenant: ObjectId
    until: date | None
    given_up: bool
    starts_on: date | None


def lived_in(notice: VacancyNotice, today: date) -> LivedIn | None:
    """The lease that runs in the home on or after the day that an open notice says it is free; None where none does.

    Landlords report early, so that is no reason to refuse the notice.
    """
    if notice.state not in OPEN_NOTICE:
        return None
    lease = leases.in_the_way(records.reference(notice, "dwelling"), notice.available_from, None, today)
    if lease is None:
        return None
    return LivedIn(
        number=lease.contract_number,
        tenant=records.reference(lease, "tenant"),
        until=leases.runs_until(lease, today),
        given_up=leases.given_up_by(lease) is not None,
        starts_on=lease.starts_on if lease.state is LeaseState.UPCOMING else None,
    )
