"""The page of void figures: what it tells, that each figure opens its homes, who sees it, what it costs."""

import csv
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient
from mongomock.collection import Collection

from admin import void_rows
from models import AccessEntry
from rules.terms import OfferState, RefusalReason, Role, VacancyCause, VacancyState
from services import void_figures
from tests.admin.office import app
from tests.admin.plain_text import strange, visible
from tests.factories import make_offer, make_unit, make_vacancy

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
PAGE = "/admin/tomgang/"
LET: dict[str, Any] = {
    "vacated_on": date(2026, 9, 1), "preparation_on": date(2026, 9, 11), "ready_on": date(2026, 9, 21),
    "let_on": date(2026, 10, 1), "closed_on": date(2026, 10, 2), "state": VacancyState.LET,
    "reported_on": date(2026, 8, 25), "known_on": date(2026, 8, 25), "rent_ore": 900_000,
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def reader(client_of: Clients) -> FlaskClient:
    return client_of(Role.HOUSING_CONSULTANT)


def told(caller: FlaskClient, address: str) -> str:
    page = caller.get(address)
    assert page.status_code == 200, address
    assert strange(page.text) == [], address
    return visible(page.text).replace("\N{NO-BREAK SPACE}", " ")


def links_of(page: str) -> list[str]:
    """What the figures of the page open."""
    body = page[page.index('class="tiles"') :]
    return [unescape(one) for one in re.findall(r'href="(/admin/(?:tomgang/boliger|tilbud)/[^"]*)"', body)]


def test_a_year_with_nothing_says_so(app: Flask, reader: FlaskClient) -> None:
    page = told(reader, PAGE)
    assert "Desember 2025 til november 2026" in page
    assert "Ingen boliger sto tomme i perioden." in page
    assert "Ingen tilbud ble gitt i perioden." in page
    assert "Vanlig tid til nøkler –" in page


def test_what_stood_empty_is_told_by_month_stage_cause_and_unit(app: Flask, reader: FlaskClient) -> None:
    make_vacancy(**LET | {"unit": make_unit(name="Fjellveien"), "cause": VacancyCause.DEATH})
    make_vacancy(**LET | {"closed_on": date(2026, 12, 3)})
    page = told(reader, PAGE)
    for words in (
        "Tapt leie 18 000 kr", "Tomme dager 60", "Boliger som sto tomme 2", "Boliger utleid 2",
        "September 2026 60 18 000 kr", "Oktober 2026 0 0 kr", "Fraflyttet 2 20 6 000 kr",
        "Under klargjøring 2 20 6 000 kr", "Klar til innflytting 2 20 6 000 kr", "Dødsfall 1 30 9 000 kr",
        "Fjellveien 1 30 9 000 kr", "Uten enhet 1 30 9 000 kr", "31–60 dager 1", "Over 90 dager 1", "1 tilbud 2",
        "I snitt 1,0 tilbud for hver bolig som ble utleid.",
    ):  # fmt: skip
        assert words in page, words


def test_every_figure_opens_what_it_counts(app: Flask, reader: FlaskClient) -> None:
    vacancy = make_vacancy(**LET | {"unit": make_unit()})
    make_offer(vacancy=vacancy, state=OfferState.DECLINED, reason=RefusalReason.SIZE)
    make_offer(vacancy=vacancy, state=OfferState.DECLINED, reason=RefusalReason.SIZE, offered_on=date(2025, 11, 30))
    links = links_of(reader.get(PAGE).text)
    assert len(links) == 15
    for address in links:
        page = told(reader, address)
        assert ("1 treff" in page) if "/tilbud/" in address else (vacancy.number in page), address
    assert "Til sammen 10 3 000 kr" in told(reader, next(one for one in links if "steg=ready" in one))
    assert "Dager til nøkler" in told(reader, next(one for one in links if "utleid" in one))


def test_a_year_is_chosen(app: Flask, reader: FlaskClient) -> None:
    make_vacancy(**LET | {"vacated_on": date(2024, 12, 1), "preparation_on": None, "ready_on": None})
    page = told(reader, f"{PAGE}?periode=2024")
    assert "Januar 2024 til desember 2024" in page
    assert "Tomme dager 31" in page
    assert "Tomme dager 273" in told(reader, f"{PAGE}?periode=2026")


@pytest.mark.parametrize("code", ["", "tull", "1", "99999999999", "2019", "-1", "2026-01", "$ne"])
def test_a_period_that_is_none_is_the_latest(app: Flask, reader: FlaskClient, code: str) -> None:
    assert "Desember 2025 til november 2026" in told(reader, f"{PAGE}?periode={code}")


@pytest.mark.parametrize(
    "args",
    ["steg=let", "steg=x", "arsak=x", "enhet=x", "maned=2026-13", "maned=x", "dager=3", "dager=x", "tilbud=0",
     "tilbud=99", "utleid=nei", "steg=ready&arsak=death"],
)  # fmt: skip
def test_a_figure_that_is_none_is_no_page(app: Flask, reader: FlaskClient, args: str) -> None:
    assert reader.get(f"{PAGE}boliger/?{args}").status_code == 404
    assert reader.post(f"{PAGE}eksport/?{args}").status_code == 404
    assert AccessEntry.objects.count() == 0


def test_a_figure_with_nothing_behind_it_says_so(app: Flask, reader: FlaskClient) -> None:
    assert "Ingen boliger er bak dette tallet nå." in told(reader, f"{PAGE}boliger/?enhet={ObjectId()}")


def test_the_homes_are_taken_out_as_a_file_and_that_is_logged(app: Flask, reader: FlaskClient) -> None:
    make_vacancy(**LET | {"dwelling_number": "=1+1", "vacancy_number": "L2026-1"})
    answer = reader.post(f"{PAGE}eksport/?periode=2026&steg=ready")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=tomgang-2026-")
    titles, row = list(csv.reader(answer.text.removeprefix("\ufeff").splitlines(), delimiter=";"))
    assert titles == list(void_rows.TITLES)
    assert dict(zip(titles, row, strict=True)) | {"Årsak": ""} == dict(
        zip(titles, ["L2026-1", "'=1+1", "Uten enhet", "", "25.08.2026", "01.09.2026", "01.10.2026", "38", "1", "0",
                     "0", "10", "0", "10", "3000,00"], strict=True)
    )  # fmt: skip
    logged = AccessEntry.objects.get()
    assert (logged.document, logged.count) == ("vacancy", 1)
    assert logged.details["filters"][0] == "Januar 2026 til desember 2026"


@pytest.mark.parametrize(
    ("role", "sees", "exports"),
    [
        (Role.HOUSING_CONSULTANT, True, True),
        (Role.PROPERTY, True, True),
        (Role.ECONOMY, True, True),
        (Role.AUDITOR, True, True),
        (Role.COMMITTEE_MEMBER, True, False),
        (Role.READER, False, False),
    ],
)
def test_who_sees_the_figures(app: Flask, client_of: Clients, role: Role, sees: bool, exports: bool) -> None:
    caller = client_of(role)
    assert caller.get(PAGE).status_code == (200 if sees else 403)
    assert caller.get(f"{PAGE}boliger/").status_code == (200 if sees else 403)
    assert caller.post(f"{PAGE}eksport/").status_code == (200 if exports else 403)


def test_who_may_not_open_a_vacancy_reads_its_number(app: Flask, client_of: Clients) -> None:
    vacancy = make_vacancy(**LET)
    page = client_of(Role.ECONOMY).get(f"{PAGE}boliger/").text
    assert vacancy.number in page
    assert str(vacancy.pk) not in page


def test_many_homes_cost_no_more_queries_than_few(
    app: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    find = Collection.find
    monkeypatch.setattr(Collection, "find", lambda self, *a, **k: reads.append(self.name) or find(self, *a, **k))

    def asked() -> list[str]:
        reads.clear()
        reader.get(PAGE)
        return sorted(reads)

    make_vacancy(**LET | {"unit": make_unit()})
    few = asked()
    units = [make_unit() for _ in range(5)]
    for number in range(60):
        make_vacancy(**LET | {"unit": units[number % 5]})
        make_offer(state=OfferState.DECLINED, reason=RefusalReason.RENT)
    assert asked() == few
    assert few.count("vacancy") == 3


def test_the_figures_of_the_page_are_those_of_the_service(app: Flask, reader: FlaskClient) -> None:
    make_vacancy(**LET)
    found = void_figures.figures(void_figures.year(2026), date(2026, 11, 22))
    assert f"Tomme dager {found.void.days}" in told(reader, f"{PAGE}?periode=2026")
