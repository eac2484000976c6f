"""The bookings of a camt.054 file as payments in: what is money from a payer, with which KID, and what is not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from stdnum import iso11649

from rules.terms import PaymentSource, QueueCause
from schemas.camt_walk import ENTRY, NOTICE, TRANSACTION, Element, Ended
from schemas.faults import Fault
from schemas.xml_errors import AccountMissing, BrokenAmount

AMOUNT = re.compile(r"(\d{1,13})(?:\.(\d{1,2})0*)?")
NORWEGIAN_IBAN = re.compile(r"NO\d{2}(\d{11})")
UNSAFE = re.compile(r"[^A-Za-z0-9._/+-]")
MOST_REFERENCE, MOST_KID = 70, 25
OURS = "NOK"
BOOKED = ("BOOK", "")
DAY, SUM, POST = "Bokføringsdato", "Beløp", "Post"


@dataclass(frozen=True)
class Payment:
    """One payment, negative where the bank takes it back; `part` is the notice it stands in."""

    key: str
    account: str
    part: str
    kid: str | None
    amount_ore: int
    booked_on: date
    archive_reference: str | None
    cause: QueueCause | None
    line: int
    source: PaymentSource = PaymentSource.CAMT


class Item(NamedTuple):
    """One transaction of an entry (None = the entry tells of no transactions), and whether it has several."""

    notice: Element
    entry: Element
    transaction: Element | None
    several: bool


def ore(text: str, line: int) -> int:
    """An amount in øre; raises BrokenAmount."""
    found = AMOUNT.fullmatch(text)
    if not found:
        raise BrokenAmount(line)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def account_of(notice: Element) -> str:
    """The account, a Norwegian one as its eleven digits. Raises AccountMissing."""
    number = notice.text("Acct/Id/IBAN", "Acct/Id/Othr/Id").replace(" ", "").replace(".", "").upper()
    if not number:
        raise AccountMissing(notice.line)
    found = NORWEGIAN_IBAN.fullmatch(number)
    return found[1] if found else clean(number)


def part_of(notice: Element) -> str:
    """What the notice calls itself."""
    return clean(notice.text("Id")) or str(notice.ordinal)


def clean(text: str) -> str:
    """A name of the bank's as a key holds it: letters, digits and a few signs, 70 at most."""
    return UNSAFE.sub("_", text.strip())[:MOST_REFERENCE]


def is_reversal(entry: Element) -> bool:
    return entry.text("RvslInd") in ("true", "1")


def is_booked(entry: Element) -> bool:
    """Whether it stands on the account; what is pending or told for information is not money yet."""
    return entry.text("Sts/Cd", "Sts") in BOOKED


def sign(item: Item) -> int:
    """1 = money in, -1 = money in that the bank takes back, 0 = neither (withdrawn, or a withdrawal taken back)."""
    own = item.transaction.text("CdtDbtInd") if item.transaction else ""
    credit = (own or item.entry.text("CdtDbtInd")) == "CRDT"
    back = is_reversal(item.entry) or (item.transaction is not None and _is_return(item.transaction))
    if credit:
        return 0 if is_reversal(item.entry) else 1
    return -1 if back else 0


def _is_return(transaction: Element) -> bool:
    return any(path.startswith("RtrInf/") for path in transaction.values)


def amount(item: Item) -> tuple[int, str]:
    """Amount in øre (no sign) and its currency: the transaction's own where there are several, else the entry's."""
    entry, one = item.entry, item.transaction
    if one is None or not item.several:
        return ore(entry.text("Amt"), entry.line), entry.text("Amt@Ccy") or OURS
    told = [path for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt") if one.text(path)]
    if not told:
        raise BrokenAmount(one.line)
    path = next((path for path in told if one.text(f"{path}@Ccy") in (OURS, "")), told[0])
    return ore(one.text(path), one.line), one.text(f"{path}@Ccy") or OURS


def items(ended: Iterator[Ended]) -> Iterator[Item | Element]:
    """Each transaction as it ends; after those of an entry the entry itself, after those of a notice the notice.

    The first of an entry is held back until it is known whether it is alone: then no more than one is in memory.
    """
    first: Item | None = None
    told = False  # whether the entry tells of transactions
    for one in ended:
        element = one.element
        if element.name == TRANSACTION:
            (notice, entry), told = one.around, True
            if element.ordinal == 1:
                first = Item(notice, entry, element, several=False)
                continue
            if first:
                yield first._replace(several=True)
                first = None
            yield Item(notice, entry, element, several=True)
        elif element.name == ENTRY:
            if first:
                yield first
            elif not told:
                yield Item(one.around[0], element, None, several=False)
            first, told = None, False
            yield element
        elif element.name == NOTICE:
            yield element


def reference(entry: Element, notice: Element, day: str) -> str:
    """What the bank calls the entry; without a name, where it stands. A reversal is another entry than its payment."""
    own, number = entry.text("AcctSvcrRef"), entry.text("NtryRef")
    name = own or (f"{day}-{number}" if number else f"{part_of(notice)}-{entry.ordinal}")
    return clean(name) + ("-R" if is_reversal(entry) else "")


def kids(item: Item) -> list[str]:
    """The structured references (KID, or an ISO 11649 reference around one), each once, in order."""
    held = item.transaction or item.entry
    found = (_kid(text) for text in held.texts("RmtInf/Strd/CdtrRefInf/Ref"))
    return list(dict.fromkeys(kid for kid in found if kid))


def _kid(text: str) -> str:
    plain = text.replace(" ", "")
    if plain[:2].upper() == "RF" and plain[4:].isdigit() and iso11649.is_valid(plain):
        plain = plain[4:]
    return plain if len(plain) <= MOST_KID and plain.isascii() else ""


def day_of(entry: Element) -> str:
    """The day the entry is booked, as it is written; the value day where there is none."""
    return entry.text("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")[:10]


def fault_of(item: Item, currency: str) -> Fault | None:
    """Why it cannot be taken in, if so."""
    line = (item.transaction or item.entry).line
    if currency != OURS:
        return Fault(line, SUM, currency, f"Beløpet er i {clean(currency)}, og Husrom fører bare norske kroner. "
                     "Spør banken, og registrer innbetalingen for hånd.")  # fmt: skip
    day = day_of(item.entry)
    try:
        date.fromisoformat(day)
    except ValueError:
        return Fault(line, DAY, day, "Datoen mangler eller finnes ikke. Den skal stå som åååå-mm-dd.")
    return None
