"""A landlord's leases as its own system sees them, and what it has reported of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from models import Dwelling, LandlordReport, Lease, Referral
from rules.terms import EndReason, LeaseState, ReportKind, ReportState, Security
from services import records
from services.partner import finding
from services.partner.finding import numbers_of

LEASE_FIELDS = (
    "contract_number", "dwelling", "referral", "landlord_reference", "state", "signed_on", "starts_on", "ends_on",
    "rent_lines", "security", "security_ore", "ended_on",
)  # fmt: skip
PLAIN_LEASE = ("state", "signed_on", "starts_on", "ends_on", "security", "security_ore", "ended_on")
REPORT_FIELDS = (
    "report_number", "lease", "contract_number", "kind", "state", "received_on", "owed_ore", "oldest_due",
    "new_rent_ore", "from_on", "signed_on", "ends_on", "ended_on", "end_reason",
)  # fmt: skip
PLAIN_REPORT = tuple(name for name in REPORT_FIELDS if name not in ("report_number", "lease", "contract_number"))


@dataclass(frozen=True, kw_only=True)
class LeaseSeen:
    """A lease that the landlord is party to, without the tenant: the landlord knows whom it signed with.

    Rent in øre a month, on the day that it is looked at.
    """

    key: ObjectId
    version: int
    number: str
    dwelling: str | None
    referral: str | None
    reference: str | None
    state: LeaseState
    signed_on: date | None
    starts_on: date
    ends_on: date | None
    rent_ore: int
    security: Security | None
    security_ore: int | None
    ended_on: date | None


@dataclass(frozen=True, kw_only=True)
class ReportSeen:
    """What the landlord reported of a lease; amounts in øre, `from_on` is the new rent's first day."""

    key: ObjectId
    version: int
    number: str
    lease: str
    kind: ReportKind
    state: ReportState
    received_on: date
    owed_ore: int | None
    oldest_due: date | None
    new_rent_ore: int | None
    from_on: date | None
    signed_on: date | None
    ends_on: date | None
    ended_on: date | None
    end_reason: EndReason | None


def leases(
    landlord: ObjectId,
    today: date,
    *,
    after: ObjectId | None = None,
    limit: int,
    state: LeaseState | None = None,
) -> list[LeaseSeen]:
    """The landlord's leases, oldest first (index `lease_landlord`)."""
    return see_leases(finding.page(Lease, landlord, LEASE_FIELDS, after=after, limit=limit, state=state), today)


def lease(landlord: ObjectId, number: str, today: date) -> LeaseSeen:
    """One of the landlord's leases; raises NotFound."""
    return see_leases([finding.read(Lease, landlord, number, LEASE_FIELDS)], today)[0]


def get_lease(landlord: ObjectId, number: str) -> Lease:
    """The landlord's lease, to be reported on; raises NotFound."""
    found: Lease = finding.get(Lease, landlord, number)
    return found


def see_leases(found: Sequence[Lease], today: date) -> list[LeaseSeen]:
    """What the landlord sees of these leases: one read for dwellings' numbers, one for referrals'."""
    dwellings, referrals = numbers_of(Dwelling, found, "dwelling"), numbers_of(Referral, found, "referral")
    return [_seen(one, dwellings, referrals, today) for one in found]


def _seen(one: Lease, dwellings: Mapping[Any, str], referrals: Mapping[Any, str], today: date) -> LeaseSeen:
    return LeaseSeen(
        key=one.pk,
        version=one.version,
        number=one.contract_number,
        dwelling=dwellings.get(records.reference(one, "dwelling")),
        referral=referrals.get(one.referral),
        reference=one.landlord_reference,
        rent_ore=_rent_on(one, max(today, one.starts_on)),
        **{name: getattr(one, name) for name in PLAIN_LEASE},
    )


def _rent_on(one: Lease, day: date) -> int:
    lines = [line for line in one.rent_lines if line.valid_from <= day]
    return sum(line.amount_ore for line in lines if line.valid_until is None or line.valid_until >= day)


def reports(lease: Lease, *, after: ObjectId | None = None, limit: int) -> list[ReportSeen]:
    """What was reported of the lease, oldest first (index `landlord_report_lease`)."""
    landlord = records.reference(lease, "landlord")
    found = finding.page(LandlordReport, landlord, REPORT_FIELDS, after=after, limit=limit, lease=lease.pk)
    return [see_report(one) for one in found]


def see_report(one: LandlordReport) -> ReportSeen:
    """What the landlord sees of its own report: not what was made of it."""
    plain = {name: getattr(one, name) for name in PLAIN_REPORT}
    return ReportSeen(key=one.pk, version=one.version, number=one.report_number, lease=one.contract_number, **plain)
