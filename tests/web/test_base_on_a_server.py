"""The base of the screens on a real server with all indexes: it finds what it finds without them, within six reads."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pymongo
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pymongo.monitoring import CommandListener, CommandStartedEvent

import admin
from config.settings import Settings
from models import cipher, connection
from rules.terms import ApplicationKind, ApplicationState, Role
from services import audit, effects, maintenance
from tests.admin import screens
from tests.admin.conftest import HASH, PASSWORD
from tests.admin.test_lists import MOST_READS, numbers
from tests.factories import make_applicant, make_application, make_office, make_user

READS = {"find", "aggregate", "count", "distinct", "getMore"}


class Commands(CommandListener):
    """Notes each command that is sent to the server."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name in READS:
            self.sent.append(f"{event.command_name} {event.command.get(event.command_name)}")

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    listener = Commands()
    pymongo.monitoring.register(listener)
    yield listener
    pymongo.monitoring._LISTENERS.command_listeners.remove(listener)


@pytest.fixture
def client(settings: Settings, commands: Commands) -> Iterator[FlaskClient]:
    """An administrator's client on a fresh database with indexes."""
    made = connection.connect(settings.mongodb_uri)
    vault = cipher.MongoCipher(made, settings.database_name, settings.field_key)
    cipher.use(vault)
    maintenance.create_indexes()
    vault.ensure_key()
    effects.registry.record(audit.EFFECT, audit.build)
    app = Flask("husrom", static_folder=None)
    app.config["WTF_CSRF_ENABLED"] = False
    screens.add_to(admin.register(app, settings))
    user = make_user(roles=[Role.ADMINISTRATOR, Role.CASEWORKER], password_hash=HASH)
    caller = app.test_client()
    caller.post("/login", data={"email": user.email, "password": PASSWORD})
    yield caller
    cipher.use(None)
    connection.mongoengine.disconnect_all()


def test_searches_and_filters_find_the_same_on_indexed_fields(client: FlaskClient) -> None:
    person = make_applicant(first_name="Åse", last_name="Østby", identity_number="01410012345")
    make_application(application_number="S20", applicant=person, received_on=date(2026, 2, 1))
    make_application(
        application_number="S201",
        state=ApplicationState.WAITING,
        kind=ApplicationKind.SWAP,
        adults=2,
        received_on=date(2026, 2, 2),
    )
    expected = {
        "soknader/?search=S20": ["S20", "S201"],
        "soknader/?search=s201": ["S201"],
        "soknader/?search=østby+ås": ["S20"],
        "soknader/?flt_state=waiting": ["S201"],
        "soknader/?flt_received_on.fra=02.02.2026": ["S201"],
        "soknader/?flt_received_on.fra=01.02.2026&flt_received_on.til=01.02.2026": ["S20"],
        f"personer/?search={person.first_name}": ["Åse Prøve", "Åse Østby"],
        "personer/?search=014100+12345": [],  # a number of a person's is for the search box at the top
        "personer/?flt_postcode=9405": ["Åse Prøve", "Åse Østby"],
    }
    found = {path: numbers(client.get(f"/admin/{path}").text) for path in expected}
    assert {path: sorted(name.rstrip("0123456789") if "personer" in path else name for name in names)
            for path, names in found.items()} == expected  # fmt: skip


def test_a_list_page_costs_at_most_six_commands(client: FlaskClient, commands: Commands) -> None:
    office = make_office()
    for _ in range(55):
        make_application(office=office, caseworker=make_user())
    commands.sent.clear()
    page = client.get("/admin/soknader/?flt_state=received&sort=4").text
    assert len(numbers(page)) == 50
    assert len(commands.sent) <= MOST_READS, commands.sent


def test_writing_a_stale_page_and_setting_back_on_a_server(client: FlaskClient) -> None:
    office = make_office(name="Første")
    path = f"/admin/kontorer/rediger/?id={office.pk}"
    assert client.post(path, data={"name": "Andre", "active": "y", "version": "1"}).status_code == 302
    stale = client.post(path, data={"name": "Tredje", "active": "y", "version": "1"})
    assert "Du har lagret fra en annen side mens du skrev" in stale.text
    form = {"id": str(office.pk), "entry": "2", "version": "2"}
    assert "Satt tilbake." in client.post("/admin/kontorer/tilbake/", data=form, follow_redirects=True).text
    taken = client.post("/admin/kontorer/ny/", data={"name": "Første", "active": "y"}).text
    assert "Verdien er i bruk fra før." in taken
