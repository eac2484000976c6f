"""A municipality's export counted by hand: plain csv, dates and arithmetic, none of Husrom's own rules or readers."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

TODAY = date(2026, 11, 22)
OPENING = date(2026, 8, 31)
DUE = {
    date(2026, 9, 1): date(2026, 9, 21),
    date(2026, 10, 1): date(2026, 10, 20),
    date(2026, 11, 1): date(2026, 11, 20),
}
HOMES = {"Leilighet", "Hybel", "Enebolig", "Rekkehus", "Omsorgsbolig", "Bofellesskap"}
GROUPS = {"Vanskeligstilt", "Flyktning", "Kommunalt ansatt"}

Row = dict[str, str]
Faults = dict[int, set[str]]
"""Line of the file → the columns that are wrong."""


def rows(path: Path, encoding: str) -> list[tuple[int, Row]]:
    """Line number and cells of each row that is neither blank nor an exact repeat."""
    lines = path.read_text(encoding=encoding).splitlines()
    names = lines[0].split(";")
    seen, found = set(), []
    for number, line in enumerate(lines[1:], 2):
        (cells,) = csv.reader([line], delimiter=";")
        if any(cells) and tuple(cells) not in seen:
            seen.add(tuple(cells))
            found.append((number, dict(zip(names, cells, strict=True))))
    return found


def day(text: str) -> date | None:
    """A day, None where there is none of that name."""
    try:
        return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def ore(text: str) -> int:
    """Kroner with decimal comma as øre."""
    return round(float(text.replace(" ", "").replace("\xa0", "").replace(",", ".")) * 100) if text else 0


def mod11(digits: str, weights: str) -> bool:
    return sum(int(a) * int(b) for a, b in zip(digits, weights, strict=True)) % 11 == 0


def is_identity(number: str) -> bool:
    return mod11(number[:10], "3761894521") and mod11(number, "54327654321")


def is_kid(number: str) -> bool:
    digits = [int(sign) for sign in reversed(number)]
    return sum(d if at % 2 == 0 else sum(divmod(2 * d, 10)) for at, d in enumerate(digits)) % 10 == 0


@dataclass
class Export:
    """What stands in the export: the good rows of each register, and the faults by line."""

    folder: Path
    postcodes: set[str]
    good: dict[str, list[Row]] = field(default_factory=dict)
    faults: dict[str, Faults] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sift("utleiere", "utf-8-sig", self._landlord)
        self._sift("boliger", "cp1252", self._dwelling)
        self._sift("soknader", "utf-8-sig", self._application)
        self._sift("klager", "utf-8-sig", self._appeal)
        self._sift("leieforhold", "cp1252", self._lease)

    def _sift(self, name: str, encoding: str, faults_of: Callable[[Row], set[str]]) -> None:
        self.good[name], self.faults[name] = [], {}
        for line, row in rows(self.folder / f"{name}.csv", encoding):
            wrong = faults_of(row)
            if wrong:
                self.faults[name][line] = wrong
            else:
                self.good[name].append(row)

    def _landlord(self, row: Row) -> set[str]:
        return set() if mod11(row["Orgnr"], "327654321") else {"Orgnr"}

    def _dwelling(self, row: Row) -> set[str]:
        return {
            column
            for column, wrong in {
                "Adresse": not row["Adresse"],
                "Bruksenhetsnr": bool(row["Bruksenhetsnr"]) and not re.match(r"[HUKL]\d{4}$", row["Bruksenhetsnr"]),
                "Postnr": row["Postnr"] not in self.postcodes,
                "Boligtype": row["Boligtype"] not in HOMES,
                "Husleie pr mnd": ore(row["Husleie pr mnd"]) < 0,
            }.items()
            if wrong
        }

    def _application(self, row: Row) -> set[str]:
        received = day(row["Mottatt"])
        return {
            column
            for column, wrong in {
                "Fødselsnr": not is_identity(row["Fødselsnr"]),
                "Mottatt": received is None or received > TODAY,
                "Målgruppe": row["Målgruppe"] not in GROUPS,
            }.items()
            if wrong
        }

    def _appeal(self, row: Row) -> set[str]:
        decided = {one["Søknadsnr"]: one["Vedtaksdato"] for one in self.good["soknader"] if one["Vedtaksdato"]}
        return set() if decided.get(row["Søknadsnr"]) == row["Vedtaksdato"] else {"Søknadsnr"}

    def _lease(self, row: Row) -> set[str]:
        taken = self.good["leieforhold"]
        start, end = day(row["Fra dato"]), day(row["Til dato"])
        live = [one for one in taken if (day(one["Fra dato"]) <= TODAY) == (start <= TODAY)]  # type: ignore[operator]
        return {
            column
            for column, wrong in {
                "Bolig-ID": row["Bolig-ID"] not in {one["Bolig-ID"] for one in self.good["boliger"]}
                or row["Bolig-ID"] in {one["Bolig-ID"] for one in live},
                "Fødselsnr": not is_identity(row["Fødselsnr"]),
                "Til dato": bool(start and end and end < start),
                "Husleie pr mnd": ore(row["Husleie pr mnd"]) < 0,
                "KID": not is_kid(row["KID"]) or row["KID"] in {one["KID"] for one in taken},
            }.items()
            if wrong
        }

    def payments(self) -> Iterator[tuple[str, int]]:
        """KID and øre of each payment in the bank files."""
        for path in sorted(self.folder.glob("ocr-*.txt")):
            for line in path.read_text(encoding="iso-8859-1").splitlines():
                if line.startswith("NY09") and line[6:8] == "30":
                    yield line[49:74].strip(), int(line[32:49]) * (-1 if line[31] == "-" else 1)

    def unmatched(self) -> int:
        kids = {row["KID"] for row in self.good["leieforhold"]}
        return sum(kid not in kids for kid, _ in self.payments())

    def arrears(self) -> dict[str, dict[str, object]]:
        """What each lease owes that fell due before TODAY, as `flags --json` prints it."""
        paid: dict[str, int] = defaultdict(int)
        for kid, amount in self.payments():
            paid[kid] += amount
        found = {}
        for row in self.good["leieforhold"]:
            debts = list(self._debts(row))
            money = paid[row["KID"]] - sum(amount for _, amount in debts if amount < 0)
            owed, oldest = 0, None
            for due, amount in debts:
                left = max(amount, 0) - min(max(amount, 0), money)
                money -= max(amount, 0) - left
                if left and due < TODAY:
                    owed, oldest = owed + left, oldest or due
            if oldest:
                days = (TODAY - oldest).days
                found[row["Kontraktsnr"]] = {"owed_ore": owed, "oldest_due": oldest.isoformat(), "days": days}
        return found

    def _debts(self, row: Row) -> Iterator[tuple[date, int]]:
        """Due dates and øre, oldest first: the opening balance, then each month that the lease had begun by."""
        yield OPENING, ore(next(cell for name, cell in row.items() if name.startswith("Restanse")))
        for first, due in DUE.items():
            if day(row["Fra dato"]) <= first:  # type: ignore[operator]
                yield due, ore(row["Husleie pr mnd"])

    def ending(self, first: date, last: date) -> list[str]:
        """Contracts that end from one day to another, both included."""
        ends = ((row["Kontraktsnr"], day(row["Til dato"])) for row in self.good["leieforhold"])
        return sorted(number for number, end in ends if end and first <= end <= last)

    def slow_cases(self) -> list[str]:
        """Undecided and unanswered for more than a month: received before 22 October."""
        return sorted(
            row["Søknadsnr"]
            for row in self.good["soknader"]
            if row["Status"] in ("Mottatt", "Under behandling")
            and not row["Foreløpig svar sendt"]
            and day(row["Mottatt"]) < date(2026, 10, 22)  # type: ignore[operator]
        )

    def pending_appeals(self) -> list[str]:
        return sorted(row["Søknadsnr"] for row in self.good["klager"] if row["Status"] == "Til ny vurdering")
