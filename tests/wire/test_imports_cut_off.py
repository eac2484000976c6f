"""Imports that are killed, started twice, or lose the database on the way: nothing is lost, nothing half stored."""

import contextlib
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from config.settings import Settings
from demo.database import Database, DatabaseFailed
from models import Applicant, Application, Decision, ImportRun, LedgerRow
from rules.terms import ImportKind, ImportState
from services import accounts, maintenance
from services.maintenance import check_data
from tests.conftest import leave_out, make_settings
from tests.factories import make_dwelling, make_lease
from tests.importing import content, prepare
from tests.processes import environment, flask
from tests.schemas.samples import assignment, ocr_of, payment_lines, synthetic_number, transmission
from tests.wire.conftest import as_command
from tests.wire.programs import kill, program, soon

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
CASES = 300  # two chunks


def cases(path: Path, count: int = CASES) -> Path:
    """A file of decided applications of as many persons."""
    decided = {"Status": "Avslag", "Vedtaksdato": "12.09.2026"}
    rows = [
        {"Søknadsnr": f"S{at}", "Fødselsnr": synthetic_number(date(1950 + at % 50, 1 + at % 12, 1 + at // 50))}
        | decided
        for at in range(count)
    ]
    path.write_bytes(content(ImportKind.APPLICATIONS, *rows))
    return path


@pytest.fixture
def soknader(tmp_path: Path) -> Path:
    return cases(tmp_path / "soknader.csv")


def words(kind: str, path: Path) -> tuple[str, ...]:
    return ("flask", "--app", "app", "import", kind, str(path), "--date", "2026-11-22")


def the_run() -> ImportRun:
    return ImportRun.objects.get()


def half_way() -> bool:
    run = ImportRun.objects.first()
    return run is not None and run.done >= 200


def let_a_minute_pass() -> None:
    """What the clock would do: the dead process's last sign of life gets old."""
    ImportRun.objects(state=ImportState.RUNNING).update(set__beat_at=datetime(2026, 1, 1, tzinfo=UTC))


def assert_all_is_in() -> None:
    run = the_run()
    assert (run.state, run.counts["new"], run.counts.get("unchanged", 0)) == (ImportState.DONE, CASES, 0)
    assert (Application.objects.count(), Applicant.objects.count(), Decision.objects.count()) == (CASES,) * 3
    assert check_data(NOW).troubles == []


def test_a_killed_import_is_carried_on_and_counts_as_one(
    app: Flask, settings: Settings, soknader: Path, tmp_path: Path
) -> None:
    prepare()
    log = tmp_path / "import.log"
    with program(environment(settings), log, *words("applications", soknader)) as child:
        soon(half_way, log)
        kill(child)
    assert the_run().state is ImportState.RUNNING
    assert 200 <= Application.objects.count() < CASES
    too_soon = flask(environment(settings), *words("applications", soknader)[3:])
    assert too_soon.returncode == 2
    assert "Import pågår: soknader.csv leses nå" in too_soon.stderr
    let_a_minute_pass()
    done = flask(environment(settings), *words("applications", soknader)[3:])
    assert done.returncode == 0, done.stderr
    assert_all_is_in()
    assert the_run().fence == 2


def at_once(settings: Settings, folder: Path, *files: Path) -> tuple[list[int], str]:
    """Read the files in, each in a process of its own, all at once; returns how they ended and what they told."""
    logs = [folder / f"{at}.log" for at in range(len(files))]
    with contextlib.ExitStack() as running:
        children = [
            running.enter_context(program(environment(settings), log, *words("applications", file)))
            for log, file in zip(logs, files, strict=True)
        ]
        codes = [child.wait(timeout=120) for child in children]
    return codes, "".join(log.read_text(encoding="utf-8") for log in logs)


def test_of_two_processes_with_the_same_file_one_reads_it(app: Flask, settings: Settings, tmp_path: Path) -> None:
    prepare()
    file = cases(tmp_path / "soknader.csv", 40)
    codes, told = at_once(settings, tmp_path, file, file)
    assert sorted(codes) in ([0, 2], [0, 0]), told
    assert ("Import pågår" if 2 in codes else "allerede lest") in told
    assert (the_run().fence, the_run().counts["new"], Application.objects.count()) == (1, 40, 40)
    assert check_data(NOW).troubles == []


def test_two_files_with_the_same_new_persons_make_each_of_them_once(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    prepare()
    file, other = cases(tmp_path / "soknader.csv", 40), tmp_path / "flere.csv"
    other.write_bytes(file.read_bytes().replace(b"\r\nS", b"\r\nT"))
    codes, told = at_once(settings, tmp_path, file, other)
    assert codes == [0, 0], told
    assert (Application.objects.count(), Applicant.objects.count()) == (80, 40)
    assert check_data(NOW).troubles == []


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Database]:
    """A database server that the test may stop and start."""
    server = Database(tmp_path / "database")
    try:
        server.start(port=0)
    except DatabaseFailed as failed:
        leave_out("needs a database of its own", str(failed), unless="CI")
    yield server
    server.stop()


def test_a_database_that_goes_away_in_the_middle_is_told_and_the_import_carried_on(
    own_server: Database, soknader: Path, tmp_path: Path
) -> None:
    from app import create_app

    settings = make_settings(own_server.uri("husrom"))
    as_command(lambda: create_app(settings))
    maintenance.create_indexes()
    prepare()
    log = tmp_path / "import.log"
    with program(environment(settings), log, *words("applications", soknader)) as child:
        soon(half_way, log)
        own_server.stop()
        assert child.wait(timeout=90) == 2
    told = log.read_text(encoding="utf-8")
    assert "Feil: Databasen svarer ikke. Det som alt er lest inn, står, og ingenting er halvt lagret." in told
    assert "Traceback" not in told
    own_server.start(port=own_server.port)
    soon(own_server.answers)
    let_a_minute_pass()
    done = flask(environment(settings), *words("applications", soknader)[3:])
    assert done.returncode == 0, done.stderr
    assert_all_is_in()


def test_a_killed_bank_file_is_carried_on_and_its_accounts_are_settled(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    prepare()
    lease = make_lease(kid="00700005", dwelling=make_dwelling())
    count = 2000
    body = [line for at in range(1, count + 1) for line in payment_lines(at, 100)]
    total = {"count": count, "ore": count * 100}
    path = tmp_path / "ocr.txt"
    path.write_bytes(ocr_of(transmission(assignment(body, **total), **total)))
    log = tmp_path / "import.log"
    with program(environment(settings), log, *words("payments", path)) as child:
        soon(lambda: (run := ImportRun.objects.first()) is not None and run.done >= 1000, log)
        kill(child)
    assert 1000 <= LedgerRow.objects.count() < count
    let_a_minute_pass()
    done = flask(environment(settings), *words("payments", path)[3:])
    assert done.returncode == 0, done.stderr
    lease.reload()
    assert (LedgerRow.objects.count(), lease.account.credit_ore) == (count, count * 100)
    assert accounts.refresh([lease.pk]) == 0


def test_a_database_away_from_the_start_is_told_at_once(tmp_path: Path, soknader: Path) -> None:
    settings = make_settings("mongodb://127.0.0.1:9/husrom?directConnection=true")
    done: subprocess.CompletedProcess[str] = flask(environment(settings), *words("applications", soknader)[3:])
    assert done.returncode == 2
    assert done.stderr.startswith("Feil: Databasen svarer ikke.")
    assert "Traceback" not in done.stderr
