"""A landlord reports that it has agreed on another term with its tenant: the lease's last day moves.

It is written before it is looked again whether the home's next lease has those days, as a lease that is signed does:
of the two at least one sees the other, and is taken back.
"""

from datetime import date

from bson import ObjectId

from models import LandlordReport, Lease
from models.base import Effect, Record
from rules import landlord_leases
from rules.deadlines import oslo_date
from rules.errors import LeaseOver
from rules.terms import LeaseState, ReportKind
from services import effects, leases, records, rulebooks
from services.actor import Actor
from services.effects import Owed
from services.landlord_leases import common, reports

STEP = "landlord_lease.term"
TERM_EFFECT = "landlord_term_stands"
FELL = "term_fell"


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
    owed = _owed(lease, reports.owed(
        identity, ReportKind.TERM_CHANGE, actor, today, ends=_written(ends_on), doubts=common.codes(doubts)
    ))  # fmt: skip
    values = {"ends_on": ends_on, "stated_months": None}
    records.change(lease, actor, values=values, action="term_reported", version=version, owed=[owed])
    if _fell(stored := records.get(Lease, lease.pk), version + 1):
        common.refuse_overlap(records.reference(lease, "dwelling"), (lease.starts_on, ends_on), today, lease.pk)
        raise records.stale(stored, version)  # the next lease has fallen as well
    return reports.made(lease, identity)


def _owed(lease: Lease, report: Owed) -> Owed:
    """The report, once it is seen that the term stands, and what is put back where it does not."""
    old = {"old": _written(lease.ends_on), "months": lease.stated_months or 0, "version": lease.version + 1}
    return Owed(TERM_EFFECT, f"{TERM_EFFECT}:{lease.pk}:{lease.version + 1}", {**report.args, **old})


def term_stands_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Report the term, or put the old one back where the next lease came in the same instant (a command effect)."""
    lease: Lease = records.get(Lease, document.pk)
    if _fell(lease, effect.args["version"]):
        return
    home, ends_on = records.reference(lease, "dwelling"), _read(effect.args["ends"])
    holds = lease.state is not LeaseState.ENDED and lease.ends_on == ends_on
    if holds and leases.in_the_way(home, lease.starts_on, ends_on, oslo_date(actor.at), besides=lease.pk) is not None:
        old = {"ends_on": _read(effect.args["old"]), "stated_months": effect.args["months"] or None}
        records.change(lease, actor, values=old, action=FELL)
        return
    told = Effect(key=effect.key, kind=reports.REPORT_EFFECT, args=dict(effect.args), next_at=effect.next_at)
    effects.registry.carry_out(document, told, actor)


def _fell(lease: Lease, version: int) -> bool:
    """Whether the term that was written as that version has been put back."""
    return any(entry.action == FELL and entry.version > version for entry in lease.history)


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _read(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _told_before(lease: Lease, ends_on: date | None) -> LandlordReport | None:
    """The report of this very term, where it is what the lease has."""
    held = reports.of_lease(lease.pk, ReportKind.TERM_CHANGE)
    return held if held is not None and lease.ends_on == ends_on == held.ends_on else None
