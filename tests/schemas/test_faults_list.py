"""The list of refused rows: it tells what is wrong, runs no formula, and comes back in once it is mended."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.faults import Fault, armour, write_faults
from schemas.registers import Reading, read_register
from schemas.tables import RawRow, read_table
from tests.schemas.samples import DWELLING, REGISTERS, TODAY, csv_of, read


def faults_list(reading: Reading) -> bytes:
    return write_faults(reading.table.columns, [(entry, entry.faults) for entry in reading if entry.faults])


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_each_refused_row_stands_with_line_columns_values_and_reasons() -> None:
    data = faults_list(read("boliger", {}, {"Boligtype": "Slott", "Husleie pr mnd": "-1,00"}, {"Adresse": ""}))
    header, first, second = cells(data)
    assert data.startswith(b"\xef\xbb\xbf")
    assert header == [*DWELLING, "Linje", "Kolonne", "Verdi", "Årsak"]
    assert first[:-4] == list({**DWELLING, "Boligtype": "Slott", "Husleie pr mnd": "-1,00"}.values())
    assert first[-4:-1] == ["3", "Boligtype | Husleie pr mnd", "Slott | -1,00"]
    assert first[-1].endswith(" | Beløpet kan ikke være negativt.")
    assert second[-4:] == ["4", "Adresse", "", "Mangler. Feltet må fylles ut."]


def test_a_mended_list_is_read_again() -> None:
    data = faults_list(read("boliger", {"Boligtype": "Slott"}, {"Bolig-ID": "B2", "Husleie pr mnd": "-1,00"}))
    mended = data.replace(b"Slott;2", b"Hybel;2")
    again = read_register(REGISTERS["boliger"][0], mended, today=TODAY)
    assert again.table.columns == tuple(DWELLING)
    assert [bool(entry.record) for entry in again] == [True, False]
    header, row = cells(faults_list(again))
    assert header == [*DWELLING, "Linje", "Kolonne", "Verdi", "Årsak"]
    assert row[-4:] == ["3", "Husleie pr mnd", "-1,00", "Beløpet kan ikke være negativt."]


def test_the_date_of_the_opening_balance_survives() -> None:
    data = faults_list(read("leieforhold", {"Forfallsdag": "0"}))
    again = read_register(
        REGISTERS["leieforhold"][0], data.replace(b";0;00700005", b";20;00700005"), today=TODAY, allow_synthetic=True
    )
    (entry,) = again
    assert entry.record.opening_due_on.isoformat() == "2026-08-31"


def test_a_row_of_the_wrong_length_keeps_its_cells() -> None:
    data = (
        csv_of(DWELLING).decode("utf-8-sig") + "B2;Storgata\r\n" + ";".join(DWELLING.values()) + ";x;y\r\nB3" + ";" * 22
    )
    _, short, long, _ = cells(faults_list(read_register(REGISTERS["boliger"][0], data.encode(), today=TODAY)))
    assert short[:-4] == ["B2", "Storgata", *[""] * 21]
    assert long[:-4] == list(DWELLING.values())
    assert long[-2:] == ["x;y", "Raden har 25 kolonner, men skal ha 23."]


@pytest.mark.parametrize(
    "cell", ["-100,00", "-1 000", "+47 95 36 77 82", "0", "", "-", "Storgata 3", "a=b", "'tis", "1-2"]
)
def test_ordinary_values_stay_as_they_are(cell: str) -> None:
    assert armour(cell) == cell


@pytest.mark.parametrize(
    "cell", ["=1+1", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "+A1", "-A1", "'=1", "''=1", "-1,00 kr"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert armour(cell) == "'" + cell


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(st.text(alphabet="=+-@'\"; \nA1,", max_size=8).map(str.strip), min_size=2, max_size=2).filter(any))
def test_cells_come_back_as_they_went_out(row: list[str]) -> None:
    data = write_faults(("Navn", "Sted"), [(RawRow(7, tuple(row)), [Fault(7, "Navn", row[0], "Feil.")])])
    table = read_table(data, ("Navn", "Sted"))
    assert [raw.cells for raw in table.rows] == [tuple(row)]
    assert not any(cell.startswith(("=", "@")) for line in cells(data) for cell in line)
