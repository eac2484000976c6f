"""An OCR giro file that is cut, altered or no such file is refused before any payment is handed over."""

import pytest

from schemas.errors import (
    BrokenRecord,
    CutFile,
    EmptyFile,
    FileRefused,
    RepeatedAssignment,
    TotalsDiffer,
    UnknownFormat,
)
from schemas.ocr import read_ocr
from tests.schemas.samples import assignment, ocr_of, payment_lines, payments_file, transmission


@pytest.mark.parametrize("left", range(1, 6))
def test_a_file_cut_after_any_line_is_refused(left: int) -> None:
    lines = payments_file(5).splitlines(keepends=True)
    assert len(lines) == 6
    with pytest.raises(CutFile) as caught:
        read_ocr(b"".join(lines[:left]))
    assert caught.value.line == left


@pytest.mark.parametrize(("lost", "of"), [(4, "an assignment"), (5, "a transmission")])
def test_an_end_record_lost_in_the_middle_is_a_cut_too(lost: int, of: str) -> None:
    lines = payments_file(5).splitlines(keepends=True) * 2
    del lines[lost]
    with pytest.raises(CutFile) as caught:
        read_ocr(b"".join(lines))
    assert caught.value.line == lost + 1


def altered(at: int, start: int, digits: str) -> bytes:
    """A whole file with other digits in one of its lines (from 0)."""
    lines = payments_file(500, 700).decode().splitlines()
    lines[at] = lines[at][:start] + digits + lines[at][start + len(digits) :]
    return ocr_of(lines)


@pytest.mark.parametrize(
    ("what", "data", "error"),
    [
        ("a payment altered", altered(2, 46, "501"), TotalsDiffer(7, "amount_ore", 1200, 1201)),
        ("count of the assignment", altered(6, 15, "3"), TotalsDiffer(7, "transactions", 3, 2)),
        ("lines of the assignment", altered(6, 23, "7"), TotalsDiffer(7, "records", 7, 6)),
        ("sum of the assignment", altered(6, 40, "1"), TotalsDiffer(7, "amount_ore", 1201, 1200)),
        ("count of the transmission", altered(7, 15, "1"), TotalsDiffer(8, "transactions", 1, 2)),
        ("lines of the transmission", altered(7, 23, "9"), TotalsDiffer(8, "records", 9, 8)),
        ("sum of the transmission", altered(7, 40, "9"), TotalsDiffer(8, "amount_ore", 1209, 1200)),
    ],
)
def test_totals_that_differ_are_told_with_both_figures(what: str, data: bytes, error: TotalsDiffer) -> None:
    with pytest.raises(TotalsDiffer) as caught:
        read_ocr(data)
    assert vars(caught.value) == vars(error)
    assert str(error.stated) in str(caught.value)
    assert str(error.counted) in str(caught.value)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"\r\n  \r\n", EmptyFile),
        (b"Bolig-ID;Adresse\r\n", UnknownFormat),
        (b"PK\x03\x04\x00\xff", UnknownFormat),
        (ocr_of(payments_file(5).decode().splitlines()[1:]), UnknownFormat),
        (altered(2, 40, "X"), BrokenRecord),
        (altered(6, 40, " "), BrokenRecord),
        (
            ocr_of(transmission(*[assignment(payment_lines(1, 5), count=1, ore=5)] * 2, count=2, ore=10)),
            RepeatedAssignment,
        ),
    ],
)
def test_what_cannot_be_trusted_is_refused_by_name(data: bytes, error: type[FileRefused]) -> None:
    with pytest.raises(error) as caught:
        read_ocr(data)
    assert str(caught.value).endswith(".")
