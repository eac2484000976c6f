"""One guarded write per change: version, history, audit and what is owed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId
from pymongo.errors import BulkWriteError

from models import Applicant, Application, AuditEntry, Lease
from models.fields import is_ciphertext
from rules.errors import AlreadyExists, InvalidRecord, NotFound, StaleState
from rules.terms import ApplicationState, LeaseState
from services import audit, effects, records
from services.actor import Actor
from services.again import TRIES
from services.effects import Owed
from tests.factories import make_applicant, make_application, make_lease

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
ACTOR = Actor(id="u1", name="Kari Boe", at=NOW)

PERSON = {"first_name": "Åse", "last_name": "Lie", "identity_number": "17858001234"}

pytestmark = pytest.mark.usefixtures("memory_database", "registry")


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> effects.Registry:
    """The effects that this file uses, and nothing else."""
    bare = effects.Registry()
    bare.record(audit.EFFECT, audit.build)
    monkeypatch.setattr(effects, "registry", bare)
    return bare


def fresh(document: Any) -> Any:
    return records.get(type(document), document.pk)


def test_a_new_record_has_a_history_entry_an_audit_entry_and_owes_nothing() -> None:
    person = make_applicant(first_name="Åse")
    stored = fresh(person)
    assert [entry.action for entry in stored.history] == ["created"]
    assert stored.pending == []
    assert [(row.document_id, row.version, row.action) for row in AuditEntry.objects] == [
        (str(person.pk), 1, "created")
    ]


def test_a_change_raises_the_version_and_tells_old_and_new() -> None:
    person = make_applicant(first_name="Åse")
    assert records.change(person, ACTOR, values={"first_name": "Asta"}, why="Skrivefeil")
    stored = fresh(person)
    entry = stored.history[-1]
    assert (stored.version, stored.first_name) == (2, "Asta")
    assert (entry.by_name, entry.at, entry.why, entry.changes) == (
        "Kari Boe", NOW, "Skrivefeil", {"first_name": ["Åse", "Asta"]},
    )  # fmt: skip
    assert AuditEntry.objects(pk=f"audit:applicant:{person.pk}:2").get().changes == entry.changes


@pytest.mark.parametrize(
    "values",
    [
        {"first_name": "Åse"},
        {"born_on": date(1980, 5, 17)},
        {"email": ""},
        {"representatives": []},
        {"identity_number": "17858001234"},
    ],
)
def test_the_same_again_writes_nothing(values: dict[str, Any]) -> None:
    person = fresh(make_applicant(first_name="Åse", born_on=date(1980, 5, 17), identity_number="17858001234"))
    assert records.change(person, ACTOR, values=values) is False
    assert fresh(person).version == 1
    assert AuditEntry.objects.count() == 1


def test_none_takes_the_field_away() -> None:
    person = make_applicant(phone="91234567")
    records.change(person, ACTOR, values={"phone": None})
    assert "phone" not in Applicant._get_collection().find_one({"_id": person.pk})


def test_history_and_audit_hold_the_ciphertext() -> None:
    person = make_applicant(identity_number="17858001234")
    records.change(person, ACTOR, values={"identity_number": "17858001315"})
    for collection, path in ((Applicant, "history"), (AuditEntry, None)):
        for raw in collection._get_collection().find():
            entries = raw[path] if path else [raw]
            for value in (value for entry in entries for value in entry["changes"].get("identity_number", [])):
                assert is_ciphertext(value)


def test_why_is_free_text_about_people_and_is_stored_as_ciphertext() -> None:
    person = make_applicant()
    records.change(person, ACTOR, values={"first_name": "Asta"}, why="Har flyttet fra samboeren")
    entry = Applicant._get_collection().find_one({"_id": person.pk})["history"][-1]
    row = AuditEntry._get_collection().find_one({"_id": f"audit:applicant:{person.pk}:2"})
    assert is_ciphertext(entry["why"])
    assert is_ciphertext(row["why"])
    told = AuditEntry.objects(pk=f"audit:applicant:{person.pk}:2").get()
    assert (fresh(person).history[-1].why, told.why) == ("Har flyttet fra samboeren",) * 2


def test_a_stale_page_is_refused_with_what_changed() -> None:
    person = make_applicant()
    mine, theirs = fresh(person), fresh(person)
    records.change(theirs, ACTOR, values={"phone": "91234567"})
    with pytest.raises(StaleState) as refused:
        records.change(mine, ACTOR, values={"phone": "99999999"}, version=1)
    assert [(change.field, change.by, change.at) for change in refused.value.changes] == [("phone", "Kari Boe", NOW)]
    assert fresh(person).phone == "91234567"


def test_a_refused_change_leaves_the_loaded_record_as_it_was_read() -> None:
    case = make_application()
    mine = fresh(case)
    records.change(fresh(case), ACTOR, values={"adults": 2})
    for _ in range(2):  # were the version raised in memory, the second try would overwrite the other's change
        with pytest.raises(StaleState):
            records.change(mine, ACTOR, values={"adults": 3})
    assert (mine.adults, mine.version, len(mine.history), mine.pending) == (1, 1, 1, [])
    with pytest.raises(InvalidRecord):
        records.change(mine, ACTOR, values={"adults": 0})
    assert (mine.adults, mine.version) == (1, 1)
    assert fresh(case).adults == 2


def test_a_version_that_was_seen_before_another_change_is_refused_even_on_a_fresh_load() -> None:
    person = make_applicant()
    records.change(fresh(person), ACTOR, values={"phone": "91234567"})
    with pytest.raises(StaleState):
        records.change(fresh(person), ACTOR, values={"email": "a@example.no"}, version=1)


def test_what_does_not_validate_is_not_stored() -> None:
    application = make_application()
    with pytest.raises(InvalidRecord) as refused:
        records.change(application, ACTOR, values={"adults": 0})
    assert set(refused.value.problems) == {"adults"}
    assert fresh(application).version == 1


def test_a_state_change_carries_the_old_state_as_guard() -> None:
    application = make_application()
    loaded = fresh(application)
    Application._get_collection().update_one({"_id": application.pk}, {"$set": {"state": "withdrawn"}})
    with pytest.raises(StaleState):
        records.change(loaded, ACTOR, values={"state": ApplicationState.IN_ASSESSMENT})


def test_a_reference_may_be_given_as_document_or_id() -> None:
    lease = fresh(make_lease())
    tenant = records.reference(lease, "tenant")
    assert records.change(lease, ACTOR, values={"tenant": tenant}) is False
    other = make_applicant()
    assert records.change(lease, ACTOR, values={"tenant": other})
    assert records.reference(fresh(lease), "tenant") == other.pk


def test_the_second_on_a_unique_key_is_refused() -> None:
    make_applicant(identity_number="17858001234")
    with pytest.raises(AlreadyExists):
        make_applicant(identity_number="17858001234")
    assert Applicant.objects.count() == 1


def test_persons_without_an_identity_number_do_not_clash() -> None:
    make_applicant(identity_number=None)
    make_applicant(identity_number=None)
    assert Applicant.objects.count() == 2


def test_a_record_is_made_once_and_whoever_comes_second_is_given_the_first() -> None:
    first = records.create_once(Applicant(id=ObjectId(), **PERSON), ACTOR)
    again = records.create_once(Applicant(id=first.pk, **PERSON | {"first_name": "Asta"}), ACTOR)
    assert (again.pk, again.first_name, again.version) == (first.pk, "Åse", 1)
    assert Applicant.objects.count() == 1


def test_whom_another_record_keeps_out_is_told_so() -> None:
    records.create(Applicant(**PERSON), ACTOR)
    with pytest.raises(AlreadyExists):
        records.create_once(Applicant(id=ObjectId(), **PERSON), ACTOR)


def test_one_upcoming_and_one_occupying_lease_per_dwelling() -> None:
    first = make_lease(state=LeaseState.OCCUPYING)
    dwelling = records.reference(first, "dwelling")
    make_lease(dwelling=dwelling, state=LeaseState.UPCOMING)
    make_lease(dwelling=dwelling, state=LeaseState.ENDED)
    make_lease(dwelling=dwelling, state=LeaseState.ENDED)
    for state in (LeaseState.OCCUPYING, LeaseState.UPCOMING):
        with pytest.raises(AlreadyExists):
            make_lease(dwelling=dwelling, state=state)
    assert Lease.objects(dwelling=dwelling).count() == 4


def test_many_are_stored_at_once_and_those_kept_out_are_told() -> None:
    people = [make_applicant(store=False, identity_number=number) for number in ("1", "2", "2", "3")]
    refused = records.create_many(people, ACTOR, action="imported")
    assert [document.identity_number for document, _ in refused] == ["2"]
    assert Applicant.objects.count() == 3
    assert AuditEntry.objects(action="imported").count() == 3
    assert all(person.pending == [] for person in Applicant.objects)


def test_an_unknown_or_malformed_id_is_not_found() -> None:
    for identity in ("6b02afcdd2ed1c5a31963ea1", "rubbish"):
        with pytest.raises(NotFound):
            records.get(Applicant, identity)


def test_an_effect_that_fails_waits_and_holds_back_those_after_it(registry: effects.Registry) -> None:
    done: list[str] = []
    trouble = [OSError("away")]

    def fragile(_document: Any, effect: Any, _actor: Actor) -> None:
        if trouble:
            raise trouble.pop()
        done.append(effect.key)

    registry.command("fragile", fragile)
    registry.command("plain", lambda _document, effect, _actor: done.append(effect.key))
    person = make_applicant()
    records.change(
        person, ACTOR, values={"phone": "91234567"}, owed=[Owed("fragile", "first"), Owed("plain", "second")]
    )
    waiting = fresh(person).pending
    assert [(effect.key, effect.tries, effect.stopped) for effect in waiting] == [
        ("first", 1, False), ("second", 0, False),
    ]  # fmt: skip
    assert list(effects.due(NOW)) == []  # the back-off has not passed
    later = Actor.system(NOW + timedelta(minutes=3))
    assert [effects.finish(found, later) for found in effects.due(later.at)] == [True]
    assert done == ["first", "second"]
    assert (fresh(person).version, fresh(person).pending) == (2, [])


def test_a_refused_effect_stops_and_is_told_and_can_be_tried_again(registry: effects.Registry) -> None:
    told: list[str] = []
    refusals: list[Exception] = [NotFound("lease", "K1")]

    def door(_document: Any, _effect: Any, _actor: Actor) -> None:
        if refusals:
            raise refusals.pop()

    registry.command("door", door)
    registry.on_stopped = lambda _document, effect, _actor: told.append(effect.key)
    person = make_applicant()
    records.change(person, ACTOR, values={"phone": "91234567"}, owed=[Owed("door", "d")])
    assert told == ["d"]
    assert fresh(person).pending[0].stopped
    assert list(effects.due(NOW + timedelta(days=400))) == []
    assert effects.retry(fresh(person), "d", ACTOR)
    assert fresh(person).pending == []


def test_a_passing_conflict_is_asked_again_and_stops_nothing(registry: effects.Registry) -> None:
    conflicts: list[Exception] = [StaleState("task", "K1") for _ in range(2)]
    done: list[str] = []

    def door(_document: Any, effect: Any, _actor: Actor) -> None:
        if conflicts:
            raise conflicts.pop()
        done.append(effect.key)

    registry.command("door", door)
    person = make_applicant()
    records.change(person, ACTOR, values={"phone": "91234567"}, owed=[Owed("door", "d")])
    assert done == ["d"]
    conflicts += [StaleState("task", "K1") for _ in range(TRIES)]
    records.change(fresh(person), ACTOR, values={"phone": "91234568"}, owed=[Owed("door", "e")])
    assert [(effect.key, effect.tries, effect.stopped) for effect in fresh(person).pending] == [("e", 1, False)]


def test_a_bulk_write_that_fails_otherwise_is_not_told_as_a_duplicate(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise BulkWriteError({"writeErrors": [{"index": 0, "code": 1, "errmsg": "internal"}], "writeConcernErrors": []})

    monkeypatch.setattr(type(Applicant._get_collection()), "insert_many", fail)
    with pytest.raises(BulkWriteError):
        records.create_many([make_applicant(store=False)], ACTOR, action="imported")


def test_five_failures_stop_an_effect(registry: effects.Registry) -> None:
    told: list[int] = []

    def broken(_document: Any, _effect: Any, _actor: Actor) -> None:
        raise OSError

    registry.command("broken", broken)
    registry.on_stopped = lambda _document, effect, _actor: told.append(effect.tries)
    person = make_applicant()
    records.change(person, ACTOR, values={"phone": "91234567"}, owed=[Owed("broken", "b")])
    at = NOW
    for _ in range(effects.MOST_TRIES):
        at += timedelta(hours=2)
        for found in effects.due(at):
            effects.finish(found, Actor.system(at))
    assert told == [effects.MOST_TRIES]
    assert fresh(person).pending[0].error == "OSError"


def test_only_one_runner_takes_over_what_a_dead_process_left(registry: effects.Registry) -> None:
    done: list[str] = []
    registry.command("plain", lambda _document, effect, _actor: done.append(effect.key))
    person = make_applicant()
    left = [Owed("plain", "p").pending(NOW)]
    Applicant.objects(pk=person.pk).update_one(push_all__pending=left)
    assert list(effects.due(NOW)) == []  # whoever stored it has a minute
    late = Actor.system(NOW + timedelta(minutes=2))
    first, second = fresh(person), fresh(person)
    assert effects.finish(first, late) is True
    assert effects.finish(second, late) is False
    assert done == ["p"]


def test_a_record_effect_done_before_is_done() -> None:
    person = make_applicant()
    again = audit.owed(person).pending(NOW)
    Applicant.objects(pk=person.pk).update_one(push_all__pending=[again])
    assert effects.run(fresh(person), ACTOR)
    assert AuditEntry.objects.count() == 1


def test_what_follows_from_other_fields_is_set_with_every_write() -> None:
    person = make_applicant(first_name="Anne-Lise", last_name="Bøe")
    assert (fresh(person).sort_name, fresh(person).name_words[:3]) == ("b{be anne-lise", ["anne", "lise", "bøe"])
    records.change(fresh(person), ACTOR, values={"last_name": "Ås"})
    stored = fresh(person)
    assert (stored.sort_name, stored.name_words[:3]) == ("{cs anne-lise", ["anne", "lise", "ås"])
    assert set(stored.history[-1].changes) == {"last_name"}
