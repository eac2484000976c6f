"""What a lease owes: monthly charges, and the settling of ledger rows, oldest debt first.

Amounts are int øre: what raises the debt is positive (charge, fee, opening, reversal), what lowers it negative.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules.deadlines import Month, add_months, rent_due
from rules.terms import RowKind


@dataclass(frozen=True)
class Row:
    """One row of the ledger; `due_on` is None for payments and reversals."""

    key: str
    kind: RowKind
    amount_ore: int
    booked_on: date
    due_on: date | None = None

    @property
    def falls_due(self) -> date:
        """When the row is to be paid; a reversal on the day it was booked."""
        return self.due_on or self.booked_on


@dataclass(frozen=True)
class OpenItem:
    """What is left to pay of one row."""

    row: str
    kind: RowKind
    due_on: date
    open_ore: int


@dataclass(frozen=True)
class Account:
    """A settled account: open items oldest first, money left over, and the balance (open less credit)."""

    items: tuple[OpenItem, ...] = ()
    credit_ore: int = 0
    oldest_due: date | None = None
    balance_ore: int = 0


@dataclass(frozen=True)
class Overdue:
    """What is past due on a day, and the days since the oldest unpaid due date."""

    owed_ore: int = 0
    oldest_due: date | None = None
    days: int = 0


@dataclass(frozen=True)
class RentLine:
    """One line of a lease's rent, valid from and to and including its days; None = no end."""

    key: str
    amount_ore: int
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class RentedLease:
    """What the rent run needs of a lease; `ended_on` is the day it really ended, never its agreed end date.

    `prorated`: rent is owed by the day (leases made in Husrom); otherwise a month is owed whole by whoever lives there
    on its first day, as in the registers that leases are imported from. `signed_on` is when the tenant was bound.
    """

    key: str
    starts_on: date
    lines: tuple[RentLine, ...]
    ended_on: date | None = None
    due_day: int = 20
    prorated: bool = False
    signed_on: date | None = None


@dataclass(frozen=True)
class Charge:
    """One rent line charged for one month; the key makes a second run find the same row."""

    key: str
    rent_line: str
    period: str
    amount_ore: int
    booked_on: date
    due_on: date


def settle(rows: Iterable[Row]) -> Account:
    """Settle rows in any order: money goes to the oldest debt first (due date, then key), what is left is credit.

    A reversal takes back money; what it takes beyond all payments is itself a debt, due the day it was booked.
    """
    ordered = sorted(rows, key=lambda row: (row.kind is not RowKind.REVERSAL, row.falls_due, row.key))
    money = -sum(row.amount_ore for row in ordered if row.amount_ore < 0)
    items = []
    for row in ordered:
        debt = max(row.amount_ore, 0)
        paid = min(debt, money)
        money -= paid
        if debt > paid:
            items.append(OpenItem(row.key, row.kind, row.falls_due, debt - paid))
    items.sort(key=lambda item: (item.due_on, item.row))
    balance = sum(item.open_ore for item in items) - money
    return Account(tuple(items), money, items[0].due_on if items else None, balance)


def owed(account: Account, on: date) -> Overdue:
    """What is overdue on a day: due before it; nothing owed has neither date nor days."""
    overdue = [item for item in account.items if item.due_on < on]
    if not overdue:
        return Overdue()
    oldest = overdue[0].due_on
    return Overdue(sum(item.open_ore for item in overdue), oldest, (on - oldest).days)


def rent_on(lines: Iterable[RentLine], day: date) -> int:
    """What the rent lines valid on a day come to a month, in øre."""
    return sum(line.amount_ore for line in lines if _covers(line.valid_from, line.valid_to, day))


def charges_for(lease: RentedLease, year: int, month: int) -> list[Charge]:
    """The month's charges, one per rent line; booked on the first (ADR 8).

    A prorated lease is charged for the days of the month that both it and the line cover; any other for the whole
    month, by the lines valid on its first, if it had begun and not ended by then. A lease past its agreed end date that
    is still lived in is charged.
    """
    period = Month(year, month)
    amounts = _by_the_day(lease, period) if lease.prorated else _whole(lease, period)
    if not amounts:
        return []
    due_on = _due(lease, period)
    return [
        Charge(charge_key(lease.key, line.key, str(period)), line.key, str(period), amount, period.first, due_on)
        for line, amount in amounts
    ]


def charge_key(lease: str, line: str, period: str) -> str:
    """The key of one rent line's charge for a month."""
    return f"charge:{lease}:{line}:{period}"


def charge_of(key: str) -> str:
    """The key of the first charge of the rent line and month that a later charge's key is of («…:2»)."""
    return ":".join(key.split(":")[:4])


def share_ore(amount_ore: int, first: date, last: date) -> int:
    """What a month's amount comes to from one day to another of that month, both included, in whole øre.

    Counted as what is owed up to the last day less what was owed before the first, so that however a month is parted,
    the parts add up to its amount.
    """
    days = monthrange(first.year, first.month)[1]
    return _up_to(amount_ore, last.day, days) - _up_to(amount_ore, first.day - 1, days)


def _up_to(amount_ore: int, day: int, days: int) -> int:
    return (2 * amount_ore * day + days) // (2 * days)


def _whole(lease: RentedLease, period: Month) -> list[tuple[RentLine, int]]:
    first = period.first
    if not _covers(lease.starts_on, lease.ended_on, first):
        return []
    return [(line, line.amount_ore) for line in lease.lines if _covers(line.valid_from, line.valid_to, first)]


def _by_the_day(lease: RentedLease, period: Month) -> list[tuple[RentLine, int]]:
    first, last = max(lease.starts_on, period.first), min(lease.ended_on or period.last, period.last)
    found = []
    for line in lease.lines:
        start, end = max(first, line.valid_from), min(last, line.valid_to or last)
        if start <= end:
            found.append((line, share_ore(line.amount_ore, start, end)))
    return found


def _due(lease: RentedLease, period: Month) -> date:
    """The month's due day; for a lease made here the first due day after it has begun and is signed (§ 3-2)."""
    due_on = rent_due(period.year, period.month, lease.due_day)
    bound = max(lease.starts_on, lease.signed_on or lease.starts_on)
    while lease.prorated and due_on <= bound:
        period = Month.of(add_months(period.first, 1))
        due_on = rent_due(period.year, period.month, lease.due_day)
    return due_on


def _covers(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or day <= end)
