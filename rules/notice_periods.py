"""How long a notice runs, by when it is protested and sued over, and when a demand to move is sent (husll. ch. 9)."""

from datetime import date, timedelta

from rules.deadlines import Month, add_months, next_working_day

DEMAND_MONTHS = 3


def ends_on(arrived: date, *, months: int, room_months: int, room_only: bool = False) -> date:
    """The last day of a lease that is given notice of: months to the end of a calendar month (husll. § 9-6).

    A single room with access to another's home has its own period, which ends on any day.
    """
    return add_months(arrived, room_months) if room_only else Month.of(add_months(arrived, months)).last


def protest_by(arrived: date, months: int = 1) -> date:
    """The last day for a written protest: a month after the notice arrived, moved to a working day (§§ 9-8, 1-6)."""
    return next_working_day(add_months(arrived, months))


def sue_by(protest_deadline: date, months: int = 3) -> date:
    """The last day to sue over a protested notice: three months after the protest's last day (husll. § 9-8)."""
    return next_working_day(add_months(protest_deadline, months))


def demand_span(ends_on: date, months: int = DEMAND_MONTHS) -> tuple[date, date]:
    """The first and last day for the written demand to move out of a home whose term is over (husll. § 9-2).

    No working day is waited for at its end: the tenant's right is not to be cut by ours.
    """
    return ends_on + timedelta(days=1), add_months(ends_on, months)


def open_ended_from(ends_on: date, months: int = DEMAND_MONTHS) -> date:
    """The day a lease that ran on without a demand is open-ended (husll. § 9-2)."""
    return add_months(ends_on, months) + timedelta(days=1)


def is_fixed(ends_on: date | None, open_ended_on: date | None) -> bool:
    """Whether a lease has a term that still holds: one made longer after it ran over has it again."""
    return ends_on is not None and (open_ended_on is None or open_ended_on <= ends_on)
