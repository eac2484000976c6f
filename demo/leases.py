"""The leases of Fjordvik: every way for a tenancy to end that someone must act on, whatever day it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from random import Random
from typing import NamedTuple

from demo.bank import kid_of
from demo.payments import Calendar, Manner
from demo.people import Person
from rules.deadlines import Month, add_months
from rules.terms import Security
from schemas.housing import DwellingRow, LeaseRow

CASEWORKERS = (
    "saksbehandler@demo.kommune.no",
    "boligkonsulent@demo.kommune.no",
    "boligkonsulent2@demo.kommune.no",
)
THREE_YEARS, ONE_YEAR = 36, 12


class Term(NamedTuple):
    """When a tenancy begins and ends (None: open-ended), and its months."""

    starts_on: date
    ends_on: date | None
    months: int | None


@dataclass(frozen=True)
class Tenancy:
    """A lease as the register has it, and how its tenant pays."""

    lease: LeaseRow
    manner: Manner


def terms(day: date) -> list[Term]:
    """The terms of fifty leases: around every limit that is watched, then open-ended, short, new and ordinary ones."""
    after = timedelta(days=1)
    near = [
        day,
        day + timedelta(days=40),
        add_months(day, 3),
        add_months(day, 3) + after,
        add_months(day, 5),
        add_months(day, 5) - timedelta(days=9),
        add_months(day, 6),
        add_months(day, 6) + after,
        day - after,
        add_months(day, -2),
        add_months(day, -3),
        add_months(day, -4),
    ]
    month = Month.of(day).first
    found = [_ending(end, THREE_YEARS) for end in near]
    found += [Term(add_months(month, -38 - 11 * k), None, None) for k in range(6)]
    found += [_beginning(add_months(month, -4 - k), ONE_YEAR) for k in range(3)]
    found += [_beginning(add_months(month, -1) + timedelta(days=14), THREE_YEARS)]
    found += [_beginning(add_months(month, 1), THREE_YEARS)]
    found += [_beginning(add_months(month, -k), THREE_YEARS) for k in range(27)]
    return found


def _ending(end: date, months: int) -> Term:
    return Term(add_months(end + timedelta(days=1), -months), end, months)


def _beginning(start: date, months: int) -> Term:
    return Term(start, add_months(start, months) - timedelta(days=1), months)


LEASES = len(terms(date(2026, 1, 1)))  # for each step of the scale


def make_tenancies(
    rng: Random, calendar: Calendar, dwellings: Sequence[DwellingRow], tenants: Sequence[Person], scale: int
) -> tuple[Tenancy, ...]:
    """Fifty leases for each step of the scale, each in a dwelling of its own."""
    every = terms(calendar.day) * scale
    manners = _manners(rng, calendar, every)
    caseworkers, homes = cycle(CASEWORKERS), rng.sample(list(dwellings), len(every))
    return tuple(
        Tenancy(_lease(rng, at, term, home, tenants[at], manners[at], calendar, next(caseworkers)), manners[at])
        for at, (term, home) in enumerate(zip(every, homes, strict=True))
    )


def _manners(rng: Random, calendar: Calendar, every: Sequence[Term]) -> list[Manner]:
    """How each tenant pays: the odd ones among those who have lived there for all the months that are charged."""
    settled = [at for at, term in enumerate(every) if term.starts_on < calendar.paid[0].first]
    odd = [manner for manner in Manner for _ in range(manner.number * len(every) // LEASES)]
    manners = [Manner.ON_TIME] * len(every)
    for at, manner in zip(rng.sample(settled, len(odd)), odd, strict=True):
        manners[at] = manner
    return manners


def _lease(
    rng: Random,
    at: int,
    term: Term,
    home: DwellingRow,
    tenant: Person,
    manner: Manner,
    calendar: Calendar,
    caseworker: str,
) -> LeaseRow:
    security = None if at % 12 == 5 else rng.choice((Security.NAV_GUARANTEE, Security.DEPOSIT))
    return LeaseRow(
        contract_number=f"K{7001 + at}",
        dwelling=home.dwelling_number,
        identity_number=tenant.identity_number,
        identity_kind=tenant.identity_kind,
        name=tenant.name,
        born_on=tenant.born_on,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        stated_months=term.months,
        rent_ore=home.rent_ore,
        due_day=20,
        kid=kid_of(at + 1),
        security=security,
        security_ore=home.rent_ore * rng.choice((3, 6)) if security else None,
        opening_ore=home.rent_ore * manner.opening_percent // 100,
        opening_due_on=calendar.opening,
        caseworker=caseworker,
    )
