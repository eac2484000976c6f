"""A change of rent before anybody is told: by the index, to going rent, of charges, as agreed, or a correction."""

from collections.abc import Sequence
from datetime import date, timedelta

from models import Lease, RentChange
from rules import rent_changes
from rules.errors import (
    AlreadyExists,
    IndexMonthMissing,
    IndexNotLater,
    MissingReason,
    RentChangeStands,
    RentFixingUnknown,
    RentTooEarly,
    RentUnchanged,
)
from rules.price_index import Index
from rules.rent_changes import Fixing, IndexObstacle, IndexVerdict, NewAmount
from rules.rulebook import Rules
from rules.terms import RentChangeKind, RentLineKind
from services import records, rulebooks
from services.actor import Actor
from services.rents import common, indexes

BY_HAND = frozenset({RentChangeKind.CHARGES, RentChangeKind.AGREED, RentChangeKind.CORRECTION})
RENT_KINDS = frozenset({RentLineKind.BASE})  # what a change of charges leaves alone


def draft_by_hand(
    lease: Lease,
    actor: Actor,
    *,
    kind: RentChangeKind,
    amounts: Sequence[NewAmount],
    effective_from: date,
    reasons: str,
    version: int,
    today: date,
) -> RentChange:
    """Draft a change of charges, an agreed one or a correction; nothing holds before the tenant is notified.

    Raises NotAuthorised, NoNeedToKnow, StaleState, MissingReason, LeaseOver, RentNegative, RentBeforeLease,
    MonthCharged, RentLinesOverlap, RentUnchanged, RentChangeStands.
    """
    correction = kind is RentChangeKind.CORRECTION
    roles = common.CORRECTORS if correction else common.CHANGERS
    common.require(lease, actor, "rent_change.draft", roles=roles)
    records.check_version(lease, version)
    if not reasons.strip():
        raise MissingReason("rent_change.draft")
    if not correction:
        common.refuse_over(lease)
    wanted = [one for one in amounts if kind is not RentChangeKind.CHARGES or one.kind not in RENT_KINDS]
    _check(lease, wanted, effective_from, correction=correction)
    change = _new(lease, kind, wanted, effective_from, actor, rulebooks.current(today))
    change.reasons = reasons.strip()
    return _store(change, actor)


def _check(lease: Lease, amounts: Sequence[NewAmount], effective_from: date, *, correction: bool = False) -> None:
    rent_changes.check(
        lease.contract_number, common.lines_of(lease), amounts, effective_from=effective_from,
        starts_on=lease.starts_on, charged_until=common.charged_until(lease), correction=correction,
    )  # fmt: skip


def draft_market(
    lease: Lease,
    actor: Actor,
    *,
    new_ore: int,
    improvements_ore: int,
    reasons: str,
    effective_from: date,
    version: int,
    today: date,
) -> RentChange:
    """Draft a demand for going rent (husll. § 4-3): `new_ore` is the rent itself, less what the tenant has bettered.

    Raises what draft_by_hand() raises, and RentTooEarly.
    """
    common.require(lease, actor, "rent_change.draft")
    records.check_version(lease, version)
    if not reasons.strip():
        raise MissingReason("rent_change.draft")
    common.refuse_over(lease)
    check_market(lease, effective_from, today, rulebooks.current(today))
    held = next(line for line in common.lines_of(lease) if line.kind is RentLineKind.BASE and line.holds(today))
    amounts = [NewAmount(held.key, held.kind, held.amount_ore, new_ore - improvements_ore)]
    _check(lease, amounts, effective_from)
    change = _new(lease, RentChangeKind.MARKET, amounts, effective_from, actor, rulebooks.current(today))
    change.reasons, change.improvements_ore = reasons.strip(), improvements_ore
    return _store(change, actor)


def check_market(lease: Lease, effective_from: date, demanded_on: date, rules: Rules) -> None:
    """Raise RentTooEarly where going rent may not be demanded that day, or not hold from the other."""
    keeping = rules.keeping
    rent_changes.check_market(
        lease.contract_number,
        since=lease.market_set_on or lease.starts_on,
        last_change=common.fixing_of(lease).on,
        demanded_on=demanded_on,
        effective_from=effective_from,
        market_months=keeping.market_months,
        notice_months=keeping.market_notice_months,
        index_months=keeping.index_months,
    )


def first_market(lease: Lease, rules: Rules, demanded_on: date) -> date:
    """The first day that going rent may hold from when it is demanded on a day."""
    keeping = rules.keeping
    return rent_changes.earliest_market(
        common.fixing_of(lease).on, demanded_on, notice_months=keeping.market_notice_months,
        index_months=keeping.index_months,
    )  # fmt: skip


def first_index(lease: Lease, rules: Rules, notified_on: date) -> date:
    """The first day that the index may move the rent from when the tenant is notified on a day."""
    keeping = rules.keeping
    return rent_changes.earliest_index(
        common.fixing_of(lease), notified_on, index_months=keeping.index_months,
        notice_months=keeping.index_notice_months,
    )  # fmt: skip


def draft_index(
    lease: Lease,
    actor: Actor,
    *,
    new_month: str,
    effective_from: date,
    most: int | None = None,
    unrecorded: bool = False,
    today: date,
) -> RentChange:
    """Draft a change by the price index (husll. § 4-2); `most` is the highest rise asked for, hundredths of a percent.

    `unrecorded`: also where nobody has recorded when the rent was last fixed, counted from the lease's first day.
    Raises NotAuthorised, NoNeedToKnow, LeaseOver, RentFixingUnknown, IndexMonthMissing, IndexNotLater, RentTooEarly,
    RentUnchanged, RentChangeStands, MonthCharged.
    """
    rules = rulebooks.current(today)
    return draft_by_table(
        lease, actor, rules, indexes.table(rules.keeping.index_series), new_month=new_month,
        effective_from=effective_from, most=most, unrecorded=unrecorded, today=today,
    )  # fmt: skip


def draft_by_table(
    lease: Lease,
    actor: Actor,
    rules: Rules,
    table: Index,
    *,
    new_month: str,
    effective_from: date,
    most: int | None,
    unrecorded: bool,
    today: date,
) -> RentChange:
    """The same for one of many, by what was read for all of them. Raises what draft_index() raises."""
    common.require(lease, actor, "rent_change.draft")
    common.refuse_over(lease)
    fixing = common.fixing_of(lease)
    if not (fixing.recorded or unrecorded):
        raise RentFixingUnknown(lease.contract_number)
    new_value = table.value(new_month)
    if new_value is None:
        raise IndexMonthMissing(table.series, new_month)
    earliest = first_index(lease, rules, today)
    if effective_from < earliest:
        raise RentTooEarly(lease.contract_number, earliest, "notice")
    verdict = rent_changes.index_change(
        common.lines_of(lease), fixing, effective_from=effective_from, base_value=table.value(fixing.month),
        new_month=new_month, new_value=new_value, index_months=rules.keeping.index_months, most=most,
    )  # fmt: skip
    _refuse(lease, verdict, table.series, new_month, fixing)
    _check(lease, verdict.amounts, effective_from)
    change = _new(lease, RentChangeKind.INDEX, verdict.amounts, effective_from, actor, rules)
    change.series, change.base_month, change.base_value = table.series, fixing.month, table.value(fixing.month)
    change.new_month, change.new_value = new_month, new_value
    return _store(change, actor)


def _refuse(lease: Lease, verdict: IndexVerdict, series: str, new_month: str, fixing: Fixing) -> None:
    if verdict.obstacle is IndexObstacle.NO_VALUE:
        raise IndexMonthMissing(series, fixing.month)
    if verdict.obstacle is IndexObstacle.NOT_LATER:
        raise IndexNotLater(new_month, fixing.month)
    if verdict.obstacle is IndexObstacle.TOO_SOON and verdict.earliest is not None:
        raise RentTooEarly(lease.contract_number, verdict.earliest, "fixing")
    if verdict.obstacle is not None:
        raise RentUnchanged(lease.contract_number)


def _new(
    lease: Lease, kind: RentChangeKind, amounts: Sequence[NewAmount], effective_from: date, actor: Actor, rules: Rules
) -> RentChange:
    changed = [one for one in amounts if one.new_ore != one.old_ore]
    if not changed:
        raise RentUnchanged(lease.contract_number)
    lines = common.lines_of(lease)
    after = rent_changes.followed(lines, changed, effective_from)
    return RentChange(
        lease=lease.pk,
        contract_number=lease.contract_number,
        tenant=records.reference(lease, "tenant"),
        office=records.reference(lease, "office"),
        kind=kind,
        lines=common.new_lines(changed),
        old_ore=_month(lines, effective_from - timedelta(days=1)) or _month(lines, effective_from),
        new_ore=_month(after, effective_from),
        effective_from=effective_from,
        rulebook=rules.number,
        by_name=actor.name,
    )


def _month(lines: Sequence[rent_changes.Line], day: date) -> int:
    return sum(line.amount_ore for line in lines if line.holds(day))


def _store(change: RentChange, actor: Actor) -> RentChange:
    try:
        records.create(change, actor, action="rent_drafted")
    except AlreadyExists as error:
        raise RentChangeStands(change.contract_number) from error
    return change
