"""Rent on the screen: the lease's section, a change drafted, looked over, notified; a round of many; the index."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import Lease, PriceIndex, RentChange
from rules.terms import RentChangeKind, RentChangeState, Role
from services import records, rents
from services.rents import batch
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.factories import NOW, make_lease
from tests.keepers import make_index, make_rent_change

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
LEASES, CHANGES, INDEX = "leieforhold", "endringer-av-husleien", "konsumprisindeks"
ROUND = "/admin/indeksregulering/"
ASKED = {"new_month": "10.2026", "effective_from": "01.01.2027"}


@pytest.fixture(autouse=True)
def sunday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def economy(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.ECONOMY, name="Øk Onomi")


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def leased(**values: Any) -> Lease:
    return make_lease(starts_on=date(2025, 1, 1), **{"rent_set_on": date(2025, 1, 1)} | values)


def prices() -> None:
    make_index("2025-01", 13_000)
    make_index("2026-10", 13_390)


def details(caller: FlaskClient, screen: str, record: Any) -> str:
    answer = caller.get(f"/admin/{screen}/vis/", query_string={"id": str(record.pk)})
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def test_the_lease_tells_its_lines_when_the_rent_was_fixed_and_when_it_can_change(economy: FlaskClient) -> None:
    text = visible(details(economy, LEASES, leased()))
    assert "Sist fastsatt 01.01.2025" in text
    assert "tidligst indeksreguleres fra 01.01.2027" in text
    assert "Endre husleien" in text
    assert "ikke registrert når husleien sist ble fastsatt" in visible(
        details(economy, LEASES, leased(rent_set_on=None, imported=True))
    )


def test_charges_are_changed_looked_over_and_noticed(economy: FlaskClient) -> None:
    lease = leased()
    page = do(economy, LEASES, "endre-husleie", lease, kind="charges", effective_from="01.01.2027", base_ore="8 000",
              power_ore="1 200,50", reasons="Strømmen er dyrere.")  # fmt: skip
    assert "Utkastet er laget" in page
    change = RentChange.objects.get()
    assert (change.kind, change.new_ore) == (RentChangeKind.CHARGES, 920_050)
    shown = economy.post(f"/admin/{CHANGES}/varsle/", data={"id": str(change.pk), "version": "1"}).text
    letter = re.search(r'name="brev" value="([0-9a-f]+)"', shown)
    assert letter is not None
    pdf = economy.get(f"/admin/{CHANGES}/brevet/", query_string={"id": str(change.pk), "brev": letter[1]})
    assert pdf.mimetype == "application/pdf"
    assert "Leietakeren er varslet" in do(economy, CHANGES, "varsle", change, 1, brev=letter[1])
    assert fresh(change).state is RentChangeState.NOTIFIED
    assert "Gjelder fra 01.01.2027 av seg selv" in visible(details(economy, CHANGES, change))


@pytest.mark.parametrize(
    ("form", "words"),
    [
        pytest.param({"base_ore": "8 000"}, "Husleien blir den samme", id="nothing changed"),
        pytest.param({"base_ore": "-1"}, "kan ikke være under null", id="negative"),
        pytest.param({"effective_from": "01.12.2024"}, "Leieforholdet", id="before the lease"),
        pytest.param({"reasons": ""}, "Skriv en begrunnelse", id="no reason"),
        pytest.param({"effective_from": "31.02.2027"}, "Skriv datoen som", id="no such day"),
        pytest.param({"base_ore": "mye"}, "Skriv beløpet i kroner", id="no amount"),
        pytest.param({"kind": "index"}, "Velg en av verdiene", id="not by hand"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_stored(economy: FlaskClient, form: dict[str, str], words: str) -> None:
    right = {"kind": "agreed", "effective_from": "01.01.2027", "base_ore": "8 500", "reasons": "Avtalt i møte."}
    page = do(economy, LEASES, "endre-husleie", leased(), **right | form)
    assert words in page
    assert strange(page) == []
    assert RentChange.objects.count() == 0


def test_a_round_shows_who_gets_what_drafts_and_notifies(economy: FlaskClient) -> None:
    prices()
    lease, other = leased(), leased(rent_set_on=date(2026, 6, 1))
    assert "Vis hva det blir" in economy.get(ROUND).text
    text = visible(economy.get(ROUND, query_string=ASKED).text)
    assert "1 av 2 leieforhold kan reguleres" in text
    assert "8 240,00 kr" in text
    assert "tidligst 01.06.2027" in text
    assert RentChange.objects.count() == 0
    for words in ("1 utkast er laget", "Ingen nye utkast"):
        assert words in visible(economy.post(f"{ROUND}utkast/", data=ASKED, follow_redirects=True).text)
    assert RentChange.objects.get().lease.pk == lease.pk
    for words in ("1 leietakere er varslet", "0 leietakere er varslet"):
        assert words in visible(economy.post(f"{ROUND}varsle/", follow_redirects=True).text)
    assert RentChange.objects.get().state is RentChangeState.NOTIFIED
    assert Lease.objects.get(pk=other.pk).version == 1


def test_a_rounds_drafts_are_cancelled_together(economy: FlaskClient) -> None:
    prices()
    leased()
    economy.post(f"{ROUND}utkast/", data=ASKED)
    assert "1 utkast er avlyst" in visible(economy.post(f"{ROUND}avlys/", follow_redirects=True).text)
    assert RentChange.objects.get().state is RentChangeState.CANCELLED


def test_a_round_that_is_not_done_at_one_press_says_so(economy: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "DRAFTS_AT_ONCE", 1)
    prices()
    leased(), leased()
    left = "1 står igjen. Trykk én gang til."
    for step, done in (("utkast", "1 utkast er laget"), ("avlys", "1 utkast er avlyst")):
        for after in (True, False):
            text = visible(economy.post(f"{ROUND}{step}/", data=ASKED, follow_redirects=True).text)
            assert (done in text, left in text) == (True, after)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        pytest.param({"new_month": "11.2026"}, "har ikke noe tall for november 2026", id="no such month"),
        pytest.param({"new_month": "13.2026"}, "Skriv måneden som", id="garbage"),
        pytest.param({"most": "x"}, "Skriv tallet med komma", id="no number"),
    ],
)
def test_a_round_tells_what_is_wrong(economy: FlaskClient, asked: dict[str, str], words: str) -> None:
    prices()
    page = visible(economy.get(ROUND, query_string=ASKED | asked).text)
    assert words in page
    assert "500" not in economy.post(f"{ROUND}utkast/", data=ASKED | asked).status
    assert RentChange.objects.count() == 0


def test_a_change_is_disputed_settled_and_cancelled_on_its_page(economy: FlaskClient) -> None:
    lease = leased()
    change = make_rent_change(
        lease=lease, state=RentChangeState.NOTIFIED, kind=RentChangeKind.MARKET, effective_from=date(2027, 3, 1)
    )
    assert "Brevet er ikke sendt" in visible(details(economy, CHANGES, change))
    do(economy, CHANGES, "uenig", change, reason="For høyt.")
    assert "gamle leien gjelder" in visible(details(economy, CHANGES, change))
    do(economy, CHANGES, "avgjort", fresh(change), new_ore="8 100", reason="Enige.")
    assert (fresh(change).state, fresh(change).new_ore) == (RentChangeState.NOTIFIED, 810_000)
    do(economy, CHANGES, "avlys", fresh(change), reason="Frafalt.")
    assert fresh(change).state is RentChangeState.CANCELLED


def test_a_month_is_entered_corrected_and_drawn(economy: FlaskClient) -> None:
    for month, value in (("08.2026", "133,1"), ("09.2026", "133,5"), ("10.2026", "133,9")):
        data = {"series": "KPI 2015=100", "month": month, "value": value, "source": "SSB"}
        assert "Tallet er lagret" in visible(
            economy.post(f"/admin/{INDEX}/ny-maned/", data=data, follow_redirects=True).text
        )
    twice = economy.post(f"/admin/{INDEX}/ny-maned/", data=data)
    assert PriceIndex.objects.count() == 3
    assert strange(visible(twice.text)) == []
    hole = economy.post(f"/admin/{INDEX}/ny-maned/", data=data | {"month": "12.2026"})
    assert "mangler november 2026" in visible(hole.text)
    entry = PriceIndex.objects.get(month="2026-10")
    do(economy, INDEX, "rett", entry, value="134,2", source="SSB", reason="Tastefeil.")
    assert rents.table("KPI 2015=100").value("2026-10") == 13_420
    page = economy.get(f"/admin/{INDEX}/").text
    assert "<polyline" in page
    assert "style=" not in page.split("<svg")[1]


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.PROPERTY, Role.AUDITOR])
def test_others_neither_change_rents_nor_run_rounds(client_of: Clients, app: Flask, role: Role) -> None:
    caller, lease = client_of(role), leased()
    assert caller.get(ROUND).status_code == 403
    for step in ("endre-husleie", "gjengs-leie", "indeksreguler", "siste-fastsetting"):
        assert caller.get(f"/admin/{LEASES}/{step}/", query_string={"id": str(lease.pk)}).status_code == 403


def test_an_index_change_says_what_it_lacks(economy: FlaskClient) -> None:
    prices()
    unknown = do(economy, LEASES, "indeksreguler", leased(rent_set_on=None, imported=True), **ASKED)
    assert "ikke registrert når husleien" in unknown
    assert "Registrer siste fastsetting" in unknown
    soon = do(economy, LEASES, "indeksreguler", leased(rent_set_on=date(2026, 6, 1)), **ASKED)
    assert "01.06.2027" in soon
    newer = leased(rent_index_month="2026-11")
    assert "alt fastsatt etter indekstallet for november 2026" in do(economy, LEASES, "indeksreguler", newer, **ASKED)
    assert RentChange.objects.count() == 0


def test_the_other_steps_of_a_lease_open_and_draft(economy: FlaskClient) -> None:
    prices()
    lease = leased()
    assert "Utkastet er laget" in do(economy, LEASES, "indeksreguler", lease, **ASKED)
    other = leased(rent_set_on=None)
    page = do(economy, LEASES, "gjengs-leie", other, new_ore="9 500", effective_from="01.01.2027", reasons="Like.")
    assert "Gjengs leie kan tidligst kreves 01.07.2027" in page
    saved = do(economy, LEASES, "siste-fastsetting", other, set_on="01.06.2025", index_month="05.2025", reason="Brev.")
    assert "Fastsettingen er registrert" in saved
    assert fresh(other).rent_index_month == "2025-05"
