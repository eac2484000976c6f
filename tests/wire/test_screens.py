"""The office's screens on a real server: what a list costs, and that searches find all."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import mongoengine
import pymongo
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pymongo.monitoring import CommandListener, CommandStartedEvent

from admin.searching import MOST_REFERENCES
from app import create_app
from models import Application, cipher
from rules.terms import Role
from services import maintenance
from tests.admin.conftest import HASH, PASSWORD
from tests.conftest import drop, make_settings, new_name
from tests.factories import make_user
from tests.makers import furnish, multiply
from tests.wire.conftest import as_command

ROWS, PAGE, MOST_READS = 120, 50, 6
READS = {"find", "aggregate", "count", "distinct", "getMore"}


class Commands(CommandListener):
    """Notes each read that is sent to the server."""

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


@dataclass(frozen=True)
class Office:
    """The application on a database with all indexes and 120 rows of every kind."""

    app: Flask
    caller: FlaskClient


@pytest.fixture(scope="module")
def office(database_server: str, commands: Commands) -> Iterator[Office]:
    settings = make_settings(database_server.format(new_name()))
    app = as_command(lambda: create_app(settings))
    app.config["WTF_CSRF_ENABLED"] = False
    maintenance.create_indexes()
    multiply(furnish(), ROWS)
    caller = app.test_client()
    user = make_user(roles=list(Role), password_hash=HASH)
    caller.post("/login", data={"email": user.email, "password": PASSWORD})
    yield Office(app, caller)
    if "HUSROM_TEST_MONGODB_URI" in os.environ:  # the embedded server's folder goes with the run; a drop is slow there
        drop(settings.mongodb_uri)
    cipher.use(None)
    mongoengine.disconnect_all()


def test_a_list_page_costs_at_most_six_reads_whatever_its_length(office: Office, commands: Commands) -> None:
    costs = {}
    for screen in office.app.extensions["husrom_desk"].screens.values():
        for address in ("", "?page=1&sort=0&desc=1"):
            commands.sent.clear()
            page = office.caller.get(f"/admin/{screen.slug}/{address}").text
            assert page.count('<th scope="row"') == PAGE, (screen.slug, address)
            costs[f"{screen.slug}/{address}"] = list(commands.sent)
    assert {address: sent for address, sent in costs.items() if len(sent) > MOST_READS} == {}


@pytest.mark.parametrize(
    "asked",
    [
        "soknader/?flt_caseworker={user}",
        "soknader/?search=østby",
        "leieforhold/?flt_tenant={person}",
        "avtaler/?search=prøve",
    ],
)
def test_filters_and_searches_keep_within_it(office: Office, commands: Commands, asked: str) -> None:
    case = Application.objects.order_by("-id").first()
    address = asked.format(user=case.caseworker.pk, person=case.applicant.pk)
    commands.sent.clear()
    assert '<th scope="row"' in office.caller.get(f"/admin/{address}").text
    who_else = 2 if "{person}" in asked else 0  # which other records stand for the same person
    assert len(commands.sent) <= MOST_READS + who_else, commands.sent


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("soknader/?search=s2026001-7", 11),  # -7 and -70 to -79
        ("soknader/?search=østby+åse", MOST_REFERENCES + 1),  # each of 50 persons has one, the first has two
        ("soknader/?flt_state=received&flt_svar=mangler", ROWS),
        ("soknader/?flt_state=refused", 1),
        ("soknader/?flt_received_on.fra=02.11.2026&flt_received_on.til=02.11.2026", ROWS + 1),
        ("leieforhold/?flt_restanse=ja", ROWS),
        ("leieforhold/?search=samagata", MOST_REFERENCES + 1),
        ("boliger/?search=samagata+12", ROWS),
        ("boliger/?flt_notices=floor_differs", ROWS),
        ("personer/?search=prøveveien", ROWS + 2),
        ("oppgaver/?flt_state=open&flt_urgency=urgent", ROWS),
        ("innbetalinger/?flt_state=unmatched", ROWS),
        ("endringslogg/?flt_register=dwelling", 2),
        ("innsynslogg/?flt_kind=exported", ROWS),
        ("posteringer/?flt_kind=payment", 1),
        ("jobbkjoringer/?flt_job=arrears", ROWS),
    ],
)
def test_indexed_fields_are_searched_and_filtered_right(office: Office, address: str, count: int) -> None:
    page = office.caller.get(f"/admin/{address}").text
    assert re.findall(r'aria-label="(\d+) treff"', page) == [str(count)]
