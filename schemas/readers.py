"""Which reader belongs to which kind of import: what the doors hand to `services.imports`, and the list of faults."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import Any, BinaryIO, cast

from rules.terms import ImportKind
from schemas import camt, faults, ocr
from schemas.cases import AppealSchema, ApplicationSchema
from schemas.errors import (
    BrokenRecord,
    CutFile,
    FileRefused,
    OtherKind,
    TotalsDiffer,
    UnknownFormat,
    WrongColumns,
)
from schemas.faults import Fault
from schemas.housing import DwellingSchema, LandlordSchema, LeaseSchema
from schemas.indexes import IndexSchema, whole
from schemas.ocr_payments import Chunk
from schemas.ocr_survey import Told, Transmission
from schemas.postcodes import PostcodeSchema, read_postcodes
from schemas.registers import Entry, Reading, RegisterSchema, read_register
from schemas.tables import DATE_MARK, has_columns, header_of

REGISTERS: Mapping[ImportKind, type[RegisterSchema[Any]]] = {
    ImportKind.POSTCODES: PostcodeSchema,
    ImportKind.LANDLORDS: LandlordSchema,
    ImportKind.DWELLINGS: DwellingSchema,
    ImportKind.APPLICATIONS: ApplicationSchema,
    ImportKind.APPEALS: AppealSchema,
    ImportKind.LEASES: LeaseSchema,
    ImportKind.INDEX: IndexSchema,
}
HEAD = 16_384  # bytes: more than any line of column names
Reasons = Mapping[int, Sequence[tuple[str, str]]]
"""Line → the (column, reason) pairs that its row was refused for."""


@dataclass(frozen=True, kw_only=True)
class RegisterFile:
    """A register that has passed as a file; walk over it for its rows."""

    kind: ImportKind
    name: str
    sha256: str
    source: BinaryIO = field(repr=False)
    reading: Reading[Any] = field(repr=False)

    @property
    def columns(self) -> dict[str, str]:
        """Field of a row → its column, as the file is expected to write it."""
        return {name: str(column.data_key) for name, column in REGISTERS[self.kind]._declared_fields.items()}

    @property
    def blank(self) -> int:
        return self.reading.table.blank

    @property
    def repeated(self) -> int:
        return self.reading.table.repeats

    def __len__(self) -> int:
        return len(self.reading)

    def __iter__(self) -> Iterator[Entry[Any]]:
        return iter(self.reading)


@dataclass(frozen=True, kw_only=True)
class PaymentFile:
    """A bank file, OCR giro or camt.054, whose totals hold."""

    kind: ImportKind
    name: str
    sha256: str
    source: BinaryIO = field(repr=False)
    bank: ocr.OcrFile | camt.CamtFile = field(repr=False)

    @property
    def transmissions(self) -> tuple[Transmission, ...]:
        return self.bank.transmissions

    @property
    def told(self) -> tuple[Told, ...]:
        """What the file says of each of its parts."""
        return self.bank.told

    @property
    def skipped(self) -> dict[str, int]:
        """What was left out, by its bokmål term."""
        return {what.value: count for what, count in self.bank.skipped.items()}

    def __len__(self) -> int:
        return self.bank.count

    def payments(self) -> Iterator[Chunk[Any]]:
        return self.bank.payments()


ImportFile = RegisterFile | PaymentFile


def read(kind: ImportKind, name: str, source: BinaryIO, *, today: date, allow_synthetic: bool) -> ImportFile:
    """A file to import from its bytes; `source` can be sought in. Raises a FileRefused where nothing may go in."""
    try:
        return _read(kind, name, source, today=today, allow_synthetic=allow_synthetic)
    except (WrongColumns, UnknownFormat, TotalsDiffer, BrokenRecord, CutFile):
        source.seek(0)
        other = looks_like(source.read(HEAD))
        if other is None or other is kind:
            raise
        raise OtherKind(other.label) from None


def looks_like(start: bytes) -> ImportKind | None:
    """The kind of file that begins so: a bank file by its first signs, a register by its line of column names."""
    if start.startswith(b"NY00") or _is_xml(start):
        return ImportKind.PAYMENTS
    try:
        header = header_of(start.partition(b"\n")[0])
    except FileRefused:
        return None
    return next((kind for kind, schema in REGISTERS.items() if has_columns(header, schema.columns())), None)


def _is_xml(start: bytes) -> bool:
    """Whether it begins as XML does, in any encoding: a bank's other format."""
    return start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _bank_file(source: BinaryIO) -> ocr.OcrFile | camt.CamtFile:
    """OCR giro or camt.054, by what is in it."""
    source.seek(0)
    return camt.read_camt(source) if _is_xml(source.read(HEAD)) else ocr.read_ocr(source)


def columns_of(kind: ImportKind) -> tuple[str, ...]:
    """The columns that a file of the kind must have; a bank file has none."""
    return REGISTERS[kind].columns() if kind in REGISTERS else ()


def template(kind: ImportKind, today: date) -> bytes:
    """A file of the kind to fill in: its line of columns alone, a dated column with today's date."""
    return faults.write_header([name.replace(DATE_MARK, f" {today:%d.%m.%Y}") for name in columns_of(kind)])


def _read(kind: ImportKind, name: str, source: BinaryIO, *, today: date, allow_synthetic: bool) -> ImportFile:
    source.seek(0)
    sha256 = hashlib.file_digest(cast(Any, source), "sha256").hexdigest()
    if kind is ImportKind.PAYMENTS:
        return PaymentFile(kind=kind, name=name, sha256=sha256, source=source, bank=_bank_file(source))
    source.seek(0)
    data = source.read()
    if kind is ImportKind.POSTCODES:
        reading: Reading[Any] = read_postcodes(data)
    else:
        reading = read_register(REGISTERS[kind], data, today=today, allow_synthetic=allow_synthetic)
    if kind is ImportKind.INDEX:
        reading = whole(reading)
    return RegisterFile(kind=kind, name=name, sha256=sha256, source=source, reading=reading)


@dataclass(frozen=True)
class _Bare:
    """A payment that was refused: there is nothing in it to mend, so its line is not repeated."""

    line: int
    cells: tuple[str, ...] = ()


def faults_file(file: ImportFile, told: Reasons) -> bytes:
    """The refused rows of a file as a CSV file to mend and import again."""
    if isinstance(file, PaymentFile):
        return faults.write_faults((), [(_Bare(fault.line), [fault]) for fault in faults_of(file, told)])
    refused = [(entry, _faults(entry, told[entry.line])) for entry in file if entry.line in told]
    return faults.write_faults(file.reading.table.columns, refused)


def faults_of(file: ImportFile, told: Reasons) -> list[Fault]:
    """The faults of these lines with the values that stand in the file, as far as the last of them is read."""
    if isinstance(file, PaymentFile):
        return [fault for chunk in file.payments() for fault in chunk.faults if fault.line in told]
    rows = takewhile(lambda entry: entry.line <= max(told, default=0), file)
    return [fault for entry in rows if entry.line in told for fault in _faults(entry, told[entry.line])]


def _faults(entry: Entry[Any], told: Sequence[tuple[str, str]]) -> list[Fault]:
    return [entry.fault(column, reason) for column, reason in told]
