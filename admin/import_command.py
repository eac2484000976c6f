"""`flask --app app import SLAG FIL`: a register or a bank file; exit 0 all in, 1 some rows refused, 2 nothing read."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from admin import import_words, operators, wording
from admin.operators import NOTHING, REFUSED, stop
from models import ImportRun
from rules.terms import ImportCount, ImportKind
from schemas import readers
from schemas.command_line import Command
from schemas.readers import ImportFile
from services import imports, maintenance
from services.imports import AlreadyRead, Order, Outcome, Told

if TYPE_CHECKING:
    from config.settings import Settings

KINDS = ", ".join(kind.value for kind in ImportKind)
EVERY = 10_000  # rows between two lines of progress where nobody watches
AWAY = (
    "Databasen svarer ikke. Det som alt er lest inn, står, og ingenting er halvt lagret. Se at databasen kjører, "
    "og gi den samme kommandoen på nytt: lesingen fortsetter der den slapp."
)
INTERRUPTED = "Avbrutt. Det som alt er lest inn, står. Gi den samme kommandoen på nytt, så fortsetter lesingen."


def command(settings: "Settings") -> click.Command:
    """The command, for this municipality's settings."""

    @click.command("import", cls=Command, help=f"Les inn en fil. Slag: {KINDS}. Samme fil leses bare én gang.")
    @click.argument("kind", metavar="SLAG", required=False)
    @click.argument("path", metavar="FIL", required=False, type=click.Path(path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Vis hva som ville skjedd; ingenting lagres.")
    @click.option("--update", is_flag=True, help="Skriv over der filen har andre verdier enn Husrom.")
    @click.option("--date", "day", metavar="ÅÅÅÅ-MM-DD", callback=operators.day, help="Dagen den leses for (i dag).")
    @click.option("--faults", metavar="UT.csv", type=click.Path(path_type=Path), help="Skriv de avviste radene hit.")
    @operators.plainly(NOTHING, AWAY)
    def import_(
        kind: str | None, path: Path | None, dry_run: bool, update: bool, day: date, faults: Path | None
    ) -> None:
        chosen = _kind(kind)
        with _opened(path) as source:
            _require_writable(faults)
            job = _Job(settings, chosen, Path(path or "").name, day, update)
            job.read(source)
            _exit(job.preview(faults) if dry_run else job.run(faults))

    return import_


def _kind(word: str | None) -> ImportKind:
    try:
        return ImportKind(word or "")
    except ValueError:
        stop(f"«{word or ''}» er ikke noe som kan leses inn. Velg en av: {KINDS}.", NOTHING)


def _opened(path: Path | None) -> BinaryIO:
    if path is None:
        stop("Filen mangler. Skriv for eksempel: flask --app app import dwellings boliger.csv", NOTHING)
    try:
        return open(path, "rb")
    except FileNotFoundError:
        stop(f"Fant ikke filen {path}. Se etter at navnet og mappen er riktig.", NOTHING)
    except IsADirectoryError:
        stop(f"{path} er en mappe. Oppgi en fil.", NOTHING)
    except PermissionError:
        stop(f"Filen {path} kan ikke åpnes. Se etter at du har lov til å lese den.", NOTHING)


def _require_writable(faults: Path | None) -> None:
    if faults is not None and (faults.is_dir() or not os.access(faults.absolute().parent, os.W_OK)):
        stop(
            f"Feillisten kan ikke skrives til {faults}. Oppgi et filnavn i en mappe som finnes. Ingenting er lest.",
            NOTHING,
        )


def _exit(outcome: Outcome) -> None:
    """1 where a row was refused or stands with other values; what is in, is in."""
    if outcome.counts[ImportCount.REFUSED] or outcome.counts[ImportCount.DIFFERENT]:
        raise click.exceptions.Exit(REFUSED)


class _Job:
    """One file on its way in."""

    def __init__(self, settings: "Settings", kind: ImportKind, name: str, day: date, update: bool) -> None:
        self.settings = settings
        self.kind = kind
        self.name = name
        self.order = Order(
            actor=operators.operator(), today=day, clock=operators.now, overwrite=update, progress=Progress()
        )
        self.file: ImportFile

    def read(self, source: BinaryIO) -> None:
        """Read the file as a whole; raises a FileRefused where nothing may go in."""
        self.file = self._read(source, self.order.today)
        maintenance.require_alive()
        maintenance.require_ready()

    def _read(self, source: BinaryIO, day: date) -> ImportFile:
        synthetic = self.settings.allow_synthetic_ids
        return readers.read(self.kind, self.name, source, today=day, allow_synthetic=synthetic)

    def preview(self, faults: Path | None) -> Outcome:
        """Tell what would happen."""
        try:
            outcome = imports.preview(self.file, self.order)
        except AlreadyRead as before:
            click.echo(wording.explain(before))
            return Outcome()
        self._tell(outcome, dry_run=True)
        if faults is not None:
            _write(faults, readers.faults_file(self.file, outcome.told))
        return outcome

    def run(self, faults: Path | None) -> Outcome:
        """Read it in; a file read before is told, with its old list of faults if that is asked for and kept."""
        try:
            done = imports.run(self.file, self.order)
        except AlreadyRead as before:
            click.echo(wording.explain(before))
            if faults is not None and before.run.closed_at is None:
                self._write_faults(before.run, faults)
            return Outcome()
        except KeyboardInterrupt:
            stop(INTERRUPTED, NOTHING)
        self._tell(done.outcome, dry_run=False)
        if faults is not None:
            self._write_faults(done.run, faults)
        elif done.outcome.refused:
            click.echo("Radene med verdier og årsaker: gi samme kommando på nytt med --faults UT.csv")
        if done.outcome.differing:
            click.echo("Skriv filens verdier over Husroms: gi samme kommando på nytt med --update")
        return done.outcome

    def _tell(self, outcome: Outcome, *, dry_run: bool) -> None:
        if sys.stderr.isatty():
            click.echo("\r\033[K", nl=False, err=True)
        click.echo("\n".join(import_words.report(self.kind, self.name, outcome, dry_run=dry_run)))

    def _write_faults(self, run: ImportRun, path: Path) -> None:
        if run.closed_at is not None:
            _write(path, readers.faults_file(self.file, {}))
            return

        def render(stored: ImportRun, source: BinaryIO, told: Told) -> bytes:
            return readers.faults_file(self._read(source, stored.day), told)

        _write(path, imports.faults_file(run, self.order.acting, render))


def _write(path: Path, content: bytes) -> None:
    """Write the list of faults so that only its owner can read it: it holds personal data."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as target:
        target.write(content)
    click.echo(f"Feillisten er skrevet til {path}. Den har personopplysninger: slett den når radene er rettet.")


class Progress:
    """How far it has come, on standard error: over and over on a terminal, now and then elsewhere."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r  {done} av {total}", nl=False, err=True)
        elif done - self._told >= EVERY:
            self._told = done
            click.echo(f"  {done} av {total}", err=True)
