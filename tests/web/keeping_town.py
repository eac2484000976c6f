"""A town in which months go by: a running web server whose clock the test turns, its people, and the night's jobs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import mongoengine
import pytest
import time_machine
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from app import create_app
from config.schedule import PAGE, Every
from config.settings import Settings
from jobs import periods
from jobs.runner import Runner
from models import ArrearsCase, Lease, Letter, Message, RentChange, Task, User, cipher
from models.applicant import Member
from models.lease import RentLine
from rules.terms import LetterState, Relation, RentLineKind, Role
from services import maintenance, records
from tests.clockwork import load_rulebook
from tests.conftest import drop, make_settings, new_name
from tests.factories import make_applicant, make_dwelling, make_lease
from tests.makers import make_postcode
from tests.web.case_work import Handed
from tests.web.office_at_work import Housing, Seat
from tests.wire.conftest import as_command

OSLO = ZoneInfo("Europe/Oslo")
NIGHT, MORNING = time(5, 0), time(9, 0)
HUNDRED_YEARS = timedelta(days=36_500)  # nobody is signed out by a clock that runs ahead of the browser's
TEAM, OTHERS = "Boligsosialt team", "Helse- og velferdskontor Sør"


@dataclass(frozen=True)
class Town:
    """The clock, the jobs, accounts by first name, and the browsers that they sit at."""

    settings: Settings
    clock: time_machine.Traveller
    runner: Runner
    users: dict[str, User]
    seats: dict[str, Seat]

    def __getattr__(self, name: str) -> Seat:
        return self.seats[name]

    def morning(self, day: date) -> None:
        """The night's jobs have run, in their order, and people come to work."""
        self.clock.move_to(datetime.combine(day, NIGHT, OSLO))
        for entry in PAGE:
            if entry.every is Every.MONTH and day.day != 1:
                continue
            if entry.every is Every.MINUTE:
                self.runner.minute(entry, day)
            else:
                counts = self.runner.by_hand(entry, periods.period_of(entry, day), day)
                assert counts.trouble() is None, (entry.id, day, counts.trouble())
        self.clock.move_to(datetime.combine(day, MORNING, OSLO))

    def nothing_left(self) -> None:
        """Nothing is owed or stopped, and the data agree with themselves."""
        for kind in (ArrearsCase, Lease, Letter, RentChange):
            assert kind.objects(__raw__={"pending.key": {"$exists": True}}).count() == 0, kind
        assert maintenance.check_data(datetime.now(OSLO)).troubles == []


@pytest.fixture(scope="module")
def town(database_server: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """An office and its neighbours at work in 2027, on a real database."""
    settings = make_settings(database_server.format(new_name()))
    with time_machine.travel(datetime(2027, 1, 1, 0, 5, tzinfo=OSLO), tick=True) as clock:
        app = as_command(lambda: create_app(settings))
        maintenance.create_indexes()
        load_rulebook()
        app.permanent_session_lifetime = HUNDRED_YEARS
        app.config["SEND_FILE_MAX_AGE_DEFAULT"] = HUNDRED_YEARS  # a browser asks for a style once
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        housing = Housing(f"http://127.0.0.1:{server.port}", browser, tmp_path_factory.mktemp("letters"))
        users = staff(housing)
        seats = {name: housing.let_in(user) for name, user in users.items()}
        yield Town(settings, clock, Runner(settings), users, seats)
        wrong = housing.close()
        server.shutdown()
        thread.join()
        cipher.use(None)
        mongoengine.disconnect_all()
    drop(settings.mongodb_uri)
    assert wrong == []


def staff(housing: Housing) -> dict[str, User]:
    """Who has something to do with a home that is to be kept; the last is of another office."""
    make_postcode(code="9405", place="HARSTAD")
    return {
        "kari": housing.hire("Kari Konsulent", Role.HOUSING_CONSULTANT, TEAM),
        "oda": housing.hire("Oda Økonomi", Role.ECONOMY, "Økonomi"),
        "unni": housing.hire("Unni Enhetsleder", Role.UNIT_LEADER, TEAM),
        "siri": housing.hire("Siri Saksbehandler", Role.CASEWORKER, OTHERS),
    }


@pytest.fixture(autouse=True)
def nothing_wrong(town: Town) -> Iterator[None]:
    """No page had a fault, and no console complained."""
    yield
    wrong = [one for seat in town.seats.values() for one in seat.wrong]
    for seat in town.seats.values():
        seat.wrong.clear()
    assert not wrong, wrong


# --- The households --------------------------------------------------------------------------------------------------


def tenancy(town: Town, first: str, last: str, kid: str, rent_ore: int, since: date, **more: Any) -> Handed:
    """A household that lives in a flat of the municipality's; Kari follows it up."""
    kari = town.users["kari"]
    born = more.pop("child_born", None)
    members = [Member(name=f"Lille {last}", relation=Relation.CHILD, born_on=born)] if born else []
    person = make_applicant(first_name=first, last_name=last, address="Prøvegata 7", members=members)
    lease = make_lease(
        tenant=person, dwelling=make_dwelling(address=f"Nordlia {kid[-2:]}", rooms=3), starts_on=since, kid=kid,
        ends_on=more.pop("ends_on", date(2030, 12, 31)), caseworker=kari, office=kari.office, eviction_clause=True,
        rent_lines=[RentLine(id="1", kind=RentLineKind.BASE, amount_ore=rent_ore, valid_from=since)], **more,
    )  # fmt: skip
    return Handed(lease.pk, lease.contract_number, f"{first} {last}")


def lease_of(home: Handed) -> Lease:
    found: Lease = records.get(Lease, home.id)
    return found


def case_of(home: Handed) -> ArrearsCase:
    """The latest arrears case of the household."""
    found: ArrearsCase = ArrearsCase.objects(lease=home.id).order_by("-opened_on").first()
    return found


def letters_of(home: Handed) -> list[str]:
    """The letters that have gone to the household or about it, in the order they were drawn."""
    sent = Letter.objects(lease=home.id, state__in=[LetterState.DISPATCHED, LetterState.ARRIVED])
    return [one.letter_kind.value for one in sent.order_by("drawn_on", "pk")]


def in_house(home: Handed) -> int:
    """Letters about the household that have not gone out."""
    return int(Letter.objects(lease=home.id, state__in=[LetterState.DRAFT, LetterState.RELEASED]).count())


def tells_of_nobody(*homes: Handed) -> None:
    """No task and no mail says whom it is about."""
    hidden = {word for one in homes for word in one.name.split()}
    texts = [one.text for one in Task.objects]
    texts += [f"{one.subject} {one.text} {one.html}" for one in Message.objects]
    assert [text for text in texts if any(word in text for word in hidden)] == []
