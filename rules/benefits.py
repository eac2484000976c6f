"""What others pay toward a home: the days of the state's housing allowance, and what may be claimed on a guarantee."""

from dataclasses import dataclass
from datetime import date, timedelta

from rules.deadlines import Month, add_months, is_working_day, next_working_day
from rules.errors import GuaranteeTooHigh, InvalidRecord
from rules.lease_terms import MAX_SECURITY_MONTHS

APPLY_BY_DAY, PAID_DAY = 25, 20  # Husbanken: applied for by the 25th, paid on the 20th of the month after


@dataclass(frozen=True)
class AllowanceDays:
    """The days of one month's allowance: the last to apply, electronically and on paper, and when it is paid."""

    month: Month
    apply_by: date
    paper_by: date
    paid_on: date


def allowance_days(month: Month) -> AllowanceDays:
    """A paper deadline moves to the next working day, the payment to the one before (Husbanken)."""
    apply_by = date(month.year, month.month, APPLY_BY_DAY)
    after = add_months(month.first, 1)
    return AllowanceDays(month, apply_by, next_working_day(apply_by), _working_day_before(after.replace(day=PAID_DAY)))


def first_month(applied_on: date) -> Month:
    """The first month that an application of the day can be granted for: its own until the 25th, else the next."""
    own = Month.of(applied_on)
    return own if applied_on.day <= APPLY_BY_DAY else Month.of(add_months(own.first, 1))


def _working_day_before(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


@dataclass(frozen=True)
class GuaranteeFacts:
    """What bounds a claim, in øre: the security, what it has paid before, what is owed, and the month's rent."""

    security_ore: int
    paid_ore: int
    owed_ore: int
    monthly_ore: int

    @property
    def left_ore(self) -> int:
        """What is left of the security, which never secures more than six months' rent (husll. §§ 3-5, 3-6)."""
        return max(min(self.security_ore, MAX_SECURITY_MONTHS * self.monthly_ore) - self.paid_ore, 0)

    @property
    def most_ore(self) -> int:
        """The most that may be claimed."""
        return max(min(self.left_ore, self.owed_ore), 0)


def check_claim(number: str, amount_ore: int, facts: GuaranteeFacts) -> None:
    """A claim is of something, and of no more than is owed and left of the security.

    Raises InvalidRecord, GuaranteeTooHigh.
    """
    if amount_ore <= 0:
        raise InvalidRecord("guarantee_claim", {"claimed_ore": "missing_value"})
    if amount_ore > facts.most_ore:
        raise GuaranteeTooHigh(number, facts.most_ore, facts.left_ore, facts.owed_ore)
