"""What an import's pages show: counts as tiles, faulty lines in words, what to bring in before what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from admin import formats
from admin.import_words import PAYMENT_COUNTS, REGISTER_COUNTS, SKIPPED
from models import ImportFault, ImportRun
from rules.terms import ImportCount, ImportKind, ImportState
from schemas import readers
from schemas.readers import ImportFile
from services.imports import Line

MOST_LINES = 20
ORDER: Mapping[ImportKind, tuple[str, str]] = {
    ImportKind.POSTCODES: ("Postnummerregisteret fra Bring", "Først: adressene i de andre filene sjekkes mot det."),
    ImportKind.LANDLORDS: ("utleiere.csv", "Utleiere med avtaler og prosjekter."),
    ImportKind.DWELLINGS: ("boliger.csv", "Etter utleierne: en bolig kan høre til en utleier."),
    ImportKind.APPLICATIONS: ("soknader.csv", "Søkere, søknader og vedtak."),
    ImportKind.APPEALS: ("klager.csv", "Etter søknadene: en klage gjelder et vedtak."),
    ImportKind.LEASES: ("leieforhold.csv", "Etter boligene: en kontrakt gjelder en bolig."),
    ImportKind.INDEX: ("kpi.csv", "Konsumprisindeksen fra SSB, en måned per rad."),
    ImportKind.PAYMENTS: (
        "OCR-giro eller kontovarsel (ISO 20022) fra banken",
        "Sist: KID-en finner leieforholdet.",
    ),
}
WITH_TEMPLATE = tuple(kind for kind in ORDER if kind not in (ImportKind.POSTCODES, ImportKind.PAYMENTS))
TONES = {
    ImportCount.REFUSED: "bad", ImportCount.DIFFERENT: "wait", ImportCount.UNMATCHED: "wait",
    ImportCount.NEW: "good", ImportCount.UPDATED: "good", ImportCount.MATCHED: "good",
}  # fmt: skip
RARE = {ImportCount.UPDATED}
WHY_REFUSED = {
    "TransmissionDiffers": "Forsendelsen er lest før med et annet innhold. Spør banken hvilken fil som gjelder.",
    "AlreadyRead": "Forsendelsen er allerede lest i en annen fil.",
}
ALL_REFUSED = "Ingen av radene kunne leses inn."
MEND = " Rett dem i feillisten, og les inn den."
MOST_UNMATCHED = (
    "{unmatched} av {count} nye innbetalinger finner ikke leieforholdet sitt. Se etter at det er rett fil, og at "
    "leieforholdene er lest inn."
)
SOME_UNMATCHED = "{unmatched} av {count} nye innbetalinger finner ikke leieforholdet sitt og må plasseres for hånd."
NOTHING_IN = (ImportCount.REFUSED, ImportCount.BLANK, ImportCount.REPEATED, ImportCount.SUM_ORE)


@dataclass(frozen=True)
class Tile:
    """One count, big enough to see."""

    label: str
    value: str
    tone: str = ""


@dataclass(frozen=True)
class Told:
    """What is told of one column of a line; the value only before anything is stored."""

    line: int
    column: str
    reason: str
    value: str | None = None
    held: str | None = None


def tiles(kind: ImportKind, counts: Mapping[ImportCount, int]) -> list[Tile]:
    """The counts of a file, those that matter first; 0 has no colour."""
    wanted = PAYMENT_COUNTS if kind is ImportKind.PAYMENTS else REGISTER_COUNTS
    shown = [_tile(count, counts.get(count, 0)) for count in wanted if count in counts or count not in RARE]
    if kind is ImportKind.PAYMENTS:
        return [*shown, Tile("Sum", formats.kroner(counts.get(ImportCount.SUM_ORE, 0)))]
    skipped = sum(counts.get(count, 0) for count in SKIPPED)
    return [*shown, Tile("Hoppet over", formats.number(skipped))] if skipped else shown


def _tile(count: ImportCount, number: int) -> Tile:
    return Tile(count.label.capitalize(), formats.number(number), TONES.get(count, "") if number else "")


def counts_of(run: ImportRun) -> dict[ImportCount, int]:
    """The counts that a run carries, by their terms."""
    return {ImportCount(code): number for code, number in run.counts.items()}


def with_values(file: ImportFile, lines: Sequence[Line]) -> list[Told]:
    """The first lines that are told of, with the value of each column as it stands in the file."""
    first = lines[:MOST_LINES]
    told = {line.line: line.told for line in first}
    held = {line.line: line.held for line in first}
    return [
        Told(fault.line, fault.column, fault.reason, fault.value, _held(held[fault.line].get(fault.column)))
        for fault in readers.faults_of(file, told)
    ]


def _held(found: tuple[str, Any] | None) -> str | None:
    """What the house holds, in words; None where it is not to be shown."""
    if found is None:
        return None
    field, value = found
    if isinstance(value, list | tuple):
        return ", ".join(formats.plain(one) for one in value)
    if field.endswith("_ore") and isinstance(value, int):
        return formats.plain_kroner(value)
    return "" if value is None else formats.plain(value)


def noted(faults: Iterable[ImportFault]) -> tuple[list[Told], list[Told]]:
    """The first refused and the first different lines of a finished run, without values."""
    refused: list[Told] = []
    differing: list[Told] = []
    for fault in faults:
        kept = differing if fault.difference else refused
        if len(kept) < MOST_LINES:
            kept.extend(Told(fault.line, one["column"], one["reason"]) for one in fault.faults)
    return refused, differing


def why_refused(run: ImportRun) -> str:
    """Why a file as a whole did not go in; empty where it did."""
    if run.state is not ImportState.REFUSED:
        return ""
    if run.error:
        return WHY_REFUSED.get(run.error, "Filen kunne ikke leses. Velg den på nytt.")
    return ALL_REFUSED if run.closed_at else ALL_REFUSED + MEND


def nothing_goes_in(counts: Mapping[ImportCount, int]) -> bool:
    """Whether every row of a file is refused."""
    return bool(counts.get(ImportCount.REFUSED)) and not any(
        number for count, number in counts.items() if count not in NOTHING_IN
    )


def doubt(counts: Mapping[ImportCount, int]) -> str:
    """What is odd about a bank file whose payments find no lease; empty where all do."""
    matched, unmatched = counts.get(ImportCount.MATCHED, 0), counts.get(ImportCount.UNMATCHED, 0)
    if not unmatched:
        return ""
    words = MOST_UNMATCHED if unmatched > matched else SOME_UNMATCHED
    return words.format(unmatched=unmatched, count=matched + unmatched)
