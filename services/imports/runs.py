"""The record of an import: claimed by one, renewed while it works, finished once, closed when its faults are known."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

import pymongo
from bson import ObjectId
from mongoengine import NotUniqueError
from mongoengine.errors import OperationError
from pymongo import ReplaceOne
from pymongo.errors import PyMongoError

from models import ImportFault, ImportRun
from rules.errors import HusromError, NotAuthorised
from rules.terms import AccessKind, FileKind, ImportCount, ImportState, Role
from services import audit, files
from services.actor import Actor
from services.imports.files import Order, ReadFile, Told
from services.imports.outcome import Line, Outcome

STALE = timedelta(minutes=1)  # nobody who works is silent for so long
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # the last sign of life of one that let go
LETTING_GO_SECONDS = 2  # the database may be what went away; then the minute does it
KEPT = timedelta(days=30)  # for a list of faults that nobody has closed


@dataclass(eq=False)
class AlreadyRead(HusromError):
    """The same file has been read before; nothing is changed."""

    run: ImportRun


@dataclass(eq=False)
class ImportRunning(HusromError):
    """Somebody is reading the same file now."""

    name: str
    holder: str
    since: datetime


@dataclass(eq=False)
class ImportTakenOver(HusromError):
    """This import was silent for so long that another has gone on with it."""

    name: str


@dataclass
class Claim:
    """The right to carry one run on; `resumed` = it was cut off, so what it stored then is its own."""

    run: ImportRun
    resumed: bool = False


def key_of(file: ReadFile) -> str:
    """The id of the file's run."""
    return f"{file.kind.value}:{file.sha256}"


def find(key: str) -> ImportRun | None:
    """The run with that id."""
    found: ImportRun | None = ImportRun.objects(pk=key).first()
    return found


def get(key: str) -> ImportRun:
    """The run with that id, as it stands now."""
    found: ImportRun = ImportRun.objects(pk=key).get()
    return found


def is_read(run: ImportRun, order: Order) -> bool:
    """Whether the run's file is in and is not to be read again."""
    return run.state is ImportState.DONE and not order.overwrite


def begin(file: ReadFile, order: Order, transmissions: Sequence[str] = ()) -> Claim:
    """Make the file's run, or take it up again. Raises AlreadyRead, ImportRunning."""
    now, actor = order.clock(), order.actor
    own: dict[str, Any] = {
        "state": ImportState.RUNNING,
        "by": actor.id,
        "by_name": actor.name,
        "day": order.today,
        "overwrite": order.overwrite,
        "total": len(file),
        "done": 0,
        "beat_at": now,
        "transmissions": list(transmissions),
    }
    run = ImportRun(
        key=key_of(file), kind=file.kind, name=file.name, sha256=file.sha256, source=ObjectId(), started_at=now, **own
    )
    try:
        run.save(force_insert=True)
    except NotUniqueError:
        return _take_up(get(run.key), own, order, now)
    return Claim(run)


def _take_up(found: ImportRun, own: dict[str, Any], order: Order, now: datetime) -> Claim:
    resumed = found.state is ImportState.RUNNING
    if resumed and now - found.beat_at < STALE:
        raise ImportRunning(found.name, found.by_name, found.started_at)
    if is_read(found, order):
        raise AlreadyRead(found)
    fresh = {} if resumed else {"started_at": now, "counts": {}}
    if found.closed_at is not None:
        fresh["source"] = ObjectId()  # the bytes of the first are gone
    values = {f"set__{name}": value for name, value in (own | fresh | {"fence": found.fence + 1}).items()}
    gone = {f"unset__{name}": 1 for name in ("finished_at", "closed_at", "error")}
    guarded = ImportRun.objects(pk=found.key, fence=found.fence, state=found.state)
    if not guarded.update_one(**values, **gone):
        raise ImportRunning(found.name, found.by_name, now)
    return Claim(get(found.key), resumed)


def keep_source(claim: Claim, file: ReadFile, actor: Actor) -> None:
    """Store the file itself, so that the run can be resumed and its refused rows be listed."""
    files.store(claim.run.source, FileKind.IMPORT_SOURCE, file.name, "text/plain", file.source, actor)


def renew(claim: Claim, outcome: Outcome, done: int, now: datetime) -> None:
    """Say how far the run has come, and that we live. Raises ImportTakenOver."""
    _update(claim, set__beat_at=now, set__done=done, set__counts=outcome.stored_counts())


def finish(claim: Claim, outcome: Outcome, now: datetime, statement: Sequence[Mapping[str, Any]] = ()) -> None:
    """The run is over, with what a bank file said; one that stored nothing may be tried again.

    Raises ImportTakenOver.
    """
    refused = outcome.counts[ImportCount.REFUSED]
    stored = any(outcome.counts[count] for count in ImportCount if count not in _NOT_STORED)
    state = ImportState.REFUSED if refused and not stored else ImportState.DONE
    told = {"set__state": state, "set__finished_at": now, "set__counts": outcome.stored_counts()}
    _update(claim, **told, set__statement=list(statement))
    if not refused:
        _close(claim.run, now)


_NOT_STORED = (ImportCount.REFUSED, ImportCount.BLANK, ImportCount.REPEATED, ImportCount.SUM_ORE)


def refuse(claim: Claim, error: str, now: datetime) -> None:
    """The file cannot go in as a whole; `error` is a code. It may be tried again. Raises ImportTakenOver."""
    _update(claim, set__state=ImportState.REFUSED, set__finished_at=now, set__error=error, set__transmissions=[])


def _update(claim: Claim, **values: Any) -> None:
    run = claim.run
    if not ImportRun.objects(pk=run.key, fence=run.fence, state=ImportState.RUNNING).update_one(**values):
        raise ImportTakenOver(run.name)


@contextlib.contextmanager
def letting_go(claim: Claim) -> Iterator[None]:
    """Whoever leaves before the end lets another go on at once."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(PyMongoError, OperationError, ImportTakenOver), pymongo.timeout(LETTING_GO_SECONDS):
            _update(claim, set__beat_at=LONG_AGO)
        raise


def note(claim: Claim, refused: Sequence[Line], differing: Sequence[Line]) -> None:
    """Store what is told of these lines, for the list of faults; never a value."""
    run = claim.run
    rows = [
        {
            "_id": f"{run.key}:{line.line}",
            "run": run.key,
            "attempt": run.fence,
            "line": line.line,
            "difference": different,
            "faults": [{"column": column, "reason": reason} for column, reason in line.told],
        }
        for different, lines in ((False, refused), (True, differing))
        for line in lines
    ]
    if rows:
        ImportFault._get_collection().bulk_write([ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows])


def noted(run: ImportRun) -> Iterator[ImportFault]:
    """What the run's last attempt told of its lines, refused and different, in the file's order."""
    yield from ImportFault.objects(run=run.key, attempt=run.fence).order_by("line")


def faults_file(run: ImportRun, actor: Actor, render: Callable[[ImportRun, BinaryIO, Told], bytes]) -> bytes:
    """The refused rows as a file to mend, made by `render` from the stored source; for the importer alone, and logged.

    Raises NotAuthorised; NotFound once the run is closed.
    """
    if run.by != actor.id:
        raise NotAuthorised("import.faults")
    told = {
        fault.line: [(one["column"], one["reason"]) for one in fault.faults]
        for fault in noted(run)
        if not fault.difference
    }
    made = render(run, files.open_stored(run.source), told)
    audit.record_access(actor, AccessKind.FAULTS_FETCHED, "import_run", document_id=run.key, count=len(told))
    return made


def close(run: ImportRun, actor: Actor) -> None:
    """The list of faults is no longer needed: take the stored file away. Raises NotAuthorised."""
    if run.by != actor.id:
        actor.require(Role.ADMINISTRATOR, what="import.close")
    _close(run, actor.at)


def close_old(now: datetime) -> int:
    """Close runs whose faults have waited for a month; returns how many."""
    old = list(
        ImportRun.objects(
            state__in=[ImportState.DONE, ImportState.REFUSED], closed_at__exists=False, finished_at__lt=now - KEPT
        ).order_by("key")
    )
    for run in old:
        _close(run, now)
    return len(old)


def _close(run: ImportRun, now: datetime) -> None:
    if run.source is not None:
        files.discard(run.source)
    ImportRun.objects(pk=run.key).update_one(set__closed_at=now)


def abandoned(now: datetime) -> list[ImportRun]:
    """Runs that somebody began and nobody carries on."""
    return list(ImportRun.objects(state=ImportState.RUNNING, beat_at__lt=now - STALE).order_by("key"))


def give_up(run: ImportRun, now: datetime) -> None:
    """The run cannot be carried on from what is stored; its file has to be brought again."""
    ImportRun.objects(pk=run.key, fence=run.fence, state=ImportState.RUNNING).update_one(
        set__state=ImportState.REFUSED, set__finished_at=now, set__error="abandoned", set__transmissions=[]
    )
