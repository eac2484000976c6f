"""What people attach: by content, whole, encrypted, stored once; served to those who work the case."""

from dataclasses import replace
from io import BytesIO

import pytest
from bson import ObjectId

from models import AccessEntry, File, FilePart, JournalEntry
from models.file import MOST_BYTES
from rules.errors import AlreadyExists, FileRefused, NoNeedToKnow, NotAuthorised, NotFound
from rules.terms import AccessKind, FileKind, JournalKind, Role
from services import attachments, files, journals
from services.actor import Actor
from services.attachments import Arriving
from tests.factories import NOW, make_application, make_office

PDF, JPEG, PNG = b"%PDF-1.7\nLegeattest", b"\xff\xd8\xff\xe0bilde", b"\x89PNG\r\n\x1a\nbilde"
KARI = Actor(id="kari", name="Kari", at=NOW, roles=frozenset({Role.CASEWORKER}))
ELSEWHERE = replace(KARI, id="per", office=ObjectId())


def _file(content: bytes = PDF, name: str = "attest.pdf", *, whole: bool = True) -> Arriving:
    return Arriving(name, BytesIO(content), whole)


def _write(case: object, *arriving: Arriving, text: str = "Legeattest mottatt", actor: Actor = KARI) -> str:
    return journals.write(case, JournalKind.NEW_FACT, text, actor, nonce="form1", now=NOW, files=arriving)


@pytest.mark.parametrize(
    ("content", "name", "kept_as", "media_type"),
    [
        (PDF, "Attest.PDF", "Attest.PDF", "application/pdf"),
        (PDF, "attest.exe", "attest.exe.pdf", "application/pdf"),
        (JPEG, "C:\\bilder\\kjøkken.jpeg", "kjøkken.jpeg", "image/jpeg"),
        (JPEG, "bad.png", "bad.png.jpg", "image/jpeg"),
        (PNG, "../../etc/bilde.png", "bilde.png", "image/png"),
        (PNG, "\r\n", "vedlegg.png", "image/png"),
        (PDF, "å" * 300, "å" * 251 + ".pdf", "application/pdf"),
    ],
)
def test_a_file_is_what_its_bytes_say_whatever_it_is_called(
    content: bytes, name: str, kept_as: str, media_type: str
) -> None:
    [sound] = attachments.look_through([_file(content, name)])
    assert (sound.name, sound.media_type) == (kept_as, media_type)


@pytest.mark.parametrize(
    ("arriving", "why"),
    [
        (_file(b""), "empty"),
        (_file(b"MZ\x90", "attest.pdf"), "media"),
        (_file(b"<script>%PDF-", "attest.pdf"), "media"),
        (_file(PDF + bytes(MOST_BYTES)), "too_large"),
        (_file(b"", whole=False), "too_large"),
    ],
)
def test_what_may_not_be_kept_is_refused_and_nothing_of_the_entry_is_stored(arriving: Arriving, why: str) -> None:
    with pytest.raises(FileRefused) as refused:
        _write(make_application(), _file(JPEG, "bad.jpg"), arriving)
    assert (refused.value.name, refused.value.why) == ("attest.pdf", why)
    assert (JournalEntry.objects.count(), File.objects.count(), FilePart.objects.count()) == (0, 0, 0)


def test_the_largest_that_is_taken_is_ten_megabytes() -> None:
    [sound] = attachments.look_through([_file(PDF + bytes(MOST_BYTES - len(PDF)))])
    assert sound.media_type == "application/pdf"


def test_an_entry_sent_twice_with_its_files_stands_once_and_the_files_once() -> None:
    case = make_application()
    for _ in range(2):
        _write(case, _file(), _file(JPEG, "bad.jpg"))
    entry = JournalEntry.objects.get()
    facts = attachments.facts_of(entry.files)
    assert [facts[identity].name for identity in entry.files] == ["attest.pdf", "bad.jpg"]
    assert File.objects.count() == 2
    assert b"Legeattest" not in b"".join(bytes(row["content"]) for row in FilePart._get_collection().find())


def test_the_same_file_chosen_twice_is_attached_once() -> None:
    _write(make_application(), _file(), _file(name="kopi.pdf"))
    assert len(JournalEntry.objects.get().files) == 1


def test_a_used_form_with_other_files_is_refused_and_stores_none_of_them() -> None:
    case = make_application()
    _write(case, _file())
    with pytest.raises(AlreadyExists):
        _write(case, _file(JPEG, "bad.jpg"))
    assert [file.name for file in File.objects] == ["attest.pdf"]


def test_files_that_a_kill_left_without_their_entry_are_taken_up_when_the_form_is_sent_again() -> None:
    case = make_application()
    attachments.keep(attachments.look_through([_file()]), "form1", KARI)
    _write(case, _file())
    assert JournalEntry.objects.get().files == [File.objects.get().pk]


def test_a_file_is_served_to_those_who_work_the_case_and_the_fetching_is_logged() -> None:
    case = make_application()
    _write(case, _file())
    identity = str(JournalEntry.objects.get().files[0])
    file, source = journals.fetch(case, identity, KARI)
    assert (file.name, source.read()) == ("attest.pdf", PDF)
    logged = AccessEntry.objects.get()
    assert (logged.kind, logged.document_id, logged.number) == (AccessKind.FETCHED, identity, case.number)
    assert logged.person == case.applicant


def test_another_cases_file_a_letter_and_garbage_are_not_found() -> None:
    case, other = make_application(), make_application()
    _write(case, _file())
    letter = files.store(ObjectId(), FileKind.LETTER, "brev.pdf", "application/pdf", BytesIO(PDF), KARI)
    mine = str(JournalEntry.objects.get().files[0])
    for asked, identity in ((other, mine), (case, str(letter.pk)), (case, "../x"), (case, ""), (case, str(ObjectId()))):
        with pytest.raises(NotFound):
            journals.fetch(asked, identity, KARI)
    assert AccessEntry.objects.count() == 0


def test_whoever_does_not_work_the_case_neither_writes_reads_nor_fetches() -> None:
    case = make_application(office=make_office())
    for attempt in (
        lambda: _write(case, _file(), actor=ELSEWHERE),
        lambda: journals.read(case, ELSEWHERE),
        lambda: journals.fetch(case, str(ObjectId()), ELSEWHERE),
    ):
        with pytest.raises(NoNeedToKnow):
            attempt()
    with pytest.raises(NotAuthorised):
        journals.fetch(case, str(ObjectId()), replace(KARI, roles=frozenset({Role.READER})))
    assert (File.objects.count(), AccessEntry.objects.count()) == (0, 0)
