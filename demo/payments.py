"""How the tenants of Fjordvik pay: most on time, some in every way that ends in arrears, credit or a question."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from random import Random

from demo.bank import Transfer, kid_of
from rules.deadlines import Month, add_months, rent_due
from schemas.housing import LeaseRow

FILES = 3  # months of payments


@dataclass(frozen=True)
class Calendar:
    """The business day, and what follows from it: the last three months that were due before it are paid by file."""

    day: date

    @property
    def paid(self) -> tuple[Month, ...]:
        """The months with payments, oldest first."""
        last = Month.of(self.day)
        if rent_due(*last) >= self.day:
            last = Month.of(add_months(last.first, -1))
        return tuple(Month.of(add_months(last.first, back)) for back in range(1 - FILES, 1))

    @property
    def charged(self) -> tuple[Month, ...]:
        """The months with rent: those with payments and, where it is not yet due, the one that runs."""
        return tuple(dict.fromkeys([*self.paid, Month.of(self.day)]))

    @property
    def opening(self) -> date:
        """The day of the opening balances: the last before the first month that is charged."""
        return self.paid[0].first - timedelta(days=1)


class Manner(Enum):
    """How a tenant pays: how many of fifty do so, what was owed before (percent of the rent), and the three months.

    Each month is the payments made for it: days after the due date, and percent of the rent.
    """

    ON_TIME = 0, 0, ((-2, 100),), ((-1, 100),), ((0, 100),)
    PARTLY = 3, 0, ((-2, 60),), ((-1, 40), (0, 20)), ((0, 75),)
    SKIPS_LAST = 3, 0, ((-3, 100),), ((0, 100),), ()
    SKIPS_MIDDLE = 2, 0, ((-3, 100),), (), ((0, 100),)
    PAYS_NOTHING = 2, 0, (), (), ()
    LONG_IN_DEBT = 1, 300, (), ((0, 50),), ()
    OVERPAYS = 2, 0, ((0, 100),), ((-1, 150),), ((0, 100),)
    PAYS_LATE = 3, 0, ((9, 100),), ((6, 100),), ((1, 100),)
    TAKEN_BACK = 1, 0, ((-1, 100),), ((0, 100),), ((-5, 100), (1, -100))
    OWES_OLD = 2, 150, ((0, 100),), ((-4, 100),), ((0, 100),)
    SETTLES_OLD = 1, 50, ((0, 150),), ((0, 100),), ((0, 100),)
    IN_CREDIT = 1, -30, ((0, 100),), ((0, 100),), ((0, 100),)

    def __init__(self, number: int, opening_percent: int, *months: tuple[tuple[int, int], ...]) -> None:
        self.number = number
        self.opening_percent = opening_percent
        self.months = months


UNKNOWN_KID = kid_of(999_999)


def transfers(lease: LeaseRow, manner: Manner, calendar: Calendar, rng: Random) -> Iterator[Transfer]:
    """What one tenant pays of the months that are charged to the lease."""
    early = rng.randrange(4) if manner is Manner.ON_TIME else 0
    for month, shares in zip(calendar.paid, manner.months, strict=True):
        if lease.starts_on > month.first:
            continue
        for days, percent in shares:
            booked = rent_due(*month, lease.due_day) + timedelta(days=days - early)
            yield Transfer(lease.kid, lease.rent_ore * percent // 100, min(booked, calendar.day))


def by_file(every: Iterable[Transfer], calendar: Calendar) -> tuple[tuple[Transfer, ...], ...]:
    """The transfers of each file in the order they were booked; the last holds a payment with a KID of nobody's."""
    files: list[list[Transfer]] = [[] for _ in calendar.paid]
    stray = Transfer(UNKNOWN_KID, 123_400, rent_due(*calendar.paid[-1]))
    for one in [*every, stray]:
        at = sum(month.first <= one.booked_on for month in calendar.paid) - 1
        files[at].append(one)
    return tuple(tuple(sorted(file, key=lambda one: (one.booked_on, one.kid, -one.amount_ore))) for file in files)
