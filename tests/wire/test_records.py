"""Records on a real server: races, kills, encryption, indexes."""

import multiprocessing
import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from models import DOCUMENTS, Applicant, AuditEntry, Lease
from models.fields import is_ciphertext
from rules.errors import AlreadyExists, StaleState
from rules.terms import LeaseState
from services import effects, maintenance, records
from services.actor import Actor
from tests.factories import make_applicant, make_dwelling, make_lease

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
ACTOR = Actor.system(NOW)

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.own_database]


def race(attempts: list[Any]) -> list[object]:
    """Let all go at the same instant; returns what each gave or the error's class."""
    start, results = threading.Barrier(len(attempts)), []

    def go(attempt: Any) -> None:
        start.wait()
        try:
            results.append(attempt())
        except (StaleState, AlreadyExists) as error:
            results.append(type(error))

    threads = [threading.Thread(target=go, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_eight_who_change_the_same_version_one_wins_and_seven_are_told() -> None:
    person = make_applicant()
    loaded = [records.get(Applicant, person.pk) for _ in range(8)]
    results = race(
        [
            lambda n=n, own=own: records.change(own, ACTOR, values={"phone": f"9000000{n}"})
            for n, own in enumerate(loaded)
        ]
    )
    assert sorted(map(str, results)) == sorted([str(StaleState)] * 7 + ["True"])
    stored = records.get(Applicant, person.pk)
    assert (stored.version, stored.pending) == (2, [])
    assert AuditEntry.objects(document_id=str(person.pk)).count() == 2


def test_of_eight_who_move_into_one_dwelling_one_does() -> None:
    dwelling = make_dwelling()
    waiting = [make_lease(dwelling=dwelling, store=False, state=LeaseState.OCCUPYING) for _ in range(8)]
    results = race([lambda own=own: records.create(own, ACTOR) for own in waiting])
    assert sorted(map(str, results)) == sorted([str(AlreadyExists)] * 7 + ["None"])
    assert Lease.objects(dwelling=dwelling).count() == 1


def test_the_refusal_names_the_field() -> None:
    make_applicant(identity_number="17858001234")
    with pytest.raises(AlreadyExists) as refused:
        make_applicant(identity_number="17858001234")
    assert refused.value.fields == ("identity_number",)


def _die_after_the_write(uri: str, key: str, person: str) -> None:
    from models import cipher, connection

    client = connection.connect(uri)
    cipher.use(cipher.MongoCipher(client, client.get_default_database().name, key))
    effects.run = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    records.change(records.get(Applicant, person), ACTOR, values={"phone": "91234567"})


def test_what_a_killed_process_owed_is_paid_by_the_next(settings: Any) -> None:
    person = make_applicant()
    process = multiprocessing.get_context("spawn").Process(
        target=_die_after_the_write, args=(settings.mongodb_uri, settings.field_key, str(person.pk))
    )
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    left = records.get(Applicant, person.pk)
    assert (left.phone, left.version, len(left.pending)) == ("91234567", 2, 1)
    late = Actor.system(NOW + timedelta(minutes=2))
    assert [effects.finish(found, late) for found in effects.due(late.at)] == [True]
    assert AuditEntry.objects(pk=f"audit:applicant:{person.pk}:2").count() == 1
    assert records.get(Applicant, person.pk).pending == []


def test_identity_numbers_are_ciphertext_in_the_database_and_found_by_their_exact_value() -> None:
    made = make_applicant(identity_number="17858001234")
    raw = Applicant._get_collection().find_one({"_id": made.pk})
    assert is_ciphertext(raw["identity_number"])
    assert b"17858001234" not in bytes(raw["identity_number"])
    assert Applicant.objects(identity_number="17858001234").get() == made
    assert Applicant.objects(identity_number="17858001315").first() is None


def test_another_key_reads_nothing(settings: Any, app: Flask) -> None:
    from models import cipher
    from models.applicant import Applicant as Stored

    made = make_applicant(identity_number="17858001234")
    client = Stored._get_collection().database.client
    cipher.use(cipher.MongoCipher(client, settings.database_name, "another key that is long enough for it"))
    with pytest.raises(Exception, match=r"(?i)hmac|decrypt"):
        Applicant.objects(pk=made.pk).first()


def test_a_field_key_that_is_not_the_datas_own_stops_the_start(settings: Any) -> None:
    from models import cipher

    client = Applicant._get_collection().database.client
    cipher.use(cipher.MongoCipher(client, settings.database_name, "another key that is long enough for it"))
    with pytest.raises(maintenance.WrongKey):
        maintenance.require_ready()


def test_the_start_names_each_missing_index() -> None:
    maintenance.require_ready()
    Lease._get_collection().drop_index("lease_one_occupying")
    Applicant._get_collection().drop_index("applicant_identity")
    with pytest.raises(maintenance.NotReady) as refused:
        maintenance.require_ready()
    assert set(refused.value.missing) == {"lease.lease_one_occupying", "applicant.applicant_identity"}


def test_an_index_with_other_options_counts_as_missing() -> None:
    collection = Lease._get_collection()
    collection.drop_index("lease_kid")
    collection.create_index([("kid", 1)], name="lease_kid")
    assert maintenance.missing_indexes() == ["lease.lease_kid"]


def test_reading_makes_no_index() -> None:
    for kind in DOCUMENTS:
        kind.drop_collection()
        assert list(kind.objects) == []
    assert len(maintenance.missing_indexes()) >= 100
