"""A landlord reports that it has agreed on another term with its tenant: the lease's last day moves."""

from datetime import date

from bson import ObjectId

from models import LandlordReport, Lease
from rules import landlord_leases
from rules.errors import LeaseOver
from rules.terms import LeaseState, ReportKind
from services import records, rulebooks
from services.actor import Actor
from services.landlord_leases import common, reports

STEP = "landlord_lease.term"


def report_term(
    lease: Lease,
    actor: Actor,
    *,
    ends_on: date | None,
    version: int,
    today: date,
    identity: ObjectId | None = None,
) -> LandlordReport:
    """Move the lease's last day (None = open-ended from now on); told again = the stored report.

    Raises NotAuthorised, NoNeedToKnow, NotLandlordsLease, LeaseOver, InvalidRecord (same_term, term_past,
    ends_before_start), HomeLet (the next lease of the home begins before it), StaleState.
    """
    common.admit(lease, actor, STEP)
    if (held := reports.promised(lease, identity, actor) or _told_before(lease, ends_on)) is not None:
        return held
    records.check_version(lease, version)
    if lease.state is LeaseState.ENDED:
        raise LeaseOver(lease.contract_number)
    landlord_leases.check_term(lease.starts_on, lease.ends_on, ends_on, today)
    common.refuse_overlap(records.reference(lease, "dwelling"), (lease.starts_on, ends_on), today, lease.pk)
    least = rulebooks.current(today).partnering.lease_months
    doubts = landlord_leases.doubts_of_term(lease.starts_on, lease.ends_on, ends_on, least)
    identity = identity or ObjectId()
    told = reports.owed(
        identity, ReportKind.TERM_CHANGE, actor, today, ends=ends_on.isoformat() if ends_on else "",
        doubts=common.codes(doubts),
    )  # fmt: skip
    values = {"ends_on": ends_on, "stated_months": None}
    records.change(lease, actor, values=values, action="term_reported", version=version, owed=[told])
    return reports.made(lease, identity)


def _told_before(lease: Lease, ends_on: date | None) -> LandlordReport | None:
    """The report of this very term, where it is what the lease has."""
    held = reports.of_lease(lease.pk, ReportKind.TERM_CHANGE)
    return held if held is not None and lease.ends_on == ends_on == held.ends_on else None
