"""Persons on a real server: numbers are unique among those who stand for themselves; merges at one instant agree."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from bson import ObjectId

from models import Applicant, JournalEntry
from rules.errors import AlreadyExists, MergeRefused, StaleState
from rules.terms import IdentityKind, JournalKind, Role
from services import attachments, journals, persons, records
from services.actor import Actor
from services.attachments import Arriving
from tests.factories import make_applicant, make_application

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
KARI = Actor(id="kari", name="Kari", at=NOW, roles=frozenset({Role.CASEWORKER}))
NUMBER = {"identity_number": "17859012345", "identity_kind": IdentityKind.SYNTHETIC}

pytestmark = pytest.mark.usefixtures("app")


def race(attempts: list[Callable[[], object]]) -> list[object]:
    """Let all go at the same instant; what each gave, or the refusal's class."""
    start, results = threading.Barrier(len(attempts)), []

    def go(attempt: Callable[[], object]) -> None:
        start.wait()
        try:
            results.append(attempt())
        except (StaleState, AlreadyExists, MergeRefused) as error:
            results.append(type(error))

    threads = [threading.Thread(target=go, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _merge(one: Any, other: Any) -> ObjectId:
    """On records of its own, as another process has them."""
    loaded = [records.get(Applicant, person.pk) for person in (one, other)]
    return persons.merge(*loaded, KARI, why="Samme", versions={person.pk: 1 for person in loaded})


def test_of_eight_who_register_one_number_one_stands() -> None:
    results = race([lambda: make_applicant(**NUMBER).pk for _ in range(8)])
    assert sum(result is AlreadyExists for result in results) == 7
    assert Applicant.objects(identity_number=NUMBER["identity_number"]).count() == 1


def test_a_merged_records_number_may_be_taken_and_then_bars_the_parting() -> None:
    root, later = make_applicant(), make_applicant(**NUMBER)
    with pytest.raises(AlreadyExists):
        records.change(records.get(Applicant, root.pk), KARI, values=NUMBER)
    _merge(root, later)
    records.change(records.get(Applicant, root.pk), KARI, values=NUMBER)
    gone = records.get(Applicant, later.pk)
    with pytest.raises(AlreadyExists):
        persons.unmerge(gone, KARI, why="Feil", version=gone.version)
    assert records.get(Applicant, later.pk).merged


def test_merges_into_one_another_at_one_instant_end_in_one_root() -> None:
    for _ in range(4):
        first, second, third = make_applicant(), make_applicant(), make_applicant()
        race([lambda t=third, s=second: _merge(t, s), lambda s=second, f=first: _merge(s, f)])
        stored = [records.get(Applicant, person.pk) for person in (first, second, third)]
        assert stored[1].merged_into == first.pk
        together = [person.pk for person in stored if person is stored[0] or person.merged]
        assert persons.ids_of(third.pk if stored[2].merged else first.pk) == together
        assert {persons.root_of(person).pk for person in stored if person.merged} == {first.pk}


def test_the_same_merge_by_eight_at_one_instant_is_made_once() -> None:
    first, second = make_applicant(), make_applicant()
    results = race([lambda: _merge(first, second) for _ in range(8)])
    assert [result for result in results if isinstance(result, ObjectId)] == [first.pk]
    assert records.get(Applicant, second.pk).version == 2


def test_an_entry_with_files_sent_by_four_at_one_instant_stands_once() -> None:
    case = make_application()
    content = b"%PDF-1.7" + bytes(5 * 1024 * 1024)  # two parts

    def write() -> str:
        sent = [Arriving("attest.pdf", BytesIO(content))]
        return journals.write(case, JournalKind.NOTE, "Attest", KARI, nonce="n", now=NOW, files=sent)

    assert set(race([write for _ in range(4)])) == {"n"}
    entry = JournalEntry.objects.get()
    assert len(attachments.facts_of(entry.files)) == len(entry.files) == 1
    assert journals.fetch(case, str(entry.files[0]), KARI)[1].read() == content
