"""The invoicing basis: one line for each rent line, no name of the protected, each taking out kept and compared."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from models import AccessEntry, Applicant, File, Invoicing, Lease, LedgerRow
from models.lease import RentLine
from rules.terms import AccessKind, FileKind, RentLineKind, Role
from services import ledger
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.casework import NOW, TODAY
from tests.factories import ACTOR, make_applicant, make_dwelling, make_lease

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
MONTH = "2026-11"


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def oda(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.ECONOMY, name="Oda Økonomi")


@pytest.fixture
def lease(app: Flask) -> Lease:
    lines = [
        RentLine(id=str(at), kind=kind, amount_ore=ore, valid_from=date(2026, 1, 1))
        for at, (kind, ore) in enumerate([(RentLineKind.BASE, 700_050), (RentLineKind.POWER, 50_000)])
    ]
    tenant = make_applicant(first_name="=1+1", last_name="Berg")
    return make_lease(dwelling=make_dwelling(), tenant=tenant, rent_lines=lines, kid="00700005")


def charge(month: int = 11) -> None:
    list(ledger.charge_month(2026, month, ACTOR, today=TODAY))


def take(caller: FlaskClient, som: str = "csv", month: str = MONTH) -> Any:
    return caller.post("/admin/fakturagrunnlag/hent/", data={"maned": month, "som": som})


def cells(answer: Any) -> list[list[str]]:
    text = answer.data.decode("utf-8-sig")
    return [line.split(";") for line in text.splitlines()]


def test_a_line_for_each_rent_line_that_no_spreadsheet_runs(oda: FlaskClient, lease: Lease) -> None:
    charge()
    answer = take(oda)
    assert answer.headers["Content-Disposition"] == "attachment; filename=fakturagrunnlag-2026-11-1.csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    head, *rows = cells(answer)
    assert head == ["Kontrakt", "KID", "Leietaker", "Måned", "Slag", "Beløp", "Forfall", "Mva", "Postering"]
    assert [row[:8] for row in rows] == [
        [lease.contract_number, "00700005", "'=1+1 Berg", MONTH, words, kroner, "20.11.2026", "Ingen"]
        for words, kroner in [("Husleie: grunnleie", "7000,50"), ("Husleie: strøm", "500,00")]
    ] or [row[4:6] for row in rows]


def test_the_protected_are_known_by_their_kid_alone(oda: FlaskClient, lease: Lease) -> None:
    Applicant.objects.update(set__protected_address=True)
    charge()
    text = take(oda).data.decode()
    assert ("Skjermet" in text, "Berg" in text, "00700005" in text) == (True, False, True)


def test_the_same_month_again_tells_what_has_changed(oda: FlaskClient, lease: Lease) -> None:
    charge()
    take(oda)
    assert "Hentet før av Oda Økonomi" in visible(oda.get(f"/admin/fakturagrunnlag/?maned={MONTH}").text)
    take(oda)
    make_lease(dwelling=make_dwelling())
    charge()
    LedgerRow._get_collection().delete_one({"lease": lease.pk})
    take(oda)
    made = [(one.number, one.rows, one.added, one.gone) for one in Invoicing.objects.order_by("number")]
    assert made == [(1, 2, 0, 0), (2, 2, 0, 0), (3, 2, 1, 1)]
    page = visible(oda.get("/admin/fakturagrunnlag/").text)
    assert "Ingen endringer siden forrige" in page
    assert "1 nye eller endrede og 1 borte siden forrige" in page


def test_an_old_file_comes_as_it_was_and_each_time_is_logged(
    oda: FlaskClient, client_of: Clients, lease: Lease
) -> None:
    charge()
    first = take(oda).data
    LedgerRow._get_collection().delete_many({})
    made = Invoicing.objects.get()
    auditor = client_of(Role.AUDITOR, name="Rita Revisor")
    again = auditor.post("/admin/fakturagrunnlag/fil/", data={"id": made.key, "som": "csv"})
    assert again.data == first
    assert (File.objects.get().kind, made.sha256) == (FileKind.INVOICING, File.objects.get().sha256)
    kinds = [one.kind for one in AccessEntry.objects(document="invoicing").order_by("at")]
    assert (kinds.count(AccessKind.EXPORTED), kinds.count(AccessKind.FETCHED)) == (1, 2)
    assert take(auditor).status_code == 403


def test_excel_holds_the_same_with_amounts_as_numbers(oda: FlaskClient, lease: Lease) -> None:
    charge()
    with take(oda, "xlsx") as answer:
        sheet = load_workbook(io.BytesIO(answer.data)).active
    assert [row[5].value for row in sheet.iter_rows(min_row=2)] == [7000.5, 500]
    assert sheet["C2"].data_type == "s"


def test_a_month_without_charges_is_not_taken_out(oda: FlaskClient, lease: Lease) -> None:
    page = oda.post("/admin/fakturagrunnlag/hent/", data={"maned": MONTH, "som": "csv"}, follow_redirects=True)
    assert "Ingenting er krevd inn for november 2026 ennå" in visible(page.text)
    assert (Invoicing.objects.count(), File.objects.count()) == (0, 0)


@pytest.mark.parametrize("month", ["2026-13", "x", "2026-1", "<b>"])
def test_what_is_no_month_is_not_found(oda: FlaskClient, month: str) -> None:
    assert oda.get("/admin/fakturagrunnlag/", query_string={"maned": month}).status_code == 404
    assert take(oda, month=month).status_code == 404


def test_an_unknown_file_or_kind_is_told(oda: FlaskClient, lease: Lease) -> None:
    assert oda.post("/admin/fakturagrunnlag/fil/", data={"id": "x"}, follow_redirects=True).status_code == 200
    charge()
    assert take(oda, "pdf").status_code == 404


def test_the_month_adds_up(oda: FlaskClient, lease: Lease) -> None:
    charge(10)
    charge()
    ledger.receive([ledger.Received("payment:1", lease.kid, 100_000, TODAY, "1")], ACTOR, run=None)
    page = visible(oda.get(f"/admin/fakturagrunnlag/?maned={MONTH}").text)
    for words in ("Inngående saldo 7 500,50 kr", "Husleie 2 7 500,50 kr", "Utgående saldo 14 001,00 kr"):
        assert words in page


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.PROPERTY, Role.ADMINISTRATOR])
def test_the_others_do_not_see_it(client_of: Clients, app: Flask, role: Role) -> None:
    assert client_of(role, name="En Annen").get("/admin/fakturagrunnlag/").status_code == 403
