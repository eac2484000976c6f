"""How households pay and what befalls them: made-up people, the same ones each time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.simulation import almanac
from tests.simulation.oracle import Sheet

Shares = Sequence[tuple[int, int]]  # days from the due day, percent of the rent
UNKNOWN_KID = "88999999"


@dataclass
class Resident:
    """One household: its lease, how it pays, when trouble comes (months into the year), and the clerk's sheet."""

    number: int
    habit: str
    trouble: int
    slack: int
    sheet: Sheet
    lease: Any = None
    kid: str = ""
    number_of_lease: str = ""
    marks: dict[str, Any] = field(default_factory=dict)

    def shares(self, at: int) -> Shares:
        """What it pays of the rent of the month that is so many months into the year."""
        return PAYS[self.habit](self, at - self.trouble)

    def pays(self, day: date, first: date) -> list[int]:
        """The øre that it pays today."""
        found = []
        for back in (0, -1, -2):
            month = almanac.month_on(day.replace(day=1), back)
            at = (month.year - first.year) * 12 + month.month - first.month
            if at < 0 or self.sheet.starts_on > month or self._gone(month):
                continue
            due = almanac.due(month)
            today = [percent for days, percent in self.shares(at) if due + timedelta(days=days) == day]
            found += [self.sheet.rent_ore * percent // 100 for percent in today]
        return found

    def _gone(self, month: date) -> bool:
        return self.sheet.ended_on is not None and self.sheet.ended_on < month


def _on_time(who: Resident, _at: int) -> Shares:
    return ((-who.slack, 100),)


def _late(who: Resident, _at: int) -> Shares:
    return ((1 + 3 * who.slack, 100),)


def _partly(_who: Resident, _at: int) -> Shares:
    return ((-1, 60), (25, 40))


def _twice(who: Resident, at: int) -> Shares:
    return ((-2, 100), (0, 100)) if at == 0 else () if at == 1 else _on_time(who, at)


def _taken_back(who: Resident, at: int) -> Shares:
    return ((-1, 100), (4, -100), (12, 100)) if at == 0 else _on_time(who, at)


def _skips(who: Resident, at: int) -> Shares:
    """Two months are not paid; what is agreed about them is paid by the plan."""
    return () if at in {0, 1} else _on_time(who, at)


def _stops(who: Resident, at: int) -> Shares:
    return _on_time(who, at) if at < 0 else ()


PAYS: dict[str, Callable[[Resident, int], Shares]] = {
    "on time": _on_time,
    "partly": _partly,
    "twice": _twice,
    "wrong KID": _on_time,
    "taken back": _taken_back,
    "plan kept": _skips,
    "plan broken": _skips,
    "petition": _stops,
    "moves": _on_time,
    "dies": _stops,
    "allowance": _late,
    "complaint": _on_time,
    "expires": _on_time,
    "late": _late,
}
SLACKS = (0, 3)  # few days, so that the bank sends few files


def household(number: int, first: date, rng: Random) -> Resident:
    """The household of that number: most pay on time; every third has a story of its own."""
    stories = [one for one in PAYS if one != "on time"]
    habit = stories[number // 3 % len(stories)] if number % 3 == 0 else "on time"
    starts_on = almanac.month_on(first, -rng.randrange(1, 30)) + timedelta(days=rng.randrange(28))
    if habit == "on time" and number % 7 == 0:
        starts_on = first + timedelta(days=rng.randrange(20, 200))  # moves in during the year
    ends_on = almanac.same_day(starts_on, 36) - timedelta(days=1)
    if habit == "expires":
        ends_on = first + timedelta(days=rng.randrange(60, 300))
    rent_ore = rng.randrange(450_000, 1_250_000, 50)
    return Resident(number, habit, rng.randrange(1, 4), rng.choice(SLACKS), Sheet(rent_ore, starts_on, ends_on))
