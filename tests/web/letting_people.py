"""Who works with a vacant dwelling, each at a browser of their own on the running web server."""

from collections.abc import Iterator
from dataclasses import dataclass

import mongoengine
import pytest
from playwright.sync_api import Browser

from app import create_app
from models import User, cipher
from rules.terms import Role
from tests.factories import make_office
from tests.makers import make_postcode
from tests.web.conftest import Site
from tests.web.office_at_work import Housing, Seat
from tests.wire.conftest import as_command

NORTH, SOUTH, TEAM = "Helse- og velferdskontor Nord", "Helse- og velferdskontor Sør", "Boligsosialt team"


@dataclass(frozen=True)
class People:
    """Who has something to do with the dwellings: accounts by first name, and the browsers that they sit at."""

    site: Site
    users: dict[str, User]
    seats: dict[str, Seat]

    def __getattr__(self, name: str) -> Seat:
        return self.seats[name]


@pytest.fixture(scope="module")
def people(site: Site, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """Five roles: who leads a unit, two consultants, a caseworker at each of two offices, property, an auditor."""
    as_command(lambda: create_app(site.settings))
    make_postcode(code="9405", place="HARSTAD")
    housing = Housing(site.url, browser, tmp_path_factory.mktemp("letters"))
    for name in (NORTH, SOUTH, TEAM):
        housing.offices[name] = make_office(name=name, agency=name, phone="77 00 00 00", email="bolig@eksempel.test")
    users = {
        "unni": housing.hire("Unni Enhetsleder", Role.UNIT_LEADER, "Nordlia"),
        "kari": housing.hire("Kari Konsulent", Role.HOUSING_CONSULTANT, TEAM),
        "olav": housing.hire("Olav Konsulent", Role.HOUSING_CONSULTANT, TEAM),
        "sara": housing.hire("Sara Saksbehandler", Role.CASEWORKER, NORTH),
        "siri": housing.hire("Siri Saksbehandler", Role.CASEWORKER, SOUTH),
        "per": housing.hire("Per Eiendom", Role.PROPERTY, "Eiendom"),
        "mona": housing.hire("Mona Møteleder", Role.COMMITTEE_MEMBER, "Bygg- og eiendomstjenesten"),
        "rita": housing.hire("Rita Revisor", Role.AUDITOR, "Revisjonen"),
    }
    housing.hire("Nils Navn", Role.COMMITTEE_MEMBER, "NAV Eksempel")
    yield People(site, users, {name: housing.let_in(user) for name, user in users.items()})
    wrong = housing.close()
    cipher.use(None)
    mongoengine.disconnect_all()
    assert wrong == []


@pytest.fixture(autouse=True)
def nothing_wrong(people: People) -> Iterator[None]:
    """No page had a fault, and no console complained."""
    yield
    wrong = [one for seat in people.seats.values() for one in seat.wrong]
    for seat in people.seats.values():
        seat.wrong.clear()
    assert wrong == []
