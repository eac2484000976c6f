"""One municipality's export, as it lies beside the project: counted by hand from its README and its last lines."""

from datetime import date
from pathlib import Path

import pytest

from schemas.ocr import read_ocr
from schemas.ocr_survey import Skipped
from schemas.postcodes import read_postcodes
from schemas.registers import Reading, read_register
from tests.schemas.samples import REGISTERS, TODAY


def harstad(shared: Path, name: str) -> Reading:
    schema, _ = REGISTERS[name]
    data = (shared / "data" / "harstad" / f"{name}.csv").read_bytes()
    return read_register(schema, data, today=TODAY, allow_synthetic=True)


@pytest.mark.parametrize(
    ("name", "right", "blank", "repeats", "refused"),
    [
        # B1302 has a postcode that only the register of postcodes can refuse.
        (
            "boliger", 301, 1, 1,
            {304: ["Adresse"], 305: ["Bruksenhetsnr"], 307: ["Boligtype", "Husleie pr mnd"]},
        ),
        ("utleiere", 5, 0, 0, {7: ["Orgnr"]}),
        ("soknader", 390, 0, 0, {392: ["Fødselsnr"], 393: ["Mottatt"], 394: ["Målgruppe"], 395: ["Mottatt"]}),
        ("klager", 30, 0, 0, {}),
        # K9001 (unknown dwelling) and K9006 (dwelling taken) are seen by the service alone.
        ("leieforhold", 268, 0, 0, {269: ["Fødselsnr"], 270: ["Til dato"], 271: ["Husleie pr mnd"], 272: ["KID"]}),
    ],
)  # fmt: skip
def test_registers(
    shared: Path, name: str, right: int, blank: int, repeats: int, refused: dict[int, list[str]]
) -> None:
    reading = harstad(shared, name)
    entries = list(reading)
    assert sum(entry.record is not None for entry in entries) == right
    assert (reading.table.blank, reading.table.repeats) == (blank, repeats)
    assert {e.line: [fault.column for fault in e.faults] for e in entries if e.faults} == refused


def test_opening_balances(shared: Path) -> None:
    leases = [entry.record for entry in harstad(shared, "leieforhold") if entry.record]
    assert {lease.opening_due_on for lease in leases} == {date(2026, 8, 31)}
    by_number = {lease.contract_number: lease for lease in leases}
    assert by_number["K5261"].opening_ore == 2_312_550
    assert by_number["K5003"].security is None


@pytest.mark.parametrize(
    ("name", "number", "count", "ore"),
    [
        ("harstad/ocr-2026-09.txt", "0000017", 244, 193_867_225),
        ("harstad/ocr-2026-10.txt", "0000018", 237, 187_700_475),
        ("harstad/ocr-2026-11.txt", "0000019", 251, 199_414_575),
        ("ocr_giro_transactions.txt", "0170031", 20, 5_144_900),
    ],
)
def test_payments_add_up_to_the_end_records(shared: Path, name: str, number: str, count: int, ore: int) -> None:
    with (shared / "data" / name).open("rb") as source:
        file = read_ocr(source)
        chunks = list(file.payments())
    amounts = [payment.amount_ore for chunk in chunks for payment in chunk.payments]
    assert [one.number for one in file.transmissions] == [number]
    assert (file.count, file.sum_ore) == (len(amounts), sum(amounts)) == (count, ore)
    assert not any(chunk.faults for chunk in chunks)


def test_the_sample_with_other_records_mixed_in(shared: Path) -> None:
    file = read_ocr((shared / "data" / "ocr_giro_transactions.txt").read_bytes())
    assert file.skipped == {Skipped.FREE_TEXT: 1}
    (chunk,) = file.payments()
    assert {payment.kind for payment in chunk.payments} == {10, 11, 12, 13, 21}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_register_of_postcodes(shared: Path, encoding: str) -> None:
    text = (shared / "data" / "postnummer.tsv").read_text(encoding="utf-8")
    rows = {entry.record.code: entry.record for entry in read_postcodes(text.encode(encoding)) if entry.record}
    assert len(rows) == 5093
    assert (rows["9404"].place, rows["9990"].place) == ("HARSTAD", "BÅTSFJORD")
