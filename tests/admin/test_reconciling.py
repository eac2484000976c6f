"""A bank file's reconciliation on its own page: what it said, what became of it, and the records behind each figure."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import ImportRun, LedgerRow, Payment
from rules.terms import ImportKind, Role
from services import ledger
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.casework import NOW
from tests.factories import ACTOR, make_dwelling, make_lease
from tests.importing import bring
from tests.schemas.camt_samples import ACCOUNT, camt, camt_of, detail, entry, notice
from tests.services.test_imports_payments import giro

__all__ = ["app"]  # a fixture, used here

KID, UNKNOWN = "00700005", "00700021"


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def oda(app: Flask, client_of: Callable[..., FlaskClient]) -> FlaskClient:
    make_lease(kid=KID, dwelling=make_dwelling())
    return client_of(Role.ECONOMY, name="Oda Økonomi")


def read_in(data: bytes) -> ImportRun:
    return bring(ImportKind.PAYMENTS, data=data).run


def look(caller: FlaskClient, run: ImportRun, page: str = "status", **query: str) -> str:
    answer = caller.get(f"/admin/import/{page}/", query_string={"id": run.key, **query})
    assert answer.status_code == 200, answer.text
    return visible(answer.text)


@pytest.mark.parametrize("make", [giro, camt])
def test_a_file_that_is_accounted_for_says_so(oda: FlaskClient, make: Any) -> None:
    run = read_in(make((KID, 629_300), (UNKNOWN, 5_000)))
    page = look(oda, run)
    assert "Filen stemmer: alle 2 (6 343,00 kr) er gjort rede for." in page
    assert f"{ACCOUNT[:4]}.{ACCOUNT[4:6]}.{ACCOUNT[6:]}" in page
    assert "Fra køen: uten treff" in page
    assert "6 293,00 kr" in look(oda, run, "avstemming", tall="fort")
    assert "50,00 kr" in look(oda, run, "avstemming", tall="ko")


def test_a_refused_line_is_a_difference_in_kroner(oda: FlaskClient) -> None:
    run = read_in(camt_of(notice(entry(500, detail(KID), ref="1"), entry(700, detail(KID), ref="2", day=""))))
    page = look(oda, run)
    assert "Filen stemmer ikke. 7,00 kr av det filen oppgir, er avvist og ikke ført." in page


def test_what_is_placed_taken_back_or_given_back_later_changes_nothing_of_the_file(oda: FlaskClient) -> None:
    run = read_in(camt((KID, 500), (UNKNOWN, 300), ("", 200)))
    economy = ACTOR.__class__(id="o", name="Oda", at=NOW, roles=frozenset({Role.ECONOMY}))
    lease = LedgerRow.objects(run=run.key).get().lease
    placed = Payment.objects(kid=UNKNOWN).get()
    ledger.place(placed, lease, economy, version=placed.version, why="x")
    back = Payment.objects(kid=None).get()
    ledger.give_back(back, economy, version=back.version, why="x")
    for key in (placed.key, f"payment:{ACCOUNT}:A1"):
        ledger.reverse(key, economy, why="x", today=NOW.date())
    assert "Filen stemmer" in look(oda, run)
    assert "Betales tilbake" in look(oda, run, "avstemming", tall="ko")


def test_a_row_that_has_gone_is_told(oda: FlaskClient) -> None:
    run = read_in(camt((KID, 500)))
    LedgerRow._get_collection().delete_many({"run": run.key})
    assert "5,00 kr som ble ført da filen ble lest, står ikke lenger." in look(oda, run)


def test_a_file_that_is_read_again_keeps_its_figures(oda: FlaskClient) -> None:
    data = camt((KID, 500), (UNKNOWN, 300))
    read_in(data)
    run = bring(ImportKind.PAYMENTS, data=data, overwrite=True).run
    assert "Filen stemmer: alle 2 (8,00 kr)" in look(oda, run)


def test_the_records_are_shown_some_at_a_time(oda: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.ledger.reconciliation.ROWS_SHOWN", 2)
    run = read_in(camt((KID, 100), (KID, 200), (KID, 300)))
    assert "Vis de neste" in look(oda, run, "avstemming", tall="fort")
    rest = look(oda, run, "avstemming", tall="fort", etter=f"payment:{ACCOUNT}:A2")
    assert ("3,00 kr" in rest, "Vis de neste" in rest) == (True, False)


def test_an_unknown_figure_or_run_is_not_found(oda: FlaskClient) -> None:
    run = read_in(camt((KID, 500)))
    for query in ({"id": run.key, "tall": "x"}, {"id": "payments:0", "tall": "ko"}):
        assert oda.get("/admin/import/avstemming/", query_string=query).status_code == 404
