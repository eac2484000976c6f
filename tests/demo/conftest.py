"""The tests of the demo's municipality: business days on which a calendar goes wrong most easily."""

from datetime import date

DAYS = [
    date(2026, 11, 22),
    date(2026, 1, 1),  # the rent of the month is not yet due
    date(2026, 9, 22),  # the day after a due date that was moved
    date(2027, 3, 31),  # a month back there is no such day
    date(2028, 2, 29),
]
