"""First walk through an OCR giro file: is it whole, do its totals hold, what is in it, what is left out."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from schemas import ocr_lines as ocr
from schemas.errors import BrokenRecord, CutFile, EmptyFile, RepeatedAssignment, TotalsDiffer, UnknownFormat
from schemas.ocr_lines import Line, part_name


class Skipped(Enum):
    """What is left out and counted; the value is the bokmål term."""

    MANDATE = "AvtaleGiro-fullmakter"
    AVTALEGIRO = "andre AvtaleGiro-linjer"
    FREE_TEXT = "meldingstekster"
    UNKNOWN_TRANSACTION = "transaksjoner av ukjent type"
    UNKNOWN_SERVICE = "linjer fra ukjente tjenester"
    UNKNOWN_RECORD = "ukjente linjer"


class Transmission(NamedTuple):
    """One transmission: its number, the accounts paid to, and a digest of its lines (not of their line ends)."""

    number: str
    accounts: tuple[str, ...]
    sha256: str


class Told(NamedTuple):
    """What the file says of one part of it (an assignment, a notice) that holds payments to one account."""

    account: str
    part: str
    payments: int
    sum_ore: int


@dataclass
class Survey:
    """What the walk has found."""

    transmissions: list[Transmission] = field(default_factory=list)
    count: int = 0
    sum_ore: int = 0
    skipped: Counter[Skipped] = field(default_factory=Counter)
    assignments: set[tuple[str, str, str]] = field(default_factory=set)  # transmission, account, assignment
    told: list[Told] = field(default_factory=list)


@dataclass
class _Totals:
    """What lines add up to. NETS does not say whether an end record's sum takes reversals off: both are accepted."""

    transactions: int = 0
    records: int = 0
    net_ore: int = 0
    gross_ore: int = 0

    def add(self, other: "_Totals") -> None:
        self.transactions += other.transactions
        self.records += other.records
        self.net_ore += other.net_ore
        self.gross_ore += other.gross_ore

    def check(self, end: Line) -> None:
        """Compare with an end record: 8 digits transactions, 8 records, 17 øre."""
        transactions, records, amount = _end(end)
        if transactions != self.transactions:
            raise TotalsDiffer(end.number, "transactions", transactions, self.transactions)
        if records != self.records:
            raise TotalsDiffer(end.number, "records", records, self.records)
        if amount not in (abs(self.net_ore), self.gross_ore):
            raise TotalsDiffer(end.number, "amount_ore", amount, self.net_ore)


def _number(line: Line, at: slice) -> int:
    digits = line.text[at]
    if len(digits) != at.stop - at.start or not (digits.isascii() and digits.isdigit()):
        raise BrokenRecord(line.number)
    return int(digits)


def _end(line: Line) -> tuple[int, int, int]:
    return _number(line, slice(8, 16)), _number(line, slice(16, 24)), _number(line, slice(24, 41))


class _Feed:
    """The lines of a file one after the other, with a digest of those since the transmission's start."""

    def __init__(self, source: Iterable[bytes]) -> None:
        self.last = 0
        self._lines = ocr.lines(source)
        self._digest = hashlib.sha256()

    def __iter__(self) -> Iterator[Line]:
        for line in self._lines:
            self.last = line.number
            if line.text.startswith(ocr.TRANSMISSION_START):
                self._digest = hashlib.sha256()
            self._digest.update(line.text.encode("iso-8859-1") + b"\n")
            yield line

    def digest(self) -> str:
        return self._digest.hexdigest()

    def cut(self, what: str) -> CutFile:
        return CutFile(self.last, f"sluttposten for {what} mangler.")


def survey(source: Iterable[bytes]) -> Survey:
    """Totals and contents of a file; raises EmptyFile, UnknownFormat, CutFile, TotalsDiffer and their like."""
    found, feed = Survey(), _Feed(source)
    for line in feed:
        if not line.text.startswith(ocr.TRANSMISSION_START):
            raise UnknownFormat(line.number, "en OCR-fil (OCR giro fra Nets)")
        _transmission(line, feed, found)
    if not found.transmissions:
        raise EmptyFile
    return found


def _transmission(start: Line, feed: _Feed, found: Survey) -> None:
    """One transmission from the line after its start to its end."""
    number, totals, accounts = start.text[16:23], _Totals(records=2), dict[str, None]()
    for line in feed:
        if line.text.startswith(ocr.TRANSMISSION_END):
            totals.check(line)
            found.transmissions.append(Transmission(number, tuple(accounts), feed.digest()))
            return
        if line.text.startswith(ocr.TRANSMISSION_START):
            break
        if ocr.record(line.text) != ocr.START:
            found.skipped[Skipped.UNKNOWN_RECORD] += 1
            totals.records += 1
        elif ocr.is_payments(line.text):
            assignment, account = ocr.names(line.text)
            key = (number, account, assignment)
            if key in found.assignments:
                raise RepeatedAssignment(line.number, *key)
            found.assignments.add(key)
            accounts[account] = None
            before = found.count, found.sum_ore
            totals.add(_payments(line, feed, found))
            part = part_name(number, assignment)
            found.told.append(Told(account, part, found.count - before[0], found.sum_ore - before[1]))
        else:
            totals.add(_other(line, feed, found))
    raise feed.cut(f"forsendelse {number}")


def _payments(start: Line, feed: _Feed, found: Survey) -> _Totals:
    """One assignment of payments: its totals, once they agree with its end record."""
    totals = _Totals(records=2)
    for line in feed:
        text = line.text
        record = ocr.record(text)
        if record == ocr.END and text[:6] == start.text[:6]:
            totals.check(line)
            return totals
        if record == ocr.START or text.startswith((ocr.TRANSMISSION_START, ocr.TRANSMISSION_END)):
            break
        totals.records += 1
        if record == ocr.ITEM_1 and text[ocr.SERVICE] == ocr.OCR_GIRO:
            amount = _number(line, ocr.AMOUNT)
            signed = -amount if ocr.is_reversal(text) else amount
            totals.transactions += 1
            totals.gross_ore += amount
            totals.net_ore += signed
            if ocr.is_payment(text):
                found.count += 1
                found.sum_ore += signed
            else:
                found.skipped[Skipped.UNKNOWN_TRANSACTION] += 1
        elif record == ocr.ITEM_3:
            found.skipped[Skipped.FREE_TEXT] += 1
        elif record != ocr.ITEM_2:
            found.skipped[Skipped.UNKNOWN_RECORD] += 1
    raise feed.cut(f"oppdrag {start.text[17:24]}")


def _other(start: Line, feed: _Feed, found: Survey) -> _Totals:
    """One assignment of another service: counted, its own totals taken from its end record."""
    ours = start.text[ocr.SERVICE] == ocr.AVTALEGIRO
    records = 2
    for line in feed:
        text = line.text
        if ocr.record(text) == ocr.END and text[:6] == start.text[:6]:
            transactions, _, amount = _end(line)
            return _Totals(transactions, records, amount, amount)
        if text.startswith((ocr.TRANSMISSION_START, ocr.TRANSMISSION_END)):
            break
        records += 1
        if not ours:
            found.skipped[Skipped.UNKNOWN_SERVICE] += 1
        else:
            found.skipped[Skipped.MANDATE if text[ocr.RECORD] == ocr.MANDATE else Skipped.AVTALEGIRO] += 1
    raise feed.cut(f"oppdrag {start.text[17:24]}")
