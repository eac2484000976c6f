"""What a lease owes: monthly charges, and the settling of ledger rows, oldest debt first.

Amounts are int øre: what raises the debt is positive (charge, fee, opening, reversal), what lowers it negative.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules.deadlines import Month, rent_due
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
    """What the rent run needs of a lease; `ended_on` is the day it really ended, never its agreed end date."""

    key: str
    starts_on: date
    lines: tuple[RentLine, ...]
    ended_on: date | None = None
    due_day: int = 20


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
    """The month's charges: one per rent line valid on the first, if the lease had begun and not ended by then.

    A lease past its agreed end date that is still lived in is charged. Booked on the first, due by `rent_due`.
    """
    period = Month(year, month)
    if not _covers(lease.starts_on, lease.ended_on, period.first):
        return []
    due_on = rent_due(year, month, lease.due_day)
    return [
        Charge(f"charge:{lease.key}:{line.key}:{period}", line.key, str(period), line.amount_ore, period.first, due_on)
        for line in lease.lines
        if _covers(line.valid_from, line.valid_to, period.first)
    ]


def _covers(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or day <= end)
