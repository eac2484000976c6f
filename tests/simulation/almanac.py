"""A calendar of the simulation's own, so that the house is not checked by the rules that it counts with."""

from datetime import date, timedelta

FIXED = {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)}
FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)


def easter(year: int) -> date:
    """Easter Sunday, counted as Gauss did for the centuries from 1900 to 2099."""
    moon = (19 * (year % 19) + 24) % 30
    rest = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    found = date(year, 3, 22) + timedelta(days=moon + rest)
    late = found == date(year, 4, 26) or (found == date(year, 4, 25) and moon == 28 and year % 19 > 10)
    return found - timedelta(days=7) if late else found


def is_free(day: date) -> bool:
    """Whether the banks are shut."""
    feasts = {easter(day.year) + timedelta(days=days) for days in FROM_EASTER}
    return day.weekday() >= 5 or (day.month, day.day) in FIXED or day in feasts


def working_day(day: date) -> date:
    """The day, or the first after it on which the banks are open."""
    while is_free(day):
        day += timedelta(days=1)
    return day


def due(month: date) -> date:
    """When the rent of a month, named by its first day, falls due."""
    return working_day(month.replace(day=20))


def month_on(month: date, ahead: int = 1) -> date:
    """The first day of the month so many months on."""
    count = month.year * 12 + month.month - 1 + ahead
    return date(count // 12, count % 12 + 1, 1)


def same_day(day: date, ahead: int) -> date:
    """The same day of the month so many months on, or its last."""
    month = month_on(day, ahead)
    return min(month + timedelta(days=day.day - 1), month_on(month) - timedelta(days=1))


def length(month: date) -> int:
    """The days of a month."""
    return (month_on(month) - month.replace(day=1)).days
