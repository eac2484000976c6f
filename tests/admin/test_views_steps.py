"""What people do with records: each step stores what it says, tells how it went, and refuses what it must."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import Application, JournalEntry
from rules.terms import (
    ApplicationState,
    JournalKind,
    ReasonGroup,
    Role,
)
from services import records
from tests.admin.office import app, do
from tests.admin.plain_text import visible
from tests.factories import ACTOR, make_application, make_user
from tests.makers import make_journal_entry

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
STALE = "har endret"
NONCE = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def worker(client_of: Clients) -> FlaskClient:
    return client_of(Role.CASEWORKER, name="Kari Nordmann")


# --- Cases -----------------------------------------------------------------------------------------------------------


def test_a_case_is_taken_up_once(app: Flask, worker: FlaskClient) -> None:
    case = make_application()
    assert "Søknaden er tatt opp til behandling." in do(worker, "soknader", "ta-opp", case)
    stored = Application.objects.get()
    assert (stored.state, stored.history[-1].by_name) == (ApplicationState.IN_ASSESSMENT, "Kari Nordmann")
    assert STALE in do(worker, "soknader", "ta-opp", case)
    assert Application.objects.get().version == stored.version


def test_a_preliminary_reply_is_noted_with_a_day_that_can_be(app: Flask, clock: Any, worker: FlaskClient) -> None:
    case = make_application(received_on=date(2026, 11, 2))
    step = ("soknader", "forelopig-svar", case)
    assert "Datoen er fram i tid." in do(worker, *step, preliminary_reply_on="23.11.2026")
    assert "Datoen er før søknaden ble mottatt." in do(worker, *step, preliminary_reply_on="01.11.2026")
    assert "Foreløpig svar er notert." in do(worker, *step, preliminary_reply_on="20.11.2026")
    assert Application.objects.get().preliminary_reply_on == date(2026, 11, 20)


def test_a_case_is_withdrawn_with_a_reason_alone(app: Flask, worker: FlaskClient) -> None:
    case = make_application()
    assert "Skriv en begrunnelse." in do(worker, "soknader", "trekk", case)
    assert Application.objects.get().state is ApplicationState.RECEIVED
    assert "Søknaden er trukket." in do(worker, "soknader", "trekk", case, reason="Har fått bolig selv")
    stored = Application.objects.get()
    assert (stored.state, stored.history[-1].why) == (ApplicationState.WITHDRAWN, "Har fått bolig selv")


def test_a_case_is_given_to_a_caseworker_who_is_there(app: Flask, worker: FlaskClient) -> None:
    case, colleague, gone = make_application(), make_user(), make_user(active=False)
    step = ("soknader", "saksbehandler", case)
    assert "kan ikke logge inn lenger" in do(worker, *step, caseworker=str(gone.pk))
    assert "Velg hvem som skal ha saken." in do(worker, *step)
    assert "Saken har fått ny saksbehandler." in do(worker, *step, caseworker=str(colleague.pk))
    assert Application.objects.get().caseworker == colleague


def test_the_archives_number_and_the_main_reason_are_noted(app: Flask, worker: FlaskClient) -> None:
    case = make_application()
    assert "Saksnummeret er lagret." in do(worker, "soknader", "saksnummer", case, archive_case_number="2026/77")
    case.reload()
    assert "Ingenting var endret" in do(worker, "soknader", "saksnummer", case, archive_case_number="2026/77")
    reason = {"reason_group": ReasonGroup.OTHER.value}
    assert "Hovedårsaken er lagret." in do(worker, "soknader", "hovedarsak", case, **reason)
    stored = Application.objects.get()
    assert (stored.archive_case_number, stored.reason_group, stored.version) == ("2026/77", ReasonGroup.OTHER, 3)


@pytest.mark.parametrize("step", ["trekk", "saksnummer", "saksbehandler", "forelopig-svar", "hovedarsak"])
def test_whoever_saw_an_old_page_stores_nothing(app: Flask, worker: FlaskClient, step: str) -> None:
    case = make_application()
    records.change(case, ACTOR, values={"adults": 4})
    form = {
        "reason": "x", "archive_case_number": "1", "caseworker": str(make_user().pk), "reason_group": "other",
        "preliminary_reply_on": "03.11.2026",
    }  # fmt: skip
    assert STALE in do(worker, "soknader", step, case, version=1, **form)
    assert Application.objects.get().version == 2


def test_buttons_follow_state_and_role(app: Flask, worker: FlaskClient, client_of: Clients) -> None:
    received, housed = make_application(), make_application(state=ApplicationState.HOUSED)
    page = worker.get(f"/admin/soknader/vis/?id={received.pk}").text
    assert ">Ta opp<" in page
    assert "data-confirm" in page
    assert "Trekk søknaden" in page
    closed = worker.get(f"/admin/soknader/vis/?id={housed.pk}").text
    assert ">Ta opp<" not in closed
    assert "Trekk søknaden" not in closed
    reading = client_of(Role.READER).get(f"/admin/soknader/vis/?id={received.pk}").text
    assert "btn-primary" not in reading
    assert ">Endre<" not in reading


# --- Journal ---------------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_writes_one_entry(app: Flask, worker: FlaskClient) -> None:
    case = make_application()
    form = {"nonce": NONCE, "kind": JournalKind.CALL.value, "text": "Ringte søkeren."}
    for _ in range(2):
        assert "Notatet står i journalen." in do(worker, "soknader", "journal", case, **form)
    entry = JournalEntry.objects.get()
    assert (entry.text, entry.kind, entry.by_name) == ("Ringte søkeren.", JournalKind.CALL, "Kari Nordmann")


def test_a_used_form_with_another_text_keeps_it_and_can_be_sent_again(app: Flask, worker: FlaskClient) -> None:
    case = make_application()
    form = {"id": str(case.pk), "nonce": NONCE, "kind": JournalKind.CALL.value, "text": "Ringte søkeren."}
    worker.post("/admin/soknader/journal/", data=form)
    page = worker.post("/admin/soknader/journal/", data=form | {"text": "Møtte søkeren."}).text
    assert "Notatet er ikke lagret ennå" in page
    assert "Møtte søkeren.</textarea>" in page
    assert f'value="{NONCE}"' not in page
    assert JournalEntry.objects.count() == 1


def test_an_entry_needs_a_text_a_kind_and_a_nonce_of_ours(app: Flask, worker: FlaskClient) -> None:
    case = make_application()
    page = do(worker, "soknader", "journal", case, nonce=NONCE, text="  ")
    assert "Velg hva notatet er." in page
    assert "Skriv det som skal stå i journalen." in page
    do(worker, "soknader", "journal", case, nonce="../x", kind="call", text="Ringte.")
    do(worker, "soknader", "journal", case, nonce=NONCE, kind="correction", text="Retter.")
    assert JournalEntry.objects.count() == 0


def test_an_entry_is_corrected_by_a_new_one_that_names_it(app: Flask, worker: FlaskClient) -> None:
    entry = make_journal_entry()
    page = worker.get(f"/admin/journalnotater/rett/?id={entry.pk}").text
    nonce = re.findall(r'name="nonce"[^>]*value="([0-9a-f]{32})"', page)[0]
    told = do(worker, "journalnotater", "rett", entry, nonce=nonce, text="Det var søsteren som ringte.")
    assert "Rettelsen står i journalen." in told
    assert "Notatet er rettet i Rettelse" in told
    correction = JournalEntry.objects.get(kind=JournalKind.CORRECTION)
    assert (correction.corrects, correction.application) == (entry.pk, entry.application)
    journal = visible(worker.get(f"/admin/soknader/journal/?id={entry.application.pk}").text)
    assert "Retter telefonsamtale" in journal
    assert "Det var søsteren som ringte." in journal


def test_the_screens_clock_is_the_clock(app: Flask, clock: Any, worker: FlaskClient) -> None:
    case = make_application()
    do(worker, "soknader", "ta-opp", case)
    assert Application.objects.get().history[-1].at == datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
