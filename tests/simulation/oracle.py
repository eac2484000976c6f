"""What a careful clerk with a pencil would keep of one household: what fell due, what came, what follows from it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.simulation import almanac


@dataclass
class Agreement:
    """A payment plan: the debt, when it was made, and what is to be paid when."""

    agreed_on: date
    debt_ore: int
    parts: list[tuple[date, int]]
    running: bool = True


@dataclass
class Sheet:
    """One household's sheet. Debts are what fell due and when; money is all that came, less what was taken back."""

    rent_ore: int
    starts_on: date
    ends_on: date | None
    ended_on: date | None = None
    debts: list[tuple[date, int, date | None]] = field(default_factory=list)  # due, øre, the month where it is rent
    money: list[tuple[date, int]] = field(default_factory=list)
    plan: Agreement | None = None
    plan_broken: bool = False

    def charge(self, month: date) -> None:
        """The month's rent, by the day where the lease has not run all of it."""
        first, last = max(self.starts_on, month), almanac.month_on(month) - timedelta(days=1)
        if self.ended_on is not None and self.ended_on < first:
            return
        if first <= last:
            days = (last - first).days + 1
            due = almanac.due(month)
            if due <= self.starts_on:
                due = almanac.due(almanac.month_on(month))
            self.debts.append((due, self._share(days, month), month))

    def fee(self, ore: int, due: date) -> None:
        """What a reminder costs."""
        self.debts.append((due, ore, None))

    def _share(self, days: int, month: date) -> int:
        """Half an øre is rounded up, of what is owed from the first of the month on."""
        whole = almanac.length(month)
        return self.rent_ore - (2 * self.rent_ore * (whole - days) + whole) // (2 * whole)

    def end(self, on: date, today: date) -> None:
        """The tenancy has ended: what was charged of days after it is money to the good."""
        self.ended_on = on
        for month in [month for _, _, month in self.debts if month is not None]:
            after = min(almanac.length(month), max(0, almanac.length(month) - (on - month).days - 1))
            if after:
                self.money.append((today, self._share(after, month)))

    def pay(self, day: date, ore: int) -> None:
        """Money that came, negative where the bank took it back."""
        self.money.append((day, ore))

    @property
    def balance(self) -> int:
        return sum(ore for _, ore, _ in self.debts) - sum(ore for _, ore in self.money)

    def oldest(self) -> date | None:
        """When the oldest of what is not paid fell due, or falls due."""
        money = sum(ore for _, ore in self.money)
        for due, ore, _ in sorted(self.debts, key=lambda one: one[0]):
            if ore > money:
                return due
            money -= ore
        return None

    def overdue(self, day: date) -> bool:
        oldest = self.oldest()
        return oldest is not None and oldest < day

    def owed(self, day: date) -> int:
        """What has fallen due before the day and is not paid."""
        money = sum(ore for _, ore in self.money)
        return max(0, sum(ore for due, ore, _ in self.debts if due < day) - money)

    def expiring(self, day: date) -> bool:
        """Whether the agreed end is within half a year, or past."""
        return self.ended_on is None and self.ends_on is not None and self.ends_on <= almanac.same_day(day, 6)

    def agree(self, day: date, parts: list[tuple[date, int]]) -> None:
        self.plan, self.plan_broken = Agreement(day, self.owed(day), parts), False

    def look_at_plan(self, day: date, grace: int) -> None:
        """Close a plan that is paid or broken, as the clerk finds it in the morning.

        All that came since covers the rent that fell due since and the instalments, in the order of their days.
        """
        plan = self.plan
        if plan is not None and not plan.running and not self.overdue(day):
            self.plan_broken = False  # there is no case any more
        if plan is None or not plan.running:
            return
        old = sum(ore for due, ore, _ in self.debts if due < plan.agreed_on)
        money = sum(ore for _, ore in self.money) - (old - plan.debt_ore)
        demands = [*plan.parts, *((due, ore) for due, ore, _ in self.debts if plan.agreed_on <= due)]
        short = False
        for due, ore in sorted(demands):
            money -= ore
            short = short or money < 0
            if money < 0 and almanac.working_day(due + timedelta(days=grace)) < day:
                plan.running, self.plan_broken = False, True
                return
        if not short:
            plan.running = False
