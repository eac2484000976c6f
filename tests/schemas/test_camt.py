"""camt.054 files: whole or refused with the line and the reason, every payment once, no entity ever expanded."""

import contextlib
import tracemalloc
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.terms import ImportKind, PaymentSource, QueueCause
from schemas import readers
from schemas.camt import CamtFile, Skipped, read_camt
from schemas.camt_entries import Payment
from schemas.errors import CutFile, EmptyFile, FileRefused, UnknownFormat
from schemas.faults import Fault
from schemas.xml_errors import (
    AccountMissing,
    BrokenAmount,
    BrokenXml,
    OtherMessage,
    TooLargeXml,
    UnsafeXml,
    XmlTotalsDiffer,
)
from tests.schemas.camt_samples import ACCOUNT, camt, camt_of, detail, entry, notice, summary

KID = "00700005"


def payments(data: bytes | CamtFile, size: int = 1000) -> list[Payment]:
    file = data if isinstance(data, CamtFile) else read_camt(data)
    return [one for chunk in file.payments(size=size) for one in chunk.payments]


def faults(data: bytes) -> list[Fault]:
    return [one for chunk in read_camt(data).payments() for one in chunk.faults]


def one(data: bytes) -> Payment:
    (found,) = payments(data)
    return found


def test_a_payment_with_all_it_tells() -> None:
    file = read_camt(camt((KID, 629_350)))
    assert payments(file) == [
        Payment(
            key=f"payment:{ACCOUNT}:A1", account=ACCOUNT, part="N1", kid=KID, amount_ore=629_350,
            booked_on=date(2026, 9, 20), archive_reference="A1", cause=None, line=3, source=PaymentSource.CAMT,
        )
    ]  # fmt: skip
    assert (file.count, file.sum_ore, file.skipped) == (1, 629_350, {})
    assert file.told == ((ACCOUNT, "N1", 1, 629_350),)
    assert [(sent.number, sent.accounts) for sent in file.transmissions] == [("camt.054 N1", (ACCOUNT,))]


@pytest.mark.parametrize("version", ["02", "04", "06", "08", "10", ""])
def test_every_version_is_read_by_its_local_names(version: str) -> None:
    namespace = version and f"urn:iso:std:iso:20022:tech:xsd:camt.054.001.{version}"
    status = "<Sts>BOOK</Sts>" if version in ("02", "04") else "<Sts><Cd>BOOK</Cd></Sts>"
    assert one(camt_of(notice(entry(500, detail(KID), status=status)), version=namespace)).kid == KID


def test_a_prefix_before_every_name_changes_nothing() -> None:
    data = camt((KID, 500)).decode().replace("<", "<c:").replace("<c:/", "</c:").replace("<c:?", "<?")
    assert one(data.replace("xmlns=", "xmlns:c=").encode()).kid == KID


@pytest.mark.parametrize(
    ("account", "number"),
    [
        (f"<IBAN>NO93{ACCOUNT}</IBAN>", ACCOUNT),
        (f"<Othr><Id>{ACCOUNT}</Id></Othr>", ACCOUNT),
        ("<Othr><Id>3656.41.31118</Id></Othr>", ACCOUNT),
        ("<IBAN>SE4550000000058398257466</IBAN>", "SE4550000000058398257466"),
    ],
)
def test_a_norwegian_account_is_its_eleven_digits_however_it_is_told(account: str, number: str) -> None:
    assert one(camt_of(notice(entry(500, detail(KID)), account=account))).account == number


@pytest.mark.parametrize(
    ("details", "kid", "cause"),
    [
        ((detail(KID),), KID, None),
        ((detail("0070 0005"),), KID, None),
        ((detail("RF18539007547034"),), "539007547034", None),
        ((detail("RF00539007547034"),), "RF00539007547034", None),
        ((detail([KID, KID]),), KID, None),
        ((detail([KID, "00700013"]),), KID, QueueCause.SEVERAL_KIDS),
        ((detail(""),), None, None),
        ((detail("9" * 26),), None, None),
        ((), None, None),
    ],
)
def test_the_kid_is_the_structured_reference(
    details: tuple[str, ...], kid: str | None, cause: QueueCause | None
) -> None:
    found = one(camt_of(notice(entry(500, *details))))
    assert (found.kid, found.cause) == (kid, cause)


def test_a_batch_is_as_many_payments_as_it_has_transactions() -> None:
    batch = "<Btch><NbOfTxs>3</NbOfTxs></Btch>"
    details = detail(KID, 100, ref="T1"), detail("00700013", 200, ref="T2"), detail("", 300)
    found = payments(camt_of(notice(entry(600, *details, batch=batch), summary=summary(1, 600))))
    assert [(each.key, each.kid, each.amount_ore) for each in found] == [
        (f"payment:{ACCOUNT}:A1:T1", KID, 100), (f"payment:{ACCOUNT}:A1:T2", "00700013", 200),
        (f"payment:{ACCOUNT}:A1:3", None, 300),
    ]  # fmt: skip


def test_transactions_that_share_a_name_are_told_apart() -> None:
    found = payments(camt_of(notice(entry(300, detail(KID, 100, ref="T"), detail(KID, 200, ref="T")))))
    assert [each.key[-4:] for each in found] == ["A1:T", ":T-2"]


def test_the_amount_of_an_older_version_stands_in_the_details() -> None:
    older = '<AmtDtls><TxAmt><Amt Ccy="NOK">{}</Amt></TxAmt></AmtDtls>'
    details = detail(KID, more=older.format("1.00")), detail(KID, more=older.format("2.00"))
    assert [each.amount_ore for each in payments(camt_of(notice(entry(300, *details))))] == [100, 200]


@pytest.mark.parametrize(
    ("values", "ores", "skipped"),
    [
        ({}, [500], {}),
        ({"side": "DBIT", "reversal": True}, [-500], {}),
        ({"side": "DBIT"}, [], {Skipped.WITHDRAWN: 1}),
        ({"reversal": True}, [], {Skipped.WITHDRAWAL_BACK: 1}),
        ({"status": "<Sts>PDNG</Sts>"}, [], {Skipped.PENDING: 1}),
        ({"status": "<Sts><Cd>INFO</Cd></Sts>"}, [], {Skipped.PENDING: 1}),
        ({"status": ""}, [500], {}),
    ],
)
def test_what_is_money_from_a_payer(values: dict[str, Any], ores: list[int], skipped: dict[Skipped, int]) -> None:
    file = read_camt(camt_of(notice(entry(500, detail(KID), **values))))
    assert ([each.amount_ore for each in payments(file)], file.skipped) == (ores, skipped)


def test_a_returned_payment_is_a_reversal_too() -> None:
    returned = detail(KID, more="<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")
    assert one(camt_of(notice(entry(500, returned, side="DBIT")))).amount_ore == -500


def test_a_reversal_with_the_name_of_its_payment_is_another_entry() -> None:
    both = entry(500, detail(KID)), entry(500, detail(KID), side="DBIT", reversal=True)
    assert [each.key for each in payments(camt_of(notice(*both)))] == [
        f"payment:{ACCOUNT}:A1", f"payment:{ACCOUNT}:A1-R",
    ]  # fmt: skip


def test_an_entry_without_a_name_is_known_by_its_day_and_number_or_its_place() -> None:
    told = notice(entry(1, detail(KID), ref="", number="7"), entry(2, detail(KID), ref=""), number="N/9")
    assert [each.key for each in payments(camt_of(told))] == [
        f"payment:{ACCOUNT}:2026-09-20-7", f"payment:{ACCOUNT}:N/9-2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "column", "words"),
    [
        (entry(500, detail(KID), currency="EUR"), "Beløp", "EUR"),
        (entry(500, detail(KID), day=""), "Bokføringsdato", "mangler"),
        (entry(500, detail(KID), day="2026-02-30"), "Bokføringsdato", "finnes ikke"),
        (entry(500, detail(KID), ref="B1"), "Post", "to ganger"),
    ],
)
def test_one_bad_entry_does_not_take_the_others_with_it(broken: str, column: str, words: str) -> None:
    data = camt_of(notice(entry(7, detail(KID), ref="B1"), broken))
    (fault,) = faults(data)
    assert (fault.line, fault.column, words in fault.reason) == (4, column, True)
    assert (one(data).amount_ore, read_camt(data).count) == (7, 2)


GOOD = camt((KID, 629_350), ("00700013", 100)).decode()
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {x} "{f"&{y};" * 10}">' for x, y in zip("bcdefgh", "abcdefg", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    ("data", "refusal", "line"),
    [
        pytest.param(GOOD[: len(GOOD) // 2], CutFile, 3, id="cut in the middle"),
        pytest.param(GOOD.replace("</Ntfctn>", ""), BrokenXml, 4, id="an element that is never closed"),
        pytest.param(GOOD.replace("629", "&a;29"), BrokenXml, 3, id="an entity nobody defined"),
        pytest.param(GOOD + "<more/>", BrokenXml, 6, id="something after the end"),
        pytest.param(GOOD.replace('<?xml version="1.0" encoding="UTF-8"?>', BOMB), UnsafeXml, 1, id="an entity bomb"),
        pytest.param(
            GOOD.replace("\n", '\n<!DOCTYPE d SYSTEM "file:///etc/passwd">\n', 1), UnsafeXml, 2, id="another file"
        ),
        pytest.param(GOOD.replace("UTF-8", "KLINGON-1"), BrokenXml, 1, id="an encoding nobody knows"),
        pytest.param("<html><body>Feil</body></html>", UnknownFormat, 1, id="a web page"),
        pytest.param(GOOD.replace("DbtCdtNtfctn", "Stmt"), OtherMessage, None, id="camt.053"),
        pytest.param(GOOD.replace("DbtCdtNtfctn", "Other"), UnknownFormat, 3, id="another message"),
        pytest.param(camt_of().decode(), EmptyFile, None, id="no notice"),
        pytest.param(camt_of(notice(entry(5), account="")).decode(), AccountMissing, 3, id="no account"),
        pytest.param(GOOD.replace("6293.50", "6293,50"), BrokenAmount, 3, id="a comma in the amount"),
        pytest.param(GOOD.replace("6293.50", "-6293.50"), BrokenAmount, 3, id="a negative amount"),
        pytest.param(GOOD.replace("6293.50", "6293.505"), BrokenAmount, 3, id="a part of an øre"),
        pytest.param(GOOD.replace("6293.50", "NaN"), BrokenAmount, 3, id="no number"),
        pytest.param(GOOD.replace("CRDT", "BOTH", 1), BrokenAmount, 3, id="neither in nor out"),
        pytest.param(
            camt_of(notice(entry(5), summary=summary(2, 5))).decode(), XmlTotalsDiffer, 3, id="another count"
        ),
        pytest.param(camt_of(notice(entry(5), summary=summary(1, 6))).decode(), XmlTotalsDiffer, 3, id="another sum"),
        pytest.param(
            camt_of(notice(entry(5, detail(KID, 2), detail(KID, 2)))).decode(), XmlTotalsDiffer, 3,
            id="a batch of another sum",
        ),
        pytest.param(
            camt_of(notice(entry(5, detail(KID), batch="<Btch><NbOfTxs>2</NbOfTxs></Btch>"))).decode(),
            XmlTotalsDiffer, 3, id="a batch of another count",
        ),
        pytest.param(
            camt_of(notice(entry(5, detail(KID), detail(KID)))).decode(), BrokenAmount, 3, id="a batch without amounts"
        ),
        pytest.param(GOOD.replace("<RmtInf>", "<RmtInf>" + "<x>" * 70, 1), TooLargeXml, 3, id="too deep"),
        pytest.param(GOOD.replace("<Ref>", "<Ref>" + "9" * 5000, 1), TooLargeXml, 3, id="a text without end"),
        pytest.param(GOOD.replace("<RmtInf>", f"<x{'a' * 1_300_000}", 1), TooLargeXml, 3, id="a name without end"),
        pytest.param(GOOD.replace("<RmtInf>", "<y>1</y>" * 3000 + "<RmtInf>", 1), TooLargeXml, 3, id="too many"),
    ],
)  # fmt: skip
def test_nothing_of_a_bad_file_goes_in(data: str, refusal: type[FileRefused], line: int | None) -> None:
    with pytest.raises(refusal) as told:
        read_camt(data.encode())
    assert getattr(told.value, "line", None) == line
    assert str(told.value).endswith(".")


@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_a_file_with_bytes_changed_is_read_whole_or_refused_by_name(data: st.DataObject) -> None:
    changed = bytearray(GOOD.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FileRefused):
        file = read_camt(bytes(changed))
        assert len(payments(file)) + len(faults(bytes(changed))) == file.count


@pytest.mark.parametrize("encode", [lambda text: text.encode("utf-8-sig"), lambda text: text.encode(), lambda text:
                                    text.replace("UTF-8", "UTF-16").encode("utf-16")])  # fmt: skip
def test_both_formats_are_known_by_their_content(encode: Any) -> None:
    data = encode(GOOD)
    assert readers.looks_like(data[:100]) is ImportKind.PAYMENTS
    file = readers.read(ImportKind.PAYMENTS, "x", BytesIO(data), today=date(2026, 11, 22), allow_synthetic=True)
    assert len(file) == 2


def test_what_is_the_same_is_so_whatever_stands_around_it() -> None:
    (sent,) = read_camt(GOOD.encode()).transmissions
    assert read_camt(GOOD.replace("\n", "\r\n\t").encode()).transmissions == (sent,)
    assert read_camt(GOOD.replace("><", ">\n<").encode()).transmissions == (sent,)
    assert read_camt(camt((KID, 629_350), ("00700013", 101))).transmissions != (sent,)


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(count: int) -> int:
        data = BytesIO(camt_of(notice(entry(count * 100, *(detail(KID, 100, ref=f"T{at}") for at in range(count))))))
        file = read_camt(data)
        tracemalloc.start()
        for _ in file.payments(size=50):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(2000) < peak(500) + 300_000
