"""Why a whole file is refused: nothing of it goes in. Each says in bokmål what is wrong, where, and what to do."""

from dataclasses import dataclass
from typing import Literal

from rules.errors import HusromError


class FileRefused(HusromError):
    """A file of which nothing is read; `str()` is the sentence for the person who sent it."""


@dataclass(eq=False)
class EmptyFile(FileRefused):
    """There is nothing in the file."""

    def __str__(self) -> str:
        return "Filen er tom. Hent den ut på nytt og prøv igjen."


@dataclass(eq=False)
class BinaryFile(FileRefused):
    """The file is no text: a spreadsheet, an archive, a picture, or UTF-16."""

    what: str

    def __str__(self) -> str:
        return f"Filen er ikke ren tekst, men {self.what}. Lagre den som CSV (UTF-8, semikolon) og prøv igjen."


@dataclass(eq=False)
class WrongEncoding(FileRefused):
    """The bytes are neither UTF-8 nor Windows-1252."""

    line: int

    def __str__(self) -> str:
        return (
            f"Tegnsettet kan ikke leses (linje {self.line}). Filen må være UTF-8 eller Windows-1252: "
            "hent den ut på nytt med ett av dem."
        )


@dataclass(eq=False)
class WrongColumns(FileRefused):
    """Columns are unknown, missing or repeated; names as the file, or the expected list, writes them."""

    expected: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()

    def __str__(self) -> str:
        wrong = [
            f"{what}: {', '.join(f'«{name}»' for name in names)}."
            for what, names in (
                ("Ukjente kolonner", self.unknown),
                ("Kolonner som mangler", self.missing),
                ("Kolonner som står flere ganger", self.repeated),
            )
            if names
        ]
        return " ".join([*wrong, f"Kolonnene skal være, skilt med semikolon: {'; '.join(self.expected)}."])


@dataclass(eq=False)
class CommaSeparated(FileRefused):
    """The columns are right, but commas stand between them."""

    def __str__(self) -> str:
        return (
            "Filen har komma mellom kolonnene, men Husrom leser semikolon. Lagre den som CSV med semikolon som "
            "skilletegn, og prøv igjen."
        )


@dataclass(eq=False)
class OtherKind(FileRefused):
    """The file is one of another kind that can be brought in; `looks_like` is that kind's bokmål term."""

    looks_like: str

    def __str__(self) -> str:
        return f"Dette ser ut som {self.looks_like}. Velg «{self.looks_like}», eller velg en annen fil."


@dataclass(eq=False)
class CutFile(FileRefused):
    """The file ends in the middle of something."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"Filen er avkortet ved linje {self.line}: {self.why} Ingenting er lest. Hent hele filen på nytt."


@dataclass(eq=False)
class UnknownFormat(FileRefused):
    """The file is another kind of file than the one asked for."""

    line: int
    expected: str

    def __str__(self) -> str:
        return f"Linje {self.line} hører ikke hjemme i {self.expected}. Se etter at det er rett fil, og prøv igjen."


@dataclass(eq=False)
class BrokenRecord(FileRefused):
    """An OCR record whose amount or counts cannot be read, so that no total can be trusted."""

    line: int

    def __str__(self) -> str:
        return f"Linje {self.line} har ikke tall der beløp og antall skal stå. Be banken om filen på nytt."


TotalKind = Literal["transactions", "records", "amount_ore"]

_TOTALS: dict[TotalKind, str] = {
    "transactions": "antall transaksjoner",
    "records": "antall linjer",
    "amount_ore": "sum i øre",
}


@dataclass(eq=False)
class TotalsDiffer(FileRefused):
    """An end record of an OCR file tells another total than its lines add up to."""

    line: int
    kind: TotalKind
    stated: int
    counted: int

    def __str__(self) -> str:
        return (
            f"Sluttposten på linje {self.line} stemmer ikke: {_TOTALS[self.kind]} er oppgitt til {self.stated}, "
            f"men linjene gir {self.counted}. Ingenting er lest. Be banken om filen på nytt."
        )


@dataclass(eq=False)
class RepeatedAssignment(FileRefused):
    """The same assignment of the same transmission and account stands twice: its payments would share keys."""

    line: int
    transmission: str
    assignment: str
    account: str

    def __str__(self) -> str:
        return (
            f"Oppdrag {self.assignment} i forsendelse {self.transmission} står to ganger (linje {self.line}). "
            "Ingenting er lest. Be banken om filen på nytt."
        )
