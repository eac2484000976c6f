"""Exports: Norwegian words, no formulas, nothing hidden, refused when too long, and logged before they leave."""

import csv
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from admin import export, lists, presenting
from admin.fields import blank_to_none
from models import AccessEntry
from models.applicant import Member
from rules.terms import AccessKind, ApplicationState, Relation, Role
from services.batches import IDS_AT_ONCE
from tests.factories import make_applicant, make_application, make_office

CASES, PEOPLE, OFFICES = "/admin/soknader/eksport/", "/admin/personer/eksport/", "/admin/kontorer/eksport/"


def _rows(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    text = answer.get_data().decode("utf-8")
    assert text.startswith(export.BYTE_ORDER_MARK)
    return list(csv.reader(StringIO(text[1:]), delimiter=";"))


def _sheet(answer: Any) -> Any:
    assert answer.mimetype == export.SHEET
    with answer:
        return load_workbook(BytesIO(answer.get_data())).active


def test_a_csv_file_has_norwegian_headings_and_values(client: FlaskClient) -> None:
    make_application(
        application_number="S1",
        state=ApplicationState.WAITING,
        applicant=make_applicant(first_name="Åse", last_name="Østby"),
        received_on=date(2026, 2, 3),
    )
    head, row = _rows(client.post(f"{CASES}csv/"))
    assert head[:6] == ["Søknadsnummer", "Søker", "Søknadstype", "Status", "Mottatt", "Voksne"]
    assert row[:6] == ["S1", "Åse Østby", "Ny", "På venteliste", "03.02.2026", "1"]


def test_an_excel_file_has_days_and_numbers_as_such(client: FlaskClient) -> None:
    make_application(application_number="S1", received_on=date(2026, 2, 3), adults=2)
    head, row = list(_sheet(client.post(f"{CASES}xlsx/")).rows)
    assert (head[0].value, head[0].font.bold) == ("Søknadsnummer", True)
    assert (row[4].value.date(), row[4].number_format, row[5].value) == (date(2026, 2, 3), "dd.mm.yyyy", 2)


@pytest.mark.parametrize("nasty", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_no_text_is_a_formula(client: FlaskClient, nasty: str) -> None:
    make_office(name=nasty)
    assert _rows(client.post(f"{OFFICES}csv/"))[1][0].startswith("'")
    cell = list(_sheet(client.post(f"{OFFICES}xlsx/")).rows)[1][0]
    assert (cell.data_type, cell.value[0]) == ("s", "'")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_stored_control_character_stops_no_export(client: FlaskClient, kind: str) -> None:
    make_office(name="Kontor\x0b \x00Øst\x1f")
    answer = client.post(f"{OFFICES}{kind}/")
    rows = _rows(answer) if kind == "csv" else [[cell.value for cell in row] for row in _sheet(answer).rows]
    assert rows[1][0] == "Kontor Øst"


@pytest.mark.parametrize(
    ("typed", "kept"), [("Be\x00rit\x1b", "Berit"), ("en\r\nto\ttre", "en\r\nto\ttre"), (" \x07 ", None)]
)
def test_what_is_typed_is_kept_without_control_characters(typed: str, kept: str | None) -> None:
    assert blank_to_none(typed) == kept


def test_amounts_and_minus_stay_numbers() -> None:
    assert export.written(-629350 / 100) == "-6293,50"
    assert export.written(-3) == "-3"
    assert export.written(None) == ""


def test_the_export_holds_what_the_list_is_narrowed_to(client: FlaskClient) -> None:
    make_application(application_number="S1", state=ApplicationState.WAITING)
    make_application(application_number="S2")
    assert [row[0] for row in _rows(client.post(f"{CASES}csv/?flt_state=waiting"))[1:]] == ["S1"]
    assert [row[0] for row in _rows(client.post(f"{CASES}csv/?search=S2"))[1:]] == ["S2"]


def test_hidden_values_stay_hidden(client_of: Callable[..., FlaskClient]) -> None:
    make_applicant(address="Hemmeliggata 7", protected_address=True)
    row = _rows(client_of(Role.ADMINISTRATOR).post(f"{PEOPLE}csv/"))[1]
    assert row[2:4] == ["Skjermet", "Skjermet"]
    seeing = client_of(Role.ADMINISTRATOR, sees_protected=True)
    assert _rows(seeing.post(f"{PEOPLE}csv/"))[1][2] == "Hemmeliggata 7"


def test_embedded_rows_become_one_cell_of_words(client: FlaskClient) -> None:
    person = make_applicant(members=[Member(name="Lille", relation=Relation.CHILD, born_on=date(2018, 1, 2))])
    with client.application.test_request_context():
        desk = client.application.extensions["husrom_desk"]
        cell = presenting.cell(desk, type(person).members, person.members)
    assert cell == "Navn: Lille; Relasjon: Barn; Født: 02.01.2018"


def test_an_export_is_logged_with_who_what_filter_and_count_but_no_values(
    client_of: Callable[..., FlaskClient],
) -> None:
    for _ in range(3):
        make_application(state=ApplicationState.WAITING)
    caller = client_of(Role.ADMINISTRATOR, name="Kari Leder")
    caller.post(f"{CASES}csv/?flt_state=waiting&search=Prøve&flt_received_on.fra=01.01.2026").get_data()
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.document, entry.count, entry.by_name) == (
        AccessKind.EXPORTED,
        "application",
        3,
        "Kari Leder",
    )
    assert entry.details["filters"] == ["Status: På venteliste", "Mottatt fra og med: 01.01.2026", "Søk"]
    assert entry.details["format"] == "csv"
    assert "Prøve" not in str(entry.to_mongo())


def test_a_list_that_is_too_long_is_refused_with_what_to_do(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNT_LIMIT", 2)
    for _ in range(3):
        make_application()
    page = client.post(f"{CASES}csv/?flt_state=received", follow_redirects=True).text
    assert "Avgrens listen med et filter" in page
    assert AccessEntry.objects.count() == 0


def test_more_rows_than_a_batch_all_come_out(client: FlaskClient) -> None:
    office = make_office(name="Boligkontoret")
    for _ in range(IDS_AT_ONCE + 5):
        make_application(office=office)
    rows = _rows(client.post(f"{CASES}csv/"))
    assert len(rows) == IDS_AT_ONCE + 6
    assert {row[-1] for row in rows[1:]} == {"Boligkontoret"}


def test_unknown_kinds_are_not_found(client: FlaskClient) -> None:
    assert client.post(f"{CASES}json/").status_code == 404
