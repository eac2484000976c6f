"""An appeal on the screen: registered, its way and next step plain, each step told of, refused with words."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from letters import decision_letter
from models import AccessEntry, Appeal, Application, Letter
from models.applicant import Representative
from rules.terms import AppealState, DecisionOutcome, LetterKind, LetterState, RepresentativeKind, Role
from services import dispatch, records
from tests.admin.office import app, do
from tests.admin.plain_text import visible
from tests.appealing import (
    answer_proposed,
    case_of,
    clerk,
    decide,
    forwarded,
    imported,
    letter_of,
    lodged,
    now_of,
    quick_letters,
    refused,
    send_on,
    state_of,
    taken_up,
)
from tests.casework import quick_draw
from tests.factories import ACTOR, make_decision, make_office

__all__ = ["app", "quick_letters"]  # fixtures, used here

pytestmark = pytest.mark.usefixtures("app", "quick_letters")
Clients = Callable[..., FlaskClient]
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NONCE = "0123456789abcdef0123456789abcdef"
GIVEN = {"nonce": NONCE, "received_on": "20.11.2026", "grounds": "Boligen er fuktig.", "wanted": "Kommunal bolig."}
FORWARD = {
    "reassessment": "Utvalget står ved vedtaket.", "reassessed_on": "23.11.2026", "reassessed_by": "Utvalget",
    "statement": "Klagen gir ikke noe nytt.", "forwarded_on": "23.11.2026",
}  # fmt: skip


@pytest.fixture(autouse=True)
def drawn_quickly(monkeypatch: pytest.MonkeyPatch, clock: Any) -> None:
    clock.move_to(MONDAY)
    monkeypatch.setattr(decision_letter, "draw", quick_draw)


@pytest.fixture
def worker(client_of: Clients) -> FlaskClient:
    return client_of(Role.CASEWORKER, name="Kari Nordmann")


def page_of(caller: FlaskClient, appeal: Appeal) -> str:
    return caller.get(f"/admin/klager/vis/?id={appeal.pk}").text


def main_button(page: str) -> list[str]:
    """The words of the page's main buttons beside that of signing out."""
    found = re.findall(r'class="btn btn-primary"[^>]*>([^<]+)<', page)
    return [words.strip() for words in found]


# --- Registered ------------------------------------------------------------------------------------------------------


def test_a_decision_that_is_presumed_to_arrive_later_is_not_said_to_have_come(worker: FlaskClient) -> None:
    decision = make_decision(arrived_on=date(2026, 11, 25), appeal_deadline=date(2026, 12, 16))
    form = visible(worker.get(f"/admin/vedtak/klage/?id={decision.pk}").text)
    assert "Vedtaket regnes som kommet fram 25.11.2026. Klagefristen er 16.12.2026." in form


def test_an_appeal_is_registered_on_its_decision_and_leads_to_its_page(worker: FlaskClient) -> None:
    decision = refused()
    assert "Registrer klage" in worker.get(f"/admin/vedtak/vis/?id={decision.pk}").text
    form = visible(worker.get(f"/admin/vedtak/klage/?id={decision.pk}").text)
    assert "Vedtaket kom fram 06.11.2026. Klagefristen er 27.11.2026." in form
    told = do(worker, "vedtak", "klage", decision, **GIVEN, deferral_asked="y")
    assert "Klagen er registrert. Den kom i tide." in told
    appeal = Appeal.objects.get()
    assert (appeal.grounds, appeal.deferral_asked_on) == ("Boligen er fuktig.", date(2026, 11, 20))
    assert "Neste steg: svar på om vedtaket skal utsettes, innen 25.11.2026" in visible(page_of(worker, appeal))


def test_a_form_sent_twice_registers_once_and_a_second_appeal_is_refused_in_words(worker: FlaskClient) -> None:
    decision = refused()
    for _ in range(2):
        assert "Klagen er registrert." in do(worker, "vedtak", "klage", decision, **GIVEN)
    again = do(worker, "vedtak", "klage", decision, **GIVEN | {"nonce": "f" * 32})
    assert "Parten har alt klaget på dette vedtaket." in again
    assert Appeal.objects.count() == 1


def test_garbage_is_refused_at_its_field(worker: FlaskClient) -> None:
    decision = refused()
    wrong = {
        "nonce": "../x", "received_on": "31.02.2026", "submitted_on": "i går", "grounds": "x" * 10_001,
    }  # fmt: skip
    page = do(worker, "vedtak", "klage", decision, **wrong)
    assert page.count("Skriv datoen som dd.mm.åååå") >= 2
    assert "fram i tid" in do(worker, "vedtak", "klage", decision, **GIVEN | {"received_on": "24.11.2026"})
    early = do(worker, "vedtak", "klage", decision, **GIVEN | {"received_on": "01.11.2026"})
    assert "før det den bygger på" in early
    assert Appeal.objects.count() == 0


def test_an_imported_decision_asks_when_it_arrived_and_only_that(worker: FlaskClient) -> None:
    decision = imported()
    assert 'name="arrived_on"' in worker.get(f"/admin/vedtak/klage/?id={decision.pk}").text
    do(worker, "vedtak", "klage", decision, **GIVEN, arrived_on="05.11.2026")
    assert Appeal.objects.get().notice_arrived_on == date(2026, 11, 5)
    assert 'name="arrived_on"' not in worker.get(f"/admin/vedtak/klage/?id={refused().pk}").text


def test_representatives_of_the_party_are_offered(worker: FlaskClient) -> None:
    decision = refused()
    person = case_of(decision).applicant
    given = [Representative(kind=RepresentativeKind.GUARDIAN, name="Vera Verge")]
    records.change(person, ACTOR, values={"representatives": given})
    assert "Vera Verge" in worker.get(f"/admin/vedtak/klage/?id={decision.pk}").text
    do(worker, "vedtak", "klage", decision, **GIVEN, representative="Vera Verge")
    assert Appeal.objects.get().representative == "Vera Verge"


def test_the_case_leads_to_the_decision_that_is_appealed_on(worker: FlaskClient) -> None:
    decision = refused()
    case = case_of(decision)
    assert "Registrer klage" in worker.get(f"/admin/soknader/vis/?id={case.pk}").text
    answer = worker.get(f"/admin/soknader/klage/?id={case.pk}")
    assert answer.location.endswith(f"/admin/vedtak/klage/?id={decision.pk}")


def test_no_appeal_is_offered_on_what_takes_none(worker: FlaskClient) -> None:
    decision = refused()
    records.change(decision, ACTOR, values={"final": True})
    assert "Registrer klage" not in worker.get(f"/admin/vedtak/vis/?id={decision.pk}").text
    told = do(worker, "vedtak", "klage", decision, **GIVEN)
    assert "kan ikke påklages videre" in told


# --- The page --------------------------------------------------------------------------------------------------------


def test_the_main_button_is_the_next_step(worker: FlaskClient) -> None:
    appeal = lodged()
    assert main_button(page_of(worker, appeal)) == ["Ta opp klagen"]
    assert "Klagen er tatt opp." in do(worker, "klager", "ta-opp", appeal)
    assert main_button(page_of(worker, appeal)) == ["Vurder saken på nytt"]
    send_on(now_of(appeal))
    assert main_button(page_of(worker, appeal)) == ["Se over og godkjenn brevet"]


def test_the_way_of_an_appeal_is_a_line_of_days(worker: FlaskClient) -> None:
    text = visible(page_of(worker, taken_up()))
    order = ["Vedtaket kom fram 06.11.2026", "Klagefrist 27.11.2026", "Klagen mottatt 20.11.2026 I tide",
             "Egen ny vurdering Innen 11.12.2026", "Oversendt Gjenstår",
             "Klagen avgjort Gjenstår", "Klageren underrettet Gjenstår"]  # fmt: skip
    places = [text.find(one) for one in order]
    assert -1 not in places
    assert places == sorted(places)


def test_a_late_appeal_says_so_and_what_must_be_considered(client_of: Clients, clock: Any) -> None:
    decision = refused()
    clock.move_to(MONDAY + timedelta(days=7))
    worker = client_of(Role.CASEWORKER)
    told = do(worker, "vedtak", "klage", decision, **GIVEN | {"received_on": "30.11.2026"})
    assert "Den kom etter fristen" in told
    appeal = Appeal.objects.get()
    page = page_of(worker, appeal)
    assert main_button(page) == ["Vurder om klagen kan behandles"]
    assert "3 dager etter fristen" in visible(page)
    assert "02.11.2027, ett år etter vedtaket" in visible(page)


def test_whoever_does_not_work_the_case_sees_the_days_and_no_words_of_it(client_of: Clients) -> None:
    appeal = forwarded()
    records.change(case_of(appeal), ACTOR, values={"office": make_office()})
    stranger = client_of(Role.CASEWORKER, office=make_office())
    text = visible(page_of(stranger, appeal))
    assert "Klagefrist" in text
    for secret in ("fuktig", "Kommunal bolig", "står ved", "nye opplysninger"):
        assert secret not in text
    assert main_button(page_of(stranger, appeal)) == []
    assert "journalen og kartleggingen" in do(stranger, "klager", "trukket", now_of(appeal), closed_on="23.11.2026")
    assert state_of(appeal) is AppealState.FORWARDED


def test_opening_the_grounds_is_logged(worker: FlaskClient) -> None:
    appeal = lodged()
    page_of(worker, appeal)
    entry = AccessEntry.objects(document="appeal").get()
    assert entry.person.pk == appeal.party.pk


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR])
def test_readers_get_no_buttons_and_no_steps(client_of: Clients, role: Role) -> None:
    appeal = lodged()
    reader = client_of(role)
    assert main_button(page_of(reader, appeal)) == []
    for step in ("ta-opp", "oversend", "utfall", "trukket", "godkjenn-brev", "lag-brev"):
        data = {"id": str(appeal.pk), "version": "1"}
        assert reader.post(f"/admin/klager/{step}/", data=data).status_code == 403


# --- Steps -----------------------------------------------------------------------------------------------------------


def test_a_late_appeal_is_let_in_or_dismissed_with_a_letter(worker: FlaskClient) -> None:
    appeal = lodged()
    records.change(appeal, ACTOR, values={"in_time": False})
    step = ("klager", "etter-fristen", now_of(appeal))
    assert "Skriv hvorfor" in do(worker, *step, granted="nei")
    assert "Velg hva svaret er." in do(worker, *step, because="Sen.")
    assert "Velg en av verdiene" in do(worker, *step, granted="kanskje", because="Sen.")
    assert "Klagen er avvist. Se over brevet" in do(worker, *step, granted="nei", because="Ingen grunn oppgitt.")
    assert Letter.objects.get(letter_kind=LetterKind.APPEAL_OUTCOME).state is LetterState.DRAFT
    assert main_button(page_of(worker, appeal)) == ["Se over og godkjenn brevet"]


def test_an_appeal_on_our_dismissal_is_sent_on_from_the_appeals_page(worker: FlaskClient) -> None:
    appeal = lodged()
    records.change(appeal, ACTOR, values={"in_time": False})
    do(worker, "klager", "etter-fristen", now_of(appeal), granted="nei", because="Ingen grunn oppgitt.")
    assert "Klage på avvisningen" not in visible(page_of(worker, appeal))
    letter = letter_of(appeal, LetterKind.APPEAL_OUTCOME)
    dispatch.dispatch(letter, clerk(), on=MONDAY.date(), today=MONDAY.date(), version=letter.version)
    assert "Klage på avvisningen" in visible(page_of(worker, appeal))
    step = ("klager", "klage-pa-avvisningen", now_of(appeal))
    given = {"dismissal_appealed_on": "23.11.2026", "forwarded_on": "23.11.2026", "statement": "Kom for sent."}
    assert "Skriv uttalelsen" in do(worker, *step, **given | {"statement": ""})
    assert "før det den bygger på" in do(worker, *step, **given | {"dismissal_appealed_on": "20.11.2026"})
    assert "Klagen på avvisningen er oversendt. Se over brevet" in do(worker, *step, **given)
    assert "har endret" in do(worker, *step, **given)
    page = visible(page_of(worker, appeal))
    assert "Klaget på avvisningen 23.11.2026" in page
    assert "Egen ny vurdering Dato ikke kjent" not in page
    assert "Utfallet er ført. Klagen behandles." in do(
        worker, "klager", "utfall", now_of(appeal), body_outcome="returned", body_decided_on="23.11.2026",
        body_reasons="Klageren var syk.",
    )  # fmt: skip
    assert state_of(appeal) is AppealState.UNDER_REASSESSMENT


def test_deferral_is_answered_on_its_page(worker: FlaskClient) -> None:
    appeal = lodged(deferral_asked=True)
    told = do(worker, "klager", "utsatt-iverksetting", appeal, granted="ja", because="Eneste egnede bolig.",
              deferral_asked_on="20.11.2026")  # fmt: skip
    assert "Svaret er lagret." in told
    assert "Utsatt iverksetting 23.11.2026 Gitt" in told


def test_the_reassessment_page_shows_both_sides_and_two_ways(worker: FlaskClient) -> None:
    appeal = taken_up()
    page = worker.get(f"/admin/klager/ny-vurdering/?id={appeal.pk}").text
    assert "Boligen er fuktig." in visible(page)
    assert "Husstanden fyller vilkårene." in visible(page)
    assert main_button(page) == ["Endre vedtaket", "Send til klageinstansen"]
    assert worker.get(f"/admin/klager/ny-vurdering/?id={lodged().pk}").status_code == 302


def test_sent_on_with_letter_and_nothing_without_reassessment(worker: FlaskClient) -> None:
    appeal = taken_up()
    step = ("klager", "oversend", appeal)
    assert "Uten den sendes ingen klage videre." in do(worker, *step, **FORWARD | {"reassessment": ""})
    assert "Fyll ut dette feltet." in do(worker, *step, **FORWARD | {"reassessed_by": ""})
    early = do(worker, *step, **FORWARD | {"reassessed_on": "19.11.2026"})
    assert "før det den bygger på" in early
    assert "Klagen er oversendt. Se over brevet" in do(worker, *step, **FORWARD)
    assert "har endret" in do(worker, *step, **FORWARD)
    assert state_of(appeal) is AppealState.FORWARDED
    assert Letter.objects.get(letter_kind=LetterKind.APPEAL_FORWARDED).state is LetterState.DRAFT


def test_a_letter_is_looked_over_and_approved(worker: FlaskClient, client_of: Clients, clock: Any) -> None:
    appeal = taken_up()
    do(worker, "klager", "oversend", appeal, **FORWARD)
    letter = Letter.objects.get(letter_kind=LetterKind.APPEAL_FORWARDED)
    page = worker.get(f"/admin/klager/brev/?id={appeal.pk}")
    assert main_button(page.text) == ["Godkjenn brevet"]
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    pdf = worker.get(f"/admin/klager/brev-pdf/?id={appeal.pk}&brev={letter.pk}")
    assert (pdf.mimetype, pdf.data[:4]) == ("application/pdf", b"%PDF")
    assert worker.get(f"/admin/klager/brev-pdf/?id={lodged().pk}&brev={letter.pk}").status_code == 404
    clock.move_to(MONDAY + timedelta(days=1))
    worker = client_of(Role.CASEWORKER)
    assert main_button(worker.get(f"/admin/klager/brev/?id={appeal.pk}").text) == ["Lag brevet på nytt"]
    assert "Lag det på nytt" in do(worker, "klager", "godkjenn-brev", now_of(appeal), brev=str(letter.pk))
    do(worker, "klager", "lag-brev", now_of(appeal), slag="appeal_forwarded")
    fresh = Letter.objects.get(letter_kind=LetterKind.APPEAL_FORWARDED, state=LetterState.DRAFT)
    told = do(worker, "klager", "godkjenn-brev", now_of(appeal), brev=str(fresh.pk))
    assert "Brevet er godkjent" in told
    assert "Ingen brev venter" in visible(worker.get(f"/admin/klager/brev/?id={appeal.pk}", follow_redirects=True).text)


def test_letters_that_are_not_due_are_not_made(worker: FlaskClient) -> None:
    appeal = taken_up()
    for kind in ("appeal_outcome", "decision", "tull", ""):
        do(worker, "klager", "lag-brev", now_of(appeal), slag=kind)
    do(worker, "klager", "godkjenn-brev", now_of(appeal), brev=str(ObjectId()))
    do(worker, "klager", "godkjenn-brev", now_of(appeal), brev="tull")
    assert Letter.objects(about=appeal.pk).count() == 0


def test_receipt_is_confirmed_by_letter(worker: FlaskClient) -> None:
    appeal = lodged()
    assert "Brevet er laget." in do(worker, "klager", "lag-brev", appeal, slag="appeal_received")


@pytest.mark.parametrize(
    ("outcome", "more", "words"),
    [
        ("upheld", {}, "Vedtaket gjelder som før."),
        ("changed", {"body_decision": "granted", "rooms": "2", "extras": "lift"}, "klageinstansens vedtak gjelder"),
        ("returned", {}, "Saken behandles på nytt."),
        ("dismissed", {}, "Vedtaket gjelder som før."),
    ],
)
def test_the_bodys_answer_is_noted(worker: FlaskClient, outcome: str, more: Any, words: str) -> None:
    appeal = now_of(forwarded())
    given = {"body_outcome": outcome, "body_decided_on": "23.11.2026", "body_reasons": "Nemnda er enig.", **more}
    told = do(worker, "klager", "utfall", appeal, **given)
    assert words in told
    assert case_of(appeal).pending == []
    assert "har endret" in do(worker, "klager", "utfall", appeal, **given)


def test_an_answer_says_what_holds_now(worker: FlaskClient) -> None:
    appeal = now_of(forwarded())
    step = ("klager", "utfall", appeal)
    given = {"body_outcome": "changed", "body_decided_on": "23.11.2026", "body_reasons": "Feil."}
    assert "Fyll ut dette feltet." in do(worker, *step, **given)
    assert "Utfallet er det samme" in do(worker, *step, **given, body_decision="refused")
    assert "Fyll ut dette feltet." in do(worker, *step, **given, body_decision="granted")
    assert "før det den bygger på" in do(worker, *step, **given | {"body_decided_on": "22.11.2026"})
    assert state_of(appeal) is AppealState.FORWARDED


def test_the_body_is_asked_and_an_appeal_is_withdrawn(worker: FlaskClient) -> None:
    appeal = now_of(forwarded())
    assert "Datoen er notert." in do(worker, "klager", "spurt", appeal, followed_up_on="23.11.2026")
    assert "Klagen er trukket." in do(worker, "klager", "trukket", now_of(appeal), closed_on="23.11.2026")
    assert "Klagen trukket 23.11.2026" in visible(page_of(worker, appeal))


# --- Answered by a new decision --------------------------------------------------------------------------------------


def test_an_answer_is_proposed_from_the_appeal_and_offers_better_outcomes_alone(worker: FlaskClient) -> None:
    appeal = taken_up()
    case = case_of(appeal)
    url = f"/admin/soknader/endre-etter-klage/?id={case.pk}&klage={appeal.pk}"
    page = worker.get(url).text
    assert '<option value="dismissed"' not in page
    assert '<option selected value="granted"' in page
    given = {
        "id": str(case.pk), "version": str(case.version), "outcome": "granted", "basis": "local_guidelines",
        "dwelling_type": "flat", "rooms": "3", "lease_months": "36", "reasons": "Nye opplysninger.",
        "weighed": "Fukt og helse.", "override": "Klagen viser at boligen er uegnet.",
    }  # fmt: skip
    assert worker.post(url, data=given).status_code == 302
    proposal = case_of(appeal).proposal
    assert (proposal.appeal, proposal.replaces, proposal.outcome) == (
        appeal.pk, case.decisions[0].id, DecisionOutcome.GRANTED,
    )  # fmt: skip
    assert main_button(page_of(worker, appeal)) == ["Se forslaget til vedtak"]
    refused_words = do(worker, "klager", "oversend", now_of(appeal), **FORWARD)
    assert "svarer på denne klagen og ligger til avgjørelse" in refused_words


def test_an_appeal_of_another_case_or_out_of_our_hands_is_answered_by_nobody(worker: FlaskClient) -> None:
    appeal, other = taken_up(), forwarded()
    case = case_of(appeal)
    for wanted in (other.pk, ObjectId(), "tull"):
        page = worker.get(f"/admin/soknader/endre-etter-klage/?id={case.pk}&klage={wanted}", follow_redirects=True)
        assert "Klagen er ikke lenger til ny vurdering." in visible(page.text)


def test_the_page_of_an_appeal_that_was_changed_ends_there(worker: FlaskClient) -> None:
    appeal = taken_up()
    decide(answer_proposed(appeal))
    text = visible(page_of(worker, appeal))
    assert "Egen ny vurdering 23.11.2026 Vedtaket er omgjort" in text
    assert "Klagen er avsluttet" in text
    assert "Oversendt Gjenstår" not in text
    assert Application.objects.get(pk=case_of(appeal).pk).pending == []


def test_texts_of_the_office_are_safe(app: Flask, worker: FlaskClient) -> None:
    appeal = lodged(grounds="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page_of(worker, appeal)


@pytest.mark.parametrize(
    ("step", "form", "kept"),
    [
        ("oversend", FORWARD, "Klagen gir ikke noe nytt."),
        ("etter-fristen", {"granted": "nei", "because": "Ingen særlige grunner."}, "Ingen særlige grunner."),
        ("utsatt-iverksetting", {"granted": "ja", "because": "Flyttingen er i morgen."}, "Flyttingen er i morgen."),
    ],
)
def test_long_words_stay_on_the_page_when_somebody_else_was_first(
    worker: FlaskClient, step: str, form: dict[str, str], kept: str
) -> None:
    appeal = taken_up()
    records.change(appeal, ACTOR, values={"followed_up_on": date(2026, 11, 23)})
    told = do(worker, "klager", step, appeal, version=appeal.version - 1, **form)
    assert "Det du skrev, står fortsatt her." in told
    assert kept in told
    assert now_of(appeal).version == appeal.version
