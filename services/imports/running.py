"""From a read file to a finished run: preview, import, and the resuming of what was cut off."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast

from models import ImportRun
from rules.errors import HusromError, NotFound
from rules.terms import ImportKind, Role
from services import files, rulebooks
from services.actor import Actor
from services.imports import runs
from services.imports.appeals import AppealBook
from services.imports.applications import ApplicationBook
from services.imports.books import Book
from services.imports.dwellings import DwellingBook
from services.imports.files import Order, PaymentFile, ReadFile, RegisterFile
from services.imports.indexes import IndexBook
from services.imports.landlords import LandlordBook
from services.imports.leases import LeaseBook
from services.imports.outcome import Outcome
from services.imports.payments import PaymentWalk, TransmissionDiffers, find_read, marks, require_ours
from services.imports.postcodes import PostcodeBook
from services.imports.runs import AlreadyRead, Claim
from services.imports.walk import Walk

BOOKS: Mapping[ImportKind, type[Book]] = {
    ImportKind.POSTCODES: PostcodeBook,
    ImportKind.LANDLORDS: LandlordBook,
    ImportKind.DWELLINGS: DwellingBook,
    ImportKind.APPLICATIONS: ApplicationBook,
    ImportKind.APPEALS: AppealBook,
    ImportKind.LEASES: LeaseBook,
    ImportKind.INDEX: IndexBook,
}
OWNERS: Mapping[ImportKind, Role] = {
    ImportKind.PAYMENTS: Role.ECONOMY, ImportKind.INDEX: Role.ECONOMY, ImportKind.DWELLINGS: Role.PROPERTY,
}  # fmt: skip
MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class Imported:
    """A finished run and what became of its rows."""

    run: ImportRun
    outcome: Outcome


def preview(file: ReadFile, order: Order) -> Outcome:
    """What `run` would do with the file, by what stands now; nothing is written. Raises NotAuthorised, AlreadyRead,
    TransmissionDiffers, OtherAccounts, NotFound (no rulebook).
    """
    _require(file.kind, order.actor)
    found = runs.find(runs.key_of(file))
    if found is not None and runs.is_read(found, order):
        raise AlreadyRead(found)
    if file.kind is ImportKind.PAYMENTS:
        require_ours(cast(PaymentFile, file), order)
        _require_unread(cast(PaymentFile, file), runs.key_of(file))
    walk = _walk(file, order, None)
    for step in walk.steps():
        order.progress(step.done, len(file))
    return walk.outcome


def run(file: ReadFile, order: Order) -> Imported:
    """Read a file in, chunk by chunk; a run that was cut off is resumed.

    Raises NotAuthorised, AlreadyRead, ImportRunning, ImportTakenOver, TransmissionDiffers, OtherAccounts,
    NotFound (no rulebook).
    """
    _require(file.kind, order.actor)
    payments = cast(PaymentFile, file) if file.kind is ImportKind.PAYMENTS else None
    if payments:
        require_ours(payments, order)
    walk = _walk(file, order, runs.key_of(file))
    claim = runs.begin(file, order, marks(payments) if payments else ())
    with runs.letting_go(claim):
        if payments:
            _claim_transmissions(payments, claim, order)
        runs.keep_source(claim, file, order.acting)
        for step in walk.steps(resumed=claim.resumed):
            runs.note(claim, step.refused, step.differing)
            runs.renew(claim, walk.outcome, step.done, order.clock())
            order.progress(step.done, len(file))
        runs.finish(claim, walk.outcome, order.clock(), walk.statement() if isinstance(walk, PaymentWalk) else ())
    return Imported(runs.get(claim.run.key), walk.outcome)


def importers(kind: ImportKind) -> frozenset[Role]:
    """Who may bring in files of a kind: administrators, and those whose books they are."""
    return frozenset({Role.ADMINISTRATOR, OWNERS.get(kind, Role.ADMINISTRATOR)})


def _require(kind: ImportKind, actor: Actor) -> None:
    actor.require(*importers(kind), what="import.run")


def _walk(file: ReadFile, order: Order, key: str | None) -> Walk | PaymentWalk:
    """A walk through the file for the run of that key; None = a preview."""
    if file.kind is ImportKind.PAYMENTS:
        return PaymentWalk(cast(PaymentFile, file), order, key)
    book = BOOKS[file.kind](order, key, rulebooks.current(order.today))
    return Walk(cast(RegisterFile, file), book, store=key is not None, overwrite=order.overwrite)


def _require_unread(file: PaymentFile, own: str) -> None:
    read = find_read(file, own)
    if read is not None:
        raise AlreadyRead(read)


def _claim_transmissions(file: PaymentFile, claim: Claim, order: Order) -> None:
    try:
        _require_unread(file, claim.run.key)
    except (AlreadyRead, TransmissionDiffers) as refused:
        runs.refuse(claim, type(refused).__name__, order.clock())
        raise


def resume_abandoned(
    read: Callable[[ImportRun, BinaryIO], ReadFile], roles: frozenset[Role], clock: Callable[[], datetime]
) -> list[Imported]:
    """Carry on the runs that somebody began and nobody carries on, from their stored files, in the importer's name.

    `read` makes a file of a run's stored bytes. A run that cannot be carried on is marked as not read: the file has
    to be brought again.
    """
    return [done for found in runs.abandoned(clock()) if (done := _resume(found, read, roles, clock))]


def _resume(found: ImportRun, read: Any, roles: frozenset[Role], clock: Callable[[], datetime]) -> Imported | None:
    try:
        if found.fence >= MOST_ATTEMPTS:
            raise NotFound("import_run", found.key)
        source = files.open_stored(found.source)
    except NotFound:
        runs.give_up(found, clock())
        return None
    actor = Actor(id=found.by, name=found.by_name, at=clock(), roles=roles)
    order = Order(actor=actor, today=found.day, clock=clock, overwrite=found.overwrite)
    try:
        return run(read(found, source), order)
    except (runs.ImportRunning, runs.ImportTakenOver):
        return None
    except HusromError:  # the file cannot be read, or what it needs is not there: it has to be brought again
        runs.give_up(found, clock())
        return None
