"""Bring's register of postcodes."""

import pytest

from schemas.errors import CutFile, EmptyFile, WrongColumns
from schemas.faults import write_faults
from schemas.postcodes import PostcodeRow, read_postcodes

TEXT = "9404\tHARSTAD\t5402\tHARSTAD\tG\r\n9990\tBÅTSFJORD\t5443\tBÅTSFJORD\tG\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_rows_of_the_register(encoding: str) -> None:
    entries = list(read_postcodes(TEXT.encode(encoding)))
    assert [entry.line for entry in entries] == [1, 2]
    assert entries[1].record == PostcodeRow(
        code="9990", place="BÅTSFJORD", municipality_number="5443", municipality="BÅTSFJORD", category="G"
    )


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("940\tHARSTAD\t5402\tHARSTAD\tG", "Postnummer"),
        ("9404\t\t5402\tHARSTAD\tG", "Poststed"),
        ("9404\tHARSTAD\t54020\tHARSTAD\tG", "Kommunenummer"),
        ("9404\tHARSTAD\t5402\t\tG", "Kommune"),
        ("9404\tHARSTAD\t5402\tHARSTAD\tX", "Kategori"),
        ("9404\tHARSTAD\t5402", ""),
    ],
)
def test_faulty_lines_are_named(line: str, column: str) -> None:
    first, second, third = read_postcodes(f"{line}\n{TEXT}".encode())
    assert [(fault.line, fault.column) for fault in first.faults] == [(1, column)]
    assert second.record
    assert third.record


def test_a_mended_list_of_faults_is_read_again() -> None:
    reading = read_postcodes(f"940\tHARSTAD\t5402\tHARSTAD\tG\n{TEXT}".encode())
    data = write_faults(reading.table.columns, [(entry, entry.faults) for entry in reading if entry.faults])
    (entry,) = read_postcodes(data.replace(b"940;", b"9400;", 1))
    assert entry.record.code == "9400"


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"", EmptyFile), (TEXT.encode() + b"9991\tB", CutFile), (b"Bolig-ID;Adresse\nB1;Storgata\n", WrongColumns)],
)
def test_other_files_are_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_postcodes(data)
