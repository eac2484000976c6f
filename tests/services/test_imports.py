"""The record of an import: read once, carried on by one, its faults for the importer alone."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import AccessEntry, AuditEntry, Dwelling, File, FilePart, ImportFault, ImportRun, Lease, LedgerRow
from models.fields import is_ciphertext
from rules.errors import NotAuthorised, NotFound
from rules.terms import AccessKind, ImportKind, ImportState, Role
from schemas import readers
from services import effects, imports, ledger
from services.actor import Actor
from services.imports import AlreadyRead, ImportRunning, ImportTakenOver
from services.imports import walk as walking
from services.imports.books import readable
from tests.factories import NOW, make_applicant, make_dwelling
from tests.importing import (
    NEW,
    REFUSED,
    TODAY,
    UNCHANGED,
    Clock,
    bring,
    content,
    counted,
    file_of,
    order,
    prepare,
)
from tests.schemas.samples import synthetic_number

DWELLINGS = ImportKind.DWELLINGS
GOOD, BAD = {"Bolig-ID": "B2"}, {"Bolig-ID": "B3", "Adresse": "", "Boligtype": "Slott"}
ANNA = Actor(id="anna", name="Anna", at=NOW, roles=frozenset({Role.ADMINISTRATOR}))
BERIT = Actor(id="berit", name="Berit", at=NOW, roles=frozenset({Role.ADMINISTRATOR}))


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare()
    monkeypatch.setattr(walking, "ROWS_AT_ONCE", 2)


def rows(count: int) -> list[dict[str, str]]:
    return [{"Bolig-ID": f"B{number}"} for number in range(100, 100 + count)]


def render(run: ImportRun, source: Any, told: Any) -> bytes:
    file = readers.read(run.kind, run.name, source, today=run.day, allow_synthetic=True)
    return readers.faults_file(file, told)


def kill_after(rows_done: int) -> Any:
    def progress(done: int, _total: int) -> None:
        if done >= rows_done:
            raise Killed

    return progress


def silence(clock: Clock) -> None:
    """As after kill -9: the run says it is running, and nobody has let go of it."""
    ImportRun.objects.update(set__beat_at=clock.now)


def test_a_file_read_before_changes_nothing() -> None:
    bring(DWELLINGS, GOOD)
    run = ImportRun.objects.get().to_mongo()
    with pytest.raises(AlreadyRead) as told:
        bring(DWELLINGS, GOOD)
    assert told.value.run.name == "dwellings.csv"
    assert (ImportRun.objects.get().to_mongo(), Dwelling.objects.count()) == (run, 2)


def test_with_leave_a_file_is_read_again() -> None:
    bring(DWELLINGS, GOOD)
    assert counted(bring(DWELLINGS, GOOD, overwrite=True)) == {UNCHANGED: 1}


def test_a_run_tells_what_was_read_when_and_by_whom() -> None:
    done = bring(DWELLINGS, GOOD, BAD, actor=ANNA)
    run = ImportRun.objects.get()
    assert (run.key, run.state, run.by_name, run.total, run.done) == (done.run.key, ImportState.DONE, "Anna", 2, 2)
    assert run.counts | {"blank": 0, "repeated": 0} == {NEW: 1, REFUSED: 1, "blank": 0, "repeated": 0}


def test_a_file_of_which_nothing_went_in_may_be_tried_again() -> None:
    row = GOOD | {"Orgnr utleier": "922542570"}
    assert bring(DWELLINGS, row).run.state is ImportState.REFUSED
    bring(ImportKind.LANDLORDS, {})
    assert counted(bring(DWELLINGS, row)) == {NEW: 1}
    assert ImportRun.objects(kind=DWELLINGS).get().state is ImportState.DONE


def test_while_one_reads_the_file_another_is_refused() -> None:
    def second(_done: int, _total: int) -> None:
        with pytest.raises(ImportRunning) as told:
            bring(DWELLINGS, GOOD, actor=BERIT)
        assert told.value.holder == "Anna"

    assert counted(bring(DWELLINGS, GOOD, actor=ANNA, progress=second)) == {NEW: 1}


def test_a_run_that_was_killed_is_carried_on_after_a_minute_and_counts_as_one() -> None:
    clock = Clock()
    with pytest.raises(Killed):
        bring(DWELLINGS, *rows(5), clock=clock, progress=kill_after(4))
    silence(clock)
    with pytest.raises(ImportRunning):
        bring(DWELLINGS, *rows(5), clock=clock)
    clock.forward(seconds=61)
    assert counted(bring(DWELLINGS, *rows(5), clock=clock)) == {NEW: 5}
    assert Dwelling.objects.count() == 6
    assert ImportRun.objects.get().fence == 2


def test_whoever_leaves_before_the_end_lets_another_go_on_at_once() -> None:
    with pytest.raises(Killed):
        bring(DWELLINGS, *rows(5), progress=kill_after(2))
    assert counted(bring(DWELLINGS, *rows(5))) == {NEW: 5}


def test_one_that_was_taken_over_stops_at_its_next_step() -> None:
    clock = Clock()

    def sleep(done: int, _total: int) -> None:
        if done == 2:
            clock.forward(seconds=61)
            assert counted(bring(DWELLINGS, *rows(5), clock=clock)) == {NEW: 5}

    with pytest.raises(ImportTakenOver):
        bring(DWELLINGS, *rows(5), clock=clock, progress=sleep)
    assert (ImportRun.objects.get().state, Dwelling.objects.count()) == (ImportState.DONE, 6)


def cut_before_the_opening_row() -> None:
    """A lease stands, its opening row does not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "open_many", lambda *_: kill_after(0)(0, 0))
        with pytest.raises(Killed):
            bring(ImportKind.LEASES, {"Restanse pr 31.08.2026": "100,00"})
    assert (Lease.objects.count(), LedgerRow.objects.count()) == (1, 0)


def opened() -> list[Any]:
    (lease,) = Lease.objects
    return [
        lease.account.balance_ore,
        lease.pending,
        LedgerRow.objects.count(),
        AuditEntry.objects(document="lease").count(),
    ]


def test_what_was_cut_off_between_a_record_and_what_it_owed_is_made_up_by_the_next_attempt() -> None:
    cut_before_the_opening_row()
    assert counted(bring(ImportKind.LEASES, {"Restanse pr 31.08.2026": "100,00"})) == {NEW: 1}
    assert opened() == [10_000, [], 1, 1]


def test_or_by_the_job_that_finishes_effects() -> None:
    cut_before_the_opening_row()
    later = Actor.system(NOW + timedelta(minutes=2))
    for document in effects.due(later.at):
        assert effects.finish(document, later)
    assert opened() == [10_000, [], 1, 1]


@pytest.mark.parametrize(
    ("kind", "changes", "column"),
    [
        pytest.param(DWELLINGS, {"Bolig-ID": "B2", "Bruksareal (m2)": "0,5"}, "Bruksareal (m2)", id="on the record"),
        pytest.param(ImportKind.LEASES, {"Leietaker": "A" * 100 + " B"}, "Leietaker", id="on what it stands on"),
    ],
)
def test_a_value_that_cannot_be_stored_refuses_its_row_alone(
    kind: ImportKind, changes: dict[str, str], column: str
) -> None:
    make_dwelling(dwelling_number="B9")
    person = {"Fødselsnr": synthetic_number(date(1990, 1, 1)), "Født": "01.01.1990"}
    fine = {
        DWELLINGS: {"Bolig-ID": "B3"},
        ImportKind.LEASES: {"Kontraktsnr": "K2", "Bolig-ID": "B9", "KID": "00700013"} | person,
    }
    done = bring(kind, changes, fine[kind])
    assert counted(done) == {NEW: 1, REFUSED: 1}
    assert [told for line in done.outcome.refused for told, _ in line.told] == [column]


def test_the_source_is_kept_encrypted_only_while_it_has_faults() -> None:
    bring(DWELLINGS, GOOD)
    assert (File.objects.count(), FilePart.objects.count()) == (1, 0)
    assert ImportRun.objects.get().closed_at is not None
    bring(DWELLINGS, BAD)
    (part,) = FilePart._get_collection().find()
    assert is_ciphertext(part["content"])
    assert FilePart.objects.get().content == content(DWELLINGS, BAD)


def test_stored_faults_hold_columns_and_reasons_but_no_value() -> None:
    bring(DWELLINGS, BAD)
    stored = ImportFault._get_collection().find_one()
    assert [one["column"] for one in stored["faults"]] == ["Adresse", "Boligtype"]
    assert "Slott" not in str(stored)


def test_the_importer_alone_gets_the_refused_rows_and_it_is_logged() -> None:
    run = bring(DWELLINGS, GOOD, BAD, actor=ANNA).run
    with pytest.raises(NotAuthorised):
        imports.faults_file(run, BERIT, render)
    lines = imports.faults_file(run, ANNA, render).decode("utf-8-sig").splitlines()
    assert lines[0].endswith("Linje;Kolonne;Verdi;Årsak")
    assert len(lines) == 2
    assert lines[1].startswith("B3;;9404;")
    assert ";3;Adresse | Boligtype; | Slott;Mangler. Feltet må fylles ut. | Ukjent boligtype." in lines[1]
    entry = AccessEntry.objects(kind=AccessKind.FAULTS_FETCHED).get()
    assert (entry.by, entry.document_id, entry.count) == ("anna", run.key, 1)


def test_the_mended_list_of_faults_goes_in() -> None:
    run = bring(DWELLINGS, GOOD, BAD, actor=ANNA).run
    mended = imports.faults_file(run, ANNA, render).decode("utf-8-sig")
    mended = mended.replace("B3;;", "B3;Storgata 4;", 1).replace(";Slott;", ";Enebolig;", 1)
    assert counted(bring(DWELLINGS, data=mended.encode("utf-8-sig"))) == {NEW: 1}
    assert Dwelling.objects(dwelling_number="B3").get().address == "Storgata 4"


def test_a_second_attempt_tells_its_own_faults_only() -> None:
    bring(DWELLINGS, GOOD, {"Bolig-ID": "B4", "Orgnr utleier": "922542570"}, BAD)
    bring(ImportKind.LANDLORDS, {})
    run = bring(DWELLINGS, GOOD, {"Bolig-ID": "B4", "Orgnr utleier": "922542570"}, BAD, overwrite=True).run
    assert [fault.line for fault in imports.noted(run)] == [4]


def test_the_importer_closes_a_run_and_its_bytes_are_gone() -> None:
    run = bring(DWELLINGS, BAD, actor=ANNA).run
    with pytest.raises(NotAuthorised):
        imports.close(run, Actor(id="c", name="C", at=NOW, roles=frozenset({Role.CASEWORKER})))
    imports.close(run, ANNA)
    assert (File.objects.count(), FilePart.objects.count()) == (1, 0)
    with pytest.raises(NotFound):
        imports.faults_file(run, ANNA, render)


def test_runs_that_nobody_closes_are_closed_after_thirty_days() -> None:
    bring(DWELLINGS, BAD)
    assert imports.close_old(NOW + timedelta(days=30)) == 0
    assert imports.close_old(NOW + timedelta(days=30, seconds=1)) == 1
    assert FilePart.objects.count() == 0


def test_a_closed_file_can_be_read_again_with_leave() -> None:
    bring(DWELLINGS, GOOD)
    run = bring(DWELLINGS, GOOD, overwrite=True).run
    assert (run.state, File.objects.count()) == (ImportState.DONE, 2)


def test_a_preview_counts_the_same_and_writes_nothing() -> None:
    bring(ImportKind.LANDLORDS, {})
    twice = [GOOD, BAD, {"Bolig-ID": "B4", "Orgnr utleier": "922542570"}, GOOD | {"Heis": "Ja"}]
    before = database_of()
    seen = imports.preview(file_of(DWELLINGS, *twice), order())
    assert database_of() == before
    done = bring(DWELLINGS, *twice)
    assert (seen.counts, seen.refused) == (done.outcome.counts, done.outcome.refused)


def database_of() -> dict[str, int]:
    database = ImportRun._get_db()
    return {name: database[name].count_documents({}) for name in database.list_collection_names()}


def test_a_preview_of_a_file_read_before_says_so() -> None:
    bring(DWELLINGS, GOOD)
    with pytest.raises(AlreadyRead):
        imports.preview(file_of(DWELLINGS, GOOD), order())


@pytest.mark.parametrize(
    ("kind", "role", "allowed"),
    [
        (DWELLINGS, Role.ADMINISTRATOR, True),
        (DWELLINGS, Role.PROPERTY, True),
        (DWELLINGS, Role.ECONOMY, False),
        (DWELLINGS, Role.CASEWORKER, False),
    ],
)
def test_administrators_and_those_whose_books_they_are_bring_files_in(
    kind: ImportKind, role: Role, allowed: bool
) -> None:
    actor = Actor(id="a", name="A", at=NOW, roles=frozenset({role}))
    if allowed:
        assert counted(bring(kind, GOOD, actor=actor)) == {NEW: 1}
    else:
        with pytest.raises(NotAuthorised):
            bring(kind, GOOD, actor=actor)


def resume(clock: Clock) -> list[imports.Imported]:
    def read(run: ImportRun, source: Any) -> Any:
        return readers.read(run.kind, run.name, source, today=run.day, allow_synthetic=True)

    return imports.resume_abandoned(read, frozenset({Role.ADMINISTRATOR}), clock)


def test_an_abandoned_run_is_carried_on_from_its_stored_file_in_the_importers_name() -> None:
    clock = Clock()
    with pytest.raises(Killed):
        bring(DWELLINGS, *rows(4), BAD, actor=ANNA, clock=clock, progress=kill_after(2))
    silence(clock)
    assert resume(clock) == []
    clock.forward(seconds=61)
    (done,) = resume(clock)
    assert counted(done) == {NEW: 4, REFUSED: 1}
    assert (done.run.by, done.run.day, done.run.state) == ("anna", TODAY, ImportState.DONE)
    assert imports.faults_file(done.run, ANNA, render)
    assert resume(clock) == []


def test_a_run_without_its_whole_file_is_given_up_and_can_be_brought_again(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    with monkeypatch.context() as patch:
        patch.setattr(imports.running.runs.files, "insert_once", lambda _row: kill_after(0)(0, 0))
        with pytest.raises(Killed):
            bring(DWELLINGS, GOOD, clock=clock)
    clock.forward(seconds=61)
    assert resume(clock) == []
    assert ImportRun.objects.get().state is ImportState.REFUSED
    assert counted(bring(DWELLINGS, GOOD, clock=clock)) == {NEW: 1}


def test_what_the_house_holds_is_shown_but_for_what_is_secret() -> None:
    hidden = make_applicant(first_name="Åse", last_name="Moen", phone="41000000", protected_address=True)
    asked = {"identity_number": "17858001234", "phone": "41000000", "last_name": "Moen", "citizenship": None}
    assert readable(hidden, asked) == {"last_name": "Åse Moen", "citizenship": None}
    hidden.protected_address = False
    assert readable(hidden, {"phone": "41000000"}) == {"phone": "41000000"}
