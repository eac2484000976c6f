"""Files kept for a preview: for the one who brought them, and not for long."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from models import File, FilePart
from rules.errors import NotFound
from rules.terms import FileKind
from services import files, uploads
from services.actor import Actor
from tests.factories import NOW

KARI = Actor(id="kari", name="Kari", at=NOW)
PER = Actor(id="per", name="Per", at=NOW)


def _keep(actor: Actor = KARI) -> str:
    return str(uploads.keep("boliger.csv", BytesIO(b"Bolignummer;Adresse\r\n"), actor))


def test_a_kept_file_is_read_back_by_its_owner_alone() -> None:
    identity = _keep()
    file, source = uploads.open_own(identity, KARI)
    assert (file.name, source.read()) == ("boliger.csv", b"Bolignummer;Adresse\r\n")
    for other in (identity, "tull", "5f5f5f5f5f5f5f5f5f5f5f5f"):
        with pytest.raises(NotFound):
            uploads.open_own(other, PER)


def test_it_is_stored_encrypted() -> None:
    _keep()
    assert b"Bolignummer" not in bytes(FilePart._get_collection().find_one()["content"])


def test_a_stored_file_of_another_kind_is_no_upload() -> None:
    letter = files.store(uploads.ObjectId(), FileKind.LETTER, "brev.pdf", "application/pdf", BytesIO(b"x"), KARI)
    with pytest.raises(NotFound):
        uploads.open_own(str(letter.pk), KARI)
    uploads.drop(uploads.ObjectId())
    assert File.objects.count() == 1


def test_what_is_dropped_leaves_nothing() -> None:
    identity = _keep()
    uploads.drop(uploads.ObjectId(identity))
    assert (File.objects.count(), FilePart.objects.count()) == (0, 0)


def test_forgotten_files_go_when_the_next_one_comes() -> None:
    old = _keep()
    new = _keep(replace(PER, at=NOW + uploads.KEPT + timedelta(seconds=1)))
    assert [str(file.pk) for file in File.objects] == [new]
    with pytest.raises(NotFound):
        uploads.open_own(old, KARI)
