"""What an import needs of a file: the doors bring it read (`schemas.readers`), row by row or payment by payment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, BinaryIO, NamedTuple, Protocol

from rules.terms import ImportKind
from services.actor import Actor

Facts = Mapping[str, Any]
"""A row's fields by name; of a refused row those that could be read."""

Told = Mapping[int, Sequence[tuple[str, str]]]
"""Line → the (column, reason) pairs that its row was refused for."""


class Fault(Protocol):
    """One thing wrong with one line."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def reason(self) -> str: ...


class Entry(Protocol):
    """One row of a register; it went in only if it has no faults."""

    @property
    def line(self) -> int: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def faults(self) -> Sequence[Fault]: ...
    def fault(self, column: str, reason: str) -> Fault: ...


class ReadFile(Protocol):
    """A file that has passed as a whole."""

    @property
    def kind(self) -> ImportKind: ...
    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def source(self) -> BinaryIO: ...
    def __len__(self) -> int: ...


class RegisterFile(ReadFile, Protocol):
    """Rows; `columns` names the column of each field."""

    @property
    def columns(self) -> Mapping[str, str]: ...
    @property
    def blank(self) -> int: ...
    @property
    def repeated(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...


class Transmission(Protocol):
    """One sending of payments, its accounts, and a digest of its lines."""

    @property
    def number(self) -> str: ...
    @property
    def accounts(self) -> Sequence[str]: ...
    @property
    def sha256(self) -> str: ...


class PaymentFile(ReadFile, Protocol):
    """Payments, chunk by chunk."""

    @property
    def transmissions(self) -> Sequence[Transmission]: ...
    @property
    def skipped(self) -> Mapping[str, int]: ...
    @property
    def told(self) -> Sequence[Any]: ...  # of each part of the file: account, part, payments, sum_ore
    def payments(self) -> Iterator[Any]: ...


class Problem(NamedTuple):
    """What is wrong with a field beside what the house holds; "" = the row as such. The reason is bokmål."""

    field: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Order:
    """Who has a file read, for which business day, and how; `clock` tells the time, `progress` hears done and total."""

    actor: Actor
    today: date
    clock: Callable[[], datetime]
    overwrite: bool = False
    progress: Callable[[int, int], None] = lambda done, total: None  # noqa: ARG005 - for whoever wants to hear it

    @property
    def acting(self) -> Actor:
        """The actor at the clock's time now: a long import leaves true times, and its effects to itself."""
        return replace(self.actor, at=self.clock())
