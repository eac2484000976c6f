"""Stored files: encrypted, in parts, readable from anywhere, gone when discarded."""

import io
from typing import Any

import pytest
from bson import ObjectId

from models import File, FilePart
from models.fields import is_ciphertext
from rules.errors import NotFound
from rules.terms import FileKind
from services import files
from tests.factories import ACTOR


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PART_BYTES", 10)


def store(content: bytes, identity: ObjectId | None = None) -> File:
    return files.store(
        identity or ObjectId(), FileKind.IMPORT_SOURCE, "fil.csv", "text/csv", io.BytesIO(content), ACTOR
    )


@pytest.mark.parametrize(("size", "parts"), [(0, 0), (1, 1), (10, 1), (11, 2), (25, 3)])
def test_a_file_is_cut_in_numbered_parts_and_read_back_whole(size: int, parts: int) -> None:
    content = bytes(range(size))
    file = store(content)
    assert (file.size, FilePart.objects(file=file.pk).count()) == (size, parts)
    assert files.open_stored(file.pk).read() == content


def test_parts_are_encrypted() -> None:
    store(b"Kari Nordmann")
    assert all(is_ciphertext(part["content"]) for part in FilePart._get_collection().find())


def test_a_stored_file_can_be_read_line_by_line_and_sought_in() -> None:
    opened = files.open_stored(store(b"first line\nsecond\nthird").pk)
    assert list(opened) == [b"first line\n", b"second\n", b"third"]
    opened.seek(6)
    assert opened.read(4) == b"line"
    opened.seek(-5, io.SEEK_END)
    assert opened.read() == b"third"


def test_storing_again_makes_up_what_a_kill_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    identity, stored = ObjectId(), []

    def insert(row: Any) -> None:
        if len(stored) == 1:
            raise KeyboardInterrupt
        stored.append(row.save(force_insert=True))

    with monkeypatch.context() as patch:
        patch.setattr(files, "insert_once", insert)
        with pytest.raises(KeyboardInterrupt):
            store(b"0123456789abcdef", identity)
    with pytest.raises(NotFound):
        files.open_stored(identity)
    store(b"0123456789abcdef", identity)
    assert files.open_stored(identity).read() == b"0123456789abcdef"
    assert FilePart.objects.count() == 2


def test_storing_twice_changes_nothing() -> None:
    first = store(b"abc")
    assert store(b"another", first.pk).sha256 == first.sha256
    assert files.open_stored(first.pk).read() == b"abc"


def test_a_discarded_file_is_remembered_but_cannot_be_read() -> None:
    file = store(b"abc")
    files.discard(file.pk)
    assert files.find(file.pk) == file
    assert FilePart.objects.count() == 0
    with pytest.raises(NotFound):
        files.open_stored(file.pk)
