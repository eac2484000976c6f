"""Persons registered twice: found, merged by a pointer, parted again; nothing moves and nothing is lost."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from bson import ObjectId

from models import Applicant, Application, Task
from rules.errors import AlreadyExists, MergeRefused, MissingReason, NotAuthorised, StaleState
from rules.terms import ApplicationKind, ApplicationState, IdentityKind, Likeness, Role, TaskKind, TaskState
from services import audit, effects, merged, persons, records, search, tasks
from services.actor import Actor
from services.decisions.case import case_of
from services.imports.people import _holders
from tests.clockwork import load_rulebook
from tests.factories import NOW, make_applicant, make_application, make_lease

KARI = Actor(id="kari", name="Kari", at=NOW, roles=frozenset({Role.CASEWORKER}))
BORN = date(1990, 5, 17)
SAME = {"first_name": "Ola", "last_name": "Dobbel", "born_on": BORN}
D_NUMBER, FULL, OTHER = "57059012345", "17059012345", "17059054321"


@pytest.fixture(autouse=True)
def looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The effects as `wiring.py` names them."""
    monkeypatch.setattr(effects.registry, "_follows", [])
    effects.registry.record(audit.EFFECT, audit.build)
    effects.registry.command(persons.LIKENESS_EFFECT, persons.look_for_duplicates)
    effects.registry.follow(persons.LIKENESS_EFFECT, Applicant, *persons.TELLING)
    effects.registry.command(tasks.SETTLE_EFFECT, tasks.settle_by_effect)


def _person(**values: Any) -> Applicant:
    return make_applicant(**SAME | values)


def _merge(one: Applicant, other: Applicant, **values: Any) -> ObjectId:
    versions = {one.pk: one.version, other.pk: other.version}
    return persons.merge(one, other, KARI, **{"why": "Samme person", "versions": versions} | values)


def _fresh(person: Applicant) -> Any:
    return Applicant.objects.get(pk=person.pk)


# --- Finding ---------------------------------------------------------------------------------------------------------


def test_a_person_not_yet_stored_is_found_by_name_and_birth_and_blanks_find_nobody() -> None:
    stored = _person()
    make_applicant(first_name="Ola", last_name="Dobbel", born_on=None)
    [double] = persons.find_duplicates(Applicant(first_name=" OLA", last_name="dobbel ", born_on=BORN))
    assert (double.person, double.likenesses, double.sure) == (stored, (Likeness.NAME_AND_BIRTH,), True)
    assert persons.find_duplicates(Applicant()) == []
    assert persons.find_duplicates(Applicant(first_name="", last_name="", phone="", email="")) == []


def test_a_number_that_a_merged_record_carries_finds_the_person_it_stands_for() -> None:
    root = _person(identity_number=FULL, identity_kind=IdentityKind.NATIONAL)
    later = _person(identity_number=D_NUMBER, identity_kind=IdentityKind.D_NUMBER)
    _merge(root, _fresh(later))
    [double] = persons.find_duplicates(Applicant(first_name="Olav", last_name="Annen", identity_number=D_NUMBER))
    assert (double.person, double.likenesses) == (root, (Likeness.NUMBER,))


def test_none_of_a_persons_own_records_is_told_as_a_double() -> None:
    root, later = _person(), _person()
    _merge(root, _fresh(later))
    assert persons.find_duplicates(_fresh(root)) == persons.find_duplicates(_fresh(later)) == []


def test_the_surest_stand_first_and_hints_are_no_sure_ones() -> None:
    person = _person(phone="99887766", identity_number=D_NUMBER, identity_kind=IdentityKind.D_NUMBER)
    hint = _person(born_on=None, phone="99887766")
    sure = _person(identity_number=FULL, identity_kind=IdentityKind.NATIONAL)
    found = persons.find_duplicates(person)
    assert [(one.person, one.likenesses, one.sure) for one in found] == [
        (sure, (Likeness.NEW_NUMBER,), True),
        (hint, (Likeness.PHONE,), False),
    ]


# --- The task --------------------------------------------------------------------------------------------------------


def _register(**values: Any) -> Applicant:
    person = make_applicant(store=False, **SAME | values)
    persons.register(person, KARI)
    return person


def test_whoever_is_registered_twice_becomes_a_task_that_names_nobody() -> None:
    _register()
    assert Task.objects.count() == 0
    second = _register()
    task = Task.objects.get()
    assert (task.kind, task.subject_id, task.role) == (TaskKind.DUPLICATE, str(second.pk), Role.CASEWORKER)
    assert "Dobbel" not in task.text + task.subject_number


def test_a_hint_makes_no_task() -> None:
    _register(phone="99887766")
    _register(phone="99887766", born_on=None)
    assert Task.objects.count() == 0


def test_a_person_who_becomes_like_another_is_told_of_and_no_more_once_mended() -> None:
    _register()
    other = _register(born_on=date(1991, 1, 1))
    records.change(_fresh(other), KARI, values={"born_on": BORN})
    assert Task.objects.get().state is TaskState.OPEN
    records.change(_fresh(other), KARI, values={"born_on": date(1991, 1, 1)})
    assert Task.objects.get().state is TaskState.SETTLED


def test_what_a_person_looked_at_and_left_is_not_told_again_but_another_double_is() -> None:
    _register()
    second = _register()
    tasks.finish(Task.objects.get(), KARI, why="Navnebrødre", version=1)
    records.change(_fresh(second), KARI, values={"phone": "99887766"})
    assert Task.objects.get().state is TaskState.DONE
    _register()
    records.change(_fresh(second), KARI, values={"phone": "99887755"})
    assert Task.objects(subject_id=str(second.pk), state=TaskState.OPEN).count() == 1


def test_merging_settles_the_task_of_both_and_parting_opens_it_again() -> None:
    first, second = _register(), _register()
    records.change(_fresh(first), KARI, values={"phone": "99887766"})
    assert Task.objects(state=TaskState.OPEN).count() == 2
    _merge(_fresh(first), _fresh(second))
    assert Task.objects(state=TaskState.OPEN).count() == 0
    gone = _fresh(second)
    persons.unmerge(gone, KARI, why="Feil person", version=gone.version)
    assert [task.subject_id for task in Task.objects(state=TaskState.OPEN)] == [str(second.pk)]


# --- Merging ---------------------------------------------------------------------------------------------------------


def test_the_later_points_to_the_earlier_whichever_is_named_first_and_nothing_is_moved() -> None:
    root, later = _person(), _person()
    case = make_application(applicant=later)
    assert _merge(_fresh(later), _fresh(root)) == root.pk
    gone = _fresh(later)
    assert (gone.merged, gone.merged_into, gone.history[-1].action) == (True, root.pk, "merged")
    assert (_fresh(root).merged, _fresh(root).version) == (False, 1)
    case.reload()
    assert case.applicant.pk == later.pk
    assert persons.ids_of(later.pk) == persons.ids_of(root.pk) == [root.pk, later.pk]


def test_chains_lead_to_one_root_and_all_ids_are_told() -> None:
    first, second, third, alone = _person(), _person(), _person(), _person()
    _merge(_fresh(second), _fresh(third))
    _merge(_fresh(first), _fresh(second))
    assert persons.ids_of(third.pk) == [first.pk, second.pk, third.pk]
    assert persons.root_of(_fresh(third)) == first
    assert [one.pk for one in merged.under(_fresh(first))] == [second.pk, third.pk]
    assert persons.ids_of(alone.pk) == [alone.pk]


def test_parting_takes_along_those_who_were_merged_into_them() -> None:
    first, second, third = _person(), _person(), _person()
    _merge(_fresh(second), _fresh(third))
    _merge(_fresh(first), _fresh(second))
    gone = _fresh(second)
    persons.unmerge(gone, KARI, why="Feil person", version=gone.version)
    assert persons.ids_of(first.pk) == [first.pk]
    assert persons.ids_of(third.pk) == [second.pk, third.pk]
    assert (_fresh(second).merged, _fresh(second).merged_into) == (False, None)


def test_two_with_full_numbers_are_refused_also_by_way_of_those_merged_into_them() -> None:
    first = _person(identity_number=FULL, identity_kind=IdentityKind.NATIONAL)
    second = _person()
    third = _person(identity_number=OTHER, identity_kind=IdentityKind.NATIONAL)
    _merge(_fresh(second), _fresh(third))
    with pytest.raises(MergeRefused) as refused:
        _merge(_fresh(first), _fresh(second))
    assert refused.value.why == "other_number"
    assert not _fresh(second).merged


@pytest.mark.parametrize(
    ("kind", "state", "refused"),
    [
        (ApplicationKind.NEW, ApplicationState.WAITING, True),
        (ApplicationKind.NEW, ApplicationState.WITHDRAWN, False),
        (ApplicationKind.SWAP, ApplicationState.RECEIVED, False),
    ],
)
def test_two_with_open_applications_of_one_kind_are_refused(
    kind: ApplicationKind, state: ApplicationState, refused: bool
) -> None:
    first, second = _person(), _person()
    make_application(applicant=first, kind=ApplicationKind.NEW)
    make_application(applicant=second, kind=kind, state=state)
    if refused:
        with pytest.raises(MergeRefused, match="both_open"):
            _merge(first, second)
    else:
        _merge(first, second)
    assert _fresh(second).merged is not refused


def test_a_merge_needs_a_reason_the_right_role_and_what_both_are_now() -> None:
    first, second = _person(), _person()
    with pytest.raises(MissingReason):
        _merge(first, second, why=" ")
    with pytest.raises(NotAuthorised):
        persons.merge(first, second, replace(KARI, roles=frozenset({Role.READER})), why="x", versions={})
    for versions in ({first.pk: 1}, {first.pk: 1, second.pk: 2}, {}):
        with pytest.raises(StaleState):
            _merge(first, second, versions=versions)
    with pytest.raises(MergeRefused, match="same"):
        _merge(first, _fresh(first))
    assert Applicant.objects(merged=True).count() == 0


def test_merging_twice_and_parting_twice_is_refused() -> None:
    first, second = _person(), _person()
    _merge(first, second)
    with pytest.raises(MergeRefused, match="merged"):
        _merge(_fresh(first), _fresh(second))
    gone = _fresh(second)
    persons.unmerge(gone, KARI, why="Feil", version=gone.version)
    with pytest.raises(StaleState):
        persons.unmerge(gone, KARI, why="Feil", version=gone.version - 1)
    with pytest.raises(MergeRefused, match="not_merged"):
        persons.unmerge(_fresh(second), KARI, why="Feil", version=_fresh(second).version)
    with pytest.raises(MissingReason):
        persons.unmerge(_fresh(second), KARI, why="", version=1)


@pytest.mark.parametrize("of_root", [True, False])
def test_a_protected_address_of_the_one_protects_the_other_and_stays_when_they_part(of_root: bool) -> None:
    root, later = _person(protected_address=of_root), _person(protected_address=not of_root)
    _merge(root, later)
    gone = _fresh(later)
    persons.unmerge(gone, KARI, why="Feil person", version=gone.version)
    assert (_fresh(root).protected_address, _fresh(later).protected_address) == (True, True)


def test_a_number_is_free_while_its_record_is_merged_and_bars_the_parting_once_taken() -> None:
    root, later = _person(), _person(identity_number=FULL, identity_kind=IdentityKind.NATIONAL)
    _merge(root, later)
    records.change(_fresh(root), KARI, values={"identity_number": FULL, "identity_kind": IdentityKind.NATIONAL})
    gone = _fresh(later)
    with pytest.raises(AlreadyExists):
        persons.unmerge(gone, KARI, why="Feil person", version=gone.version)
    assert _fresh(later).merged


# --- Others who ask for persons --------------------------------------------------------------------------------------


def test_a_search_finds_the_person_by_every_name_and_number_with_all_cases_and_leases() -> None:
    root = make_applicant(first_name="Olga", last_name="Rotnes")
    later = make_applicant(
        first_name="Olga", last_name="Gamlenavn", identity_number=D_NUMBER, identity_kind=IdentityKind.D_NUMBER
    )
    case, lease = make_application(applicant=later), make_lease(tenant=root)
    _merge(root, later)
    assert [(hit.id, hit.detail) for hit in search.find("gamlenavn", KARI)] == [
        (root.pk, "også registrert som Olga Gamlenavn")
    ]
    assert [hit.id for hit in search.find("rotnes", KARI)] == [root.pk]
    assert {hit.number for hit in search.find(D_NUMBER, KARI)} == {"", case.number, lease.number}


def test_an_import_makes_no_new_person_of_a_number_that_a_merged_record_carries() -> None:
    root = _person()
    later = _person(identity_number=D_NUMBER, identity_kind=IdentityKind.D_NUMBER)
    _merge(root, later)
    assert _holders({D_NUMBER, None}) == {D_NUMBER: later}


def test_a_case_on_a_merged_record_is_decided_on_what_the_person_is_now_and_told_where_they_live() -> None:
    load_rulebook()
    root, later = _person(address="Nyveien 1"), _person(address="Gamleveien 9")
    case = make_application(applicant=later)
    _merge(root, later)
    assert case_of(Application.objects.get(pk=case.pk), NOW).person.address == "Nyveien 1"
