"""Registering an application on its page, and what is done while the case waits."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from models import Applicant, Application, Letter
from models.deciding import DecisionEntry
from models.intake import Initiator
from rules.terms import (
    ApplicationKind,
    ApplicationState,
    AppliedBy,
    Consent,
    DecisionOutcome,
    LegalBasis,
    LetterKind,
    LetterState,
    PaperState,
    Role,
)
from services import records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.factories import ACTOR, make_applicant, make_application, make_lease, make_office, make_user

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
FORM = {
    "kind": "new", "received_on": "20.11.2026", "channel": "paper", "target_group": "disadvantaged",
    "applied_by": "applicant", "situation": "no_dwelling", "adults": "1", "resident": "y",
}  # fmt: skip
PERSON = {"is_new": "y", "first_name": "Åse", "last_name": "Prøve", "letter_form": "nb"}
NUMBER = "22860377792"


@pytest.fixture
def worker(client_of: Clients, clock: Any) -> FlaskClient:
    return client_of(Role.CASEWORKER, name="Kari Nordmann")


def send(caller: FlaskClient, **form: str) -> str:
    nonces = {"nonce": str(ObjectId()), "person_nonce": str(ObjectId())}
    return visible(caller.post("/admin/soknader/ny/", data=nonces | FORM | form, follow_redirects=True).text)


# --- The form --------------------------------------------------------------------------------------------------------


def test_the_page_speaks_bokmaal_empty_and_wrong(app: Flask, worker: FlaskClient) -> None:
    page = worker.get("/admin/soknader/ny/").text
    assert strange(page) == []
    assert len(set(re.findall(r'name="(?:person_)?nonce"[^>]*value="([0-9a-f]{24})"', page))) == 2
    assert "Ny søknad" in worker.get("/admin/soknader/").text
    assert strange(worker.post("/admin/soknader/ny/", data={}).text) == []
    assert strange(worker.post("/admin/soknader/ny/", data={"kind": "x", "adults": "x", "nonce": "../"}).text) == []
    assert Application.objects.count() == 0


def test_a_new_person_and_the_application_are_registered(app: Flask, worker: FlaskClient) -> None:
    told = send(worker, **PERSON, identity_number=NUMBER, services_evening="y")
    assert "Søknaden er registrert som sak S2026-00001." in told
    stored = Application.objects.get()
    assert (stored.applicant.name, stored.services_evening, stored.resident) == ("Åse Prøve", True, True)
    assert stored.applicant.born_on is not None


def test_a_new_person_like_one_in_the_register_is_asked_about_first(app: Flask, worker: FlaskClient) -> None:
    make_applicant(first_name="Åse", last_name="Prøve", born_on=date(1984, 5, 3))
    told = send(worker, **PERSON, born_on="03.05.1984")
    assert "Søkeren kan stå i registeret fra før." in told
    assert "Åse Prøve, født 03.05.1984" in told
    assert (Applicant.objects.count(), Application.objects.count()) == (1, 0)
    assert "er registrert som sak" in send(worker, **PERSON, born_on="03.05.1984", somebody_else="y")
    assert (Applicant.objects.count(), Application.objects.count()) == (2, 1)
    assert "er registrert som sak" in send(worker, **PERSON, born_on="04.05.1984")


def test_somebody_in_the_register_is_picked(app: Flask, worker: FlaskClient) -> None:
    person = make_applicant()
    send(worker, applicant=str(person.pk), first_name="Glemt", postcode="abc")
    assert Application.objects.get().applicant == person
    assert Applicant.objects.count() == 1


def test_the_form_sent_twice_registers_once_and_another_under_its_ids_is_told(app: Flask, worker: FlaskClient) -> None:
    nonces = {"nonce": str(ObjectId()), "person_nonce": str(ObjectId())}
    for _ in range(2):
        assert "registrert som sak S2026-00001" in send(worker, **PERSON, **nonces)
    page = send(worker, **PERSON | {"last_name": "Annen"}, **nonces)
    assert "Dette skjemaet har alt registrert sak S2026-00001" in page
    assert (Application.objects.count(), Applicant.objects.get().last_name) == (1, "Prøve")
    again = worker.post("/admin/soknader/ny/", data=FORM | PERSON | {"last_name": "Annen"} | nonces).text
    assert nonces["nonce"] not in again


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        pytest.param({}, "Søker : Fyll ut dette feltet.", id="nobody"),
        pytest.param({"is_new": "y"}, "Fornavn : Fyll ut dette feltet.", id="a person without a name"),
        pytest.param(PERSON | {"received_on": "23.11.2026"}, "Datoen er fram i tid.", id="tomorrow"),
        pytest.param(PERSON | {"born_on": "21.11.2026"}, "Datoen er før søkeren ble født.", id="before birth"),
        pytest.param(PERSON | {"applied_by": "hospital"}, "Navn på den som søkte : Fyll ut", id="no initiator"),
        pytest.param(PERSON | {"kind": "swap"}, "Leieforhold : Fyll ut dette feltet.", id="a swap of nothing"),
        pytest.param(PERSON | {"identity_number": "22860377793"}, "Fødselsnummer :", id="a wrong number"),
        pytest.param(PERSON | {"adults": "0"}, "Skriv et tall fra 1 til 20.", id="nobody lives there"),
        pytest.param(
            PERSON | {"applied_by": "next_of_kin", "initiator_name": "S", "authority": "y", "representative_name": "S",
                      "representative_until": "21.11.2026"}, "Gyldig til og med : Datoen er passert.", id="over"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field_and_nothing_is_stored(
    app: Flask, worker: FlaskClient, wrong: dict[str, str], told: str
) -> None:
    assert told in send(worker, **wrong)
    assert (Application.objects.count(), Applicant.objects.count()) == (0, 0)


def test_a_second_open_application_names_the_first(app: Flask, worker: FlaskClient) -> None:
    case = make_application()
    page = send(worker, applicant=str(case.applicant.pk))
    assert f"Søkeren har alt en åpen søknad av samme slag (ny): sak {case.number}, mottatt 02.11.2026." in page
    assert Application.objects.count() == 1


def test_an_identity_number_that_is_somebodys_says_whose(app: Flask, worker: FlaskClient) -> None:
    make_applicant(first_name="Åse", last_name="Østby", identity_number=NUMBER)
    page = send(worker, **PERSON, identity_number=NUMBER)
    assert "Nummeret står på Åse Østby i registeret." in page
    assert Applicant.objects.count() == 1


def test_anothers_lease_is_refused_and_ones_own_taken(app: Flask, worker: FlaskClient) -> None:
    lease, other = make_lease(), make_lease()
    extension = {"kind": "extension", "applicant": str(lease.tenant.pk)}
    assert "Leieforholdet er ikke søkerens." in send(worker, **extension, lease=str(other.pk))
    send(worker, **extension, lease=str(lease.pk))
    assert (Application.objects.get().kind, Application.objects.get().lease) == (ApplicationKind.EXTENSION, lease.pk)


def test_what_another_applied_for_waits_and_a_representative_gets_the_letters(app: Flask, worker: FlaskClient) -> None:
    behalf = {"applied_by": "next_of_kin", "initiator_name": "Sondre", "initiator_phone": "91234567"}
    assert "Saken venter på samtykke fra søkeren" in send(worker, **PERSON, **behalf)
    page = send(
        worker, **PERSON | {"last_name": "Annen"}, **behalf, authority="y", representative_name="Sondre",
        representative_scope="Søknaden", representative_until="01.06.2027", also_notify_party="y",
    )  # fmt: skip
    assert "Saken venter på samtykke" not in page
    (one,) = Applicant.objects.get(last_name="Annen").representatives
    assert (one.name, one.scope, one.valid_until, one.also_notify_party) == (
        "Sondre", "Søknaden", date(2027, 6, 1), True,
    )  # fmt: skip


def test_readers_register_nothing(app: Flask, client_of: Clients) -> None:
    reader = client_of(Role.READER)
    assert reader.get("/admin/soknader/ny/").status_code == 403
    assert reader.post("/admin/soknader/ny/", data=FORM | PERSON).status_code == 403


# --- While the case waits --------------------------------------------------------------------------------------------


def awaited() -> Application:
    nurse = Initiator(name="Nina Sykepleier", organisation="UNN Harstad")
    return make_application(applied_by=AppliedBy.HOSPITAL, initiator=nurse, consent=Consent.AWAITED)


def test_a_case_that_waits_for_consent_says_so_and_is_not_taken_up(app: Flask, worker: FlaskClient) -> None:
    case = awaited()
    page = worker.get(f"/admin/soknader/vis/?id={case.pk}").text
    assert "Nina Sykepleier, UNN Harstad" in page
    assert "Venter på søkeren" in page
    assert ">Ta opp<" not in page
    assert "venter på samtykke fra søkeren" in do(worker, "soknader", "ta-opp", case)
    assert "Veiledningen er notert." in do(worker, "soknader", "veiledning", case, guidance_on="21.11.2026")
    case.reload()
    assert "Datoen 01.11.2026 er før det den bygger på: søknaden ble mottatt 02.11.2026" in do(
        worker, "soknader", "samtykke", case, consent="given", consent_on="01.11.2026"
    )
    assert "Svaret er notert." in do(worker, "soknader", "samtykke", case, consent="given", consent_on="21.11.2026")
    assert Application.objects.get().consent is Consent.GIVEN
    assert ">Ta opp<" in worker.get(f"/admin/soknader/vis/?id={case.pk}").text


def main_button(page: str) -> list[str]:
    """What the buttons that stand out above the tabs say."""
    head = page.split('class="tabs', 1)[0]
    return re.findall(r'btn-primary"[^>]*>\s*([^<]+?)\s*<', head.split("page-head", 1)[-1])


def test_the_case_says_what_comes_next_and_its_button_stands_out(app: Flask, worker: FlaskClient) -> None:
    case = awaited()
    page = worker.get(f"/admin/soknader/vis/?id={case.pk}").text
    assert "Neste steg: innhent samtykke fra søkeren, innen" in page
    assert main_button(page) == ["Spør om samtykke"]
    do(worker, "soknader", "spor-om-samtykke", case, due_on="06.12.2026")
    assert main_button(worker.get(f"/admin/soknader/vis/?id={case.pk}").text) == ["Noter samtykke"]


def test_a_case_that_waits_for_papers_leads_to_them(app: Flask, worker: FlaskClient) -> None:
    case = make_application(state=ApplicationState.IN_ASSESSMENT, mapped_on=date(2026, 11, 20))
    do(worker, "soknader", "papirer", case, do="ask", papers="income", due_on="06.12.2026")
    page = worker.get(f"/admin/soknader/vis/?id={case.pk}").text
    assert "Neste steg: følg opp papirene som mangler, innen" in page
    assert main_button(page) == ["Følg opp papirene"]


def test_who_does_not_want_to_apply_closes_the_case(app: Flask, worker: FlaskClient) -> None:
    case = awaited()
    do(worker, "soknader", "samtykke", case, consent="declined", consent_on="21.11.2026")
    page = visible(worker.get(f"/admin/soknader/vis/?id={case.pk}").text)
    assert "Søkeren ønsker ikke å søke" in page
    assert Application.objects.get().state is ApplicationState.WITHDRAWN


@pytest.mark.parametrize(
    ("step", "form", "kind"),
    [
        ("spor-om-samtykke", {"due_on": "06.12.2026"}, LetterKind.CONSENT_REQUEST),
        ("skriv-forelopig-svar", {"because": "Vi venter på papirer."}, LetterKind.PRELIMINARY_REPLY),
        ("papirer", {"do": "ask", "papers": "income", "due_on": "06.12.2026"}, LetterKind.MISSING_PAPERS),
    ],
)
def test_a_letter_is_drawn_looked_over_and_released_by_a_person(
    app: Flask, worker: FlaskClient, step: str, form: dict[str, str], kind: LetterKind
) -> None:
    case = awaited()
    page = do(worker, "soknader", step, case, **form)
    assert "Brevet er laget. Se over det" in page
    letter = Letter.objects.get()
    assert (letter.letter_kind, letter.state) == (kind, LetterState.DRAFT)
    assert f"{kind.label} (utkast 22.11.2026)" in visible(worker.get(f"/admin/soknader/vis/?id={case.pk}").text)
    assert "Brevet er klart til utsending" in do(worker, "brev", "klar", letter)
    assert Letter.objects.get().state is LetterState.RELEASED
    assert f"{kind.label} (klart 22.11.2026)" in visible(worker.get(f"/admin/soknader/vis/?id={case.pk}").text)
    again = do(worker, "brev", "klar", letter, version=1)  # the page from before it was released
    assert "Ingenting var endret, så ingenting er lagret." in again
    assert Letter.objects.get().version == 2


def test_papers_are_ticked_and_noted_and_waived_on_one_page(app: Flask, worker: FlaskClient) -> None:
    case = make_application()
    page = visible(worker.get(f"/admin/soknader/papirer/?id={case.pk}").text)
    assert "Uttalelse fra helse- eller sosialtjenesten Ikke etterspurt" in page
    step = ("soknader", "papirer", case)
    assert "Kryss av for minst ett papir." in do(worker, *step, do="receive", paper_received_on="21.11.2026")
    assert "Papirene er notert som mottatt." in do(
        worker, *step, do="receive", papers="income", paper_received_on="21.11.2026"
    )
    case.reload()
    assert "Fyll ut dette feltet." in do(worker, *step, do="waive", papers="tax_return")
    assert "Papirene er frafalt." in do(worker, *step, do="waive", papers="tax_return", why="Alt kjent")
    assert [(one.code, one.state) for one in Application.objects.get().papers] == [
        ("income", PaperState.RECEIVED), ("tax_return", PaperState.WAIVED),
    ]  # fmt: skip
    case.reload()
    assert "Velg hva du vil gjøre" in do(worker, *step, papers="income")
    seen = {"id": str(case.pk), "version": str(case.version), "do": "receive", "paper_received_on": "21.11.2026"}
    for content, told in ((b"MZ", "Filtypen tas ikke imot."), (b"%PDF-1.7 x", "Papirene er notert som mottatt.")):
        form = seen | {"papers": "social_report", "files": (io.BytesIO(content), "uttalelse.pdf")}
        assert told in worker.post("/admin/soknader/papirer/", data=form, follow_redirects=True).text
    (link,) = re.findall(r'href="([^"]*vedlegg[^"]*)"', worker.get(f"/admin/soknader/papirer/?id={case.pk}").text)
    assert worker.get(link.replace("&amp;", "&")).data == b"%PDF-1.7 x"
    wrong = do(worker, *step, do="ask", papers="passport", due_on="06.12.2026")
    assert "ett felt må rettes" in wrong.lower(), wrong
    assert Letter.objects.count() == 0
    shown = visible(worker.get(f"/admin/soknader/vis/?id={case.pk}").text)
    assert "Dokumentasjon på inntekt Mottatt 21.11.2026" in shown
    assert "Alt kjent" not in shown


def test_a_case_goes_to_the_right_office_with_its_way_told(app: Flask, worker: FlaskClient) -> None:
    office = make_office(name="Boligkontor nord")
    case = make_application()
    step = ("soknader", "send-videre", case)
    assert "Skriv en begrunnelse." in do(worker, *step, office=str(office.pk))
    assert "Saken er sendt videre." in do(worker, *step, office=str(office.pk), reason="Søker bor der")
    case.reload()
    assert "ligger alt hos dette kontoret" in do(worker, *step, office=str(office.pk), reason="Igjen")
    shown = visible(worker.get(f"/admin/soknader/vis/?id={case.pk}").text)
    assert "22.11.2026 til Boligkontor nord (Kari Nordmann)" in shown


def test_one_declares_oneself_and_does_nothing_more(app: Flask, worker: FlaskClient) -> None:
    case, colleague = make_application(), make_user()
    step = ("soknader", "inhabil", case)
    assert "Rollen din gir ikke adgang" in do(worker, *step, user=str(colleague.pk), reason="Nabo")
    assert "Inhabiliteten er notert." in do(worker, *step, reason="Søkeren er min søster")
    case.reload()
    assert "er inhabil i sak" in do(worker, "soknader", "ta-opp", case)
    page = worker.get(f"/admin/soknader/vis/?id={case.pk}").text
    assert "Søkeren er min søster" in page
    (user,) = [str(one.user) for one in Application.objects.get().conflicts]
    lifted = worker.post(
        f"/admin/soknader/opphev-inhabilitet/?hvem={user}",
        data={"id": str(case.pk), "version": "2", "reason": "Feil person"}, follow_redirects=True,
    )  # fmt: skip
    assert "Inhabiliteten er opphevet." in lifted.text
    assert Application.objects.get().conflicts == []


def test_whoever_saw_an_old_page_stores_nothing(app: Flask, worker: FlaskClient) -> None:
    case, office = awaited(), make_office()
    records.change(case, ACTOR, values={"adults": 4})
    forms = {
        "samtykke": {"consent": "given", "consent_on": "21.11.2026"},
        "veiledning": {"guidance_on": "21.11.2026"},
        "send-videre": {"office": str(office.pk), "reason": "x"},
        "inhabil": {"reason": "x"},
        "papirer": {"do": "receive", "papers": "income", "paper_received_on": "21.11.2026"},
        "skriv-forelopig-svar": {"because": "x"},
        "spor-om-samtykke": {"due_on": "06.12.2026"},
    }
    for step, form in forms.items():
        assert "har endret" in do(worker, "soknader", step, case, version=1, **form), step
    assert (Application.objects.get().version, Letter.objects.count()) == (2, 0)


def test_a_decision_by_the_act_is_told_to_stand_beside_the_application(app: Flask, worker: FlaskClient) -> None:
    entry = DecisionEntry(
        id=ObjectId(),
        basis=LegalBasis.HOUSING_SOCIAL_ACT,
        outcome=DecisionOutcome.GRANTED,
        decided_on=date(2026, 11, 20),
    )
    case = make_application(state=ApplicationState.IN_ASSESSMENT, decisions=[entry])
    page = visible(worker.get(f"/admin/soknader/vis/?id={case.pk}").text)
    assert "Vedtaket etter boligsosialloven står ved siden av: søknaden om kommunal bolig er ikke avgjort ennå." in page
    records.change(case, ACTOR, values={"decisions": []})
    assert "står ved siden av" not in visible(worker.get(f"/admin/soknader/vis/?id={case.pk}").text)
