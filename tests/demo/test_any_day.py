"""Whatever day the demo is filled on: what is flagged is what was counted by hand, faults or none. In memory."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from demo.expectation import expect
from demo.faults import plant
from demo.registers import files
from demo.seed import Seeder
from demo.town import make_town
from tests.conftest import make_settings
from tests.demo.conftest import DAYS
from tests.demo.seeding import Run, flags, load_rulebook

pytestmark = pytest.mark.services


@pytest.fixture
def app(memory_database: Any) -> Flask:
    """The jobs' commands on an in-memory database."""
    import jobs
    from wiring import register_effects

    register_effects()
    load_rulebook()
    made = Flask("husrom", static_folder=None)
    jobs.register(made, SETTINGS)
    return made


SETTINGS = make_settings("mongodb://127.0.0.1/husrom", demo=True)


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_is_flagged_is_what_was_counted_by_hand(app: Flask, run: Run, day: date) -> None:
    town = make_town(day)
    seeder = Seeder(app, SETTINGS, "passord")
    seeder.make_users()
    seeder.bring_in(town)
    assert flags(run, day) == expect(town).as_json()


def test_each_planted_fault_comes_back_and_what_is_right_is_flagged_all_the_same(app: Flask, run: Run) -> None:
    town = make_town(DAYS[0])
    planted = {faulty.file.kind: faulty for faulty in plant(town)}
    seeder = Seeder(app, SETTINGS, "passord")
    seeder.make_users()
    for file in files(town):
        faulty = planted.get(file.kind)
        outcome = seeder.read_in(faulty.file if faulty else file, town.day)
        found = [(line.line, tuple(column for column, _ in line.told)) for line in outcome.refused]
        assert found == [(one.line, one.columns) for one in (faulty.faults if faulty else ())], file.name
    seeder.charge(town)
    assert flags(run, town.day) == expect(town).as_json()
