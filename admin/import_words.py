"""What people read of imports: refusals, counts and differences, in bokmål."""

from collections.abc import Iterator, Sequence

from admin import formats
from admin.wording import explain, listed
from rules.errors import OtherAccounts
from rules.terms import ImportCount, ImportKind
from schemas.errors import FileRefused
from services.imports import (
    AlreadyRead,
    ImportRunning,
    ImportTakenOver,
    Line,
    Outcome,
    TransmissionDiffers,
)

MOST_SHOWN = 20
SKIPPED = (ImportCount.BLANK, ImportCount.REPEATED)
PAYMENT_COUNTS = (ImportCount.MATCHED, ImportCount.UNMATCHED, ImportCount.KNOWN, ImportCount.REFUSED)
REGISTER_COUNTS = (
    ImportCount.NEW, ImportCount.UNCHANGED, ImportCount.DIFFERENT, ImportCount.UPDATED, ImportCount.REFUSED,
)  # fmt: skip


def kroner(ore: int) -> str:
    """6 293,00 kr."""
    whole, rest = divmod(abs(ore), 100)
    return f"{'-' if ore < 0 else ''}{f'{whole:,}'.replace(',', ' ')},{rest:02d} kr"


@explain.register
def _(error: FileRefused) -> str:
    return str(error)


@explain.register
def _(error: AlreadyRead) -> str:
    run = error.run
    told = f"Filen er allerede lest: {run.name}, {formats.moment(run.finished_at or run.started_at)} av {run.by_name}."
    refused = run.counts.get(ImportCount.REFUSED.value, 0)
    if refused:
        mend = "Rett dem i filen og les inn den" if run.closed_at else "Rett i feillisten og les inn den"
        told += (
            f" {refused} {'rad' if refused == 1 else 'rader'} ble avvist den gangen. {mend}, "
            "eller velg å skrive over det som er endret, for å lese hele filen på nytt."
        )
    return told


@explain.register
def _(error: ImportRunning) -> str:
    return (
        f"Import pågår: {error.name} leses nå, startet {formats.moment(error.since)} av {error.holder}. "
        "Vent til den er ferdig. Er den avbrutt, kan du prøve igjen om et minutt; da fortsetter den der den slapp."
    )


@explain.register
def _(error: ImportTakenOver) -> str:
    return (
        f"En annen prosess har tatt over lesingen av {error.name}, så denne er stoppet. "
        "Se hvordan det går i listen over importer."
    )


@explain.register
def _(error: TransmissionDiffers) -> str:
    return (
        f"Forsendelse {error.number} til konto {error.account} er lest før med et annet innhold "
        f"({error.name}, {formats.moment(error.read_at)}). Ingenting er lest. Spør banken hvilken fil som gjelder."
    )


@explain.register
def _(error: OtherAccounts) -> str:
    others, ours = (listed(account_words(one) for one in held) for held in (error.accounts, error.ours))
    return (
        f"Filen gjelder konto {others}, og husleien betales til {ours}. Ingenting av filen er lest. Be banken om filen "
        "for vår konto. Skal husleie også betales til den andre, kan en leder legge den til i regelboken."
    )


def account_words(number: str) -> str:
    """1234.56.78903, where it is a Norwegian account."""
    return f"{number[:4]}.{number[4:6]}.{number[6:]}" if len(number) == 11 and number.isdigit() else number


def report(kind: ImportKind, name: str, outcome: Outcome, *, dry_run: bool) -> Iterator[str]:
    """The lines that tell what became of a file."""
    yield f"{kind.label}, {name}{': prøvekjøring, ingenting er lagret' if dry_run else ''}"
    counts = outcome.counts
    payments = kind is ImportKind.PAYMENTS
    for count in PAYMENT_COUNTS if payments else REGISTER_COUNTS:
        if counts[count] or count is not ImportCount.UPDATED:
            yield f"  {count.label:<20}{counts[count]:>8}"
    if payments:
        yield f"  {'sum':<20}{kroner(counts[ImportCount.SUM_ORE]):>8}"
        yield from (f"  hoppet over: {number} {what}" for what, number in outcome.skipped.items() if number)
    else:
        yield f"  {'hoppet over':<20}{sum(counts[count] for count in SKIPPED):>8}"
    yield from _lines("Avviste rader", outcome.refused, counts[ImportCount.REFUSED])
    yield from _lines("Forskjeller", outcome.differing, counts[ImportCount.DIFFERENT])


def _lines(heading: str, lines: Sequence[Line], count: int) -> Iterator[str]:
    if not lines:
        return
    yield f"{heading}:"
    for line in lines[:MOST_SHOWN]:
        told = "; ".join(f"{column}: {reason}" if column else reason for column, reason in line.told)
        yield f"  linje {line.line}: {told}"
    if count > MOST_SHOWN:
        yield f"  … og {count - MOST_SHOWN} til"
