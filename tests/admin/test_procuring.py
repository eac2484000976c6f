"""A procurement on the screens: the picture of its phases, each step, and what is refused with why."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import formats
from letters.paper import Drawn
from models import File, Mandate, Procurement
from models.duty import DutyReport
from rules.terms import AgreementKind, AgreementState, Phase, ProcurementState, Role
from services import mandates, procurements, records
from services.procurements import announcing, authority
from tests import factories, partners
from tests.admin.office import app, do
from tests.admin.plain_text import visible
from tests.casework import NOW, TODAY
from tests.letters.reading import text_of
from tests.procuring import PDF, anchored, announced, bid_in, call, chosen, finish, fresh, note, procurer, started

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
NONCE = "a" * 32
SCREEN = "framskaffelser"


@pytest.fixture
def client(client_of: Clients, app: Flask, clock: Any) -> FlaskClient:
    clock.move_to(NOW)
    return client_of(Role.HOUSING_CONSULTANT, name="Kari Konsulent")


def page(client: FlaskClient, held: Any) -> str:
    return visible(client.get(f"/admin/{SCREEN}/vis/?id={held.pk}").text)


def day(on: date) -> str:
    return formats.day(on)


def post(client: FlaskClient, step: str, held: Any, version: int | None = None, **form: Any) -> str:
    return do(client, SCREEN, step, fresh(held), version, **form)


# --- Started ----------------------------------------------------------------------------------------------------------


def start(client: FlaskClient, **values: str) -> str:
    form = {"nonce": NONCE, "title": "Små boliger", "started_on": day(formats.today())} | values
    return visible(client.post(f"/admin/{SCREEN}/start/", data=form, follow_redirects=True).text)


def test_a_procurement_is_started_once_however_often_the_form_is_sent(client: FlaskClient) -> None:
    leader = factories.make_user(name="Liv Linje")
    for _ in range(2):
        found = start(client, leader=str(leader.pk))
        assert "Neste steg Oversikt over boligbehovet" in found
        assert "0 av 4 står" in found
    assert Procurement.objects.count() == 1


def test_a_hired_leader_is_warned_of_and_needs_a_reason(client: FlaskClient) -> None:
    assert "Skriv hvorfor prosjektlederen er leid inn." in start(client, external_leader="Rådgiver AS")
    found = start(client, external_leader="Rådgiver AS", external_reason="Ingen i linjen har tid.")
    assert "Prosjektlederen er leid inn: Rådgiver AS. Eksternt innleid prosjektleder bør unngås." in found


def test_the_day_it_began_is_put_right_where_its_leader_is(client: FlaskClient) -> None:
    held = started()
    form = {"title": held.title, "leader": str(held.leader.pk), "started_on": "15.08.2026"}
    assert "Skriv hvorfor dagen" in post(client, "tittel-og-leder", held, **form)
    assert "Endringen er lagret" in post(client, "tittel-og-leder", held, **form, reason="Begynte før ferien.")
    assert fresh(held).started_on == date(2026, 8, 15)
    called = announced()
    form = {"title": called.title, "leader": str(called.leader.pk), "started_on": "20.11.2026", "reason": "Feil."}
    assert "datert 10.09.2026. Den kan ikke ha begynt etter det" in post(client, "tittel-og-leder", called, **form)
    told = post(client, "fase/?fase=choice&x=", called, begun_on="01.01.2026")
    assert "begynte 01.09.2026" in told


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Velg hvem som leder"),
        ({"external_leader": "A", "external_reason": "b", "title": ""}, "Skriv en tittel."),
        ({"external_leader": "A", "external_reason": "b", "started_on": "31.02.2026"}, "Skriv datoen som"),
        ({"external_leader": "A", "external_reason": "b", "started_on": "01.01.2099"}, "fram i tid"),
        ({"leader": "ikke-en-bruker"}, "Velg en fra listen"),
        ({"external_leader": "A" * 200, "external_reason": "b"}, "Skriv høyst 160 tegn."),
    ],
)
def test_garbage_starts_nothing(client: FlaskClient, values: dict[str, str], said: str) -> None:
    assert said in start(client, **values)
    assert Procurement.objects.count() == 0


# --- The picture ------------------------------------------------------------------------------------------------------


def test_the_page_says_what_stands_what_lacks_and_what_comes_next(client: FlaskClient) -> None:
    held = started()
    note(held, "housing_bank", procurer(name="Kari"))
    partners.make_need_overview()
    found = page(client, held)
    assert "Her er vi nå. 1 av 4 står" in found
    assert "Ingen avtale kan inngås ennå. Det mangler: Oversikt over boligbehovet" in found
    assert "Snakket med regionkontoret." in found
    assert "Velg behovsoversikt" in found


def test_the_next_step_follows_the_results(client: FlaskClient) -> None:
    by = procurer()
    held = anchored(by)
    assert "Neste steg Alt som er påkrevd i «Vi vil», står" in page(client, held)
    finish(held, Phase.ANCHORING, by)
    assert "Lys ut behovet" in page(client, held)
    ready = chosen(by)
    assert "Resultatene av fase 1–3 står." in page(client, ready)


def test_a_finished_phase_whose_result_fell_says_so(client: FlaskClient) -> None:
    by = procurer()
    held = anchored(by)
    finish(held, Phase.ANCHORING, by)
    mandate = fresh(held).mandate
    found = do(client, "fullmakter", "trekk", mandate, reason="Nytt vedtak kommer.")
    assert "Fullmakten er trukket tilbake." in found
    assert "Ferdig, men noe står ikke lenger" in page(client, held)
    assert "Fullmakten er trukket tilbake" in page(client, held)


def test_readers_see_the_picture_without_a_step(client_of: Clients, app: Flask, clock: Any) -> None:
    held = announced()
    reader = client_of(Role.READER)
    answer = reader.get(f"/admin/{SCREEN}/vis/?id={held.pk}").text
    assert "/resultat/" not in answer
    assert "Skriv ut hele sporet" in answer
    for step in ("start", "avlys", "utlys", "resultat", "fase", "fase/ferdig", "fullmakt", "fil/bort"):
        assert reader.get(f"/admin/{SCREEN}/{step}/?id={held.pk}&fase=need").status_code == 403, step


# --- Results ----------------------------------------------------------------------------------------------------------


def test_a_result_is_noted_with_a_file_fetched_and_taken_back(client: FlaskClient) -> None:
    held = started()
    data = {"id": str(held.pk), "version": str(held.version), "nonce": NONCE, "on": "15.09.2026",
            "what": "Fire fra boligkontoret var på kurs.", "files": (BytesIO(PDF), "kursbevis.pdf")}  # fmt: skip
    url = f"/admin/{SCREEN}/resultat/?id={held.pk}&resultat=trained"
    assert client.get(url).status_code == 200
    found = visible(client.post(url, data=data, follow_redirects=True).text)
    assert "Resultatet er notert." in found
    assert "kursbevis.pdf" in found
    file = File.objects.get()
    assert client.get(f"/admin/{SCREEN}/fil/?id={held.pk}&fil={file.pk}").data == PDF
    assert client.get(f"/admin/{SCREEN}/fil/?id={started().pk}&fil={file.pk}").status_code == 404
    away = f"fil/bort/?id={held.pk}&resultat=trained&fil={file.pk}&x="
    assert "Filen er tatt bort." in post(client, away, held, reason="Feil fil.")
    back = f"resultat/tilbake/?id={held.pk}&resultat=trained&x="
    assert "Resultatet er tatt tilbake." in post(client, back, held, reason="Feil sak.")
    assert fresh(held).results == []


@pytest.mark.parametrize(
    ("query", "form", "said"),
    [
        ("resultat=finnes-ikke", {}, "Fant ikke"),
        ("resultat=mandate", {}, "Fant ikke"),
        ("resultat=trained", {"what": ""}, "Skriv hva som er gjort."),
        ("resultat=trained", {"on": "i går"}, "Skriv datoen som"),
        ("resultat=trained", {"on": "01.01.2099"}, "fram i tid"),
        ("resultat=trained", {"version": "99"}, "etter at du åpnet siden"),
        ("resultat=trained", {"version": "tull"}, "etter at du åpnet siden"),
    ],
)
def test_garbage_and_stale_forms_note_nothing(client: FlaskClient, query: str, form: dict[str, str], said: str) -> None:
    held = started()
    data = {
        "id": str(held.pk),
        "version": str(held.version),
        "nonce": NONCE,
        "on": "15.09.2026",
        "what": "Kurs.",
    } | form
    answer = client.post(f"/admin/{SCREEN}/resultat/?id={held.pk}&{query}", data=data, follow_redirects=True)
    assert said in visible(answer.text)
    assert fresh(held).results == []


def test_an_overview_and_a_mandate_are_built_on(client: FlaskClient) -> None:
    held = started()
    overview, mandate = partners.make_need_overview(), partners.make_mandate(ceiling=25)
    assert "Behovsoversikten er lagt til grunn." in post(client, "behovsoversikt", held, overview=str(overview.pk))
    assert "Behovsoversikten er ikke fastsatt ennå" in page(client, held)
    assert "Fullmakten er lagt til grunn." in post(client, "fullmakt", held, mandate=str(mandate.pk))
    assert "0 av 25 boliger er brukt" in page(client, held)


# --- The call ---------------------------------------------------------------------------------------------------------

CALL = {
    "nonce": NONCE, "text": "Kommunen trenger boliger.", "qualities": "Nær buss.", "kind": "referral",
    "channels": "Nettsidene", "published_on": "01.10.2026", "bids_by": "02.11.2026", "mix-0-rooms": "2",
    "mix-0-homes": "10", "mix-0-least_m2": "45,5", "mix-0-accessible": "4",
}  # fmt: skip


def test_the_need_is_announced_changed_and_taken_back(client: FlaskClient) -> None:
    held = anchored()
    form = client.get(f"/admin/{SCREEN}/utlys/?id={held.pk}").text
    assert "Beliggenhet og spredning 20 %".lower() in visible(form).lower()
    assert "Utlysingen er lagret." in post(client, "utlys", held, **CALL)
    called = fresh(held).announcement
    assert [(one.rooms, one.homes, one.least_m2, one.accessible) for one in called.mix] == [(2, 10, 45.5, 4)]
    assert "Ingenting var endret" in post(client, "utlys", held, **CALL)
    assert 'value="45,5"' in client.get(f"/admin/{SCREEN}/utlys/?id={held.pk}").text
    assert "Utlysingen er trukket." in post(client, "utlys/trekk", held, reason="Feil frist.")
    post(client, "utlys", held, **CALL)
    bid_in(fresh(held))
    assert "Utleiere har svart på utlysingen." in post(client, "utlys", held, **CALL | {"bids_by": "09.11.2026"})


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"mix-0-accessible": "11"}, "Det kan ikke være flere tilgjengelige boliger enn boliger."),
        ({"mix-0-rooms": "mange"}, "Skriv et helt tall"),
        ({"bids_by": "01.10.2026"}, "Datoen må være etter at behovet ble lyst ut."),
        ({"kind": "head_lease"}, "Velg en av verdiene"),
        ({"kind": ""}, "Velg avtaletypen."),
        ({"kind": "coop"}, "Velg en av verdiene"),
        ({"published_on": "01.01.2099", "bids_by": "02.02.2099"}, "fram i tid"),
        ({"version": "1"}, "etter at du åpnet siden"),
    ],
)
def test_a_call_that_cannot_be_is_not_announced(client: FlaskClient, form: dict[str, str], said: str) -> None:
    held = anchored()
    sent = CALL | form
    assert said in post(client, "utlys", held, int(sent.pop("version", fresh(held).version)), **sent)
    assert fresh(held).announcement is None


def test_no_short_cut_around_the_phases(client: FlaskClient) -> None:
    held = started()
    assert "Det mangler «Oversikt over boligbehovet" in post(client, "utlys", held, **CALL)
    done = {"finished_on": day(formats.today())}
    assert "Fasene tas i rekkefølge" in post(client, "fase/ferdig/?fase=choice&x=", held, **done)
    assert "er ikke kommet så langt" in post(client, "fase/ferdig/?fase=anchoring&x=", held, **done)
    assert client.get(f"/admin/{SCREEN}/fase/?id={held.pk}&fase=tull").status_code == 404


# --- Phases -----------------------------------------------------------------------------------------------------------


def test_phases_are_planned_finished_and_opened_again(client: FlaskClient) -> None:
    held, per = anchored(), factories.make_user(name="Per Plan")
    due = day(formats.today() + timedelta(days=30))
    plan = {"responsible": str(per.pk), "due_on": due, "notes": "Vent på Husbanken."}
    found = post(client, "fase/?fase=anchoring&x=", held, **plan)
    assert "Per Plan" in found
    assert due in found
    assert "Fasen «Vi vil» er ferdig." in post(
        client, "fase/ferdig/?fase=anchoring&x=", held, finished_on=day(formats.today())
    )
    assert "Fasen er åpnet igjen." in post(client, "fase/apne/?fase=anchoring&x=", held, reason="Feil dato.")
    assert "Framskaffelsen er avlyst." in post(client, "avlys", held, reason="Ingen penger.")
    assert fresh(held).state is ProcurementState.CANCELLED


def test_a_step_on_an_old_page_does_nothing(client: FlaskClient) -> None:
    held = anchored()
    for step in ("tittel-og-leder", "avlys", "behovsoversikt", "fase/?fase=need&x="):
        form = {"title": "Ny", "external_leader": "A", "external_reason": "b", "reason": "x", "notes": "y"}
        form |= {"started_on": day(held.started_on)}
        assert "etter at du åpnet siden" in post(client, step, held, 1, **form), step
    assert fresh(held).title == "Små boliger i sentrum"


# --- The authority ----------------------------------------------------------------------------------------------------

MANDATE = {
    "nonce": NONCE, "body": "council", "decided_on": "18.06.2026", "case_number": "2026/88",
    "delegated_to": "Kommunalsjefen", "ceiling": "25", "kinds": "referral",
}  # fmt: skip


def register(client: FlaskClient, **form: str) -> str:
    answer = client.post("/admin/fullmakter/registrer/", data=MANDATE | form, follow_redirects=True)
    return visible(answer.text)


def test_a_mandate_is_registered_once_and_shows_what_is_used(client: FlaskClient) -> None:
    assert "0 av 25" in register(client)
    assert "0 av 25" in register(client)
    number = Mandate.objects.get().mandate_number
    told = register(client, nonce="b" * 32, case_number=" 2026 / 88")
    assert f"Kommunestyrets sak 2026/88 er registrert som {number}." in told
    assert "i bruk fra før" not in told
    assert Mandate.objects.count() == 1


def test_a_withdrawn_mandate_that_homes_are_agreed_on_by_is_told_with_what_to_do(client: FlaskClient) -> None:
    register(client)
    held, by = Mandate.objects.get(), procurer()
    mandates.use(held, factories.make_user().pk, 4, by, kind=AgreementKind.REFERRAL, seen=1, today=TODAY)
    held = fresh(held)
    authority.withdraw(held, by, why="Feil tak.", version=held.version, today=TODAY)
    assert "det er inngått avtaler på den. Ta først tilbake" in register(client, nonce="b" * 32)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"body": "chief_executive"}, "det kommunestyret som gir fullmakt"),
        ({"body": "kongen"}, "Velg en av verdiene"),
        ({"ceiling": "0"}, "1"),
        ({"ceiling": "-4"}, "1"),
        ({"ceiling": "mange"}, "Skriv et helt tall"),
        ({"decided_on": "01.01.2099"}, "fram i tid"),
        ({"valid_until": "01.01.2026"}, "Datoen er før vedtaket."),
        ({"kinds": "head_lease"}, "Velg"),
        ({"nonce": "x"}, ""),
    ],
)
def test_a_mandate_that_cannot_be_is_not_registered(client: FlaskClient, form: dict[str, str], said: str) -> None:
    assert said in register(client, **form)
    assert Mandate.objects.count() == 0


# --- The print --------------------------------------------------------------------------------------------------------


def test_the_whole_trail_prints_as_one_file(client: FlaskClient, tmp_path: Path) -> None:
    by = procurer()
    held = chosen(by)
    for phase in (Phase.ANCHORING, Phase.NEED, Phase.CHOICE):
        finish(held, phase, by)
    bid = partners.Bid.objects.first()
    factories.make_agreement(landlord=bid.landlord, procurement=held, state=AgreementState.SIGNED)
    answer = client.get(f"/admin/{SCREEN}/skriv-ut/?id={held.pk}")
    assert answer.mimetype == "application/pdf"
    text = " ".join(text_of(Drawn("", "nb", answer.data), tmp_path).split())
    for words in ("Vi følger opp", "Snakket med regionkontoret", "Svarer best til behovet", "Som ventet", "Fullmakten",
                  "Nær buss", "Beliggenhet og spredning", "Fasen «Vi vil» ferdig", "Fjordgløtt"):  # fmt: skip
        assert words in text, words
    for letter_words in ("Med vennlig hilsen", "godkjent elektronisk"):  # nobody sends it
        assert letter_words not in text


def test_what_was_changed_and_what_followed_is_in_the_trail_too(client: FlaskClient, tmp_path: Path) -> None:
    by = procurer()
    held = announced(by)
    announcing.announce(
        held, call(text="Ny tekst, også for familier."), by, version=held.version, today=TODAY
    )  # fmt: skip
    bid = bid_in(held, points=4, rent_ore_m2=150_000, ready_on=TODAY)
    records.change(bid, by, values={"late": True, "late_reason": "Posten var 😀 forsinket."})
    choose(held, bid, by, "Best beliggenhet.")
    procurements.take_choice_back(fresh(held), by, why="Feil i poengene.", version=fresh(held).version)
    choose(held, bid, by, "Svarer best til behovet.")
    agreement = factories.make_agreement(landlord=bid.landlord, procurement=held, state=AgreementState.SIGNED)
    duty = partners.make_duty(agreement=agreement, label="Årlig møte")
    report = DutyReport(due_on=TODAY, done_on=TODAY, what="Møtte utleieren.", by_name="Kari")
    records.change(duty, by, values={"reports": [report]})
    partners.make_approach(procurement=held, from_name="Nordlys Bolig", what="Tilbyr ti boliger.")
    answer = client.get(f"/admin/{SCREEN}/skriv-ut/?id={held.pk}")
    assert answer.mimetype == "application/pdf"
    (tmp_path / "trail.pdf").write_bytes(answer.data)
    text = " ".join(text_of(Drawn("", "nb", answer.data), tmp_path).split())
    for words in (
        "Utlysingen til", "Kommunen trenger boliger.", "Ny tekst, også for familier.", "Valget til",
        "Best beliggenhet.", "Feil i poengene.", "1500,00 kr", "Posten var [tegn] forsinket.", "Årlig møte",
        "Møtte utleieren.", "Nordlys Bolig", "Tilbyr ti boliger.", "Resultat notert: Husbanken er kontaktet",
    ):  # fmt: skip
        assert words in text, words
    assert "Fulgte valget" not in text


def choose(held: Any, bid: Any, by: Any, reasons: str) -> None:
    procurements.choose(
        fresh(held), by, chosen=[bid.pk], reasons=reasons, version=fresh(held).version, today=TODAY
    )  # fmt: skip
