"""OCR giro files: whole or refused, every payment once, the rest counted."""

import io
from datetime import date

import netsgiro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import (
    FileRefused,
)
from schemas.faults import Fault
from schemas.ocr import OcrFile, read_ocr
from schemas.ocr_payments import Payment
from schemas.ocr_survey import Skipped
from tests.schemas.samples import (
    ACCOUNT,
    assignment,
    ocr_of,
    payment_lines,
    payments_file,
    transmission,
)


def one_assignment(body: list[str], *, count: int, ore: int) -> bytes:
    """A whole file of one assignment."""
    return ocr_of(transmission(assignment(body, count=count, ore=ore), count=count, ore=ore))


def payments(data: bytes | OcrFile, *, size: int = 1000) -> list[Payment]:
    file = data if isinstance(data, OcrFile) else read_ocr(data)
    return [payment for chunk in file.payments(size=size) for payment in chunk.payments]


def faults(data: bytes) -> list[Fault]:
    return [fault for chunk in read_ocr(data).payments() for fault in chunk.faults]


def test_a_payment_with_all_it_tells() -> None:
    file = read_ocr(payments_file(629300))
    (payment,) = payments(file)
    assert payment == Payment(
        account=ACCOUNT, transmission="0000017", assignment="0000001", transaction=1, kid="00700005",
        amount_ore=629300, booked_on=date(2026, 9, 20), bank_date=date(2026, 9, 20), debit_account="59192145400",
        archive_reference="158654345", kind=10, line=3,
    )  # fmt: skip
    assert payment.key == f"payment:{ACCOUNT}:0000017:0000001:1"
    assert (file.count, file.sum_ore, file.skipped) == (1, 629300, {})
    assert [(one.number, one.accounts) for one in file.transmissions] == [("0000017", (ACCOUNT,))]


def test_our_own_sample_is_what_netsgiro_takes_for_an_ocr_file() -> None:
    parsed = netsgiro.parse(payments_file(1, 22, 333).decode())
    assert [int(one.amount * 100) for one in parsed.assignments[0].transactions] == [1, 22, 333]


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_chunks_hold_each_payment_once_and_in_order(size: int) -> None:
    file = read_ocr(payments_file(*range(1, 6)))
    chunks = list(file.payments(size=size))
    assert [len(chunk.payments) for chunk in chunks[:-1]] == [size] * (len(chunks) - 1)
    assert [payment.amount_ore for chunk in chunks for payment in chunk.payments] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("source", [bytes, io.BytesIO])
def test_bytes_and_files_can_be_walked_again(source: type) -> None:
    file = read_ocr(source(payments_file(5, 7)))
    assert payments(file) == payments(file)


@pytest.mark.parametrize(
    ("kind", "sign", "ore"),
    [(10, "0", 500), (10, "-", -500), (18, "0", -500), (18, "-", -500), (20, "0", -500), (21, "0", 500)],
)
def test_reversals_are_negative(kind: int, sign: str, ore: int) -> None:
    body = payment_lines(1, 500, kind=kind, sign=sign) + payment_lines(2, 1300)
    for stated in (1300 + ore, 1800):  # the sum may or may not take reversals off
        file = read_ocr(one_assignment(body, count=2, ore=stated))
        assert file.sum_ore == 1300 + ore
        assert [payment.amount_ore for payment in payments(file)] == [ore, 1300]


@pytest.mark.parametrize(
    ("written", "kid"),
    [
        ("00700005", "00700005"),
        ("1009-", "1009-"),
        ("12345678A", "12345678A"),
        ("", None),
        ("7" * 25, "7" * 25),
        ("12 34", "12 34"),
    ],
)
def test_kids_come_through_as_they_stand(written: str, kid: str | None) -> None:
    body = payment_lines(1, 500, kid=written) + payment_lines(2, 1300)
    assert [payment.kid for payment in payments(one_assignment(body, count=2, ore=1800))] == [kid, "00700005"]


def test_free_text_mandates_and_unknown_services_are_left_out_and_counted() -> None:
    text = f"NY092132{1:07d}{'Husleie for Bråten':40}{'0' * 25}"
    paid = assignment([*payment_lines(1, 500, kind=21), text], count=1, ore=500)
    mandates = assignment(
        [f"NY219470{n:07d}1{'00700005':>25}J{'0' * 38}" for n in (1, 2)], count=2, ore=0, service="2124", number=2
    )
    claim = payment_lines(1, 900)
    claims = assignment([line.replace("NY09", "NY21") for line in claim], count=1, ore=900, service="2100", number=3)
    other = assignment([f"NY159930{'0' * 72}"], count=1, ore=7, service="1500", number=4)
    stray = f"NY090599{'0' * 72}"
    file = read_ocr(ocr_of(transmission(paid, mandates, [stray], claims, other, count=5, ore=1407)))
    assert (file.count, file.sum_ore) == (1, 500)
    assert file.skipped == {
        Skipped.FREE_TEXT: 1, Skipped.MANDATE: 2, Skipped.AVTALEGIRO: 2, Skipped.UNKNOWN_SERVICE: 1,
        Skipped.UNKNOWN_RECORD: 1,
    }  # fmt: skip
    assert [payment.kind for payment in payments(file)] == [21]


def test_transactions_of_unknown_type_count_in_the_totals_and_are_left_out() -> None:
    body = payment_lines(1, 500, kind=99) + payment_lines(2, 1300)
    file = read_ocr(one_assignment(body, count=2, ore=1800))
    assert (file.count, file.sum_ore, file.skipped) == (1, 1300, {Skipped.UNKNOWN_TRANSACTION: 1})
    assert [(payment.transaction, payment.line) for payment in payments(file)] == [(2, 5)]


def test_several_transmissions_and_assignments() -> None:
    first = [assignment(payment_lines(1, ore), count=1, ore=ore, number=number) for number, ore in ((1, 5), (2, 7))]
    second = assignment(payment_lines(1, 11), count=1, ore=11)
    lines = [*transmission(*first, count=2, ore=12), *transmission(second, count=1, ore=11, number=18)]
    file = read_ocr(ocr_of(lines))
    assert [one.number for one in file.transmissions] == ["0000017", "0000018"]
    alone = read_ocr(ocr_of(transmission(second, count=1, ore=11, number=18))).transmissions
    assert file.transmissions[1] == alone[0] != file.transmissions[0]
    assert [payment.key.split(":")[2:] for payment in payments(file)] == [
        ["0000017", "0000001", "1"], ["0000017", "0000002", "1"], ["0000018", "0000001", "1"],
    ]  # fmt: skip


def test_the_digest_of_a_transmission_minds_its_content_not_its_line_ends() -> None:
    def digest(data: bytes) -> str:
        return read_ocr(data).transmissions[0].sha256

    plain = payments_file(500)
    assert digest(plain) == digest(plain.replace(b"\r\n", b"  \n\n"))
    assert digest(plain) != digest(payments_file(501))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.replace(b"\r\n", b"   \r\n"),
        lambda data: data + b"\x1a",
        lambda data: b"\r\n" + data + b"\r\n\r\n",
        lambda data: data.replace(b"00700005000000\r\n", b"00700005\r\n"),
        lambda data: data.replace(b"00700005000000", b"00700005      "),
        lambda data: data.replace(b"0101464000", b"0101      "),
        lambda data: data.replace(b"2714787879158654345", b" " * 19),
    ],
)
def test_the_ways_of_banks_are_borne_with(change: object) -> None:
    assert [payment.kid for payment in payments(change(payments_file(5, 7)))] == ["00700005"] * 2


def test_a_payment_without_its_second_record_is_taken() -> None:
    (payment,) = payments(one_assignment(payment_lines(1, 500)[:1], count=1, ore=500))
    assert (payment.amount_ore, payment.bank_date, payment.debit_account) == (500, None, None)


def test_a_payment_ahead_of_today_is_read_as_it_stands() -> None:
    body = payment_lines(1, 500) + payment_lines(2, 1300, day="231226")
    data = one_assignment(body, count=2, ore=1800)
    assert (faults(data), payments(data)[1].booked_on) == ([], date(2026, 12, 23))


def test_each_assignment_tells_its_own_count_and_sum() -> None:
    data = ocr_of(
        transmission(assignment(payment_lines(1, 500) + payment_lines(2, 7), count=2, ore=507), count=2, ore=507)
    )
    assert read_ocr(data).told == ((ACCOUNT, "0000017 / 0000001", 2, 507),)


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        (payment_lines(1, 500) + payment_lines(2, 1300, day="310226"), 5, "Oppgjørsdato"),
        (
            [*payment_lines(1, 500), payment_lines(2, 1300)[0].replace("0101464", "0A01464"), payment_lines(2, 0)[1]],
            5,
            "Post",
        ),
        (payment_lines(1, 500) + payment_lines(1, 1300), 5, "Post"),
    ],
)
def test_one_bad_payment_does_not_take_the_others_with_it(body: list[str], line: int, column: str) -> None:
    data = one_assignment(body, count=2, ore=1800)
    (fault,) = faults(data)
    assert (fault.line, fault.column) == (line, column)
    assert [payment.amount_ore for payment in payments(data)] == [500]


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_garbage_is_payments_or_a_named_refusal(data: st.DataObject) -> None:
    lines = payments_file(5, 7).splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines)))
    garbage = data.draw(st.binary(max_size=90))
    keep = data.draw(st.booleans())
    try:
        file = read_ocr(b"".join([*lines[:at], garbage, *lines[at + keep :]]))
    except FileRefused:
        return
    chunks = list(file.payments())
    assert file.count == sum(len(chunk.payments) + len(chunk.faults) for chunk in chunks)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 5), st.integers(0, 79), st.characters(max_codepoint=255, exclude_characters="\n\r\x1a"))
def test_one_character_altered_is_read_or_refused_by_name(line: int, at: int, character: str) -> None:
    lines = payments_file(500, 700).decode().splitlines()
    lines[line] = lines[line][:at] + character + lines[line][at + 1 :]
    try:
        file = read_ocr(ocr_of(lines))
    except FileRefused:
        return
    chunks = list(file.payments())
    assert file.count == sum(len(chunk.payments) + len(chunk.faults) for chunk in chunks)
    assert {payment.kind for chunk in chunks for payment in chunk.payments} <= set(range(10, 22))
