"""A landlord reports a new rent: the old line is ended and followed; what may be unlawful, a person asks about."""

from datetime import date

from bson import ObjectId

from models import LandlordReport, Lease
from rules import landlord_leases, rent_changes
from rules.errors import LeaseOver
from rules.landlord_leases import NewRent, RentLimits
from rules.rent_changes import Line, NewAmount
from rules.rulebook import Rules
from rules.terms import LeaseState, RentLineKind, ReportDoubt, ReportKind
from services import records, rents, rulebooks
from services.actor import Actor
from services.landlord_leases import common, reports

STEP = "landlord_lease.rent"


def report_rent(
    lease: Lease,
    actor: Actor,
    *,
    rent_ore: int,
    from_on: date,
    version: int,
    today: date,
    identity: ObjectId | None = None,
) -> LandlordReport:
    """Put the new rent (øre a month, from a day on) on the lease; told again = the stored report.

    Raises NotAuthorised, NoNeedToKnow, NotLandlordsLease, LeaseOver, InvalidRecord, RentBeforeLease, RentLinesOverlap
    (a later rent is reported), RentUnchanged, StaleState.
    """
    common.admit(lease, actor, STEP)
    if (held := reports.promised(lease, identity, actor) or _told_before(lease, rent_ore, from_on)) is not None:
        return held
    records.check_version(lease, version)
    if lease.state is LeaseState.ENDED:
        raise LeaseOver(lease.contract_number)
    landlord_leases.check_rent(rent_ore, from_on, today)
    lines = rents.lines_of(lease)
    old = _line_on(lines, from_on)
    amounts = [NewAmount(old.key, RentLineKind.BASE, old.amount_ore, rent_ore)]
    rent_changes.check(
        lease.number, lines, amounts, effective_from=from_on, starts_on=lease.starts_on, charged_until=None,
        correction=False,
    )  # fmt: skip
    identity = identity or ObjectId()
    _put(lease, actor, lines, amounts[0], from_on, version, today, identity)
    return reports.made(lease, identity)


def _put(
    lease: Lease, actor: Actor, lines: tuple[Line, ...], amount: NewAmount, from_on: date, version: int, today: date,
    identity: ObjectId,
) -> None:  # fmt: skip
    rules = rulebooks.current(today)
    fixing = rent_changes.fixing_of(lease.starts_on, lease.rent_set_on, lease.rent_index_month)
    rent = NewRent(
        old_ore=amount.old_ore, new_ore=amount.new_ore, from_on=from_on, told_on=today, set_on=fixing.on,
        index_month=fixing.month, market_on=lease.market_set_on or lease.starts_on,
    )  # fmt: skip
    index = rents.table(rules.keeping.index_series)
    doubts: tuple[ReportDoubt, ...] = landlord_leases.doubts_of_rent(rent, limits_of(rules), index)
    after = rent_changes.followed(lines, [amount], from_on)
    values = {"rent_lines": rents.stored_lines(after), "rent_set_on": from_on, "rent_index_month": None}
    if landlord_leases.above_index(rent, index):
        values["market_set_on"] = from_on
    told = reports.owed(identity, ReportKind.RENT_CHANGE, actor, today, line=after[-1].key, doubts=common.codes(doubts))
    records.change(lease, actor, values=values, action="rent_reported", version=version, owed=[told])


def _line_on(lines: tuple[Line, ...], day: date) -> Line:
    """The rent line that holds on the day, or the last one."""
    rent = [line for line in lines if line.kind is RentLineKind.BASE]
    return next((line for line in reversed(rent) if line.holds(day)), rent[-1])


def _told_before(lease: Lease, rent_ore: int, from_on: date) -> LandlordReport | None:
    """The report of this very rent, where it is what the lease has from that day."""
    running = [line for line in lease.rent_lines if line.valid_until is None]
    if not any(line.valid_from == from_on and line.amount_ore == rent_ore for line in running):
        return None
    held = reports.of_lease(lease.pk, ReportKind.RENT_CHANGE)
    return held if held is not None and (held.new_rent_ore, held.from_on) == (rent_ore, from_on) else None


def limits_of(rules: Rules) -> RentLimits:
    """The months of husll. §§ 4-2 and 4-3."""
    held = rules.keeping
    return RentLimits(
        index_months=held.index_months, notice_months=held.index_notice_months, market_months=held.market_months,
        market_notice_months=held.market_notice_months,
    )  # fmt: skip
