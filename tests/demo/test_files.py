"""The town's files are such as the product reads: every row right, or wrong exactly where it was made so."""

import io
from datetime import date
from itertools import islice

import pytest

from demo.bank import giro_file, kid_of, write_many
from demo.faults import cut, plant, with_column
from demo.registers import File, files, kroner, payment_files
from demo.town import Town, make_town
from rules.terms import ImportKind
from schemas.cases import AppealSchema, ApplicationSchema
from schemas.errors import CutFile, WrongColumns
from schemas.housing import DwellingSchema, LandlordSchema, LeaseSchema
from schemas.ocr import read_ocr
from schemas.postcodes import read_postcodes
from schemas.registers import Reading, read_register
from tests.demo.conftest import DAYS

SCHEMAS = {
    ImportKind.LANDLORDS: LandlordSchema,
    ImportKind.DWELLINGS: DwellingSchema,
    ImportKind.LEASES: LeaseSchema,
    ImportKind.APPLICATIONS: ApplicationSchema,
    ImportKind.APPEALS: AppealSchema,
}


def read(file: File, day: date) -> Reading:
    return read_register(SCHEMAS[file.kind], file.content, today=day, allow_synthetic=True)


@pytest.fixture(scope="module")
def town() -> Town:
    return make_town(DAYS[0])


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_is_read_is_what_was_written(day: date) -> None:
    town = make_town(day)
    rows = {
        ImportKind.LANDLORDS: town.landlords,
        ImportKind.DWELLINGS: town.dwellings,
        ImportKind.LEASES: town.leases,
        ImportKind.APPLICATIONS: town.applications,
        ImportKind.APPEALS: town.appeals,
    }
    registers = {file.kind: file for file in files(town) if file.kind in SCHEMAS}
    assert registers.keys() == rows.keys()
    for kind, file in registers.items():
        entries = list(read(file, day))
        assert [fault for entry in entries for fault in entry.faults] == []
        assert tuple(entry.record for entry in entries) == rows[kind]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_bank_s_files_are_read_whole(day: date) -> None:
    town = make_town(day)
    for file, transfers in zip(payment_files(town), town.transfers, strict=True):
        found = read_ocr(file.content)
        chunks = list(found.payments(size=7))
        assert [fault for chunk in chunks for fault in chunk.faults] == []
        read = [(one.kid, one.amount_ore, one.booked_on) for chunk in chunks for one in chunk.payments]
        assert read == [(one.kid, one.amount_ore, one.booked_on) for one in transfers]
        assert all(booked_on <= day for _, _, booked_on in read)
        assert not found.skipped


def test_postcodes_are_read(town: Town) -> None:
    file = next(file for file in files(town) if file.kind is ImportKind.POSTCODES)
    assert tuple(entry.record for entry in read_postcodes(file.content)) == town.postcodes


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_reversal_is_among_the_payments(day: date) -> None:
    assert any(one.amount_ore < 0 for file in make_town(day).transfers for one in file)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_planted_faults_are_found_where_they_were_planted_and_nowhere_else(day: date) -> None:
    town = make_town(day)
    clean = {file.kind: len(read(file, day)) for file in files(town) if file.kind in SCHEMAS}
    for faulty in plant(town):
        entries = list(read(faulty.file, day))
        assert len(entries) == clean[faulty.file.kind] + len(faulty.faults)
        found = {entry.line: tuple(fault.column for fault in entry.faults) for entry in entries if entry.faults}
        assert found == {one.line: one.columns for one in faulty.faults if not one.by_others}


def test_a_cut_file_and_a_renamed_column_are_refused(town: Town) -> None:
    for file in files(town):
        if file.kind in SCHEMAS:
            with pytest.raises(CutFile):
                read(cut(file), town.day)
    with pytest.raises(CutFile):
        read_ocr(cut(payment_files(town)[0]).content)
    with pytest.raises(WrongColumns):
        read(with_column(files(town)[2], "Boligtype", "Type"), town.day)


def test_a_large_file_has_a_payment_for_each_kid() -> None:
    target = io.BytesIO()
    write_many(target, (kid_of(number) for number in range(1, 2001)), transmission=1, booked_on=date(2026, 11, 20))
    found = read_ocr(target.getvalue())
    assert found.count == 2000
    first = next(iter(found.payments(size=3)))
    assert [one.kid for one in first.payments] == list(islice((kid_of(number) for number in (1, 2, 3)), 3))
    assert {len(line) for line in target.getvalue().splitlines()} == {80}


def test_an_empty_file_of_the_bank_is_still_whole() -> None:
    assert read_ocr(giro_file([], transmission=1, sent_on=date(2026, 11, 20))).count == 0


@pytest.mark.parametrize(
    ("ore", "text"), [(629_300, "6 293,00"), (5, "0,05"), (-288_810, "-2 888,10"), (123_456_789, "1 234 567,89")]
)
def test_amounts_are_written_as_a_spreadsheet_does(ore: int, text: str) -> None:
    assert kroner(ore) == text
