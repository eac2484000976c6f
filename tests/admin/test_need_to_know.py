"""Only those who work a case see its journal, mapping and reasons: page by page, by address, with what is attached."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import admin.request
from models import AccessEntry, Appeal, Application, Decision, File, JournalEntry, User
from models.intake import Conflict
from models.mapping import Mapping
from rules.terms import AccessKind, JournalKind, ReasonGroup, Role
from services import attachments, records
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.factories import ACTOR, make_appeal, make_application, make_decision, make_office
from tests.makers import make_file, make_journal_entry

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
PDF = b"%PDF-1.7\nLegeattest"
NONCE = "0123456789abcdef0123456789abcdef"
KEPT = "Noe av dette vises bare for dem som arbeider med saken."
SECRETS = ("Hjertesykdom.", "Psykisk lidelse", "Kan skaffe bolig selv.", "Boligen er fuktig.", "Ringte søkeren.")


@pytest.fixture
def case(memory_database: Any) -> Application:
    """A case of one office with something secret in every place."""
    case = make_application(
        office=make_office(), mapping=Mapping(health="Hjertesykdom."), reason_group=ReasonGroup.MENTAL_ILLNESS
    )
    decision = make_decision(application=case, reasons="Kan skaffe bolig selv.")
    make_appeal(decision=decision, grounds="Boligen er fuktig.")
    make_journal_entry(application=case, text="Ringte søkeren.")
    return case


def pages(case: Application) -> list[str]:
    decision, appeal, entry = Decision.objects.get(), Appeal.objects.get(), JournalEntry.objects.get()
    return [
        f"soknader/vis/?id={case.pk}", f"soknader/endringer/?id={case.pk}", f"soknader/journal/?id={case.pk}",
        f"soknader/hovedarsak/?id={case.pk}", f"vedtak/vis/?id={decision.pk}", f"vedtak/endringer/?id={decision.pk}",
        f"klager/vis/?id={appeal.pk}", f"klager/endringer/?id={appeal.pk}", f"journalnotater/vis/?id={entry.pk}",
        f"journalnotater/rett/?id={entry.pk}",
    ]  # fmt: skip


def said(caller: FlaskClient, case: Application) -> str:
    return visible(" ".join(caller.get(f"/admin/{page}").text for page in pages(case)))


def test_a_colleague_of_the_office_reads_it_all(app: Flask, client_of: Clients, case: Application) -> None:
    text = said(client_of(Role.CASEWORKER, office=case.office), case)
    assert [secret for secret in SECRETS if secret not in text] == []
    assert KEPT not in text


def test_one_of_another_office_reads_none_of_it_and_is_told_why(
    app: Flask, client_of: Clients, case: Application
) -> None:
    caller = client_of(Role.CASEWORKER, office=make_office())
    text = said(caller, case)
    assert len(text) > 500
    assert [secret for secret in SECRETS if secret in text] == []
    assert KEPT in text
    assert f"Du arbeider ikke med sak {case.number}" in text
    page = caller.get(f"/admin/soknader/vis/?id={case.pk}").text
    assert "/admin/soknader/journal/" not in page
    assert [entry.document for entry in AccessEntry.objects] == []


def test_the_disqualified_are_shut_out_of_their_own_offices_case(
    app: Flask, client_of: Clients, case: Application
) -> None:
    caller = client_of(Role.DEPARTMENT_HEAD, office=case.office, name="Inga Inhabil")
    user = User.objects.get(name="Inga Inhabil")
    conflict = Conflict(user=user.pk, user_name=user.name, because="Er søkerens søster.", on=date(2026, 11, 1))
    records.change(case, ACTOR, values={"conflicts": [conflict]})
    text = said(caller, case)
    assert [secret for secret in SECRETS if secret in text] == []


def test_posting_to_anothers_journal_is_refused_and_stores_nothing(
    app: Flask, client_of: Clients, case: Application
) -> None:
    caller = client_of(Role.CASEWORKER, office=make_office())
    form = {"id": str(case.pk), "nonce": NONCE, "kind": "call", "text": "Ringte.", "files": (BytesIO(PDF), "a.pdf")}
    assert caller.post("/admin/soknader/journal/", data=form).status_code == 403
    entry = JournalEntry.objects.get()
    correction = form | {"id": entry.pk, "files": (BytesIO(PDF), "a.pdf")}
    assert caller.post("/admin/journalnotater/rett/", data=correction).status_code == 403
    assert (JournalEntry.objects.count(), File.objects.count()) == (1, 0)


# --- Attachments -----------------------------------------------------------------------------------------------------


def _form(case: Application, *files: tuple[bytes, str], **values: str) -> dict[str, Any]:
    sent = [(BytesIO(content), name) for content, name in files]
    defaults = {"id": str(case.pk), "nonce": NONCE, "kind": JournalKind.NEW_FACT.value, "text": "Legeattest mottatt."}
    return defaults | values | {"files": sent}


def test_files_are_attached_listed_and_fetched_and_each_fetching_is_logged(app: Flask, client_of: Clients) -> None:
    case, caller = make_application(), client_of(Role.CASEWORKER, name="Kari Nordmann")
    form = _form(case, (PDF, "Legeattest Ødegård.pdf"), (b"\x89PNG\r\n\x1a\nx", "kjøkken.png"))
    caller.post("/admin/soknader/journal/", data=form)
    page = caller.get(f"/admin/soknader/journal/?id={case.pk}").text
    assert "Legeattest Ødegård.pdf PDF, 19 byte kjøkken.png Bilde (PNG)" in visible(page)
    file = File.objects.get(media_type="application/pdf")
    url = f"/admin/soknader/journal/vedlegg/?id={case.pk}&fil={file.pk}"
    assert url.replace("&", "&amp;") in page
    answer = caller.get(url)
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "Legeattest%20%C3%98deg%C3%A5rd.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    fetched = AccessEntry.objects.get(kind=AccessKind.FETCHED)
    assert (fetched.by_name, fetched.number, fetched.document_id) == ("Kari Nordmann", case.number, str(file.pk))
    entry = caller.get(f"/admin/journalnotater/vis/?id={NONCE}").text
    assert "Legeattest Ødegård.pdf" in visible(entry)
    assert url.replace("&", "&amp;") in entry


def test_a_correction_takes_files_too(app: Flask, client_of: Clients) -> None:
    entry = make_journal_entry()
    caller = client_of(Role.CASEWORKER)
    page = caller.get(f"/admin/journalnotater/rett/?id={entry.pk}").text
    assert 'enctype="multipart/form-data"' in page
    form = {"id": entry.pk, "nonce": NONCE, "text": "Attesten fulgte ikke med.", "files": (BytesIO(PDF), "attest.pdf")}
    caller.post("/admin/journalnotater/rett/", data=form)
    assert len(JournalEntry.objects.get(corrects=entry.pk).files) == 1


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"MZ\x90", "attest.pdf", "Filtypen tas ikke imot."),
        (b"", "tom.pdf", "Filen er tom."),
        (b"%PDF-" + bytes(100), "stor.pdf", "Filen er større enn 10 MB."),
        (b"%PDF-" + bytes(200), "svær.pdf", "Filen er større enn 10 MB."),
    ],
)
def test_a_file_that_is_not_taken_is_named_at_the_field_and_the_text_is_kept(
    app: Flask, client_of: Clients, monkeypatch: pytest.MonkeyPatch, content: bytes, name: str, told: str
) -> None:
    monkeypatch.setattr(attachments, "MOST_BYTES", 100)
    monkeypatch.setattr(admin.request, "MOST_BYTES", 200)  # what is more is not taken in at all
    case, caller = make_application(), client_of(Role.CASEWORKER)
    page = caller.post("/admin/soknader/journal/", data=_form(case, (PDF, "attest.pdf"), (content, name))).text
    assert f"Filen «{name}» kan ikke legges ved. {told}" in visible(page)
    assert "Legeattest mottatt.</textarea>" in page
    assert "Velg dem en gang til." in visible(page)
    assert (JournalEntry.objects.count(), File.objects.count()) == (0, 0)


def test_another_cases_file_is_not_found_and_one_of_another_office_is_refused(app: Flask, client_of: Clients) -> None:
    case, other = make_application(), make_application()
    caller = client_of(Role.CASEWORKER)
    caller.post("/admin/soknader/journal/", data=_form(case, (PDF, "attest.pdf")))
    mine, letter = File.objects.get(), make_file()
    for asked, file in ((other, mine.pk), (case, letter.pk), (case, "tull"), (case, "")):
        assert caller.get(f"/admin/soknader/journal/vedlegg/?id={asked.pk}&fil={file}").status_code == 404
    records.change(case, ACTOR, values={"office": make_office()})
    stranger = client_of(Role.CASEWORKER, office=make_office())
    assert stranger.get(f"/admin/soknader/journal/vedlegg/?id={case.pk}&fil={mine.pk}").status_code == 403
    assert client_of(Role.READER).get(f"/admin/soknader/journal/vedlegg/?id={case.pk}&fil={mine.pk}").status_code == 403
    assert AccessEntry.objects(kind=AccessKind.FETCHED).count() == 0


def test_the_list_of_files_does_not_tell_what_people_call_what_they_attach(app: Flask, client_of: Clients) -> None:
    case = make_application()
    client_of(Role.CASEWORKER).post("/admin/soknader/journal/", data=_form(case, (PDF, "Attest Kari Prøve.pdf")))
    make_file(name="boliger.csv")
    listed = visible(client_of(Role.ADMINISTRATOR).get("/admin/filer/").text)
    assert "Attest Kari Prøve" not in listed
    assert "boliger.csv" in listed
