"""What a page of fifty leases costs, with their dwellings, tenants and caseworkers, however long the list is."""

from typing import Any

import pymongo.monitoring
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient
from pymongo.monitoring import CommandListener, CommandStartedEvent

from admin.people import Person
from admin.sign_in import hashed
from app import create_app
from bench import seeding
from bench.results import Result
from bench.servers import FIELD_KEY, Server, empty_database
from bench.timing import in_turn
from config.settings import Settings
from rules.terms import Role

PAGE = "/admin/leieforhold/"
SHORT = 500
MOST_READS = 6
SLOWEST = 1.5
READS = frozenset({"find", "aggregate", "count", "distinct", "getMore"})


class Reads(CommandListener):
    """Counts what is asked of the server."""

    def __init__(self) -> None:
        self.count = 0

    def started(self, event: CommandStartedEvent) -> None:
        self.count += event.command_name in READS

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...


def compare(server: Server, rows: int) -> list[Result]:
    """The first page of a list of that many leases: its reads against what is allowed, its time against a short one."""
    reads = Reads()
    pymongo.monitoring.register(reads)
    with empty_database(server) as address:
        leases = seeding.Leases()
        seeding.homes_and_tenants(rows)
        leases.write(range(1, SHORT + 1), lambda _: seeding.COMING)
        caller = _signed_in(address)
        (short,) = in_turn(lambda: _page(caller))
        leases.write(range(SHORT + 1, rows + 1), lambda _: seeding.COMING)
        (long,) = in_turn(lambda: _page(caller))
        reads.count = 0
        _page(caller)
    return [
        Result(
            what="Lesninger for en side med 50 leieforhold, av tillatte",
            ours=reads.count, yardstick=MOST_READS, unit="stk.", limit=1.0, rows=rows,
        ),
        Result(
            what=f"Tid for siden, mot den samme blant {SHORT} leieforhold",
            ours=long * 1000, yardstick=short * 1000, unit="ms", limit=None if server.embedded else SLOWEST, rows=rows,
        ),
    ]  # fmt: skip


def _signed_in(address: str) -> FlaskClient:
    settings = Settings(
        mongodb_uri=address, secret_key=FIELD_KEY, field_key=FIELD_KEY, base_url="http://127.0.0.1:8000"
    )
    app = create_app(settings)
    app.test_client_class = FlaskLoginClient
    _, user = seeding.office_and_user(2, roles=[Role.ADMINISTRATOR, Role.CASEWORKER], password_hash=hashed(FIELD_KEY))
    return app.test_client(user=Person(user))


def _page(caller: FlaskClient) -> None:
    answer = caller.get(PAGE)
    shown = answer.text.count('<th scope="row"')
    if answer.status_code != 200 or shown != 50:
        raise RuntimeError(f"siden svarte {answer.status_code} med {shown} rader")
