"""The operators' commands as an operator sees them: what they write, and how they end."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import mongoengine
import pytest
from click.testing import Result
from flask import Flask
from pymongo.errors import ServerSelectionTimeoutError

from admin import commands
from models import Dwelling, ImportRun, Rulebook, User
from rules.terms import ImportKind, Role
from services import maintenance
from tests.conftest import ROOT, make_settings
from tests.importing import content, prepare
from tests.schemas.samples import payments_file

Run = Callable[..., Result]
GOOD, BAD = {"Bolig-ID": "B2"}, {"Bolig-ID": "B3", "Boligtype": "Slott"}
DAY = ("--date", "2026-11-22")


@pytest.fixture
def run(memory_database: Any) -> Run:
    app = Flask("husrom", static_folder=None, root_path=str(ROOT))
    commands.register(app, make_settings("mongodb://127.0.0.1/husrom"))
    return lambda *words, **others: app.test_cli_runner().invoke(args=[str(word) for word in words], **others)


@pytest.fixture
def house(run: Run) -> None:
    prepare()


@pytest.fixture
def boliger(tmp_path: Path) -> Path:
    path = tmp_path / "boliger.csv"
    path.write_bytes(content(ImportKind.DWELLINGS, GOOD, BAD))
    return path


def test_the_first_command_makes_indexes_key_and_rulebook_and_the_next_has_nothing_to_do(run: Run) -> None:
    first = run("create-indexes")
    assert (first.exit_code, first.output) == (0, "Leste inn regelboken som versjon 1\n")
    assert run("create-indexes").output == "Alt var på plass fra før.\n"
    assert Rulebook.objects.get().rulebook_number == 1


def test_a_lost_index_is_made_again_by_name(run: Run) -> None:
    run("create-indexes")
    mongoengine.get_db()["lease"].drop_index("lease_kid")
    assert run("create-indexes").output == "Laget lease.lease_kid\n"


def test_an_index_that_two_records_stand_in_the_way_of_is_refused_in_words(run: Run) -> None:
    run("create-indexes")
    users = mongoengine.get_db()["user"]
    users.drop_index("user_email")
    users.insert_many([{"email": "to@kommune.test", "name": "To"}] * 1 + [{"email": "to@kommune.test", "name": "Tre"}])
    refused = run("create-indexes")
    assert refused.exit_code == 1
    assert "flere av typen bruker har samme verdi" in refused.stderr


@pytest.mark.usefixtures("house")
def test_what_is_right_goes_in_and_what_is_wrong_comes_back(run: Run, boliger: Path, tmp_path: Path) -> None:
    faults = tmp_path / "feil.csv"
    done = run("import", "dwellings", boliger, "--faults", faults, *DAY)
    assert done.exit_code == 1
    assert "Boliger, boliger.csv\n  nye                        1\n" in done.output
    assert "  avviste                    1\n" in done.output
    assert "  linje 3: Boligtype: Ukjent boligtype." in done.output
    assert [dwelling.dwelling_number for dwelling in Dwelling.objects.order_by("pk")] == ["B1", "B2"]
    lines = faults.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].endswith(";Linje;Kolonne;Verdi;Årsak")
    assert len(lines) == 2
    assert ";3;Boligtype;Slott;Ukjent boligtype." in lines[1]
    assert faults.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("house")
def test_the_second_time_the_file_is_already_read(run: Run, boliger: Path, tmp_path: Path) -> None:
    run("import", "dwellings", boliger, *DAY)
    again = run("import", "dwellings", boliger, *DAY, "--faults", tmp_path / "feil.csv")
    assert again.exit_code == 0
    assert "Filen er allerede lest: boliger.csv" in again.output
    assert "1 rad ble avvist den gangen" in again.output
    assert len((tmp_path / "feil.csv").read_text(encoding="utf-8-sig").splitlines()) == 2


@pytest.mark.usefixtures("house")
def test_a_trial_run_writes_nothing_but_the_list_of_faults(run: Run, boliger: Path, tmp_path: Path) -> None:
    seen = run("import", "dwellings", boliger, "--dry-run", "--faults", tmp_path / "feil.csv", *DAY)
    assert seen.exit_code == 1
    assert "prøvekjøring, ingenting er lagret" in seen.output
    assert (Dwelling.objects.count(), ImportRun.objects.count()) == (1, 0)
    assert len((tmp_path / "feil.csv").read_text(encoding="utf-8-sig").splitlines()) == 2


@pytest.mark.usefixtures("house")
def test_differences_are_told_by_column_and_written_only_with_update(run: Run, boliger: Path, tmp_path: Path) -> None:
    boliger.write_bytes(content(ImportKind.DWELLINGS, GOOD))
    assert run("import", "dwellings", boliger, *DAY).exit_code == 0
    boliger.write_bytes(content(ImportKind.DWELLINGS, GOOD | {"Heis": "Ja"}))
    told = run("import", "dwellings", boliger, *DAY)
    assert told.exit_code == 1
    assert "linje 2: Heis: Står med en annen verdi i Husrom, og er ikke endret." in told.output
    assert "--update" in told.output
    assert Dwelling.objects(dwelling_number="B2").get().lift is False
    assert run("import", "dwellings", boliger, "--update", *DAY).exit_code == 0
    assert Dwelling.objects(dwelling_number="B2").get().lift is True


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(
    ("words", "data", "told"),
    [
        pytest.param(("boliger",), b"", "«boliger» er ikke noe som kan leses inn", id="an unknown kind"),
        pytest.param(("dwellings",), b"", "Filen er tom", id="an empty file"),
        pytest.param(("dwellings",), payments_file(1), "Dette ser ut som Innbetalinger", id="a bank file as dwellings"),
        pytest.param(
            ("payments",),
            content(ImportKind.DWELLINGS, GOOD),
            "Dette ser ut som Boliger",
            id="dwellings as a bank file",
        ),
        pytest.param(
            ("leases",),
            content(ImportKind.DWELLINGS, GOOD),
            "Dette ser ut som Boliger",
            id="dwellings as leases",
        ),
        pytest.param(("dwellings",), content(ImportKind.DWELLINGS, GOOD)[:-60], "avkortet", id="a cut file"),
        pytest.param(("payments",), payments_file(1, 2)[:-90], "avkortet", id="a cut bank file"),
        pytest.param(("dwellings",), b"PK\x03\x04", "regneark", id="a spreadsheet"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole_in_words(
    run: Run, tmp_path: Path, words: tuple[str, ...], data: bytes, told: str
) -> None:
    path = tmp_path / "fil.csv"
    path.write_bytes(data)
    refused = run("import", *words, path, *DAY)
    assert (refused.exit_code, ImportRun.objects.count()) == (2, 0)
    assert told in refused.stderr
    assert "Traceback" not in refused.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import",), "Velg en av: postcodes"),
        (("import", "dwellings"), "Filen mangler"),
        (("import", "dwellings", "/finnes/ikke.csv"), "Fant ikke filen /finnes/ikke.csv"),
        (("import", "dwellings", "/tmp"), "er en mappe"),
        (("import", "dwellings", __file__, "--date", "i går"), "«i går» er ikke en dato"),
        (("import", "dwellings", __file__, "--faults", "/finnes/ikke/ut.csv"), "kan ikke skrives"),
    ],
)
def test_a_command_given_wrongly_says_what_to_do(run: Run, words: tuple[str, ...], told: str) -> None:
    refused = run(*words)
    assert refused.exit_code == 2
    assert told in refused.stderr


def test_without_indexes_nothing_is_read(run: Run, boliger: Path) -> None:
    mongoengine.get_db()["dwelling"].drop_index("dwelling_number")
    refused = run("import", "dwellings", boliger)
    assert refused.exit_code == 2
    assert "Databasen mangler dwelling.dwelling_number" in refused.stderr
    assert "create-indexes" in refused.stderr


def test_without_a_rulebook_nothing_is_read(run: Run, boliger: Path) -> None:
    refused = run("import", "dwellings", boliger)
    assert (refused.exit_code, Dwelling.objects.count()) == (2, 0)
    assert "create-indexes" in refused.stderr


def test_a_user_is_made_with_a_password_that_is_shown_once(run: Run) -> None:
    made = run("users", "create", "Kari@Kommune.test", "--name", "Kari Test", "--role", "saksbehandler", "--role",
               "economy", "--office", "Boligkontoret")  # fmt: skip
    assert made.exit_code == 0
    user = User.objects.get()
    assert (user.email, user.roles, user.office.name) == (
        "kari@kommune.test",
        [Role.CASEWORKER, Role.ECONOMY],
        "Boligkontoret",
    )
    assert "Passord, vises bare denne ene gangen: " in made.output
    assert made.output.split()[-1] not in user.password_hash


def test_a_users_password_can_be_handed_over_by_standard_input(run: Run) -> None:
    words = ("users", "create", "kari@kommune.test", "--name", "Kari", "--role", "reader", "--password-stdin")
    short = run(*words, input="kort\n")
    assert (short.exit_code, User.objects.count()) == (2, 0)
    made = run(*words, input="et langt passord\n")
    assert (made.exit_code, made.output) == (0, "Opprettet kari@kommune.test (Innsyn).\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("kari", "--name", "K", "--role", "reader"), "ikke en gyldig e-postadresse"),
        (("k@kommune.test", "--role", "reader"), "Navnet mangler"),
        (("k@kommune.test", "--name", "K"), "Rollen mangler"),
        (("k@kommune.test", "--name", "K", "--role", "sjef"), "«sjef» er ingen rolle"),
    ],
)
def test_a_user_given_wrongly_is_refused_in_words(run: Run, words: tuple[str, ...], told: str) -> None:
    refused = run("users", "create", *words)
    assert (refused.exit_code, User.objects.count()) == (2, 0)
    assert told in refused.stderr


def test_a_user_that_exists_is_told_plainly(run: Run) -> None:
    words = ("users", "create", "kari@kommune.test", "--name", "Kari", "--role", "reader")
    run(*words)
    again = run(*words)
    assert again.exit_code == 1
    assert "Det finnes allerede en bruker med adressen kari@kommune.test" in again.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("create-indexes",), 1),
        (("users", "create", "k@kommune.test", "--name", "K", "--role", "reader"), 1),
        (("import", "dwellings", __file__), 2),
        (("check-data",), 1),
    ],
)
def test_every_command_asks_first_whether_the_database_is_there(
    run: Run, words: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise ServerSelectionTimeoutError

    monkeypatch.setattr(maintenance, "require_alive", away)
    failed = run(*words)
    assert (failed.exit_code, "Databasen svarer ikke" in failed.output) == (code, True)
    assert User.objects.count() == 0


@pytest.mark.usefixtures("house")
def test_check_data_tells_what_is_wrong_and_ends_with_one(run: Run) -> None:
    assert run("check-data").output.endswith("Ingen feil.\n")
    mongoengine.get_db()["user"].update_one({}, {"$set": {"office": Dwelling.objects.get().pk}})
    checked = run("check-data")
    assert checked.exit_code == 1
    assert "Peker på noe som ikke finnes: bruker saksbehandler@example.no (Kontor)" in checked.output
