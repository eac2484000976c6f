"""The screen of letters: what is to be sent, what a person notes, the PDF, and what a protected address hides."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, Application, File, FilePart, Letter, Office, Task
from models.letter import Addressee
from rules.terms import Copy, FileKind, LetterKind, LetterState, Role, TaskKind, TaskState
from services import files, records
from tests.admin.office import app, do
from tests.admin.plain_text import visible
from tests.factories import ACTOR, make_applicant, make_application, make_office
from tests.makers import make_letter

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
PDF = b"%PDF-1.7 brevet"
SENT = "Brevet er notert som sendt."


@pytest.fixture(autouse=True)
def frozen(clock: Any) -> None:
    """Sunday 22.11.2026."""


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


@pytest.fixture
def case(office: Office) -> Application:
    return make_application(office=office)


@pytest.fixture
def kari(client_of: Clients, office: Office) -> FlaskClient:
    return client_of(Role.CASEWORKER, office=office)


def letter_of(case: Application, **values: Any) -> Letter:
    file = files.store(ObjectId(), FileKind.LETTER, "brev.pdf", "application/pdf", io.BytesIO(PDF), ACTOR)
    return make_letter(application=case, file=file.pk, sha256=file.sha256, **values)


def again(letter: Letter) -> Letter:
    return records.get(Letter, letter.pk)


def page(client: FlaskClient, letter: Letter) -> str:
    return client.get(f"/admin/brev/vis/?id={letter.pk}").text


# --- The list --------------------------------------------------------------------------------------------------------


def test_the_menu_leads_to_what_is_to_be_sent(kari: FlaskClient, case: Application) -> None:
    assert "/admin/brev/?flt_utsending=venter" in kari.get("/admin/").text
    letter_of(case, letter_kind=LetterKind.PRELIMINARY_REPLY)
    letter_of(case, letter_kind=LetterKind.MISSING_PAPERS, state=LetterState.RETURNED)
    letter_of(case, letter_kind=LetterKind.CONSENT_REQUEST, state=LetterState.DRAFT)
    letter_of(case, letter_kind=LetterKind.APPEAL_RECEIVED, state=LetterState.ARRIVED)
    table = visible(kari.get("/admin/brev/?flt_utsending=venter").text.split("<tbody")[1].split("</tbody")[0])
    assert LetterKind.PRELIMINARY_REPLY.label in table
    assert LetterKind.MISSING_PAPERS.label in table
    assert LetterKind.CONSENT_REQUEST.label not in table
    assert LetterKind.APPEAL_RECEIVED.label not in table


def test_ticked_letters_are_noted_as_sent_today(kari: FlaskClient, case: Application) -> None:
    first, second, draft = letter_of(case), letter_of(case), letter_of(case, state=LetterState.DRAFT)
    rows = [f"{one.pk}:{one.version}" for one in (first, second, draft)]
    data = {"action": "mark_sent", "rowid": rows}
    told = visible(kari.post("/admin/brev/valgte/", data=data, follow_redirects=True).text)
    assert "2 brev er notert som sendt." in told
    assert f"{case.application_number}: Foreløpig svar: " in told  # the draft, and why not
    assert [again(one).state for one in (first, second, draft)] == [
        LetterState.DISPATCHED, LetterState.DISPATCHED, LetterState.DRAFT,
    ]  # fmt: skip
    assert again(first).dispatched_on == date(2026, 11, 22)


def test_ticking_what_is_sent_already_changes_nothing(kari: FlaskClient, case: Application) -> None:
    letter = letter_of(case)
    data = {"action": "mark_sent", "rowid": [f"{letter.pk}:{letter.version}"]}
    kari.post("/admin/brev/valgte/", data=data)
    version = again(letter).version
    told = visible(kari.post("/admin/brev/valgte/", data=data, follow_redirects=True).text)
    assert "0 brev er notert som sendt." in told
    assert again(letter).version == version


@pytest.mark.parametrize("row", ["x", "", "5f00000000000000000000aa:1", ":1", "zzz:1"])
def test_garbage_among_the_ticked_rows_is_passed_over(kari: FlaskClient, row: str) -> None:
    answer = kari.post("/admin/brev/valgte/", data={"action": "mark_sent", "rowid": [row]}, follow_redirects=True)
    assert answer.status_code == 200
    assert "0 brev er notert som sendt." in visible(answer.text)


# --- The steps -------------------------------------------------------------------------------------------------------


def test_a_letter_goes_its_way_by_hand(kari: FlaskClient, case: Application) -> None:
    letter = letter_of(case)
    assert SENT in do(kari, "brev", "sendt", letter, on="21.11.2026")
    assert again(letter).state is LetterState.DISPATCHED
    assert "Dagen er notert." in do(kari, "brev", "kom-fram", again(letter), on="22.11.2026")
    assert again(letter).arrived_on == date(2026, 11, 22)
    assert "Dagen er rettet." in do(kari, "brev", "rett-dagen", again(letter), on="21.11.2026", reason="Feil dag")
    assert again(letter).arrived_on == date(2026, 11, 21)
    told = do(kari, "brev", "retur", again(letter), on="22.11.2026", reason="Ukjent på adressen")
    assert "Brevet står blant dem som skal sendes." in told
    assert Task.objects.get(kind=TaskKind.DISPATCH).state is TaskState.OPEN
    assert "Brevet er forkastet." in do(kari, "brev", "forkast", again(letter), reason="Lages på nytt")
    assert again(letter).state is LetterState.VOID


@pytest.mark.parametrize(
    ("on", "why"),
    [
        ("23.11.2026", "fram i tid"),
        ("19.11.2026", "før det den bygger på"),
        ("", "Skriv dagen brevet ble sendt"),
        ("32.13.2026", "Skriv datoen som"),
        ("i går", "Skriv datoen som"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(kari: FlaskClient, case: Application, on: str, why: str) -> None:
    letter = letter_of(case)
    assert why in do(kari, "brev", "sendt", letter, on=on)
    assert again(letter).state is LetterState.RELEASED


def test_the_same_form_twice_says_that_nothing_differs(kari: FlaskClient, case: Application) -> None:
    letter = letter_of(case)
    do(kari, "brev", "sendt", letter, on="22.11.2026")
    assert "Ingenting var endret" in do(kari, "brev", "sendt", letter, on="22.11.2026")


def test_a_page_that_has_stood_open_is_told_what_has_happened(kari: FlaskClient, case: Application) -> None:
    letter = letter_of(case)
    do(kari, "brev", "forkast", letter, reason="Skrevet feil")
    told = do(kari, "brev", "sendt", letter, version=letter.version, on="22.11.2026")
    assert SENT not in told
    assert again(letter).state is LetterState.VOID


@pytest.mark.parametrize(
    ("state", "offered", "not_offered"),
    [
        (
            LetterState.DRAFT,
            ["Forkast utkastet"],
            ["Noter at brevet er sendt", "brevet kom fram", "brevet kom i retur"],
        ),
        (LetterState.RELEASED, ["Noter at brevet er sendt", "Forkast brevet"], ["brevet kom i retur"]),
        (LetterState.DISPATCHED, ["brevet kom fram", "brevet kom i retur"], ["Noter at brevet er sendt", "Forkast"]),
        (LetterState.ARRIVED, ["brevet kom i retur"], ["Noter at brevet er sendt", "Forkast"]),
        (LetterState.RETURNED, ["Noter at brevet er sendt", "Forkast brevet"], ["brevet kom i retur"]),
        (LetterState.VOID, [], ["Noter at brevet er sendt", "brevet kom i retur", "Forkast"]),
    ],
)
def test_a_letter_offers_what_can_be_done_with_it(
    kari: FlaskClient, case: Application, state: LetterState, offered: list[str], not_offered: list[str]
) -> None:
    text = page(kari, letter_of(case, state=state)).split("<main")[1].split("<dl")[0]
    assert [one for one in offered if one not in text] == []
    assert [f">{one}" for one in not_offered if f">{one}" in text] == []
    assert "Åpne brevet (PDF)" in text


def test_a_decisions_letter_is_never_thrown_away_by_hand(kari: FlaskClient, case: Application) -> None:
    letter = letter_of(case, letter_kind=LetterKind.DECISION)
    assert "Forkast" not in page(kari, letter)
    do(kari, "brev", "forkast", letter, reason="Skrevet feil")
    assert again(letter).state is LetterState.RELEASED


# --- The PDF ---------------------------------------------------------------------------------------------------------


def test_the_pdf_is_shown_kept_nowhere_and_logged(kari: FlaskClient, case: Application) -> None:
    letter = letter_of(case)
    answer = kari.get(f"/admin/brev/pdf/?id={letter.pk}")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert AccessEntry.objects(document="letter", document_id=str(letter.pk), kind="fetched").count() == 1


@pytest.mark.parametrize("identity", ["", "x", "5f00000000000000000000aa", "%00"])
def test_garbage_is_no_letter(kari: FlaskClient, identity: str) -> None:
    assert kari.get(f"/admin/brev/pdf/?id={identity}").status_code == 404


def test_a_letter_whose_bytes_are_gone_is_not_found(kari: FlaskClient, case: Application) -> None:
    letter = letter_of(case)
    FilePart.objects(file=letter.file).delete()
    File.objects(pk=letter.file).delete()
    assert kari.get(f"/admin/brev/pdf/?id={letter.pk}").status_code == 404


def test_who_does_not_work_the_case_sees_neither_letter_nor_addressee(client_of: Clients, case: Application) -> None:
    stranger = client_of(Role.CASEWORKER, office=make_office())
    letter = letter_of(case)
    assert PDF not in stranger.get(f"/admin/brev/pdf/?id={letter.pk}").data
    text = page(stranger, letter)
    assert "Prøveveien 1" not in text
    assert "Åpne brevet (PDF)" not in text
    assert AccessEntry.objects(document="letter").count() == 0


@pytest.mark.parametrize("role", [Role.READER, Role.ECONOMY, Role.PROPERTY, Role.ADMINISTRATOR, Role.AUDITOR])
def test_letters_are_closed_to_other_roles(client_of: Clients, case: Application, role: Role) -> None:
    letter = letter_of(case)
    other = client_of(role)
    for path in ("", f"vis/?id={letter.pk}", f"pdf/?id={letter.pk}", f"sendt/?id={letter.pk}"):
        assert other.get(f"/admin/brev/{path}").status_code == 403


def test_the_committee_reads_letters_and_sends_none(client_of: Clients, office: Office, case: Application) -> None:
    member = client_of(Role.COMMITTEE_MEMBER, office=office)
    letter = letter_of(case)
    assert member.get("/admin/brev/").status_code == 200
    assert (
        member.post("/admin/brev/sendt/", data={"id": letter.pk, "version": "1", "on": "22.11.2026"}).status_code == 403
    )
    ticked = {"action": "mark_sent", "rowid": [f"{letter.pk}:{letter.version}"]}
    member.post("/admin/brev/valgte/", data=ticked)
    assert again(letter).state is LetterState.RELEASED


# --- Protected addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sees", "shown"), [(True, True), (False, False)])
def test_where_a_protected_party_lives_is_for_the_named_group(
    client_of: Clients, office: Office, sees: bool, shown: bool
) -> None:
    case = make_application(office=office, applicant=make_applicant(protected_address=True))
    to = [Addressee(copy=Copy.PARTY, address="Åse Skjult\nHemmelig vei 9")]
    letter = letter_of(case, protected=True, addressees=to)
    text = page(client_of(Role.CASEWORKER, office=office, sees_protected=sees), letter)
    assert ("Hemmelig vei 9" in text) is shown
    assert ("Brevet sendes av en som kan se beskyttede adresser." in text) is not shown


def test_the_addressees_are_shown_with_what_each_gets(kari: FlaskClient, case: Application) -> None:
    to = [
        Addressee(copy=Copy.REPRESENTATIVE, address="Ola <b>Rett</b>\nTorget 1"),
        Addressee(copy=Copy.PARTY, address="Åse Prøve\nPrøveveien 1"),
    ]
    letter = letter_of(case, addressees=to)
    text = page(kari, letter)
    assert "Ola &lt;b&gt;Rett" in text
    assert Copy.REPRESENTATIVE.label in text
    assert AccessEntry.objects(document="letter", kind="opened").count() == 1


# --- On the case -----------------------------------------------------------------------------------------------------


def test_a_case_lists_its_letters(kari: FlaskClient, case: Application) -> None:
    letter = letter_of(case)
    text = kari.get(f"/admin/soknader/vis/?id={case.pk}").text
    assert f"/admin/brev/vis/?id={letter.pk}" in text
    assert "Ingen brev er laget." not in text


def test_a_reader_sees_no_letters_on_the_case(client_of: Clients, case: Application) -> None:
    letter_of(case)
    text = client_of(Role.READER).get(f"/admin/soknader/vis/?id={case.pk}").text
    assert ">Brev</h2>" not in text


def test_the_task_of_a_letter_leads_to_it(kari: FlaskClient, case: Application) -> None:
    letter = letter_of(case)
    do(kari, "brev", "sendt", letter, on="22.11.2026")
    do(kari, "brev", "retur", again(letter), on="22.11.2026", reason="Ukjent")
    task = Task.objects.get(kind=TaskKind.DISPATCH)
    assert f"/admin/brev/vis/?id={letter.pk}" in kari.get(f"/admin/oppgaver/vis/?id={task.pk}").text
    assert timedelta(0) == again(letter).returned_on - task.due_on
