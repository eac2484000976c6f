"""How far an import has come, what was cut off, what was refused, and who may see it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import import_screen, import_work
from models import AccessEntry, Dwelling, ImportRun
from rules.terms import AccessKind, ImportState, Role
from services import imports
from tests.admin.importing import FAULTY, PATH, RIGHT, SECRET, read_in, send, tile
from tests.clockwork import load_rulebook

Clients = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def ready(app: Flask, monkeypatch: Any) -> None:
    load_rulebook()
    monkeypatch.setattr(import_work, "PATIENCE", 30)


@pytest.fixture
def caller(client_of: Clients) -> FlaskClient:
    return client_of(Role.ADMINISTRATOR)


# --- How far, and after an interruption ---------------------------------------------------------------------------


def _run_of(user_id: str, *, silent: timedelta, **values: Any) -> ImportRun:
    now = datetime.now(UTC)
    fields = {
        "kind": "dwellings", "name": "boliger.csv", "sha256": "x", "by": user_id, "by_name": "Kari", "day": now.date(),
        "started_at": now - silent, "beat_at": now - silent, "total": 1234, "done": 617,
    }  # fmt: skip
    return ImportRun(key="dwellings:x", **fields | values).save()


def test_a_running_import_tells_how_far_it_has_come(caller: FlaskClient) -> None:
    _run_of("u", silent=timedelta(seconds=1))
    page = caller.get(f"{PATH}status/?id=dwellings:x").text
    assert f'data-poll="{PATH}fremdrift/?id=dwellings:x"' in page
    part = caller.get(f"{PATH}fremdrift/?id=dwellings:x").text
    assert "617 av 1\N{NO-BREAK SPACE}234 linjer" in part
    assert '<progress class="import-bar" max="1234" value="617"' in part
    assert "<html" not in part


def test_one_that_has_not_yet_begun_says_so(caller: FlaskClient) -> None:
    assert "Importen starter" in caller.get(f"{PATH}status/?id=dwellings:y").text
    assert caller.get(f"{PATH}status/?id=tull:y").status_code == 404
    assert caller.get(f"{PATH}fremdrift/?id=tull").status_code == 404


def test_an_import_cut_off_by_a_restart_is_carried_on_by_a_button(caller: FlaskClient) -> None:
    read_in(caller, FAULTY)
    key = ImportRun.objects.get().key
    Dwelling.objects.delete()
    long_ago = datetime.now(UTC) - 2 * imports.STALE
    ImportRun.objects(pk=key).update_one(set__state=ImportState.RUNNING, set__beat_at=long_ago)
    page = caller.get(f"{PATH}status/?id={key}").text
    assert "Importen stoppet før den var ferdig" in page
    assert "data-poll" not in page
    done = caller.post(f"{PATH}fortsett/", data={"id": key}, follow_redirects=True).text
    assert tile("Nye", 1) in done
    assert Dwelling.objects.count() == 1


def test_one_whose_file_was_not_yet_stored_asks_for_it_again(caller: FlaskClient) -> None:
    _run_of("u", silent=2 * imports.STALE)
    page = caller.post(f"{PATH}fortsett/", data={"id": "dwellings:x"}, follow_redirects=True).text
    assert import_screen.NOT_STORED in page


# --- Faults -------------------------------------------------------------------------------------------------------


def test_the_result_tells_faults_without_values(caller: FlaskClient) -> None:
    page = read_in(caller, FAULTY)
    assert "Én linje ble avvist" in page
    assert "Antall rom" in page.partition('id="avviste"')[2]
    assert SECRET not in page


def test_the_importer_gets_the_faulty_lines_to_mend_and_that_is_logged(caller: FlaskClient) -> None:
    read_in(caller, FAULTY)
    answer = caller.post(f"{PATH}feillinjer/", data={"id": ImportRun.objects.get().key})
    assert answer.headers["Content-Disposition"] == "attachment; filename=feillinjer-boliger.csv"
    assert SECRET in answer.text
    assert "B1;" not in answer.text
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.count) == (AccessKind.FAULTS_FETCHED, 1)


def test_nobody_else_gets_them(caller: FlaskClient, client_of: Clients) -> None:
    read_in(caller, FAULTY)
    key = ImportRun.objects.get().key
    other = client_of(Role.ADMINISTRATOR)
    assert "Last ned feillinjer" not in other.get(f"{PATH}status/?id={key}").text
    assert other.post(f"{PATH}feillinjer/", data={"id": key}).status_code == 403
    assert AccessEntry.objects.count() == 0


def test_a_closed_import_has_no_values_left(caller: FlaskClient) -> None:
    read_in(caller, FAULTY)
    key = ImportRun.objects.get().key
    page = caller.post(f"{PATH}lukk/", data={"id": key}, follow_redirects=True).text
    assert "Importen er lukket." in page
    assert "Last ned feillinjer" not in page
    gone = caller.post(f"{PATH}feillinjer/", data={"id": key}, follow_redirects=True).text
    assert import_screen.CLOSED in gone


# --- Who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (
            Role.ADMINISTRATOR,
            {"postcodes", "landlords", "dwellings", "applications", "appeals", "leases", "payments", "index"},
        ),
        (Role.ECONOMY, {"payments", "index"}),
        (Role.PROPERTY, {"dwellings"}),
        (Role.CASEWORKER, None),
        (Role.AUDITOR, None),
    ],
)
def test_each_role_brings_in_what_is_its_own(client_of: Clients, role: Role, kinds: set[str] | None) -> None:
    answer = client_of(role).get(PATH)
    assert (answer.status_code == 403) is (kinds is None)
    radios = answer.text.split('type="radio"')[1:] if kinds else []
    assert {one.partition('value="')[2].partition('"')[0] for one in radios} == (kinds or set())


def test_what_is_not_ones_own_is_neither_read_nor_seen(client_of: Clients, caller: FlaskClient) -> None:
    read_in(caller, FAULTY)
    key = ImportRun.objects.get().key
    economy = client_of(Role.ECONOMY)
    assert import_screen.NO_KIND in send(economy, RIGHT).text
    for path in ("status", "fremdrift"):
        assert economy.get(f"{PATH}{path}/?id={key}").status_code == 404
    for path in ("lukk", "feillinjer", "fortsett"):
        assert economy.post(f"{PATH}{path}/", data={"id": key}).status_code == 404


def test_the_page_explains_the_order_and_when_each_was_last_read(caller: FlaskClient) -> None:
    read_in(caller)
    page = caller.get(PATH).text
    guide = page[page.index('class="import-order"') :]
    names = ["Postnummer", "Utleiere", "Boliger", "Søknader", "Klager", "Leieforhold", "Innbetalinger"]
    places = [guide.index(f"<strong>{name}</strong>") for name in names]
    assert places == sorted(places)
    assert "Sist lest" in guide[places[2] : places[3]]
    assert "Ikke lest ennå" in guide[places[3] : places[4]]


def test_the_preview_has_an_address_so_that_reloading_works(caller: FlaskClient) -> None:
    query = parse_qs(urlsplit(send(caller, RIGHT).headers["Location"]).query)
    assert query["slag"] == ["dwellings"]
    assert caller.get(f"{PATH}forhandsvis/?slag=dwellings&fil={query['fil'][0]}").status_code == 200
