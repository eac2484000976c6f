"""Payment plans (nedbetalingsavtaler): drawn up from a debt, and whether one is kept, from rows of the ledger alone.

Money is settled against the oldest debt first, so no row says which instalment it paid. A plan is therefore judged by
sums: all money that came beyond what was paid when the plan was made has to cover the rent that fell due since, and
the instalments that fell due, in the order of their days. Fees, interest and claims since stand beside the plan.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from rules.deadlines import add_months, next_working_day
from rules.errors import InvalidRecord
from rules.rent import Row
from rules.terms import PlanState, RowKind

KRONE = 100
RENT = (RowKind.CHARGE, RowKind.OPENING)
DEBTS = (*RENT, RowKind.FEE, RowKind.INTEREST, RowKind.CLAIM)
UNDONE = "undo:"  # what the key of a posting that takes another back begins with


@dataclass(frozen=True)
class Due:
    """One instalment: the day it falls due and its øre."""

    due_on: date
    amount_ore: int


@dataclass(frozen=True)
class Agreed:
    """A plan as the rule sees it: the day it was made, the debt it covers, how that is paid down."""

    agreed_on: date
    debt_ore: int
    instalments: tuple[Due, ...]


class Mark(Enum):
    """How far one instalment is paid."""

    PAID = "paid"
    LATE = "late"  # fell due, still within the days of grace
    MISSED = "missed"
    AHEAD = "ahead"  # falls due later


@dataclass(frozen=True)
class Marked:
    """One instalment with what has been paid of it."""

    due_on: date
    amount_ore: int
    paid_ore: int
    mark: Mark


@dataclass(frozen=True)
class Standing:
    """Where a plan stands on a day; `missed_on` = when what broke it fell due, `short_ore` what lacked of it."""

    state: PlanState
    instalments: tuple[Marked, ...]
    paid_ore: int  # of the old debt
    missed_on: date | None = None
    short_ore: int = 0


@dataclass(frozen=True)
class _Demand:
    """What is to be covered by a day: the rent of a month, or an instalment."""

    due_on: date
    rent: bool
    amount_ore: int
    paid_ore: int

    @property
    def short_ore(self) -> int:
        return self.amount_ore - self.paid_ore


def draw_up(
    debt_ore: int,
    first_on: date,
    *,
    today: date,
    most_months: int,
    count: int | None = None,
    each_ore: int | None = None,
) -> tuple[Due, ...]:
    """Split a debt in monthly instalments that sum to it exactly: so many, or of so much each; the last takes the rest.

    Raises InvalidRecord (nothing owed, neither or both given, too small, a first day gone by, longer than
    `most_months` from today).
    """
    problems: dict[str, str] = {}
    if debt_ore <= 0:
        problems["debt_ore"] = "nothing_overdue"
    if (count is None) == (each_ore is None):
        problems["count"] = "one_of_two"
    if first_on < today:
        problems["first_on"] = "past"
    if not problems:
        problems = _size_problems(debt_ore, count, each_ore)
    if not problems:
        last = add_months(today, most_months)
        found = _split(debt_ore, first_on, count, each_ore, most_months) if first_on <= last else ()
        if found and found[-1].due_on <= last:
            return found
        problems["count" if count is not None else "each_ore"] = "plan_too_long"
    raise InvalidRecord("payment_plan", problems)


def _size_problems(debt_ore: int, count: int | None, each_ore: int | None) -> dict[str, str]:
    if count is not None and count < 1:
        return {"count": "missing_value"}
    if count is not None and debt_ore // count < KRONE and count > 1:
        return {"count": "instalment_too_small"}
    if each_ore is not None and each_ore < KRONE:
        return {"each_ore": "instalment_too_small"}
    return {}


def _split(debt_ore: int, first_on: date, count: int | None, each_ore: int | None, most_months: int) -> tuple[Due, ...]:
    """The instalments; none where there would be more of them than months allowed."""
    if each_ore is None:
        number = count or 1
        each_ore = debt_ore if number == 1 else debt_ore // number // KRONE * KRONE
    else:
        number = -(-debt_ore // each_ore)
    if number > most_months + 1:
        return ()
    amounts = [each_ore] * (number - 1) + [debt_ore - each_ore * (number - 1)]
    return tuple(Due(add_months(first_on, at), amount) for at, amount in enumerate(amounts))


def last_day(due_on: date, grace_days: int) -> date:
    """The last day on which what fell due counts as paid in time; a working day (domstolloven § 149)."""
    return next_working_day(due_on + timedelta(days=grace_days))


def standing(plan: Agreed, rows: Iterable[Row], today: date, grace_days: int) -> Standing:
    """Whether the plan runs, is kept or is broken on the day, from the lease's rows booked by then, in any order.

    Broken by the first day whose rent or instalment still lacks money when its days of grace are over. A payment that
    comes too late, but before anybody found the breach, mends it.
    """
    known = [row for row in rows if row.booked_on <= today]
    demands = _covered(_demands(plan, known), paid_since(plan, known))
    missed = next((one for one in demands if one.short_ore and last_day(one.due_on, grace_days) < today), None)
    kept = all(not one.short_ore for one in demands)
    state = PlanState.KEPT if kept else PlanState.BROKEN if missed else PlanState.RUNNING
    marked = tuple(_marked(one, today, grace_days) for one in demands if not one.rent)
    return Standing(
        state,
        marked,
        sum(one.paid_ore for one in marked),
        missed.due_on if missed else None,
        missed.short_ore if missed else 0,
    )


def paid_since(plan: Agreed, rows: Sequence[Row]) -> int:
    """The øre that came beyond what had been paid when the plan was made; negative where more was taken back.

    Credits, settlements and write-offs are money too, and less of it where they are taken back; so is a fee of the old
    debt that is taken back, but not a later one. What had been paid then is what was owed by then, less the debt.
    """
    before = sum(row.amount_ore for row in rows if _is_debt(row) and _is_old(plan, row))
    beside = {f"{UNDONE}{row.key}" for row in rows if _is_debt(row) and not _is_old(plan, row)}
    money = -sum(row.amount_ore for row in rows if not _is_debt(row) and row.key not in beside)
    return money - (before - plan.debt_ore)


def _is_debt(row: Row) -> bool:
    return row.amount_ore > 0 and row.kind in DEBTS


def _is_old(plan: Agreed, row: Row) -> bool:
    return row.booked_on <= plan.agreed_on and row.falls_due < plan.agreed_on


def _demands(plan: Agreed, rows: Iterable[Row]) -> list[_Demand]:
    """The rent charged since, due or not, and all instalments, by day; of one day the rent comes first.

    Rent that is charged and not due yet counts too: paid early, its money is no instalment paid ahead.
    """
    rents: dict[date, int] = {}
    for row in rows:
        if _is_debt(row) and row.kind in RENT and not _is_old(plan, row):
            # A charge booked late falls due for the plan when the tenant could know of it.
            due = max(row.falls_due, row.booked_on) if row.booked_on > plan.agreed_on else row.falls_due
            rents[due] = rents.get(due, 0) + row.amount_ore
    found = [_Demand(due, True, amount, 0) for due, amount in rents.items()]
    found += [_Demand(one.due_on, False, one.amount_ore, 0) for one in plan.instalments]
    return sorted(found, key=lambda one: (one.due_on, not one.rent))


def _covered(demands: Iterable[_Demand], money: int) -> list[_Demand]:
    """Lay the money on the demands in their order; what was taken back beyond all that came lacks on the first."""
    found = []
    for one in demands:
        paid = min(one.amount_ore, money)
        found.append(_Demand(one.due_on, one.rent, one.amount_ore, paid))
        money -= paid
    return found


def _marked(one: _Demand, today: date, grace_days: int) -> Marked:
    if not one.short_ore:
        mark = Mark.PAID
    elif one.due_on >= today:
        mark = Mark.AHEAD
    else:
        mark = Mark.MISSED if last_day(one.due_on, grace_days) < today else Mark.LATE
    return Marked(one.due_on, one.amount_ore, max(one.paid_ore, 0), mark)
