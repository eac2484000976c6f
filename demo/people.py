"""Persons who do not exist: names at random, and synthetic identity numbers with check digits that hold."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from stdnum.no import fodselsnummer

from demo.words import FIRST_NAMES, LAST_NAMES
from rules.terms import IdentityKind

SYNTHETIC_MONTH = 80  # what Tenor adds to the month of birth: no living person has such a number
YOUNGEST, OLDEST = date(2004, 12, 31), date(1944, 1, 1)


@dataclass(frozen=True)
class Person:
    """Somebody of Fjordvik."""

    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    born_on: date = field(repr=False)
    identity_number: str = field(repr=False)
    phone: str = field(repr=False)
    identity_kind: IdentityKind = IdentityKind.SYNTHETIC

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def make_people(rng: Random, count: int) -> list[Person]:
    """So many persons, no two with one identity number."""
    people: dict[str, Person] = {}
    days = (YOUNGEST - OLDEST).days
    while len(people) < count:
        born = OLDEST + timedelta(days=rng.randrange(days))
        number = synthetic_number(born, rng)
        phone = f"1{rng.randrange(10**7):07}"  # Norwegian numbers of eight digits never begin with 1
        people.setdefault(number, Person(rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES), born, number, phone))
    return list(people.values())


def synthetic_number(born: date, rng: Random) -> str:
    """An identity number (month of birth + 80) for one born from 1940 to 2039; its check digits hold as it stands."""
    individual = range(500) if born.year < 2000 else range(500, 1000)
    while True:
        first = f"{born.day:02}{born.month + SYNTHETIC_MONTH}{born.year % 100:02}{rng.choice(individual):03}"
        number = first + fodselsnummer.calc_check_digit1(first)
        number += fodselsnummer.calc_check_digit2(number)
        if re.fullmatch("[0-9]{11}", number):  # a check digit of 10 makes it longer: such a number is not given out
            return number
