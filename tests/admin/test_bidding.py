"""Bids and unasked offers on the screens: registered, scored, compared, chosen, answered (S000 phase 3)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from letters import approach_answer
from letters.paper import Drawn
from models import Approach, Bid, Landlord, Procurement
from models.procurement import SizeWanted
from rules.terms import ApproachState, BidState, Role
from services import records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW
from tests.factories import make_landlord
from tests.partners import make_approach, make_bid, make_mandate
from tests.services.test_bids import AHEAD, announced

__all__ = ["app"]  # a fixture, used here
Clients = Callable[..., FlaskClient]
BIDS, CALLS, OFFERS = "tilbud-fra-utleiere", "framskaffelser", "henvendelser"
POINTS = {"why_location": "Nær buss og butikk.", "why_rent": "Rimelig."}


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def by(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.PROPERTY, name="Eivind Eiendom")


def page(caller: FlaskClient, screen: str, step: str, record: Any, **query: str) -> str:
    answer = caller.get(f"/admin/{screen}/{step}/", query_string={"id": str(record.pk), **query})
    assert answer.status_code == 200, answer.text
    assert strange(answer.text) == []
    return visible(answer.text)


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def sent(call: Procurement, **values: str) -> dict[str, str]:
    plain = {
        "nonce": str(ObjectId()), "procurement": str(call.pk), "organisation_number": "974 760 673",
        "name": "Nye Hjem AS", "project_name": "Fjordgløtt", "address": "Sjøgata 2", "mix-0-rooms": "2",
        "mix-0-homes": "10", "received_on": "02.11.2026", "rent_ore_m2": "1 450",
    }  # fmt: skip
    return plain | values


def register(caller: FlaskClient, call: Procurement, **values: str) -> str:
    answer = caller.post(f"/admin/{BIDS}/ny/", data=sent(call, **values), follow_redirects=True)
    return visible(answer.text)


def two_bids(procurement: Procurement) -> tuple[Bid, Bid]:
    landlord = make_landlord()
    names = ("Fjordgløtt", "Havblikk")
    return tuple(make_bid(procurement=procurement, landlord=landlord, project_name=name) for name in names)  # type: ignore[return-value]


def test_a_bid_of_a_new_landlord_is_registered_once_and_shown(by: FlaskClient) -> None:
    procurement = announced()
    form = by.get(f"/admin/{BIDS}/ny/", query_string={"framskaffelse": str(procurement.pk)}).text
    assert f'selected value="{procurement.pk}"' in form
    nonce = str(ObjectId())
    for _ in range(2):
        told = register(by, procurement, nonce=nonce)
        assert "Fjordgløtt" in told, told
    bid = Bid.objects.get()
    assert (bid.homes, bid.rent_ore_m2, bid.landlord.name) == (10, 145_000, "Nye Hjem AS")
    assert "10 boliger med 2 rom" in page(by, BIDS, "vis", bid)


def test_bids_of_one_name_are_told_apart_where_they_are_compared_scored_and_chosen(by: FlaskClient) -> None:
    procurement = announced()
    for owner, number, address, rent in (
        ("Hjem AS", "974760673", "Sjøgata 2", 145_000), ("Bo Godt AS", "937884117", "Elvegata 9", 160_050),
    ):  # fmt: skip
        make_bid(
            procurement=procurement, landlord=make_landlord(name=owner, organisation_number=number),
            project_name="Elvegården", address=address, rent_ore_m2=rent, ready_on=date(2027, 6, 1),
            mix=[SizeWanted(rooms=2, homes=10, accessible=4)],
        )  # fmt: skip
    last = Bid.objects.order_by("-bid_number").first()
    told = (
        "Bo Godt AS", "Elvegata 9", "1 600,50 kr", "01.06.2027", "herav 4 tilgjengelige",
    )  # fmt: skip
    pages = (
        page(by, CALLS, "sammenlign", procurement), page(by, CALLS, "velg", procurement), page(by, BIDS, "poeng", last),
        page(by, BIDS, "vis", last),
    )  # fmt: skip
    for shown in pages:
        assert [words for words in told if words not in shown.replace("\N{NO-BREAK SPACE}", " ")] == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"organisation_number": "", "name": ""}, "Velg utleieren, eller skriv organisasjonsnummer"),
        ({"organisation_number": "974 760 674"}, "Kontrollsifferet i organisasjonsnummeret stemmer ikke"),
        ({"received_on": "24.11.2026"}, "Datoen er fram i tid"),
        ({"received_on": "01.09.2026"}, "før behovet ble lyst ut"),
        ({"mix-0-rooms": "mange"}, "rettes"),
        ({"procurement": ""}, "Velg framskaffelsen"),
        ({"procurement": "tull"}, "rettes"),
    ],
)
def test_what_is_wrong_with_a_bid_is_said_at_the_field(by: FlaskClient, values: dict[str, str], told: str) -> None:
    assert told in register(by, announced(), **values)
    assert Bid.objects.count() == 0
    assert Landlord.objects.count() <= 1


def test_all_that_an_empty_form_of_a_bid_lacks_is_said_at_once(by: FlaskClient) -> None:
    names = ("procurement", "organisation_number", "name", "project_name", "address", "mix-0-rooms", "received_on")
    told = register(by, announced(), **dict.fromkeys(names, ""))
    lacking = (
        "Velg framskaffelsen",
        "Velg utleieren",
        "Skriv hva prosjektet heter",
        "Skriv hvor boligene",
        "antall rom",
    )
    assert [words for words in lacking if words not in told] == []


def test_a_bid_is_not_both_of_a_known_landlord_and_of_a_new_one(by: FlaskClient) -> None:
    told = register(by, announced(), landlord=str(make_landlord().pk))
    assert "både valgt en utleier og fylt ut en ny" in told
    assert (Bid.objects.count(), Landlord.objects.count()) == (0, 1)


def test_more_accessible_homes_than_homes_are_refused_at_their_row(by: FlaskClient) -> None:
    told = register(by, announced(), **{"mix-0-homes": "4", "mix-0-accessible": "7"})
    assert "flere tilgjengelige boliger enn boliger" in told
    assert Bid.objects.count() == 0


def test_the_same_bid_again_is_refused_with_the_number_of_the_first(by: FlaskClient) -> None:
    procurement = announced()
    register(by, procurement)
    number = Bid.objects.get().bid_number
    assert f"er registrert som {number}" in register(by, procurement, project_name="fjordgløtt ")
    assert Bid.objects.count() == 1


def test_a_bid_is_put_right_on_a_page_of_its_own_until_it_has_points(by: FlaskClient) -> None:
    register(by, announced())
    bid = Bid.objects.get()
    assert "Rett" in page(by, BIDS, "vis", bid)
    assert "Fjordgløtt" in by.get(f"/admin/{BIDS}/rett/?id={bid.pk}").text
    said = {
        "project_name": "Fjordgløtt", "address": "Sjøgata 4", "mix-0-rooms": "2", "mix-0-homes": "10",
        "mix-0-accessible": "4", "received_on": "02.11.2026", "rent_ore_m2": "1 450",
    }  # fmt: skip
    assert "Skriv en begrunnelse" in do(by, BIDS, "rett", bid, **said)
    assert "Tilbudet er rettet" in do(by, BIDS, "rett", bid, reason="Feil adresse.", **said)
    held = fresh(bid)
    assert (held.address, held.mix[0].accessible, held.history[-1].why) == ("Sjøgata 4", 4, "Feil adresse.")
    do(by, BIDS, "poeng", held, points_location="3", points_rent="4", **POINTS)
    assert "har fått poeng" in do(by, BIDS, "rett", fresh(bid), reason="Feil.", **{**said, "address": "Sjøgata 5"})
    assert f"/admin/{BIDS}/rett/" not in by.get(f"/admin/{BIDS}/vis/?id={bid.pk}").text


def test_a_late_bid_is_let_in_then_scored(by: FlaskClient) -> None:
    bid = make_bid(procurement=announced(), late=True, received_on=date(2026, 11, 21))
    assert "Tilbudet kom etter fristen" in page(by, BIDS, "vis", bid)
    assert "kom etter fristen" in do(by, BIDS, "poeng", bid, points_location="3", **POINTS)
    assert "tatt med" in do(by, BIDS, "vurder", bid, reason="Posten var forsinket.")
    page(by, BIDS, "poeng", bid)
    assert "Poengene er lagret" in do(by, BIDS, "poeng", fresh(bid), points_location="3", points_rent="4", **POINTS)
    assert fresh(bid).total == 3 * 60 + 4 * 40
    assert "3,40" in page(by, BIDS, "vis", bid)


def test_bids_are_compared_and_chosen_and_the_choice_taken_back(by: FlaskClient) -> None:
    procurement = announced()
    best, other = two_bids(procurement)
    do(by, BIDS, "poeng", best, points_location="5", points_rent="4", **POINTS)
    shown = page(by, CALLS, "sammenlign", procurement)
    assert "Mangler poeng" in shown
    assert other.bid_number in shown
    assert "mangler poeng" in do(by, CALLS, "velg", procurement, chosen=str(best.pk), reasons="Best.")
    do(by, BIDS, "poeng", other, points_location="2", points_rent="4", **POINTS)
    shown = page(by, CALLS, "sammenlign", procurement)
    assert shown.index("Fjordgløtt") < shown.index("Havblikk")
    assert "4,60" in shown
    assert "60 %" in shown
    told = do(by, CALLS, "velg", procurement, chosen=str(other.pk), reasons="Billigst.")
    assert f"{best.bid_number} har flere poeng" in told
    assert "Valget er lagret" in do(by, CALLS, "velg", procurement, chosen=str(best.pk), reasons="Flest poeng.")
    assert (fresh(best).state, fresh(other).state) == (BidState.CHOSEN, BidState.NOT_CHOSEN)
    assert "Flest poeng." in page(by, CALLS, "sammenlign", procurement)
    held = fresh(procurement)
    assert "tatt tilbake" in do(by, CALLS, "valg/tilbake", held, reason="Feil i poengene.")
    assert fresh(best).state is BidState.RECEIVED


def test_an_authority_that_is_too_small_is_told_before_anything_is_signed(by: FlaskClient) -> None:
    procurement = announced(mandate=make_mandate(ceiling=3))
    assert "har 3 boliger igjen, og utlysingen gjelder 10." in page(by, CALLS, "vis", procurement)
    best, other = two_bids(procurement)
    assert "har 3 boliger igjen, og tilbudene er på 20 til sammen." in page(by, CALLS, "velg", procurement)
    for bid in (best, other):
        do(by, BIDS, "poeng", bid, points_location="5", points_rent="4", **POINTS)
    assert "Valget er lagret" in do(by, CALLS, "velg", procurement, chosen=str(best.pk), reasons="Best.")
    for step in ("vis", "sammenlign"):
        assert "har 3 boliger igjen, og de valgte tilbudene er på 10." in page(by, CALLS, step, procurement)


def test_a_bid_is_dismissed_taken_up_and_withdrawn(by: FlaskClient) -> None:
    procurement = announced()
    bid, _ = two_bids(procurement)
    assert "avvist" in do(by, BIDS, "avvis", bid, reason="Ikke i kommunen.")
    assert "Ikke i kommunen." in page(by, CALLS, "sammenlign", procurement)
    assert "vurderes igjen" in do(by, BIDS, "ta-opp", fresh(bid), reason="Den ligger i kommunen.")
    assert "ført som trukket" in do(by, BIDS, "trekk", fresh(bid), reason="Solgt til andre.")
    assert "Skriv en begrunnelse" in do(by, BIDS, "trekk", fresh(bid), reason="")


@pytest.mark.parametrize("junk", ["", "tull", "<script>", "99", "-1", "1e9"])
def test_points_that_are_no_points_store_nothing(by: FlaskClient, junk: str) -> None:
    bid = make_bid(procurement=announced())
    told = do(by, BIDS, "poeng", bid, points_location=junk, **POINTS)
    assert junk not in ("tull", "1e9") or "Skriv et helt tall fra 0 til 5." in told
    do(by, CALLS, "velg", bid.procurement, chosen=junk, reasons="x")
    assert fresh(bid).scores == []
    assert fresh(bid.procurement).choice is None


def test_who_may_not_procure_sees_no_buttons_and_gets_no_page(app: Flask, client_of: Clients) -> None:
    reader, procurement = client_of(Role.READER), announced()
    bid = make_bid(procurement=procurement)
    assert "Gi poeng" not in page(reader, BIDS, "vis", bid)
    page(reader, CALLS, "sammenlign", procurement)
    for screen, step, record in ((BIDS, "poeng", bid), (CALLS, "velg", procurement), (OFFERS, "svar", make_approach())):
        assert reader.get(f"/admin/{screen}/{step}/", query_string={"id": str(record.pk)}).status_code == 403


# --- Offers made unasked ----------------------------------------------------------------------------------------------


def test_an_unasked_offer_is_registered_looked_at_and_answered(
    by: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approach_answer, "draw", lambda told: Drawn("Svar", told.envelope.language, b"%PDF-1.7 x"))
    call = announced(bids_by=AHEAD)
    data = {
        "nonce": str(ObjectId()),
        "from_name": "Prøve Eiendom AS",
        "what": "Seks hjem.",
        "received_on": "20.11.2026",
    }
    assert "Prøve Eiendom AS" in visible(by.post(f"/admin/{OFFERS}/ny/", data=data, follow_redirects=True).text)
    approach = Approach.objects.get()
    shown = page(by, OFFERS, "vis", approach)
    assert "Svar med brev" in shown
    assert re.search(r"(lag|inngå|ny) avtale", shown.lower()) is None
    assert "Kommunens nettsider" in by.get(f"/admin/{OFFERS}/svar/?id={approach.pk}").text
    told = {"language": "nn", "where": "", "procurement": str(call.pk)}
    assert "Skriv adressen" in do(by, OFFERS, "svar", approach, **told)
    told["address"] = "Storgata 1\n9405 HARSTAD"
    draft = by.post(f"/admin/{OFFERS}/svar/utkast/", data={"id": str(approach.pk), "version": "1", **told})
    assert draft.data.startswith(b"%PDF")
    assert fresh(approach).state is ApproachState.RECEIVED
    assert "laget, men ikke sendt" in do(by, OFFERS, "svar", approach, **told)
    assert "Lag svarbrevet på nytt" in page(by, OFFERS, "vis", approach)
    assert by.get(f"/admin/{OFFERS}/svarbrev/?id={approach.pk}").data.startswith(b"%PDF")
    assert "Henvendelsen er besvart" in do(by, OFFERS, "svar/sendt", fresh(approach))
    assert "henvendelser/svar/?id" not in by.get(f"/admin/{OFFERS}/vis/?id={approach.pk}").text


@pytest.mark.parametrize(
    "told", [{"language": "nb", "where": ""}, {"language": "xx", "where": "Doffin"}, {"where": "Doffin"}]
)
def test_an_answer_that_lacks_something_is_not_given(by: FlaskClient, told: dict[str, str]) -> None:
    approach = make_approach()
    assert "rettes" in do(by, OFFERS, "svar", approach, **told)
    assert fresh(approach).state is ApproachState.RECEIVED
