"""The dispatch list in a real browser: ticked, noted as sent, opened; and the PDF that is shown."""

import io

from bson import ObjectId
from playwright.sync_api import Page, expect

from models import Letter, User
from models.letter import Addressee
from rules.terms import Copy, FileKind, LetterKind, LetterState
from services import files, records
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import ACTOR, make_applicant, make_application
from tests.letters.samples import LETTERS
from tests.makers import make_letter
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]

KINDS = {
    LetterKind.PRELIMINARY_REPLY: "preliminary reply",
    LetterKind.MISSING_PAPERS: "missing papers",
    LetterKind.PRIOR_NOTICE: "prior notice",
}


def a_letter(user: User, kind: LetterKind, state: LetterState = LetterState.RELEASED) -> Letter:
    drawn = LETTERS[KINDS[kind]]("nb")
    person = make_applicant(first_name="Åse", last_name="Ærlig")
    case = make_application(applicant=person, office=records.reference(user, "office"))
    file = files.store(
        ObjectId(), FileKind.LETTER, f"{drawn.title}.pdf", "application/pdf", io.BytesIO(drawn.content), ACTOR
    )
    to = [
        Addressee(copy=Copy.REPRESENTATIVE, address="Ola Rettvis\nTorget 1\n9400 HARSTAD"),
        Addressee(copy=Copy.PARTY, address="Åse Ærlig\nStorgata 12\n9405 HARSTAD"),
    ]
    return make_letter(
        application=case, letter_kind=kind, state=state, title=drawn.title, file=file.pk, sha256=file.sha256,
        addressees=to,
    )  # fmt: skip


def test_letters_are_ticked_noted_as_sent_and_looked_at(desk: Page, served: str, user: User) -> None:
    first = a_letter(user, LetterKind.PRELIMINARY_REPLY)
    second = a_letter(user, LetterKind.MISSING_PAPERS)
    back = a_letter(user, LetterKind.PRIOR_NOTICE, LetterState.RETURNED)
    desk.goto(f"{served}/admin/brev/?flt_utsending=venter")
    found = faults(desk, "letters-to-send")
    for letter in (first, second):
        desk.locator(f"input[name=rowid][value^='{letter.pk}']").check()
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Noter som sendt i dag").click()
    expect(desk.get_by_text("2 brev er notert som sendt.")).to_be_visible()
    assert {one.state for one in Letter.objects(pk__in=[first.pk, second.pk])} == {LetterState.DISPATCHED}
    desk.goto(f"{served}/admin/brev/vis/?id={back.pk}")
    found += faults(desk, "letter")
    desk.get_by_role("link", name="Noter at brevet er sendt").click()
    found += faults(desk, "letter-send")
    desk.goto(f"{served}/admin/soknader/vis/?id={records.reference(back, 'application')}")
    found += faults(desk, "case-with-letter")
    assert found == []


def test_the_pdf_comes_as_it_was_drawn(desk: Page, served: str, user: User) -> None:
    letter = a_letter(user, LetterKind.PRIOR_NOTICE)
    answer = desk.request.get(f"{served}/admin/brev/pdf/?id={letter.pk}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body() == LETTERS["prior notice"]("nb").content
