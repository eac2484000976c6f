"""A file on its way in from the screen: read in a thread of the web process, told by its run in the database."""

from datetime import UTC, datetime
from threading import Thread
from typing import BinaryIO

import structlog
from bson import ObjectId

from admin import formats
from models import ImportRun
from rules.errors import HusromError
from rules.terms import ImportKind, ImportState
from schemas import readers
from schemas.readers import ImportFile
from services import files, imports, uploads
from services.actor import Actor
from services.imports import ImportRunning, Order, Told

PATIENCE = 1.5  # seconds: a small file is in before the page is shown
log = structlog.get_logger(__name__)


class Reading:
    """How this municipality reads files: synthetic identity numbers or not."""

    def __init__(self, *, allow_synthetic: bool) -> None:
        self.allow_synthetic = allow_synthetic

    def read(self, kind: ImportKind, name: str, source: BinaryIO) -> ImportFile:
        """A file as of today. Raises a FileRefused where nothing of it may go in."""
        return readers.read(kind, name, source, today=formats.today(), allow_synthetic=self.allow_synthetic)

    def stored(self, run: ImportRun, source: BinaryIO | None = None) -> ImportFile:
        """The file of a run, as of the day it was read for. Raises NotFound where its bytes are gone."""
        stored = source or files.open_stored(run.source)
        return readers.read(run.kind, run.name, stored, today=run.day, allow_synthetic=self.allow_synthetic)

    def faults_file(self, run: ImportRun, actor: Actor) -> bytes:
        """The refused rows of a run, to mend; for the importer alone, and logged."""

        def render(found: ImportRun, source: BinaryIO, told: Told) -> bytes:
            return readers.faults_file(self.stored(found, source), told)

        return imports.faults_file(run, actor, render)


def order(actor: Actor, *, overwrite: bool = False) -> Order:
    """What a person at the screen asks for: as of today."""
    return Order(actor=actor, today=formats.today(), clock=now, overwrite=overwrite)


def now() -> datetime:
    return datetime.now(UTC)


def going_on(run: ImportRun) -> bool:
    """Whether somebody is reading the file now."""
    return run.state is ImportState.RUNNING and now() - run.beat_at < imports.STALE


def cut_off(run: ImportRun) -> bool:
    """Whether it was begun and nobody carries it on: the web process was restarted, or the database was away."""
    return run.state is ImportState.RUNNING and not going_on(run)


def how_far(key: str) -> dict[str, object]:
    """What the page of a file on its way in shows of the run with that id."""
    run = imports.find(key)
    return {
        "run": run,
        "cut_off": run is not None and cut_off(run),
        "ended": run is not None and run.state is not ImportState.RUNNING,
        "number": formats.number,
    }


def begin(file: ImportFile, wanted: Order, upload: ObjectId | None) -> None:
    """Read the file in beside the request, and wait a moment for it; then the kept upload is taken away."""
    thread = Thread(target=_work, args=(file, wanted, upload), name="import", daemon=True)
    thread.start()
    thread.join(PATIENCE)


def resume(run: ImportRun, reading: Reading, actor: Actor) -> None:
    """Carry on a run that was cut off, from its stored file. Raises NotFound where that was not yet stored."""
    wanted = Order(actor=actor, today=run.day, clock=now, overwrite=run.overwrite)
    begin(reading.stored(run), wanted, None)


def _work(file: ImportFile, wanted: Order, upload: ObjectId | None) -> None:
    try:
        imports.run(file, wanted)
    except ImportRunning:
        return  # pressed twice: the first one still needs the upload
    except HusromError as refusal:
        log.warning("import_refused", kind=file.kind.value, why=type(refusal).__name__)
    except Exception as error:  # noqa: BLE001 - a thread's own traceback would pass the log's masking by
        log.error("import_failed", kind=file.kind.value, why=type(error).__name__)
        return
    if upload is not None:
        uploads.drop(upload)
