"""Second walk through an OCR giro file: its payments, parsed by netsgiro chunk by chunk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar, cast

from netsgiro.records import Record, TransactionAmountItem1, TransactionAmountItem2
from netsgiro.records import parse as parse_records

from rules.terms import PaymentSource
from schemas import ocr_lines as ocr
from schemas.faults import Fault

DATE, TRANSACTION, KID = slice(15, 21), slice(8, 15), slice(49, 74)
STAND_IN = "0" * 25  # for a KID that netsgiro refuses: one ending in "-" (MOD11), or holding other characters
POST, SETTLED = "Post", "Oppgjørsdato"


@dataclass(frozen=True)
class Payment:
    """One payment, negative where it is reversed; `booked_on` is the day of settlement, `kind` NETS' type (10–21)."""

    account: str
    transmission: str
    assignment: str
    transaction: int
    kid: str | None
    amount_ore: int
    booked_on: date
    bank_date: date | None
    debit_account: str | None
    archive_reference: str | None
    kind: int
    line: int
    cause: None = None
    source: PaymentSource = PaymentSource.OCR

    @property
    def part(self) -> str:
        """The assignment that it stands in."""
        return ocr.part_name(self.transmission, self.assignment)

    @property
    def key(self) -> str:
        """What makes it this payment and no other (design 3.6)."""
        return f"payment:{self.account}:{self.transmission}:{self.assignment}:{self.transaction}"


P = TypeVar("P")


@dataclass(frozen=True)
class Chunk(Generic[P]):
    """A handful of payments and, beside them, what cannot be taken in."""

    payments: tuple[P, ...]
    faults: tuple[Fault, ...]


class _Place(NamedTuple):
    account: str
    transmission: str
    assignment: str


@dataclass
class _Pending:
    """A payment as it stands in the file: its first record, and its second where it has one."""

    place: _Place
    line: int
    first: str
    repeated: bool
    second: str | None = None


def walk(source: Iterable[bytes], *, size: int) -> Iterator[Chunk[Payment]]:
    """The payments of a file that has been surveyed, `size` at a time."""
    pending: list[_Pending] = []
    for payment in _transactions(source):
        if len(pending) == size:
            yield _chunk(pending)
            pending = []
        pending.append(payment)
    if pending:
        yield _chunk(pending)


def _transactions(source: Iterable[bytes]) -> Iterator[_Pending]:
    """The records of each payment; other services and records are passed over."""
    transmission = start = ""
    place: _Place | None = None
    current: _Pending | None = None
    seen = bytearray()  # one byte for each of the ten million numbers an assignment has, taken up as they are used
    for line in ocr.lines(source):
        text = line.text
        if text.startswith(ocr.TRANSMISSION_START):
            transmission = text[16:23]
        elif not start:
            if ocr.record(text) == ocr.START:
                start, seen = text, bytearray(10**7)
                assignment, account = ocr.names(text)
                place = _Place(account, transmission, assignment) if ocr.is_payments(text) else None
        elif ocr.record(text) == ocr.END and text[:6] == start[:6]:
            start = ""
        elif place and ocr.is_payment(text):
            if current:
                yield current
            number = int(text[TRANSACTION]) if text[TRANSACTION].isdecimal() else 0
            current = _Pending(place, line.number, text, bool(seen[number]))
            seen[number] = 1
        elif current and ocr.record(text) == ocr.ITEM_2 and text[TRANSACTION] == current.first[TRANSACTION]:
            current.second = current.second or text
    if current:
        yield current


def _chunk(pending: list[_Pending]) -> Chunk[Payment]:
    payments, faults = [], []
    for item, payment in zip(pending, _read(pending), strict=True):
        if fault := _fault(item, payment):
            faults.append(fault)
        elif payment:
            payments.append(payment)
    return Chunk(tuple(payments), tuple(faults))


def _read(pending: list[_Pending]) -> list[Payment | None]:
    """The payments, None for one that cannot be read; netsgiro refuses a whole text for one bad record in it."""
    records: list[Record]
    try:
        records = parse_records("\n".join(line for item in pending for line in _clean(item)))
    except ValueError:
        return [None] if len(pending) == 1 else [payment for item in pending for payment in _read([item])]
    at = iter(records)
    return [_payment(item, next(at), next(at) if item.second else None) for item in pending]


def _clean(item: _Pending) -> Iterator[str]:
    """The records as netsgiro takes them: blanks that should be zeros are, fillers and odd KIDs are stood in for."""
    first = item.first.ljust(ocr.LENGTH)
    sign = "-" if first[ocr.SIGN] == "-" else "0"
    kid = first[KID]
    odd = not (kid.isascii() and kid.strip().isdigit())
    yield f"{first[: ocr.SIGN].replace(' ', '0')}{sign}{first[ocr.AMOUNT]}{STAND_IN if odd else kid}000000"
    if item.second:
        second = item.second.ljust(ocr.LENGTH).replace(" ", "0")
        yield f"{second[:34]}0000000{second[41:58]}{'0' * 22}"


def _payment(item: _Pending, first: Record, second: Record | None) -> Payment:
    main = cast(TransactionAmountItem1, first)
    rest = cast(TransactionAmountItem2 | None, second)
    return Payment(
        *item.place,
        transaction=main.transaction_number,
        kid=item.first[KID].strip() or None,
        amount_ore=-main.amount if ocr.is_reversal(item.first) else main.amount,
        booked_on=main.nets_date,
        bank_date=rest.bank_date if rest else None,
        debit_account=_unless_zeros(rest.debit_account) if rest else None,
        archive_reference=_unless_zeros(rest.reference) if rest else None,
        kind=int(main.transaction_type),
        line=item.line,
    )


def _unless_zeros(digits: str | None) -> str | None:
    return digits if digits and digits.strip("0") else None


def _fault(item: _Pending, payment: Payment | None) -> Fault | None:
    """Why a payment cannot be taken in, if so."""
    if payment is None:
        day = item.first[DATE]
        if not _is_date(day):
            return Fault(item.line, SETTLED, day, "Datoen finnes ikke. Den skal stå som ddmmåå.")
        return Fault(item.line, POST, item.first, "Posten følger ikke OCR-formatet og kan ikke leses. Spør banken.")
    if item.repeated:
        reason = f"Transaksjon {payment.transaction} står to ganger i oppdrag {payment.assignment}. Spør banken."
        return Fault(item.line, POST, item.first, reason)
    return None


def _is_date(digits: str) -> bool:
    try:
        date(2000 + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return False
    return True
