"""Bringing files in from the screen: looked through first, and read in once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug import formparser

from admin import import_screen, import_shown, import_work, request
from models import Dwelling, File, ImportRun
from rules.terms import ImportCount, Role
from services import uploads
from tests.admin.importing import FAULTY, OWNED, PATH, RIGHT, SECRET, preview, read_in, send, tile
from tests.admin.plain_text import visible
from tests.clockwork import load_rulebook
from tests.schemas.samples import LEASE, csv_of

Clients = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def ready(app: Flask, monkeypatch: Any) -> None:
    load_rulebook()
    monkeypatch.setattr(import_work, "PATIENCE", 30)


@pytest.fixture
def caller(client_of: Clients) -> FlaskClient:
    return client_of(Role.ADMINISTRATOR)


# --- Choose and look through --------------------------------------------------------------------------------------


def test_the_preview_counts_and_stores_no_record(caller: FlaskClient) -> None:
    page, _ = preview(caller)
    assert tile("Nye", 2) in page
    assert tile("Avviste", 0) in page
    assert "Ingenting er lagret ennå" in page
    assert (Dwelling.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_the_preview_tells_faults_with_line_column_value_and_reason(caller: FlaskClient) -> None:
    page, _ = preview(caller, FAULTY)
    row = page.partition("<tbody>")[2].partition("</tr>")[0]
    assert '<th scope="row" class="num">3</th><td>Antall rom</td>' in row
    assert SECRET in row
    assert "Én linje kan ikke leses inn" in page


def test_the_preview_tells_what_differs_from_the_house(caller: FlaskClient) -> None:
    read_in(caller)
    page, _ = preview(caller, csv_of(OWNED | {"Antall rom": "4"}))
    assert tile("Forskjeller", 1) in page
    assert "Skriv over det som er endret" in page
    assert "--update" not in page
    assert '<td>Antall rom</td><td class="raw">4</td><td class="raw">2</td>' in page.partition('id="forskjeller"')[2]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "Filen er tom", id="empty"),
        pytest.param(b"PK\x03\x04" + b"\0" * 40, "Filen er ikke ren tekst", id="binary"),
        pytest.param(RIGHT[:-40], "avkortet", id="cut"),
        pytest.param(b"Bolig-ID;Adresse\r\nB1;Strandgata\r\n", "Kolonner som mangler", id="columns missing"),
        pytest.param(RIGHT.replace(b"Bolig-ID", b"BoligID"), "Ukjente kolonner: «BoligID»", id="unknown column"),
        pytest.param("Bolig-ID;Ærlig\r\n".encode("utf-16"), "Filen er ikke ren tekst", id="UTF-16"),
        pytest.param(RIGHT.replace(b";", b","), "komma mellom kolonnene", id="commas"),
        pytest.param(csv_of(LEASE), "Dette ser ut som Leieforhold", id="another kind"),
        pytest.param(b"NY000010555555551000081000080800", "Dette ser ut som Innbetalinger", id="a bank file"),
        pytest.param(RIGHT.partition(b"\n")[0] + b"\n", "Det står ingenting i filen", id="columns alone"),
        pytest.param(b"Bolig-ID;\x81\x8d\r\n", "Tegnsettet kan ikke leses", id="unknown encoding"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_is_not_kept(caller: FlaskClient, content: bytes, told: str) -> None:
    answer = send(caller, content)
    assert answer.status_code == 422
    assert told in answer.text
    assert "boliger.csv kan ikke leses inn." in answer.text
    assert File.objects.count() == 0


def test_a_payment_file_that_is_no_payment_file(caller: FlaskClient) -> None:
    assert "hører ikke hjemme i" in send(caller, b"noe annet", kind="payments").text
    assert "Dette ser ut som Boliger" in send(caller, RIGHT, kind="payments").text


def test_the_columns_stand_there_before_a_file_is_chosen_and_a_file_of_them_goes_through(caller: FlaskClient) -> None:
    page = caller.get(PATH).text
    assert "<li>Bruksareal (m2)</li>" in page
    assert f'href="{PATH}mal/?slag=leases"' in page
    for kind in import_shown.WITH_TEMPLATE:
        assert (
            "Det står ingenting i filen"
            in send(caller, caller.get(f"{PATH}mal/?slag={kind.value}").data, kind.value).text
        )
    assert caller.get(f"{PATH}mal/?slag=payments").status_code == 404


def test_a_file_whose_every_row_is_refused_is_not_offered_as_if_the_rest_went_in(caller: FlaskClient) -> None:
    page, form = preview(caller, csv_of(OWNED | {"Antall rom": SECRET}))
    assert "Ingen av linjene kan leses inn" in page
    assert "Resten går inn" not in page
    assert ">Les inn</button>" not in page
    done = caller.post(f"{PATH}les-inn/", data=form, follow_redirects=True).text
    assert "Rett dem i feillisten" in done
    closed = caller.post(f"{PATH}lukk/", data={"id": form["run"]}, follow_redirects=True).text
    assert "Importen er lukket</h2>" in closed
    assert "Rett dem i feillisten" not in closed


@pytest.mark.parametrize(
    ("matched", "unmatched", "told"),
    [(9, 0, ""), (9, 1, "må plasseres for hånd"), (1, 9, "Se etter at det er rett fil")],
)
def test_payments_that_find_no_lease_are_no_plain_success(matched: int, unmatched: int, told: str) -> None:
    doubt = import_shown.doubt({ImportCount.MATCHED: matched, ImportCount.UNMATCHED: unmatched})
    assert told in doubt
    assert bool(doubt) is bool(told)


def test_nothing_chosen_says_what_to_choose(caller: FlaskClient) -> None:
    assert import_screen.NO_KIND in caller.post(PATH, data={}).text
    assert import_screen.NO_FILE in caller.post(PATH, data={"kind": "dwellings"}).text


def test_a_file_that_is_too_large_is_told_in_the_form(caller: FlaskClient, monkeypatch: Any) -> None:
    monkeypatch.setattr(request, "MOST_BYTES", 100)
    answer = send(caller, RIGHT)
    assert answer.status_code == 422
    assert "Filen er større enn 20 MB" in answer.text
    assert File.objects.count() == 0


def test_a_file_never_stands_in_clear_on_disk(caller: FlaskClient, monkeypatch: Any) -> None:
    def forbidden(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(formparser, "SpooledTemporaryFile", forbidden)
    large = csv_of(*({**OWNED, "Bolig-ID": f"B{number}", "Adresse": "X" * 100} for number in range(3000)))
    assert len(large) > 512 * 1024  # from here on Werkzeug would make one
    body = b"--x\r\nContent-Disposition: form-data; name=kind\r\n\r\ndwellings\r\n" + (
        b'--x\r\nContent-Disposition: form-data; name=file; filename="boliger.csv"\r\n\r\n' + large + b"\r\n--x--\r\n"
    )
    assert caller.post(PATH, data=body, content_type="multipart/form-data; boundary=x").status_code == 303


# --- Read in ------------------------------------------------------------------------------------------------------


def test_reading_in_stores_the_rows_and_forgets_the_upload(caller: FlaskClient) -> None:
    page = read_in(caller)
    assert "Hele filen er lest inn" in page
    assert tile("Nye", 2) in page
    assert Dwelling.objects.count() == 2
    assert [file.kind.value for file in File.objects] == ["import_source"]


def test_pressed_twice_it_is_read_once(caller: FlaskClient) -> None:
    _, form = preview(caller)
    places = {caller.post(f"{PATH}les-inn/", data=form).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert (Dwelling.objects.count(), ImportRun.objects.get().fence) == (2, 1)


def test_a_file_read_before_says_so(caller: FlaskClient) -> None:
    read_in(caller)
    page = caller.get(send(caller, RIGHT).headers["Location"]).text
    assert "Filen er allerede lest" in page
    assert "Forhåndsvis på nytt, og skriv over det som er endret" in page


def test_differences_are_written_only_when_asked(caller: FlaskClient) -> None:
    read_in(caller)
    other = csv_of(OWNED | {"Antall rom": "4"})
    assert "Postene står som de var i Husrom" in read_in(caller, other)
    assert Dwelling.objects.get(dwelling_number="B1").rooms == 2
    again = caller.get(send(caller, other).headers["Location"] + "&skriv_over=ja").text
    assert "Forskjellene blir skrevet over" in again
    assert '<td>Antall rom</td><td class="raw">4</td><td class="raw">2</td>' in again.partition('id="overskrives"')[2]
    _, form = preview(caller, csv_of(OWNED | {"Antall rom": "5"}))
    assert (
        tile("Oppdatert", 1)
        in caller.post(f"{PATH}les-inn/", data=form | {"overwrite": "ja"}, follow_redirects=True).text
    )
    assert Dwelling.objects.get(dwelling_number="B1").rooms == 5


def test_an_upload_that_is_gone_asks_for_the_file_again(caller: FlaskClient) -> None:
    _, form = preview(caller)
    uploads.drop(uploads.ObjectId(form["upload"]))
    page = caller.post(f"{PATH}les-inn/", data=form, follow_redirects=True).text
    assert import_screen.GONE in page
    assert Dwelling.objects.count() == 0


def test_another_persons_upload_cannot_be_looked_through_or_read(caller: FlaskClient, client_of: Clients) -> None:
    _, form = preview(caller)
    other = client_of(Role.ADMINISTRATOR)
    page = visible(other.get(f"{PATH}forhandsvis/?slag=dwellings&fil={form['upload']}").text)
    assert "B1" not in page  # looked for in what is read: a form's secret mark may hold any two signs
    other.post(f"{PATH}les-inn/", data=form)
    assert Dwelling.objects.count() == 0
