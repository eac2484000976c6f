"""Persons registered twice, the journal's files and the print of a case in a real browser."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from models import Applicant, File, JournalEntry
from models.applicant import Member
from rules.terms import IdentityKind, JournalKind, Relation
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.conftest import NOON
from tests.factories import make_applicant, make_application, make_lease
from tests.makers import make_journal_entry
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]  # fixtures, used here

PDF = b"%PDF-1.7\nLegeattest"


def test_two_records_are_compared_merged_and_shown_as_one(served: str, desk: Page) -> None:
    same = {"first_name": "Amina", "last_name": "Yusuf", "born_on": date(1990, 5, 17), "phone": "99887766"}
    first = make_applicant(**same, identity_number="57859012311", identity_kind=IdentityKind.D_NUMBER)
    later = make_applicant(
        **same, email="amina@eksempel.test", members=[Member(name="Sara Yusuf", relation=Relation.CHILD)]
    )
    make_application(applicant=later)
    make_lease(tenant=first)
    desk.goto(f"{served}/admin/personer/vis/?id={later.pk}")
    assert faults(desk, "person-double") == []
    desk.get_by_role("link", name="Sammenlign").click()
    assert faults(desk, "person-compare") == []
    desk.get_by_label("Hvorfor er de samme person?").fill("Samme navn, fødselsdato og telefon.")
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Slå sammen").click()
    desk.get_by_text("Personene er slått sammen.").wait_for()
    assert faults(desk, "person-merged") == []
    assert Applicant.objects.get(pk=later.pk).merged_into == first.pk
    desk.get_by_role("link", name="Amina Yusuf").first.click()
    desk.get_by_text("Personen er slått sammen med").wait_for()
    assert faults(desk, "person-gone") == []


def test_files_are_chosen_named_and_attached(served: str, desk: Page, tmp_path: Path) -> None:
    case = make_application()
    make_journal_entry(application=case, at=NOON - timedelta(days=2))
    attest, large = tmp_path / "Legeattest.pdf", tmp_path / "for-stor.pdf"
    attest.write_bytes(PDF)
    large.write_bytes(b"%PDF-" + bytes(11 * 1024 * 1024))
    desk.goto(f"{served}/admin/soknader/journal/?id={case.pk}")
    desk.get_by_label("Slag").select_option(JournalKind.NEW_FACT.value)
    desk.get_by_label("Tekst").fill("Legeattest mottatt fra søkeren.")
    desk.set_input_files("input[type=file]", [attest, large])
    desk.get_by_text("for-stor.pdf (for stor: over 10 MB)").wait_for()
    desk.set_input_files("input[type=file]", [attest])
    desk.get_by_text("Legeattest.pdf", exact=True).wait_for()
    assert faults(desk, "journal-form") == []
    desk.get_by_role("button", name="Journalfør").click()
    desk.get_by_text("Notatet står i journalen.").wait_for()
    assert faults(desk, "journal-files") == []
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Legeattest.pdf").click()
    assert Path(download.value.path()).read_bytes() == PDF
    assert (JournalEntry.objects.count(), File.objects.count()) == (2, 1)


def test_a_case_is_looked_through_before_it_is_printed(served: str, desk: Page) -> None:
    case: Any = make_application()
    make_journal_entry(application=case, text="Ringte om visning.")
    make_journal_entry(application=case, text="Naboen fortalte i fortrolighet om bråk.")
    desk.goto(f"{served}/admin/soknader/vis/?id={case.pk}")
    desk.get_by_role("link", name="Skriv ut saken").click()
    desk.locator("details.withhold summary").first.click()
    desk.get_by_label("Hvorfor får ikke parten se notatet?").first.fill("Hensynet til naboen")
    assert faults(desk, "print-form") == []
