"""The main job on one municipality's export, over the wire, against a count made by hand from the same files."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import mongoengine
import pytest
from click.testing import Result

from models import Application, Decision, ImportRun, Lease, cipher
from rules.terms import ApplicationState
from tests.conftest import drop, make_settings, new_name
from tests.wire.by_hand import Export
from tests.wire.conftest import as_command

DAY = ("--date", "2026-11-22")
REGISTERS = {
    "landlords": "utleiere",
    "dwellings": "boliger",
    "applications": "soknader",
    "appeals": "klager",
    "leases": "leieforhold",
}
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def export(shared: Path) -> Export:
    postcodes = (shared / "data" / "postnummer.tsv").read_text(encoding="utf-8").splitlines()
    return Export(shared / "data" / "harstad", {line[:4] for line in postcodes})


@pytest.fixture(scope="module")
def run(database_server: str) -> Iterator[Run]:
    """Run a command against a database of this module's own."""
    from app import create_app

    settings = make_settings(database_server.format(new_name()))
    app = as_command(lambda: create_app(settings))
    yield lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words], catch_exceptions=False)
    cipher.use(None)
    mongoengine.disconnect_all()
    drop(settings.mongodb_uri)


@pytest.fixture(scope="module")
def told(run: Run, export: Export, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Bring everything in and run the rent; returns the code and the list of faults of each register."""
    assert run("create-indexes").exit_code == 0
    for user in ("saksbehandler", "boligkonsulent", "boligkonsulent2"):
        words = ("--name", user, "--role", "caseworker", "--office", "Boligkontoret")
        assert run("users", "create", f"{user}@demo.kommune.no", *words).exit_code == 0
    assert run("import", "postcodes", shared / "data" / "postnummer.tsv", *DAY).exit_code == 0
    folder, found = tmp_path_factory.mktemp("faults"), {}
    for kind, name in REGISTERS.items():
        done = run("import", kind, export.folder / f"{name}.csv", "--faults", folder / f"{name}.csv", *DAY)
        found[name] = (done.exit_code, folder / f"{name}.csv")
    for month in ("09", "10", "11"):
        assert run("import", "payments", export.folder / f"ocr-2026-{month}.txt", *DAY).exit_code == 0
        assert run("rent-run", f"2026-{month}", *DAY).exit_code == 0
    return found


@pytest.fixture(scope="module")
def flags(run: Run, told: dict[str, Any]) -> dict[str, Any]:
    shown = run("flags", *DAY, "--json")
    assert shown.exit_code == 0
    printed: dict[str, Any] = json.loads(shown.stdout)
    return printed


def test_every_dwelling_landlord_lease_application_and_appeal_is_counted(flags: dict[str, Any], export: Export) -> None:
    by_hand = {
        "dwellings": len(export.good["boliger"]),
        "landlords": len({row["Orgnr"] for row in export.good["utleiere"]}),
        "leases": len(export.good["leieforhold"]),
        "applications": len(export.good["soknader"]),
        "appeals": len(export.good["klager"]),
        "unmatched_payments": export.unmatched(),
    }
    assert {name: flags[name] for name in by_hand} == by_hand
    assert list(by_hand.values()) == [300, 5, 266, 390, 30, 1]


@pytest.mark.parametrize("name", REGISTERS.values())
def test_every_faulty_line_comes_back_with_its_columns_and_reasons(
    told: dict[str, Any], export: Export, name: str
) -> None:
    code, path = told[name]
    lines = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert {int(line["Linje"]): set(line["Kolonne"].split(" | ")) for line in lines} == export.faults[name]
    assert all(len(line["Årsak"].split(" | ")) == len(line["Kolonne"].split(" | ")) for line in lines)
    assert code == (1 if export.faults[name] else 0)


def test_arrears_are_right_to_the_ore_and_the_day(flags: dict[str, Any], export: Export) -> None:
    assert flags["arrears"] == export.arrears()
    owed = [one["owed_ore"] for one in flags["arrears"].values()]
    assert (len(owed), sum(owed)) == (74, 94_552_134)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("expiring_within_6_months", date(2026, 11, 22), date(2027, 5, 22)),
        ("expiring_within_3_months", date(2026, 11, 22), date(2027, 2, 22)),
        ("expired_still_running", date(2000, 1, 1), date(2026, 11, 21)),
    ],
)
def test_leases_that_end_are_right(flags: dict[str, Any], export: Export, name: str, first: date, last: date) -> None:
    assert flags[name] == export.ending(first, last)
    assert flags[name]


def test_cases_and_appeals_that_wait_are_right(flags: dict[str, Any], export: Export) -> None:
    assert (flags["slow_cases"], flags["pending_appeals"]) == (export.slow_cases(), export.pending_appeals())


@pytest.mark.usefixtures("told")
def test_applications_stand_as_the_file_says_and_decided_ones_have_their_decision(export: Export) -> None:
    rows = {row["Søknadsnr"]: row for row in export.good["soknader"]}
    states = {application.application_number: application.state for application in Application.objects}
    housed = [number for number, state in states.items() if state is ApplicationState.HOUSED]
    granted = [number for number, row in rows.items() if row["Status"] == "Innvilget"]
    extended = {number for number in granted if rows[number]["Søknadstype"] == "Forlengelse"}
    assert set(housed) == extended
    assert {number for number, state in states.items() if state is ApplicationState.WAITING} == set(granted) - extended
    decided = sum(row["Status"] in ("Innvilget", "Avslag") for row in rows.values())
    assert Decision.objects(imported=True).count() == decided


def test_the_data_agree_with_themselves(run: Run, told: dict[str, Any]) -> None:
    checked = run("check-data")
    assert (checked.exit_code, checked.output.splitlines()[-1]) == (0, "Ingen feil.")


def test_all_of_it_a_second_time_is_already_read_and_changes_nothing(
    run: Run, told: dict[str, Any], export: Export
) -> None:
    accounts = {lease.contract_number: lease.account.rev for lease in Lease.objects}
    runs = ImportRun.objects.count()
    for kind, name in REGISTERS.items():
        again = run("import", kind, export.folder / f"{name}.csv", *DAY)
        assert (again.exit_code, "allerede lest" in again.output) == (0, True)
    again = run("import", "payments", export.folder / "ocr-2026-09.txt", *DAY)
    assert (again.exit_code, "allerede lest" in again.output) == (0, True)
    assert {lease.contract_number: lease.account.rev for lease in Lease.objects} == accounts
    assert ImportRun.objects.count() == runs
