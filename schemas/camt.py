"""camt.054 files (ISO 20022): what is in one, whether its totals hold, and its payments chunk by chunk.

Walked twice like an OCR file: once for its totals, so that nothing is handed over from a file that is cut or altered,
and once for its payments; no more than a chunk is held in memory, beside a number for each entry.
"""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import BinaryIO

from rules.terms import QueueCause
from schemas import camt_entries
from schemas.camt_entries import POST, Item, Payment
from schemas.camt_totals import Batch, Totals
from schemas.camt_walk import ENTRY, Element, walk
from schemas.errors import EmptyFile
from schemas.faults import Fault
from schemas.ocr_payments import Chunk
from schemas.ocr_survey import Told, Transmission


class Skipped(Enum):
    """What is left out and counted; the value is the bokmål term."""

    WITHDRAWN = "uttak og gebyrer fra kontoen"
    WITHDRAWAL_BACK = "uttak som er ført tilbake"
    PENDING = "poster som ikke er bokført ennå"


@dataclass(frozen=True)
class CamtFile:
    """A whole file whose totals agree with its entries; `count` payments of `sum_ore` øre, reversals negative."""

    transmissions: tuple[Transmission, ...]
    told: tuple[Told, ...]
    count: int
    sum_ore: int
    skipped: dict[Skipped, int]
    source: BinaryIO = field(repr=False)

    def payments(self, *, size: int = 1000) -> Iterator[Chunk[Payment]]:
        """The payments in the file's order, `size` at a time, and beside them the faults of those that cannot go in.

        Each call reads from the start; only one walk at a time.
        """
        payments: list[Payment] = []
        faults: list[Fault] = []
        for one in _Reader(self.source).read():
            if isinstance(one, Payment):
                payments.append(one)
            elif isinstance(one, Fault):
                faults.append(one)
            if len(payments) + len(faults) == size:
                yield Chunk(tuple(payments), tuple(faults))
                payments, faults = [], []
        if payments or faults:
            yield Chunk(tuple(payments), tuple(faults))


def read_camt(source: bytes | BinaryIO) -> CamtFile:
    """A camt.054 file from its bytes or a seekable file; raises a FileRefused where nothing may go in."""
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    reader = _Reader(file)
    for _ in reader.read():
        pass
    if not reader.told:
        raise EmptyFile
    count, ore = sum(one.payments for one in reader.told), sum(one.sum_ore for one in reader.told)
    return CamtFile(tuple(reader.transmissions), tuple(reader.told), count, ore, dict(reader.skipped), file)


class _Reader:
    """One walk through the file."""

    def __init__(self, source: BinaryIO) -> None:
        self.transmissions: list[Transmission] = []
        self.told: list[Told] = []
        self.skipped: Counter[Skipped] = Counter()
        self._source = source
        self._seen: set[int] = set()  # of the keys of entries: a number each
        self._names: set[int] = set()  # of the entry's transactions
        self._totals = Totals()
        self._batch = Batch()
        self._digest = hashlib.sha256()
        self._count = self._sum = 0

    def read(self) -> Iterator[Payment | Fault]:
        """Its payments and its faults; once read to the end, what it told. Raises a FileRefused."""
        self._source.seek(0)
        for one in camt_entries.items(walk(self._source)):
            if isinstance(one, Item):
                yield from self._item(one)
            elif one.name == ENTRY:
                self._entry(one)
            else:
                self._notice(one)

    def _item(self, item: Item) -> Iterator[Payment | Fault]:
        ore, currency = camt_entries.amount(item)
        sign = camt_entries.sign(item)
        if item.transaction:
            self._batch.add(item, ore, currency)
        if not camt_entries.is_booked(item.entry) or not sign:
            self._skip(item)
            return
        made = self._made(item, sign * ore, currency)
        self._count += 1
        if currency == camt_entries.OURS:
            self._sum += sign * ore
        self._digest.update(repr(replace(made, line=0)).encode())
        yield made

    def _skip(self, item: Item) -> None:
        if not camt_entries.is_booked(item.entry):
            self.skipped[Skipped.PENDING] += 1
        else:
            back = camt_entries.is_reversal(item.entry)
            self.skipped[Skipped.WITHDRAWAL_BACK if back else Skipped.WITHDRAWN] += 1

    def _made(self, item: Item, ore: int, currency: str) -> Payment | Fault:
        if fault := camt_entries.fault_of(item, currency):
            return fault
        notice, entry, held = item.notice, item.entry, item.transaction or item.entry
        account, day = camt_entries.account_of(notice), camt_entries.day_of(entry)
        key = f"payment:{account}:{camt_entries.reference(entry, notice, day)}"
        if item.several:
            key += f":{self._name(item)}"
        elif hash(key) in self._seen:
            return Fault(held.line, POST, "", "Posten står to ganger i filen. Spør banken.")
        else:
            self._seen.add(hash(key))
        kids = camt_entries.kids(item)
        bank = held.text("Refs/AcctSvcrRef", "Refs/TxId") or entry.text("AcctSvcrRef", "NtryRef")
        return Payment(
            key, account, camt_entries.part_of(notice), kids[0] if kids else None, ore, date.fromisoformat(day),
            bank[: camt_entries.MOST_REFERENCE] or None, QueueCause.SEVERAL_KIDS if len(kids) > 1 else None, held.line,
        )  # fmt: skip

    def _name(self, item: Item) -> str:
        """What tells a transaction from the others of its entry: the bank's name for it, or its place."""
        one = item.transaction or item.entry
        told = camt_entries.clean(one.text("Refs/AcctSvcrRef", "Refs/TxId"))
        name = told if told and hash(told) not in self._names else f"{told}{'-' if told else ''}{one.ordinal}"
        self._names.add(hash(name))
        return name

    def _entry(self, entry: Element) -> None:
        self._batch.check(entry)
        self._totals.add(entry)
        self._batch, self._names = Batch(), set()

    def _notice(self, notice: Element) -> None:
        self._totals.check(notice)
        account, part = camt_entries.account_of(notice), camt_entries.part_of(notice)
        self.transmissions.append(Transmission(f"camt.054 {part}", (account,), self._digest.hexdigest()))
        self.told.append(Told(account, part, self._count, self._sum))
        self._totals, self._digest = Totals(), hashlib.sha256()
        self._count = self._sum = 0
