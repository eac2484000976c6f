"""Leases between a landlord and a referred household: what is refused, and what a person must ask about.

A lease that a landlord reports is signed already, so what may be unlawful about it is a doubt and no refusal: by law a
term that is too short makes the lease open-ended (husll. § 9-3), and rent that rose too much is not owed (§§ 4-2, 4-3).
Refused is only what cannot be: days in the wrong order, and sums that are none. Amounts are int øre.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rules import lease_terms, rent_changes
from rules.deadlines import Month, add_months
from rules.errors import InvalidRecord
from rules.price_index import Index
from rules.terms import EndReason, LeaseEnd, ReportDoubt

OLDEST_DAYS, FARTHEST_DAYS = 366, 366  # what lies farther away is a slip of the pen
MOST_RENT_ORE, MOST_OWED_ORE = 100_000_00, 100_000_000_00
ENDS: Mapping[EndReason, LeaseEnd] = {
    EndReason.TENANT_NOTICE: LeaseEnd.TENANT_NOTICE,
    EndReason.LANDLORD_NOTICE: LeaseEnd.LANDLORD_NOTICE,
    EndReason.TERM_ENDED: LeaseEnd.EXPIRY,
    EndReason.RESCINDED: LeaseEnd.RESCINDED,
    EndReason.EVICTED: LeaseEnd.EVICTED,
    EndReason.DEATH: LeaseEnd.DEATH,
}
REASONS: Mapping[LeaseEnd, EndReason] = {end: reason for reason, end in ENDS.items()}


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A lease as the landlord reports it; `noticed_ore` and `free_from` are what the vacancy was reported with."""

    signed_on: date
    starts_on: date
    ends_on: date | None
    rent_ore: int
    noticed_ore: int
    free_from: date
    security_ore: int = 0
    has_security: bool = False


def check_signed(signed: Signed, referred_on: date, today: date) -> None:
    """Refuse days and sums that cannot be; `referred_on` is when the landlord was told of the household.

    Raises InvalidRecord (future, before_referral, too_far, too_old, ends_before_start, out_of_range, missing_value).
    """
    problems: dict[str, str] = {}
    if signed.signed_on > today:
        problems["signed_on"] = "future"
    elif signed.signed_on < referred_on:
        problems["signed_on"] = "before_referral"
    if signed.starts_on < referred_on:
        problems["starts_on"] = "before_referral"
    elif signed.starts_on > today + timedelta(days=FARTHEST_DAYS):
        problems["starts_on"] = "too_far"
    if signed.ends_on is not None and signed.ends_on <= signed.starts_on:
        problems["ends_on"] = "ends_before_start"
    if not 0 < signed.rent_ore <= MOST_RENT_ORE:
        problems["rent_ore"] = "out_of_range"
    if not 0 <= signed.security_ore <= MOST_OWED_ORE:
        problems["security_ore"] = "out_of_range"
    elif signed.has_security != bool(signed.security_ore):
        problems["security_ore" if signed.has_security else "security"] = "missing_value"
    _refuse(problems)


def doubts_of_signed(signed: Signed, least_months: int) -> tuple[ReportDoubt, ...]:
    """What a person asks the landlord about; `least_months` is the term that referred households are to have (HB)."""
    found = {
        ReportDoubt.BEFORE_FREE: signed.starts_on < signed.free_from,
        ReportDoubt.OTHER_RENT: signed.rent_ore != signed.noticed_ore,
        ReportDoubt.SECURITY_HIGH: signed.security_ore > lease_terms.MAX_SECURITY_MONTHS * signed.rent_ore,
    }
    others = (doubt for doubt, holds in found.items() if holds)
    return *_doubts_of_length(signed.starts_on, signed.ends_on, least_months), *others


def _doubts_of_length(starts_on: date, ends_on: date | None, least_months: int) -> tuple[ReportDoubt, ...]:
    if lease_terms.is_short(starts_on, ends_on):
        return (ReportDoubt.SHORT_TERM,)
    agreed = lease_terms.last_day(starts_on, least_months)
    return (ReportDoubt.UNDER_AGREED_TERM,) if ends_on is not None and ends_on < agreed else ()


def check_term(starts_on: date, old: date | None, ends_on: date | None, today: date) -> None:
    """Refuse the last day that the lease has already, one before it began, and one that is past: that is an end.

    Raises InvalidRecord (same_term, ends_before_start, term_past).
    """
    if ends_on == old:
        _refuse({"ends_on": "same_term"})
    if ends_on is not None and ends_on <= starts_on:
        _refuse({"ends_on": "ends_before_start"})
    if ends_on is not None and ends_on < today:
        _refuse({"ends_on": "term_past"})


def doubts_of_term(
    starts_on: date, old: date | None, ends_on: date | None, least_months: int
) -> tuple[ReportDoubt, ...]:
    """What a person asks about where the term becomes shorter: three years, and what referred households get (HB)."""
    if ends_on is None or (old is not None and ends_on >= old):
        return ()
    return _doubts_of_length(starts_on, ends_on, least_months)


@dataclass(frozen=True, kw_only=True)
class RentLimits:
    """The months of husll. §§ 4-2 and 4-3, by the rulebook."""

    index_months: int
    notice_months: int
    market_months: int
    market_notice_months: int


@dataclass(frozen=True, kw_only=True)
class NewRent:
    """A new rent as it is reported; `set_on` and `index_month` are of the rent that it takes over from.

    `market_on` is when that was last agreed or set to the going rent.
    """

    old_ore: int
    new_ore: int
    from_on: date
    told_on: date
    set_on: date
    index_month: str
    market_on: date


def check_rent(new_ore: int, from_on: date, today: date) -> None:
    """Refuse a rent that is none, and a day far away. Raises InvalidRecord (out_of_range, too_old, too_far)."""
    problems: dict[str, str] = {}
    if not 0 < new_ore <= MOST_RENT_ORE:
        problems["rent_ore"] = "out_of_range"
    if from_on < today - timedelta(days=OLDEST_DAYS):
        problems["from_on"] = "too_old"
    elif from_on > today + timedelta(days=FARTHEST_DAYS):
        problems["from_on"] = "too_far"
    _refuse(problems)


def doubts_of_rent(rent: NewRent, limits: RentLimits, index: Index) -> tuple[ReportDoubt, ...]:
    """What may make a rise unlawful, as far as the index is known (husll. §§ 4-2, 4-3); a lower rent may be agreed.

    The notice is counted from the day the landlord told us: the tenant may have been told before, so a person asks.
    """
    if rent.new_ore <= rent.old_ore:
        return ()
    found = {
        ReportDoubt.SHORT_NOTICE: rent.from_on < add_months(rent.told_on, limits.notice_months),
        ReportDoubt.TOO_SOON: rent.from_on < add_months(rent.set_on, limits.index_months),
        ReportDoubt.ABOVE_INDEX: above_index(rent, index) and not _may_be_going_rent(rent, limits),
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def above_index(rent: NewRent, index: Index) -> bool:
    """Whether the rent rose more than prices did; where the index is not known for both months, nobody can tell."""
    last = str(Month.of(rent.from_on))
    newest = max((month for month in index.values if month <= last), default=None)
    base = index.value(rent.index_month)
    if newest is None or base is None or newest <= rent.index_month:
        return False
    return rent.new_ore > rent_changes.indexed(rent.old_ore, base, index.values[newest])


def _may_be_going_rent(rent: NewRent, limits: RentLimits) -> bool:
    """§ 4-3: demanded two years and six months after it was last agreed, and six months before it holds."""
    return rent.told_on >= add_months(rent.market_on, limits.market_months) and rent.from_on >= add_months(
        rent.told_on, limits.market_notice_months
    )


def check_arrears(owed_ore: int, oldest_due: date, starts_on: date, today: date) -> None:
    """Refuse a debt that cannot be. Raises InvalidRecord (out_of_range, future, before_lease_began)."""
    problems: dict[str, str] = {}
    if not 0 < owed_ore <= MOST_OWED_ORE:
        problems["owed_ore"] = "out_of_range"
    if oldest_due > today:
        problems["oldest_due"] = "future"
    elif oldest_due < starts_on:
        problems["oldest_due"] = "before_lease_began"
    _refuse(problems)


def _refuse(problems: Mapping[str, str]) -> None:
    if problems:
        raise InvalidRecord("landlord_report", problems)
