"""What tests of imports share: small files of one register, an order to read them, and the house they refer to."""

import io
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from models import User
from rules.terms import ImportCount, ImportKind
from schemas import readers
from schemas.readers import ImportFile
from services import audit, effects, imports, ledger
from services.actor import Actor
from services.imports import Imported, Order
from tests.clockwork import load_rulebook
from tests.factories import NOW, make_dwelling, make_landlord, make_office, make_user
from tests.schemas import samples

TODAY = date(2026, 11, 22)
SAMPLES = {
    ImportKind.DWELLINGS: samples.DWELLING,
    ImportKind.LANDLORDS: samples.LANDLORD,
    ImportKind.APPLICATIONS: samples.APPLICATION,
    ImportKind.APPEALS: samples.APPEAL,
    ImportKind.LEASES: samples.LEASE,
}
CASEWORKER = "saksbehandler@example.no"
LANDLORD = "904755915"


class Clock:
    """A clock that tests turn by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **ahead: float) -> None:
        self.now += timedelta(**ahead)


def prepare() -> User:
    """The effects, the rulebook, and what the samples refer to: their caseworker, landlord and dwelling."""
    load_rulebook()
    effects.registry.record(ledger.OPENING_EFFECT, ledger.build_opening)
    effects.registry.command(ledger.REFRESH_EFFECT, ledger.refresh_account)
    effects.registry.command(imports.DECISION_EFFECT, imports.make_decision)
    effects.registry.record(audit.EFFECT, audit.build)
    make_landlord(organisation_number=LANDLORD)
    make_dwelling(dwelling_number="B1", rent_ore=629_300)
    user: User = make_user(email=CASEWORKER, office=make_office())
    return user


def content(kind: ImportKind, *rows: Mapping[str, str], without: str = "") -> bytes:
    """A register's file; each row is given as what differs from the sample."""
    whole = [{**SAMPLES[kind], **row} for row in rows]
    return samples.csv_of(*({name: cell for name, cell in row.items() if name != without} for row in whole))


def file_of(kind: ImportKind, *rows: Mapping[str, str], data: bytes | None = None, today: date = TODAY) -> ImportFile:
    """A file as the doors read it."""
    source = io.BytesIO(data if data is not None else content(kind, *rows))
    return readers.read(kind, f"{kind.value}.csv", source, today=today, allow_synthetic=True)


def order(*, actor: Actor | None = None, clock: Callable[[], datetime] = lambda: NOW, **others: Any) -> Order:
    """An order to read a file today, as the house itself."""
    return Order(**{"actor": actor or Actor.system(clock()), "today": TODAY, "clock": clock} | others)


def bring(kind: ImportKind, *rows: Mapping[str, str], data: bytes | None = None, **others: Any) -> Imported:
    """Read a file in."""
    today = others.get("today", TODAY)
    return imports.run(file_of(kind, *rows, data=data, today=today), order(**others))


def counted(done: Imported) -> dict[str, int]:
    """The counts that are not nought."""
    return {count.value: number for count, number in done.outcome.counts.items() if number}


def reasons(done: Imported) -> list[tuple[str, str]]:
    """The (column, reason) pairs of all refused rows."""
    return [told for line in done.outcome.refused for told in line.told]


def refused_columns(done: Imported) -> list[str]:
    """The columns that refused rows, in order."""
    return [column for column, _ in reasons(done)]


def differing_columns(done: Imported) -> list[str]:
    """The columns that stand with other values."""
    return [column for line in done.outcome.differing for column, _ in line.told]


NEW, REFUSED, UNCHANGED, DIFFERENT, UPDATED = (
    count.value
    for count in (
        ImportCount.NEW,
        ImportCount.REFUSED,
        ImportCount.UNCHANGED,
        ImportCount.DIFFERENT,
        ImportCount.UPDATED,
    )
)
