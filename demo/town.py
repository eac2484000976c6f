"""Fjordvik kommune: a municipality of the project's own making, the same each time, around any business day."""

from dataclasses import dataclass
from datetime import date
from random import Random

from demo import cases, homes, leases, payments
from demo.bank import Transfer
from demo.cases import Home
from demo.leases import Tenancy
from demo.payments import Calendar
from demo.people import make_people
from demo.words import MUNICIPALITY_NUMBER, PLACES
from schemas.cases import AppealRow, ApplicationRow
from schemas.housing import DwellingRow, LandlordRow, LeaseRow
from schemas.postcodes import PostcodeRow

SEED = 1963


@dataclass(frozen=True)
class Town:
    """All that the municipality's registers and its bank say on the business day."""

    calendar: Calendar
    postcodes: tuple[PostcodeRow, ...]
    landlords: tuple[LandlordRow, ...]
    dwellings: tuple[DwellingRow, ...]
    tenancies: tuple[Tenancy, ...]
    applications: tuple[ApplicationRow, ...]
    appeals: tuple[AppealRow, ...]
    transfers: tuple[tuple[Transfer, ...], ...]  # one tuple for each file, oldest first

    @property
    def day(self) -> date:
        """The business day."""
        return self.calendar.day

    @property
    def leases(self) -> tuple[LeaseRow, ...]:
        return tuple(tenancy.lease for tenancy in self.tenancies)


def make_town(day: date, *, scale: int = 1, seed: int = SEED) -> Town:
    """The town as it stands on the day; `scale` multiplies all but the months. Nothing in it is at fault."""
    rng = Random(seed)  # noqa: S311 - made-up people, no secret
    calendar = Calendar(day)
    tenants = make_people(rng, (leases.LEASES + cases.CASES) * scale)
    others = tenants[leases.LEASES * scale :]
    landlords = homes.make_landlords(rng, day, scale)
    dwellings = homes.make_dwellings(rng, landlords, scale)
    tenancies = leases.make_tenancies(rng, calendar, dwellings, tenants, scale)
    address = {one.dwelling_number: Home(one.address, one.postcode, one.place) for one in dwellings}
    living = [(tenants[at], address[one.lease.dwelling]) for at, one in enumerate(tenancies)]
    applications = cases.make_applications(rng, day, others, living, scale)
    paid = [one for each in tenancies for one in payments.transfers(each.lease, each.manner, calendar, rng)]
    return Town(
        calendar=calendar,
        postcodes=_postcodes(),
        landlords=landlords,
        dwellings=dwellings,
        tenancies=tenancies,
        applications=applications,
        appeals=cases.make_appeals(day, applications),
        transfers=payments.by_file(paid, calendar),
    )


def _postcodes() -> tuple[PostcodeRow, ...]:
    return tuple(
        PostcodeRow(
            code=place.postcode,
            place=place.name,
            municipality_number=MUNICIPALITY_NUMBER,
            municipality="FJORDVIK",
            category="G",
        )
        for place in PLACES
    )
